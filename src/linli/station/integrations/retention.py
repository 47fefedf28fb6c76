"""How long what went between the station and platforms is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.station.integrations.models import DeliveryState, Idempotency, WebhookDelivery
from linli.station.integrations.services import ARRIVED_KEPT, DEAD_KEPT
from linli.station.people.retention import Category
from linli.vocabulary import Text


def _told(community_id: int, cutoff: datetime) -> QuerySet[WebhookDelivery]:
    mine = WebhookDelivery.objects.filter(endpoint__client__community_id=community_id)
    return mine.filter(state=DeliveryState.SENT, sent_at__lt=cutoff)


def _given_up(community_id: int, cutoff: datetime) -> QuerySet[WebhookDelivery]:
    mine = WebhookDelivery.objects.filter(endpoint__client__community_id=community_id)
    return mine.filter(state=DeliveryState.DEAD, due__lt=cutoff)


def _answers(community_id: int, cutoff: datetime) -> QuerySet[Idempotency]:
    return Idempotency.objects.filter(until__lt=cutoff + timedelta(days=1), client__community_id=community_id)


RETENTION: tuple[Category, ...] = (
    Category(
        "webhooks-sent",
        Text("已送达平台的通知", "Webhooks that arrived"),
        ARRIVED_KEPT,
        Text("平台可要求重发。", "A platform may ask for them again."),
        lambda actor, cutoff: _told(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _told(community_id, cutoff).count(),
    ),
    Category(
        "webhooks-failed",
        Text("未能送达的通知", "Webhooks that were given up"),
        DEAD_KEPT,
        Text("平台修好后可要求重发。", "A platform that was mended may ask for them."),
        lambda actor, cutoff: _given_up(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _given_up(community_id, cutoff).count(),
    ),
    Category(
        "api-answers",
        Text("接口答复的副本", "Copies of API answers"),
        timedelta(days=1),
        Text("平台重发同一请求时，给同一答复。", "The same request gets the same answer."),
        lambda actor, cutoff: _answers(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _answers(community_id, cutoff).count(),
    ),
)
