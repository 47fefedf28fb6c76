"""A guardian's page: the week in numbers, requests, the plan, the log; and an export of just that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.minors import selectors, services
from linli.station.minors.forms import AnswerForm, PlanForm
from linli.station.minors.models import Child, Own
from linli.station.organisations.requests import Request, put_back
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, uid: str) -> HttpResponseBase:
    """The week, what the child asks, and what may be done."""
    child = selectors.child_for(actor=request.actor, uid=uid)
    if request.method != "POST":
        return render(request, "minors/guardian.html", _page(child, AnswerForm()))
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            thanks = _act(request, child, form)
            if thanks:
                messages.success(request, thanks)
                return redirect("minors-guardian", uid)
        except LinliError as error:
            put_back(form, error)
    return render(request, "minors/guardian.html", _page(child, form), status=UNPROCESSABLE)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, uid: str) -> HttpResponseBase:
    """The plan, part by part."""
    child = selectors.child_for(actor=request.actor, uid=uid)
    plan = selectors.plan_of(child)
    if request.method != "POST":
        return render(request, "minors/plan.html", {"form": PlanForm(initial=plan.to_dict()), "child": child})
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            pin = form.cleaned_data["pin"]
            services.plan_change(actor=request.actor, child=child, plan=form.plan(plan), pin=pin)
            messages.success(request, gettext("计划改好了。"))
            return redirect("minors-guardian", uid)
        except LinliError as error:
            put_back(form, error)
    return render(request, "minors/plan.html", {"form": form, "child": child}, status=UNPROCESSABLE)


@never_cache
@login_required
@require_safe
def export(request: Request, uid: str) -> HttpResponse:
    """What this page shows, for machines: nothing of the help door, of reports, of platforms or of content."""
    child = selectors.child_for(actor=request.actor, uid=uid)
    week = selectors.week_of(child)
    shown = {
        "name": child.name,
        "plan": selectors.plan_of(child).to_dict(),
        "week": {
            "minutes": week.minutes,
            "days": {day.isoformat(): minutes for day, minutes in week.days},
            "yuan": week.yuan,
            "requests": week.wishes,
        },
        "changes": list(child.changes.order_by("pk").values("before", "after", "loosened", "created")),
    }
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _act(request: Request, child: Child, form: AnswerForm) -> str:
    actor, what, pin = request.actor, request.POST.get("do", ""), form.cleaned_data["pin"]
    if what in ("give", "decline"):
        wish, words = request.POST.get("wish", "")[:20], form.cleaned_data["words"]
        services.wish_answer(actor=actor, child=child, uid=wish, give=what == "give", pin=pin, words=words)
        return gettext("孩子马上就能看到。")
    if what == "invite":
        code = services.guardian_invite(actor=actor, child=child, pin=pin)
        address = request.build_absolute_uri(reverse("minors-join", args=[code]))
        return gettext("把这个地址发给另一位监护人：%(address)s") % {"address": address}
    if what == "untie":
        services.own_end(actor=actor, child=child, pin=pin)
        return gettext("孩子的账号解开了。")
    if what == "leave":
        services.mode_leave(actor=actor, child=child, pin=pin)
        return gettext("未成年人模式已关闭。")
    return ""


def _page(child: Child, form: AnswerForm) -> dict[str, Any]:
    week = selectors.week_of(child)
    return {
        "child": child,
        "plan": selectors.plan_of(child),
        "week": week,
        "bars": [(f"{day.month}/{day.day}", minutes) for day, minutes in week.days],
        "wishes": child.wishes.filter(state="waiting").order_by("pk"),
        "changes": child.changes.select_related("by").order_by("-pk")[:5],
        "code": selectors.code_of(child),
        "guardians": child.guardians.count(),
        "form": form,
        "owned": Own.objects.filter(child=child).exists(),
    }
