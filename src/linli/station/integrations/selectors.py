"""Reading clients, keys and deliveries."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone

from linli.station.integrations.models import ApiKey, Client, WebhookDelivery, WebhookEndpoint
from linli.station.people.actors import Actor, NotFound, client, require
from linli.vocabulary import Text

Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True, slots=True)
class Known:
    """A key that is good at this moment, without the key."""

    uid: str
    client_id: int
    community_id: int
    scopes: frozenset[str]
    rate: float
    burst: float

    @property
    def actor(self) -> Actor:
        """The client as an actor in its community."""
        return client(self.community_id, self.client_id)


def key_digest(key: str) -> str:
    """The SHA-256 of a key, hexadecimal. Keys are 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def key_known(digest: str) -> Known | None:
    """Whose key has this digest; None where there is none, or where it was revoked or has expired."""
    good = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    found = ApiKey.objects.filter(good, digest=digest).select_related("client").first()
    if found is None:
        return None
    at = found.client
    return Known(found.uid, at.pk, at.community_id, frozenset(found.scopes), float(found.rate), float(found.burst))


def clients(*, actor: Actor) -> QuerySet[Client]:
    """The clients of the actor's community."""
    require(actor, "client.manage", actor.community_id)
    return Client.objects.filter(community_id=actor.community_id).order_by("name")


def client_by_uid(*, actor: Actor, uid: str) -> Client:
    """One client of the actor's community."""
    return _one(clients(actor=actor), uid)


def client_by_name(*, community_id: int, name: str) -> Client | None:
    """The client of that name, for the station's own set-up."""
    return Client.objects.filter(community_id=community_id, name=name).first()


def keys(*, actor: Actor) -> QuerySet[ApiKey]:
    """Every key of the community's clients, the newest first."""
    require(actor, "client.manage", actor.community_id)
    return (
        ApiKey.objects.filter(client__community_id=actor.community_id).select_related("client").order_by("-created")
    )


def key_by_uid(*, actor: Actor, uid: str) -> ApiKey:
    """One key of the community's clients."""
    return _one(keys(actor=actor), uid)


def endpoints(*, actor: Actor) -> QuerySet[WebhookEndpoint]:
    """Every webhook of the community's clients."""
    require(actor, "client.manage", actor.community_id)
    return WebhookEndpoint.objects.filter(client__community_id=actor.community_id).select_related("client")


def endpoint_by_uid(*, actor: Actor, uid: str) -> WebhookEndpoint:
    """One webhook of the community's clients."""
    return _one(endpoints(actor=actor), uid)


def deliveries(*, actor: Actor) -> QuerySet[WebhookDelivery]:
    """What was or will be told to the community's clients, the newest first."""
    require(actor, "client.manage", actor.community_id)
    mine = WebhookDelivery.objects.filter(endpoint__client__community_id=actor.community_id)
    return mine.select_related("endpoint").order_by("-created", "-pk")


@dataclass(frozen=True, slots=True)
class Platform:
    """A client with its keys, and its webhooks each with how many deliveries wait and were given up."""

    client: Client
    keys: tuple[ApiKey, ...]
    endpoints: tuple[tuple[WebhookEndpoint, dict[str, int]], ...]


def overview(*, actor: Actor) -> list[Platform]:
    """Every client of the community, whole."""
    all_keys, all_endpoints = list(keys(actor=actor)), list(endpoints(actor=actor).order_by("pk"))
    return [
        Platform(
            one,
            tuple(key for key in all_keys if key.client_id == one.pk),
            tuple(
                (end, delivery_counts(actor=actor, endpoint=end)) for end in all_endpoints if end.client_id == one.pk
            ),
        )
        for one in clients(actor=actor)
    ]


def delivery_counts(*, actor: Actor, endpoint: WebhookEndpoint) -> dict[str, int]:
    """How many deliveries of a webhook are in each state."""
    rows = deliveries(actor=actor).filter(endpoint=endpoint).order_by()
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def listening(*, community_id: int, type: str, client_id: int | None = None) -> list[WebhookEndpoint]:
    """The endpoints that want to hear of such an event; those of one client where it concerns only that one."""
    active = WebhookEndpoint.objects.filter(client__community_id=community_id, active=True)
    if client_id is not None:
        active = active.filter(client_id=client_id)
    return [endpoint for endpoint in active.order_by("pk") if type in endpoint.events]


def endpoint_secrets(endpoint: WebhookEndpoint) -> list[str]:
    """The endpoint's signing secrets, the present one first; one more for each of `SECRET_KEY_FALLBACKS`."""
    return [_secret(key, endpoint.salt) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _secret(key: str | bytes, salt: str) -> str:
    made = hmac.digest(key.encode() if isinstance(key, str) else key, f"webhook\0{salt}".encode(), "sha256")
    return "whsec_" + base64.b64encode(made).decode("ascii")


def _one(rows: QuerySet[Found], uid: str) -> Found:
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有找到。", "Not found."), field="id", value=uid)
    return found
