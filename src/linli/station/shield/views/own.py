"""`/shield/<code>/`: one's own shield. Everything here needs one tap, and no sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.organisations.requests import Request, put_back, told
from linli.station.shield import help, selectors, services
from linli.station.shield.forms import FriendForm, HelpForm, WishesForm
from linli.station.shield.models import Shield
from linli.station.shield.services.helping import harms_in
from linli.station.shield.services.shields import Wishes
from linli.station.shield.views.holder import holder
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
WEEK = timedelta(days=7)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, code: str) -> HttpResponseBase:
    """How it stands, and what one can do with one tap."""
    shield = _open(request, code)
    if request.method != "POST":
        return render(request, "shield/own.html", _page(shield, code))
    form = FriendForm(request.POST)
    try:
        thanks = _act(request, shield, form)
        if thanks:
            messages.success(request, thanks)
            return redirect("shield-own", code)
    except LinliError as error:
        put_back(form, error)
    return render(request, "shield/own.html", _page(shield, code, friend=form), status=UNPROCESSABLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request, code: str) -> HttpResponseBase:
    """For how long, what is closed, who is let in."""
    shield = _open(request, code)
    if request.method != "POST":
        return render(request, "shield/settings.html", {"code": code, "form": WishesForm(initial=_initial(shield))})
    form = WishesForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        wishes = Wishes(int(given["hours"]), tuple(given["channels"]), int(given["admits"]), given["hides_counts"])
        services.shield_start(actor=holder(request), shield=shield, wishes=wishes)
        messages.success(request, gettext("防护已按您的意思打开。"))
        return redirect("shield-own", code)
    return render(request, "shield/settings.html", {"code": code, "form": form}, status=UNPROCESSABLE)


@never_cache
@require_http_methods(["POST"])
def evidence(request: Request, code: str) -> HttpResponseBase:
    """The pack, made now, as a download."""
    shield = _open(request, code)
    try:
        made = services.evidence_make(
            actor=holder(request),
            shield=shield,
            redacted="redacted" in request.POST,
            hurtful_only="everything" not in request.POST,
        )
    except LinliError as error:
        messages.warning(request, told(error))
        return redirect("shield-own", code)
    answer = HttpResponse(made.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, code: str) -> HttpResponseBase:
    """Ask a person for help; private messages only as the person hands them in."""
    shield = _open(request, code)
    context: dict[str, Any] = {"code": code, "lines": help.lines(shield.region)}
    if request.method != "POST":
        return render(request, "shield/help.html", {**context, "form": HelpForm()})
    form = HelpForm(request.POST)
    if form.is_valid():
        text, given = form.cleaned_data["text"], form.cleaned_data["messages"]
        try:
            receipt = services.help_ask(actor=holder(request), shield=shield, text=text, messages=given)
            if "self-harm" in harms_in(shield.community_id, text):
                messages.info(request, gettext("我们惦记着您。现在就可以打 12356 或 12355，有人愿意听。"))
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    return render(request, "shield/help.html", {**context, "form": form}, status=UNPROCESSABLE)


def _open(request: Request, code: str) -> Shield:
    return selectors.shield_by_code(community_id=request.community.pk, code=code)


def _act(request: Request, shield: Shield, form: FriendForm) -> str:
    """What one tap did, in words; empty where the form has to be mended first."""
    actor, what = holder(request), request.POST.get("do", "")
    if what == "start":
        services.shield_start(actor=actor, shield=shield)
        return gettext("防护已打开，三天后自动结束。")
    if what == "end":
        services.shield_end(actor=actor, shield=shield)
        return gettext("防护已关上。")
    if what == "friend" and form.is_valid():
        services.friend_add(actor=actor, shield=shield, name=form.cleaned_data["name"])
        return gettext("把下面的地址发给这位朋友。")
    if what == "remove-friend":
        services.friend_remove(actor=actor, shield=shield, uid=request.POST.get("friend", "")[:20])
        return gettext("已收回，那个地址不能再用。")
    return _wished(request, shield, what)


def _wished(request: Request, shield: Shield, what: str) -> str:
    if what == "amends":
        wants = request.POST.get("wants") == "yes"
        services.shield_keep(actor=holder(request), shield=shield, wants_amends=wants)
        return gettext("记下了，随时可以改。")
    if what == "region":
        services.shield_keep(actor=holder(request), shield=shield, region=request.POST.get("region", ""))
        return gettext("记下了，随时可以改。")
    if what == "keep" and request.actor.user_id is not None:
        services.shield_keep(actor=holder(request), shield=shield)
        return gettext("已放进「我的事」。")
    return ""


def _initial(shield: Shield) -> dict[str, object]:
    if not shield.channels:
        return {}
    return {"channels": shield.channels, "admits": str(shield.admits), "hides_counts": shield.hides_counts}


def _page(shield: Shield, code: str, friend: Form | None = None) -> dict[str, Any]:
    shield.refresh_from_db()
    attack = selectors.under_attack(shield.account_id)
    admits = selectors.DEGREE_NAMES[shield.admits]  # type: ignore[index]
    return {
        "shield": shield,
        "code": code,
        "on": selectors.holds(shield),
        "closed": [selectors.CHANNEL_NAMES[c] for c in shield.channels],
        "admits": admits,
        "attack": attack,
        "arrived": selectors.arrived(shield, timezone.now() - WEEK),
        "friends": [(one, selectors.friend_code(one)) for one in shield.friends.filter(revoked=None)],
        "packs": shield.packs.order_by("-pk")[:5],
        "apologies": selectors.apologies(shield),
        "friend": friend or FriendForm(),
        "lines": help.lines(shield.region),
        "regions": help.regions(),
    }
