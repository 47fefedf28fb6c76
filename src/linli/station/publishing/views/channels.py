"""`/write/channels/`: a lead says which channels there are, who answers for each, what is merged or archived."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.station.organisations.requests import Request, put_back, told
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import require
from linli.station.people.roles import Role
from linli.station.publishing import selectors, services
from linli.station.publishing.forms import ChannelForm, ChannelStateForm
from linli.station.publishing.models import Channel
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
People = list[tuple[int, str]]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: Request) -> HttpResponseBase:
    """Every channel, and a form to open another."""
    require(request.actor, "channel.manage", request.community.pk)
    people, every = _people(request), list(selectors.channels_all(community_id=request.community.pk))
    form = ChannelForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.channel_make(actor=request.actor, **form.cleaned_data)
            return redirect("write-channels")
        except LinliError as error:
            put_back(form, error)
    rows = [
        (one, ChannelStateForm(people, _others(every, one.uid), initial=_now(one), prefix=one.uid)) for one in every
    ]
    context = {"form": form, "rows": rows}
    return render(request, "publishing/channels.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_POST
def change(request: Request, uid: str) -> HttpResponse:
    """Says who answers for a channel and whether it shows."""
    require(request.actor, "channel.manage", request.community.pk)
    every = selectors.channels_all(community_id=request.community.pk)
    form = ChannelStateForm(_people(request), _others(every, uid), request.POST, prefix=uid)
    if form.is_valid():
        try:
            services.channel_set(actor=request.actor, uid=uid, **form.cleaned_data)
        except LinliError as error:
            messages.error(request, told(error))
    else:
        messages.error(request, " ".join(str(problem) for found in form.errors.values() for problem in found))
    return redirect("write-channels")


def _people(request: Request) -> People:
    found = staff_of(community_id=request.community.pk, least=Role.MEMBER).select_related("user")
    return [(one.user_id, one.user.display_name or one.user.username) for one in found]


def _others(every: Iterable[Channel], uid: str) -> list[tuple[str, str]]:
    return [(one.uid, one.name) for one in every if one.uid != uid and one.state == "open"]


def _now(one: Channel) -> dict[str, object]:
    return {"owner": one.owner_id, "state": one.state, "into": one.merged_into.uid if one.merged_into else ""}
