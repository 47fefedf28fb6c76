"""What anyone sees: activities, one of them, the calendar, a proof; and what a member does with one tap."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.station.activities import selectors, services
from linli.station.activities.calendars import calendar
from linli.station.activities.forms import CodeForm, JoinForm, ProofForm
from linli.station.activities.models import Activity, Presence, Signup
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import may
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
PAST = 10


@never_cache
@require_GET
def activities(request: Request) -> HttpResponse:
    """What is coming, what was, and the figures."""
    community_id = request.community.pk
    totals = selectors.totals(community_id=community_id)
    context = {
        "coming": [_card(one) for one in _once(selectors.activities(community_id=community_id))],
        "past": list(selectors.past(community_id=community_id)[:PAST]),
        "totals": totals,
        "hours": totals.minutes // 60,
        "may_publish": may(request.actor, "activity.publish", community_id),
    }
    return render(request, "activities/activities.html", context)


def _once(found: Any) -> list[Activity]:
    """Each activity once: ordering by its shifts gives a row a shift."""
    return list(dict.fromkeys(found))


def _card(one: Activity) -> dict[str, Any]:
    shifts = list(selectors.shifts(one))
    return {
        "activity": one,
        "first": shifts[0],
        "more": len(shifts) - 1,
        "left": sum(max(0, shift.places - shift.taken) for shift in shifts),  # type: ignore[attr-defined]
    }


@never_cache
@require_GET
def activity(request: Request, uid: str) -> HttpResponse:
    """One activity with its shifts."""
    return _activity(request, selectors.activity(actor=request.actor, uid=uid), JoinForm())


def _activity(request: Request, found: Activity, form: JoinForm, status: int = 200) -> HttpResponse:
    mine = {one.shift_id: one for one in selectors.signup_of(actor=request.actor, found=found)}
    context = {
        "activity": found,
        "shifts": [(shift, mine.get(shift.pk)) for shift in selectors.shifts(found)],
        "form": form,
        "leads": selectors.leads(request.actor, found),
        "signed_in": request.actor.user_id is not None,
        "coming": any(one.state == Signup.State.JOINED for one in mine.values()),
    }
    return render(request, "activities/activity.html", context, status=status)


@login_required
@require_POST
def join(request: Request, uid: str) -> HttpResponseBase:
    """One tap: a place, or the queue for one."""
    found, form = selectors.activity(actor=request.actor, uid=uid), JoinForm(request.POST)
    if form.is_valid():
        try:
            services.join(actor=request.actor, shift_uid=request.POST.get("shift", "")[:20], **form.cleaned_data)
            return redirect("activity", uid)
        except LinliError as error:
            put_back(form, error)
    return _activity(request, found, form, UNPROCESSABLE)


@login_required
@require_POST
def leave(request: Request, uid: str) -> HttpResponseBase:
    """Gives the place back."""
    services.leave(actor=request.actor, shift_uid=request.POST.get("shift", "")[:20])
    return redirect("activity", uid)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: Request, uid: str, way: str) -> HttpResponseBase:
    """Checking in or out: the code comes with the scanned address or is typed."""
    found = selectors.activity(actor=request.actor, uid=uid)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    kept: Presence | None = None
    if request.method == "POST" and form.is_valid():
        act = services.come if way == "in" else services.go
        try:
            kept = act(actor=request.actor, uid=uid, code=form.cleaned_data["code"])
        except LinliError as error:
            put_back(form, error)
    context = {"activity": found, "way": way, "form": form, "kept": kept}
    return render(request, "activities/mark.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: Request) -> HttpResponseBase:
    """The actor's own hours and proofs."""
    form = ProofForm(request.POST if "name" in request.POST else None)
    if request.method == "POST":
        try:
            if form.is_bound and form.is_valid():
                _, code = services.proof_make(actor=request.actor, name=form.cleaned_data["name"])
                return redirect("activity-proof", code)
            if not form.is_bound:
                _settle(request)
                return redirect("activity-hours")
        except LinliError as error:
            if not form.is_bound:
                raise
            put_back(form, error)
    context = {
        "hours": selectors.hours(actor=request.actor),
        "proofs": selectors.proofs_mine(actor=request.actor),
        "coming": selectors.signups_mine(actor=request.actor).filter(presence=None),
        "form": form,
    }
    return render(request, "activities/hours.html", context, status=UNPROCESSABLE if form.errors else 200)


def _settle(request: Request) -> None:
    if "withdraw" in request.POST:
        services.proof_withdraw(actor=request.actor, uid=request.POST["withdraw"][:20])
    else:
        note = request.POST.get("note", "")[:200]
        services.dispute(actor=request.actor, signup_uid=request.POST.get("dispute", "")[:20], note=note)


@never_cache
@require_GET
def proof(request: Request, code: str) -> HttpResponse:
    """A proof, for whoever holds its code."""
    found = selectors.proof_by_code(community_id=request.community.pk, code=code)
    return render(request, "activities/proof.html", {"proof": found, "code": code})


@require_GET
def ics(request: Request, uid: str = "") -> HttpResponse:
    """The calendar of all open activities, or of one."""
    community_id = request.community.pk
    found = (
        [selectors.activity(actor=request.actor, uid=uid)]
        if uid
        else _once(selectors.activities(community_id=community_id))
    )
    book = calendar(community_id, request.community.name, found)
    answer = HttpResponse(book, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="linli.ics"'
    return answer
