"""What those who run an activity do: make it, show the turning code, keep the roll, look at what is odd."""

from __future__ import annotations

import io
import json
from typing import Any

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.station.activities import selectors, services, turning
from linli.station.activities.forms import ActivityForm, HandForm, ReasonForm, posted
from linli.station.activities.models import Presence
from linli.station.activities.views.open import UNPROCESSABLE
from linli.station.organisations.requests import Request, put_back
from linli.station.organisations.selectors import address
from linli.station.people.actors import require
from linli.vocabulary import LinliError, Text


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request) -> HttpResponseBase:
    """One form; `publish` opens it at once, otherwise it is a draft."""
    require(request.actor, "activity.publish", request.community.pk)
    form = ActivityForm(request.POST or None, initial={"festival": request.GET.get("festival", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.activity_create(
                actor=request.actor,
                title=given["title"],
                summary=given["summary"],
                place=given["place"],
                safety=given["safety"],
                hosts=form.host_names(),
                festival=given["festival"],
                plans=form.plans(),
                publish="publish" in request.POST,
            )
            return redirect("activity", made.uid)
        except LinliError as error:
            put_back(form, error, {"shifts": "weeks", "starts": "day"})
    return render(request, "activities/create.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_GET
def screen(request: Request, uid: str, way: str) -> HttpResponse:
    """The code that turns, as letters and as a QR picture; the page renews itself when it turns."""
    found, now = selectors.led(actor=request.actor, uid=uid), timezone.now()
    code = turning.code_at(found.uid, way, now)
    where = address(request.community.pk, f"/activities/{found.uid}/{way}/?code={code}")
    context = {"activity": found, "way": way, "code": code, "qr": _qr(where), "seconds": turning.seconds_left(now)}
    return render(request, "activities/screen.html", context)


def _qr(words: str) -> SafeString:
    out = io.BytesIO()
    segno.make(words, error="m").save(
        out, kind="svg", scale=8, border=2, xmldecl=False, svgns=True, dark="#000", light="#fff"
    )
    return SafeString(out.getvalue().decode("ascii"))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: Request, uid: str) -> HttpResponseBase:
    """Who comes, who came, whose hours wait; confirming, entering by hand, cancelling."""
    reason, hand = posted(ReasonForm, request.POST, "reason"), posted(HandForm, request.POST, "minutes")
    if request.method == "POST":
        try:
            if _act(request, uid, reason, hand):
                return redirect("activity-roll", uid)
        except LinliError as error:
            if not (hand.is_bound or reason.is_bound):
                raise
            put_back(hand if hand.is_bound else reason, error)
    rows = list(selectors.roll(actor=request.actor, uid=uid))
    context: dict[str, Any] = {
        "activity": selectors.led(actor=request.actor, uid=uid),
        "rows": rows,
        "waiting": sum(
            getattr(one, "presence", None) is not None and one.presence.state == Presence.State.SAID for one in rows
        ),
        "reason": reason,
        "hand": hand,
        "me": request.actor.user_id,
    }
    bad = reason.errors or hand.errors
    return render(request, "activities/roll.html", context, status=UNPROCESSABLE if bad else 200)


def _act(request: Request, uid: str, reason: Any, hand: Any) -> bool:
    if reason.is_bound:
        if reason.is_valid():
            services.activity_cancel(actor=request.actor, uid=uid, reason=reason.cleaned_data["reason"])
        return bool(reason.is_valid())
    if hand.is_bound:
        if hand.is_valid():
            signup_uid = request.POST.get("signup", "")[:20]
            services.hours_by_hand(actor=request.actor, uid=uid, signup_uid=signup_uid, **hand.cleaned_data)
        return bool(hand.is_valid())
    if "publish" in request.POST:
        services.activity_publish(actor=request.actor, uid=uid)
    elif "close" in request.POST:
        services.activity_close(actor=request.actor, uid=uid)
    else:
        services.confirm(actor=request.actor, uid=uid, signup_uids=request.POST.getlist("signup"))
    return True


@login_required
@never_cache
@require_GET
def scan(request: Request, uid: str) -> HttpResponse:
    """The roll for a device that may lose the line: taps are kept there and sent when the line is back."""
    found = selectors.led(actor=request.actor, uid=uid)
    rows = [one for one in selectors.roll(actor=request.actor, uid=uid) if one.state == "joined"]
    return render(request, "activities/scan.html", {"activity": found, "rows": rows})


@login_required
@require_POST
def scans(request: Request, uid: str) -> HttpResponse:
    """What a device kept: JSON of `device` and `scans` (`event`, `signup`, `way`, `at`)."""
    try:
        given = json.loads(request.body)
        device = str(given["device"])
        read = [_scan(one) for one in given["scans"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        problem = Text("这不是扫码记录。", "These are no scans.")
        return JsonResponse({"problem": problem._asdict()}, status=400)
    done = services.scans_merge(actor=request.actor, uid=uid, device=device, scans=read)
    refused = [{"event": event, "problem": problem._asdict()} for event, problem in done.refused]
    return JsonResponse({"taken": done.taken, "known": done.known, "refused": refused})


def _scan(one: Any) -> services.Scan:
    at = parse_datetime(str(one["at"])[:40])
    if at is None or at.tzinfo is None:
        raise ValueError("at")
    return services.Scan(str(one["event"]), str(one["signup"])[:20], str(one["way"]), at)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: Request) -> HttpResponseBase:
    """What is odd, for a person who neither did nor confirmed it."""
    if request.method == "POST":
        stands = "stands" in request.POST
        services.spot_checked(actor=request.actor, signup_uid=request.POST.get("signup", "")[:20], stands=stands)
        return redirect("activity-checks")
    found = selectors.to_spot_check(actor=request.actor)[:100]
    return render(request, "activities/checks.html", {"rows": found, "me": request.actor.user_id})
