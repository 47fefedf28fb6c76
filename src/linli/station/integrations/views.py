"""`/platforms/`: clients, their keys and webhooks; what was delivered, what failed, and sending it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.station.integrations import selectors, services
from linli.station.organisations.requests import Request, told
from linli.station.people.actors import Actor
from linli.vocabulary import LinliError

PAGE = 50
STATES = {"waiting": gettext_lazy("待发送"), "sent": gettext_lazy("已送达"), "dead": gettext_lazy("已放弃")}
REPLAYED = timedelta(days=90)


@never_cache
@require_safe
@login_required
def platforms(request: Request) -> HttpResponseBase:
    """Every client of the community with its keys and webhooks."""
    actor = request.actor
    return render(request, "integrations/platforms.html", {"platforms": selectors.overview(actor=actor)})


@never_cache
@require_safe
@login_required
def deliveries(request: Request, uid: str) -> HttpResponseBase:
    """What one webhook was told, the newest first; `?state=dead` for what was given up."""
    endpoint = selectors.endpoint_by_uid(actor=request.actor, uid=uid)
    state = request.GET.get("state", "")
    rows = selectors.deliveries(actor=request.actor).filter(endpoint=endpoint)
    if state in STATES:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    counts = selectors.delivery_counts(actor=request.actor, endpoint=endpoint)
    states = [(name, label, counts.get(name, 0)) for name, label in STATES.items()]
    context = {"endpoint": endpoint, "page": page, "states": states, "state": state}
    return render(request, "integrations/deliveries.html", context)


@require_POST
@login_required
def act(request: Request) -> HttpResponseBase:
    """One button: send again, stop, start, revoke. What cannot be done is told, and nothing changes."""
    what, uid = request.POST.get("what", ""), request.POST.get("uid", "")
    try:
        if what in ACTS:
            messages.success(request, ACTS[what](request.actor, uid))
    except LinliError as error:
        messages.error(request, told(error))
    back = request.POST.get("endpoint", "")
    return redirect("platform-deliveries", back) if back else redirect("platforms")


def _replay(actor: Actor, uid: str) -> str:
    services.delivery_replay(actor=actor, uid=uid)
    return gettext("会再发一次。")


def _replay_all(actor: Actor, uid: str) -> str:
    count = services.deliveries_replay(actor=actor, endpoint_uid=uid, since=timezone.now() - REPLAYED)
    return gettext("%(count)d 次会重发。") % {"count": count}


def _stop(actor: Actor, uid: str) -> str:
    services.webhook_stop(actor=actor, uid=uid)
    return gettext("已停下，待发的都留着。")


def _start(actor: Actor, uid: str) -> str:
    services.webhook_start(actor=actor, uid=uid)
    return gettext("已恢复，先发留着的。")


def _revoke(actor: Actor, uid: str) -> str:
    services.apikey_revoke(actor=actor, uid=uid)
    return gettext("密钥已停用。")


ACTS: Mapping[str, Callable[[Actor, str], str]] = {
    "replay": _replay,
    "replay-all": _replay_all,
    "stop": _stop,
    "start": _start,
    "revoke": _revoke,
}
