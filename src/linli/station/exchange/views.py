"""What other stations read and send, and the page where a keeper says whom to trust."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.station.exchange import documents, selectors, services
from linli.station.exchange.models import Trust
from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import may, require
from linli.vocabulary import LinliError

UNPROCESSABLE, TOO_LARGE = 422, 413
SHOWN = 20


class StationForm(forms.Form):
    """The address of a station to get to know."""

    station = forms.URLField(
        label=gettext_lazy("对方站的网址"),
        help_text=gettext_lazy("例如 https://linli.example。会读取它的公开说明和签名密钥。"),
        max_length=200,
        assume_scheme="https",
        error_messages={"required": gettext_lazy("请填写网址。"), "invalid": gettext_lazy("网址不对。")},
    )


@require_safe
def well_known(request: Request) -> JsonResponse:
    """Who we are, our keys, our feed and inbox. The first who asks finds a key made."""
    services.signing_key(community_id=request.community.pk)
    return _json(selectors.well_known(request.community.pk))


@require_safe
def feed(request: Request) -> JsonResponse:
    """Signed objects in the order they came."""
    return _json(selectors.feed(community_id=request.community.pk, cursor=request.GET.get("cursor", "")[:40]))


@csrf_exempt
@require_POST
def inbox(request: Request) -> JsonResponse:
    """One signed object from a known station. CSRF does not apply: no cookie counts here, the signature does."""
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    if not declared.isdecimal() or int(declared) > documents.LARGEST:
        return _json({"title": "内容太大。 / Too large.", "field": "document"}, status=TOO_LARGE)
    lines = dict(request.headers.items())
    url = f"{selectors.station_id(request.community.pk)}/exchange/inbox/"
    try:
        taken = services.inbox_take(community_id=request.community.pk, url=url, headers=lines, body=request.body)
    except LinliError as refused:
        shown = {"title": str(refused.problem), "detail": str(refused), "field": refused.field}
        return _json(shown, status=401 if refused.field == "signature" else UNPROCESSABLE)
    return _json({"taken": taken.object_id, "version": taken.version}, status=202)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def peers(request: Request) -> HttpResponseBase:
    """The stations this one knows, what was refused, and a form to get to know another."""
    require(request.actor, "peer.manage" if request.method == "POST" else "peer.list", request.community.pk)
    form = StationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.peer_add(actor=request.actor, station=form.cleaned_data["station"])
            messages.success(request, gettext("已认识「%(name)s」。它的核查先由编辑看。") % {"name": made.name})
            return redirect("peers")
        except LinliError as error:
            put_back(form, error, {"url": "station"})
    return render(request, "exchange/peers.html", _page(request, form), status=UNPROCESSABLE if form.errors else 200)


@require_POST
def peer_act(request: Request, uid: str) -> HttpResponse:
    """Changes the trust in one station, or reads its feed now."""
    require(request.actor, "peer.manage", request.community.pk)
    wanted = request.POST.get("trust", "")
    try:
        if wanted == "pull":
            found = services.peer_pull(actor=request.actor, peer=selectors.peer_by_uid(actor=request.actor, uid=uid))
            said = gettext("收到 %(taken)s 条，拒收 %(refused)s 条。")
            messages.success(request, said % {"taken": found.taken, "refused": found.refused})
        else:
            services.peer_trust(actor=request.actor, uid=uid, trust=wanted)
            messages.success(request, gettext("已更改。"))
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("peers")


def _page(request: Request, form: StationForm) -> dict[str, Any]:
    return {
        "form": form,
        "peers": selectors.peers(actor=request.actor),
        "refusals": selectors.refusals(actor=request.actor)[:SHOWN],
        "trusts": Trust.choices,
        "me": selectors.station_id(request.community.pk),
        "base": settings.BASE_URL,
        "may_manage": may(request.actor, "peer.manage", request.community.pk),
    }


def _json(shown: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(shown, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
