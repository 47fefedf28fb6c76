"""Connecting a platform: its client, its keys, its webhooks; and telling it what happened."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from linli.station.exchange.addresses import check_url
from linli.station.integrations import outbox
from linli.station.integrations.models import (
    ApiKey,
    Client,
    ClientKind,
    DeliveryState,
    WebhookDelivery,
    WebhookEndpoint,
)
from linli.station.integrations.scopes import EVENTS, SCOPES, chosen
from linli.station.integrations.selectors import (
    client_by_uid,
    deliveries,
    endpoint_by_uid,
    endpoint_secrets,
    key_by_uid,
    key_digest,
    listening,
)
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.organisations.selectors import community_by_id
from linli.station.people.actors import Actor, require
from linli.station.people.sealing import seal
from linli.vocabulary import LinliError, Text

KEY_PREFIX = "lk_"
LONGEST_NAME = 60
FASTEST = 100_000
ARRIVED_KEPT = timedelta(days=30)
DEAD_KEPT = timedelta(days=90)


def client_create(*, actor: Actor, name: str, kind: str = ClientKind.FORUM) -> Client:
    """A platform that is to be connected to the actor's community."""
    require(actor, "client.manage", actor.community_id)
    tidy = _name(name)
    if kind not in ClientKind.values:
        raise LinliError(Text("没有这种平台。", "There is no such kind of client."), field="kind", value=kind)
    with writing(actor.community_id):
        if Client.objects.filter(community_id=actor.community_id, name=tidy).exists():
            raise LinliError(Text("已有同名的平台。", "A client has this name already."), field="name", value=tidy)
        made = Client.objects.create(community_id=actor.community_id, name=tidy, kind=kind)
        _record(actor, "client.created", "client", made.uid)
    return made


