"""`/desk/queues/` for leads: who handles what; `/desk/danger/` for keepers: what is done when a life is in danger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.desk import routing, selectors, services
from linli.station.desk.forms_manage import DangerPlanForm, QueueForm
from linli.station.desk.models import Queue
from linli.station.desk.views.guard import staff_only
from linli.station.organisations.requests import Request, put_back
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import may, require
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def queues(request: Request) -> HttpResponseBase:
    """Every queue with what it takes and who works there; a lead makes, changes and deletes them."""
    require(request.actor, "queue.manage", request.community.pk)
    if request.method != "POST":
        return _queues(request, _queue_form(request))
    if "delete" in request.POST:
        services.queue_delete(actor=request.actor, uid=request.POST["delete"][:20])
        messages.success(request, gettext("队列已撤掉，案件回到总队列。"))
        return redirect("desk-queues")
    form = _queue_form(request, bound=True)
    if form.is_valid():
        try:
            _save(request, form)
            return redirect("desk-queues")
        except LinliError as error:
            put_back(form, error)
    return _queues(request, form, UNPROCESSABLE)


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: Request) -> HttpResponseBase:
    """The plan: every member of staff reads it, a keeper writes it."""
    plan = selectors.danger_plan(community_id=request.community.pk)
    writes = may(request.actor, "danger.plan", request.community.pk)
    if request.method == "POST":
        require(request.actor, "danger.plan", request.community.pk)
    kept: dict[str, Any] = {}
    if plan is not None:
        kept = {n: getattr(plan, n) for n in ("contact", "phone", "hours", "duty")}
        kept["steps"] = "\n".join(plan.steps)
    form = DangerPlanForm(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            services.danger_plan_set(actor=request.actor, **{**data, "steps": data["steps"].splitlines()})
            messages.success(request, gettext("紧急预案已保存。"))
            return redirect("desk-danger")
        except LinliError as error:
            put_back(form, error)
    context = {"plan": plan, "form": form, "writes": writes}
    return render(request, "desk/danger.html", context, status=UNPROCESSABLE if form.errors else 200)


def _queue_form(request: Request, *, bound: bool = False) -> QueueForm:
    staff = staff_of(community_id=request.community.pk).select_related("user").order_by("-role", "pk")
    people = [(str(m.user_id), str(m.user)) for m in staff]
    editing = Queue.objects.filter(community_id=request.community.pk, uid=request.GET.get("edit", "")[:20]).first()
    return QueueForm(people, request.POST if bound else None, initial=_kept(editing) if editing else None)


def _kept(queue: Queue) -> dict[str, object]:
    people = [str(pk) for pk in queue.people.values_list("pk", flat=True)]
    lists = {"kinds": queue.kinds, "categories": queue.categories, "languages": queue.languages}
    severity = {"severity_from": queue.severity_from, "severity_to": queue.severity_to}
    return {"uid": queue.uid, "name": queue.name, "minors": queue.minors, "people": people, **lists, **severity}


def _save(request: Request, form: QueueForm) -> None:
    data = form.cleaned_data
    wanted = routing.Wanted(
        frozenset(data["kinds"]),
        frozenset(data["categories"]),
        frozenset(data["languages"]),
        data["minors"],
        data["severity_from"],
        data["severity_to"],
    )
    people = [int(one) for one in data["people"]]
    services.queue_save(actor=request.actor, name=data["name"], wanted=wanted, people=people, uid=data["uid"])
    messages.success(request, gettext("队列「%(name)s」已保存，案件已重新分流。") % {"name": data["name"]})


def _queues(request: Request, form: QueueForm, status: int = 200) -> HttpResponseBase:
    context = {"queues": selectors.queues(actor=request.actor), "form": form, "editing": bool(form["uid"].value())}
    return render(request, "desk/queues.html", context, status=status)
