"""`/proposals/`, `/plans/`: public to read; proposing needs no account, planning a lead."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.station.organisations.requests import Request, put_back
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import may, visitor
from linli.station.people.roles import Role
from linli.station.programme import selectors, services
from linli.station.programme.forms import CloseForm, PlanForm, ProposalForm, TaskForm
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
SHOWN = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: Request) -> HttpResponseBase:
    """What was proposed and answered, and a form for another, named only by who is signed in and wants that."""
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.proposal_send(
                actor=request.actor if request.actor.user_id else visitor(request.community.pk),
                source=str(request.META.get("REMOTE_ADDR", "")),
                **form.cleaned_data,
            )
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    context = {
        "form": form,
        "answered": selectors.answered(community_id=request.community.pk)[:SHOWN],
        "waiting": selectors.waiting_count(community_id=request.community.pk),
    }
    return render(request, "programme/proposals.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: Request) -> HttpResponseBase:
    """Every plan; for leads a form to make one."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan_make(
                actor=request.actor, proposal_uid=request.POST.get("proposal", "")[:20], **form.cleaned_data
            )
            return redirect("plan", made.uid)
        except LinliError as error:
            put_back(form, error)
    context = {
        "plans": selectors.plans(community_id=request.community.pk),
        "form": form,
        "may_plan": may(request.actor, "plan.make", request.community.pk),
    }
    return render(request, "programme/plans.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_GET
def plan(request: Request, uid: str) -> HttpResponse:
    """One plan with its tasks."""
    return _plan(request, uid, TaskForm(), CloseForm())


def _plan(request: Request, uid: str, task: TaskForm, close: CloseForm) -> HttpResponse:
    found = selectors.plan(community_id=request.community.pk, uid=uid)
    leads = selectors.leads(request.actor, found.plan)
    people = _people(request) if leads else []
    if leads:
        task.fields["who"].choices = people  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "found": found,
        "leads": leads,
        "task": task,
        "close": close,
        "people": people,
        "me": request.actor.user_id,
    }
    bad = task.errors or close.errors
    return render(request, "programme/plan.html", context, status=UNPROCESSABLE if bad else 200)


def _people(request: Request) -> list[tuple[str, str]]:
    members = staff_of(community_id=request.community.pk, least=Role.MEMBER).select_related("user")[:200]
    return [("", "—"), *((str(one.user_id), str(one.user)) for one in members)]


@login_required
@require_POST
def act(request: Request, uid: str) -> HttpResponseBase:
    """One act on a plan: a task added, done or handed over, the plan closed."""
    task, close = TaskForm(), CloseForm()
    try:
        if "add" in request.POST:
            task = TaskForm(request.POST)
            task.fields["who"].choices = _people(request)  # type: ignore[attr-defined]
            if not task.is_valid():
                return _plan(request, uid, task, close)
            given = task.cleaned_data
            services.task_add(
                actor=request.actor, plan_uid=uid, title=given["title"], due=given["due"], who_id=given["who"]
            )
        elif "close" in request.POST:
            close = CloseForm(request.POST)
            if not close.is_valid():
                return _plan(request, uid, task, close)
            services.plan_close(
                actor=request.actor,
                uid=uid,
                done=request.POST["close"] == "done",
                closing=close.cleaned_data["closing"],
            )
        elif "hand" in request.POST:
            services.task_hand_over(actor=request.actor, uid=request.POST["hand"][:20], who_id=_person(request))
        else:
            _done(request)
    except LinliError as error:
        if not (task.is_bound or close.is_bound):
            raise
        put_back(task if task.is_bound else close, error)
        return _plan(request, uid, task, close)
    return redirect("plan", uid)


def _person(request: Request) -> int:
    given = request.POST.get("who", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _done(request: Request) -> None:
    minutes = request.POST.get("minutes", "")
    services.task_done(
        actor=request.actor,
        uid=request.POST.get("task", "")[:20],
        evidence=request.POST.get("evidence", ""),
        minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 7 else 0,
    )