def apikey_create(
    *,
    actor: Actor,
    client_uid: str,
    name: str,
    scopes: list[str],
    rate: int = 100,
    burst: int = 1_000,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and, for this one time, the key itself. `rate` is in items or requests a second."""
    require(actor, "client.manage", actor.community_id)
    if not (1 <= rate <= FASTEST and 1 <= burst <= FASTEST):
        mend = Text(f"写 1 到 {FASTEST} 的整数。", f"Give a whole number from 1 to {FASTEST}.")
        raise LinliError(Text("速度不对。", "The rate is wrong."), field="rate", value=f"{rate}/{burst}", mend=mend)
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    with writing(actor.community_id):
        made = ApiKey.objects.create(
            client=client_by_uid(actor=actor, uid=client_uid),
            name=_name(name),
            prefix=key[:10],
            digest=key_digest(key),
            scopes=chosen("scopes", scopes, SCOPES),
            rate=rate,
            burst=burst,
            expires_at=expires_at,
        )
        _record(actor, "key.created", "key", made.uid, {"client": client_uid, "scopes": made.scopes})
    return made, key


def apikey_revoke(*, actor: Actor, uid: str) -> None:
    """Ends a key at once for everything that is stored, within five seconds for advice. Safe to repeat."""
    require(actor, "client.manage", actor.community_id)
    with writing(actor.community_id):
        found = key_by_uid(actor=actor, uid=uid)
        if found.revoked_at is None:
            ApiKey.objects.filter(pk=found.pk).update(revoked_at=timezone.now())
            _record(actor, "key.revoked", "key", uid)


def webhook_create(*, actor: Actor, client_uid: str, url: str, events: list[str]) -> tuple[WebhookEndpoint, str]:
    """A new webhook of a client's, and its signing secret."""
    require(actor, "client.manage", actor.community_id)
    check_url(url, private=settings.WEBHOOK_PRIVATE_HOSTS)
    if len(url) > 500:
        raise LinliError(Text("网址太长。", "The address is too long."), field="url", value=url)
    with writing(actor.community_id):
        made = WebhookEndpoint.objects.create(
            client=client_by_uid(actor=actor, uid=client_uid), url=url, events=chosen("events", events, EVENTS)
        )
        _record(actor, "webhook.created", "webhook", made.uid, {"client": client_uid, "events": made.events})
    return made, endpoint_secrets(made)[0]


def webhook_secret_change(*, actor: Actor, uid: str) -> str:
    """A new signing secret for a webhook; the old one ends at once."""
    require(actor, "client.manage", actor.community_id)
    with writing(actor.community_id):
        found = endpoint_by_uid(actor=actor, uid=uid)
        found.salt = new_id()
        found.save(update_fields=["salt"])
        _record(actor, "webhook.secret-changed", "webhook", uid)
    return endpoint_secrets(found)[0]


def webhook_stop(*, actor: Actor, uid: str) -> None:
    """Tells this webhook nothing any more; what waits is kept and can be sent again after `webhook_start`."""
    _switch(actor, uid, active=False)


def webhook_start(*, actor: Actor, uid: str) -> None:
    """Tells a stopped webhook again, what waited first."""
    _switch(actor, uid, active=True)


def webhook_emit(*, community_id: int, type: str, data: dict[str, Any], client_id: int | None = None) -> int:
    """Writes one event into the outbox, inside the caller's transaction; the number of webhooks that will hear it.

    `client_id` keeps an event that concerns one client's own content to that client.
    """
    if type not in EVENTS:
        raise LinliError(Text("没有这种事件。", "There is no such event."), field="type", value=type)
    ears = listening(community_id=community_id, type=type, client_id=client_id)
    if not ears:
        return 0
    now, community = timezone.now(), community_by_id(community_id).slug
    rows = [WebhookDelivery(endpoint=ear, type=type) for ear in ears]
    for row in rows:
        told = {"type": type, "id": row.uid, "created_at": now.isoformat(), "community": community, "data": data}
        row.body = seal(orjson.dumps(told, default=str))
    WebhookDelivery.objects.bulk_create(rows)
    outbox.pump.enqueue()
    return len(rows)


def delivery_replay(*, actor: Actor, uid: str) -> None:
    """Sends one delivery again, whether it arrived or was given up; the receiver sees the same `webhook-id`."""
    require(actor, "client.manage", actor.community_id)
    with writing(actor.community_id):
        found = deliveries(actor=actor).filter(uid=uid).values_list("pk", flat=True)
        if not _again(list(found)):
            raise LinliError(Text("没有这次发送。", "There is no such delivery."), field="id", value=uid)
        _record(actor, "webhook.replayed", "delivery", uid)


def deliveries_replay(*, actor: Actor, endpoint_uid: str, since: datetime) -> int:
    """Sends again everything that was given up for a webhook since a moment; the number of deliveries."""
    require(actor, "client.manage", actor.community_id)
    with writing(actor.community_id):
        found = endpoint_by_uid(actor=actor, uid=endpoint_uid)
        dead = found.deliveries.filter(created__gte=since, state=DeliveryState.DEAD)
        count = _again(list(dead.values_list("pk", flat=True)))
        _record(actor, "webhook.replayed", "webhook", endpoint_uid, {"count": count})
    return count


def deliveries_prune(*, now: datetime | None = None) -> int:
    """Forgets what arrived more than 30 days ago and what was given up more than 90 days ago; how many."""
    moment = now or timezone.now()
    arrived = Q(state=DeliveryState.SENT, sent_at__lt=moment - ARRIVED_KEPT)
    dead = Q(state=DeliveryState.DEAD, due__lt=moment - DEAD_KEPT)
    deleted, _ = WebhookDelivery.objects.filter(arrived | dead).delete()
    return deleted


def _again(rows: list[int]) -> int:
    fresh = {"state": DeliveryState.WAITING, "attempts": 0, "due": timezone.now()}
    count = WebhookDelivery.objects.filter(pk__in=rows).update(**fresh)
    if count:
        outbox.pump.enqueue()
    return count


def _switch(actor: Actor, uid: str, *, active: bool) -> None:
    require(actor, "client.manage", actor.community_id)
    with writing(actor.community_id):
        found = endpoint_by_uid(actor=actor, uid=uid)
        if found.active != active:
            WebhookEndpoint.objects.filter(pk=found.pk).update(active=active, resting_until=None)
            _record(actor, f"webhook.{'started' if active else 'stopped'}", "webhook", uid)
            outbox.pump.enqueue()


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        mend = Text(f"写 1 到 {LONGEST_NAME} 个字。", f"Give 1 to {LONGEST_NAME} characters.")
        raise LinliError(Text("名称不对。", "The name is wrong."), field="name", value=name, mend=mend)
    return tidy


def _record(actor: Actor, kind: str, object_type: str, uid: str, data: dict[str, Any] | None = None) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type=object_type,
        object_id=uid,
        data=data or {},
    )
