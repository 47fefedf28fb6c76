"""What the clock forgets, and what it keeps."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.station.integrations import services
from linli.station.integrations.models import DeliveryState, Idempotency, WebhookDelivery, WebhookEndpoint
from linli.station.integrations.repeats import repeats_prune
from tests.station.factories import People


def test_old_deliveries_are_forgotten_and_waiting_ones_never(people: People) -> None:
    now = timezone.now()
    client = services.client_create(actor=people.keeper, name="论坛")
    ear = WebhookEndpoint.objects.create(client=client, url="https://forum.example/hook")
    for name, state, days in (
        ("sent-old", DeliveryState.SENT, 31),
        ("sent-new", DeliveryState.SENT, 29),
        ("dead-old", DeliveryState.DEAD, 91),
        ("dead-new", DeliveryState.DEAD, 89),
        ("waiting", DeliveryState.WAITING, 400),
    ):
        then = now - timedelta(days=days)
        sent = then if state == DeliveryState.SENT else None
        WebhookDelivery.objects.create(
            endpoint=ear, uid=name, type="t", body=b"", state=state, due=then, sent_at=sent
        )
    assert services.deliveries_prune(now=now) == 2
    assert set(WebhookDelivery.objects.values_list("uid", flat=True)) == {"sent-new", "dead-new", "waiting"}


def test_answers_are_forgotten_after_a_day(people: People) -> None:
    now = timezone.now()
    client = services.client_create(actor=people.keeper, name="论坛")
    for key, hours in (("old", 25), ("new", 23)):
        then = now - timedelta(hours=hours)
        Idempotency.objects.create(client=client, key=key, digest="d", created=then, until=then)
    assert repeats_prune(now=now) == 1
    assert list(Idempotency.objects.values_list("key", flat=True)) == ["new"]
