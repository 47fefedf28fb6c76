"""Where the station tells us: verified, applied once, and answered quickly."""

from __future__ import annotations

import json
import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from forum import signature, states, station, sync
from forum.models import Event, Neighbour, State

# What still stands after one decision fell has reasons of its own: they are asked for.
REMAINING = {State.LABELLED, State.LIMITED, State.HELD, State.REMOVED}


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """204 for a believed event, whether new or seen before; 401 for any other request; 400 for no JSON object."""
    began = time.perf_counter()
    webhook_id = signature.verify(settings.ENVIRONMENT.webhook_secret, request.headers, request.body, time.time())
    if not webhook_id:
        return _problem(401, "签名不对或已过期。", "The signature is wrong or too old.")
    try:
        event = json.loads(request.body)
        kind, data = event["type"], event["data"]
    except (ValueError, KeyError, TypeError):
        return _problem(400, "不是 JSON 事件。", "Not a JSON event.")
    with transaction.atomic():
        _, new = Event.objects.get_or_create(webhook_id=webhook_id, defaults={"type": kind[:40]})
        if new:
            take(kind, data, states.moment(event.get("created_at")))
    if kind == "item.reversed" and data.get("state") in REMAINING:
        sync.refresh(data["item"])
    spent = (time.perf_counter() - began) * 1000
    told = {"type": kind, "data": data, "seen before": not new}
    station.record("POST", "/webhooks/linli", station.Answer(204), sent=told, milliseconds=spent, incoming=True)
    return HttpResponse(status=204)


def take(kind: str, data: dict[str, Any], at: Any) -> None:
    """Apply one event. A kind that we do not know is no error: the station may learn new ones."""
    if kind in {"item.decided", "item.reversed"}:
        decided(data, states.from_event(data, at, restored=kind == "item.reversed"))
    elif kind in {"shield.started", "shield.ended"}:
        Neighbour.objects.filter(key=data.get("account") or "").update(shielded=bool(data.get("on")))
    elif kind == "case.answered":
        states.answered(data["receipt"], data)
    elif kind == "notice.created":
        person = Neighbour.objects.filter(key=data.get("account") or "").first()
        if person is not None:
            sync.keep_notice(person, data, at)


def decided(data: dict[str, Any], verdict: states.Verdict) -> None:
    """A decision about an entry, or (`pause`) about an account."""
    if data.get("item"):
        states.apply(data["item"], verdict)
        return
    person = Neighbour.objects.filter(key=data.get("account") or "").first()
    if person is not None and verdict.notice:
        states.tell(person, None, verdict)


def _problem(status: int, zh: str, en: str) -> HttpResponse:
    body = {"type": "about:blank", "title": zh, "status": status, "detail": zh, "detail_en": en}
    return JsonResponse(body, status=status, content_type="application/problem+json")
