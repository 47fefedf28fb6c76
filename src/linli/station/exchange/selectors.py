"""Reading what was signed here and what came from other stations."""

from __future__ import annotations

import hmac
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.station.exchange.models import Peer, Refusal, SignedObject, StationKey, Trust
from linli.station.exchange.proofs import public_of
from linli.station.organisations.selectors import address, community_by_id
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import Text

PAGE = 50
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def station_id(community_id: int) -> str:
    """The address that names this community's station to others, without a slash at its end."""
    return address(community_id, "")


def private_key(key: StationKey) -> Ed25519PrivateKey | None:
    """The private half, made again from the secret; None where that secret is gone."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        seed = hmac.digest(str(secret).encode(), f"exchange\0{key.salt}".encode(), "sha256")
        made = Ed25519PrivateKey.from_private_bytes(seed)
        if public_of(made) == key.public:
            return made
    return None


def keys_of(community_id: int) -> QuerySet[StationKey]:
    """Every key of the community's that ever was, the newest first."""
    return StationKey.objects.filter(community_id=community_id).order_by("-pk")


def well_known(community_id: int) -> dict[str, Any]:
    """What `/.well-known/rumour-station` says."""
    me, community = station_id(community_id), community_by_id(community_id)
    return {
        "id": me,
        "name": community.name,
        "software": "linli",
        "licence": LICENCE,
        "corrections": f"{me}/rumours/about/",
        "feed": f"{me}/exchange/feed.json",
        "inbox": f"{me}/exchange/inbox/",
        "keys": [
            {
                "id": f"{me}#{key.uid}",
                "type": "Multikey",
                "publicKeyMultibase": key.public,
                "validFrom": key.valid_from.isoformat(),
                "validUntil": key.valid_until.isoformat(),
            }
            for key in keys_of(community_id)
        ],
    }


def feed(*, community_id: int, cursor: str) -> dict[str, Any]:
    """A page of everything signed here or by a station that is followed, in the order it came; `next` goes on."""
    after = int(cursor) if cursor.isdecimal() and len(cursor) < 19 else 0
    ours = Q(peer=None) | Q(peer__trust=Trust.FOLLOW)
    rows = SignedObject.objects.filter(ours, community_id=community_id, pk__gt=after).order_by("pk")[:PAGE]
    found = list(rows)
    return {"items": [row.document for row in found], "next": str(found[-1].pk) if found else cursor}


def peers(*, actor: Actor) -> QuerySet[Peer]:
    """The stations that this community knows."""
    require(actor, "peer.list", actor.community_id)
    return Peer.objects.filter(community_id=actor.community_id).order_by("name", "pk")


def peer_by_uid(*, actor: Actor, uid: str) -> Peer:
    """One station of the community's."""
    found = peers(actor=actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个站。", "There is no such station."), field="peer", value=uid)
    return found


def peers_due(*, community_id: int) -> list[Peer]:
    """The stations whose feeds are to be read now."""
    awake = Q(resting_until=None) | Q(resting_until__lte=timezone.now())
    found = Peer.objects.filter(awake, community_id=community_id).exclude(trust=Trust.BLOCK)
    return list(found.order_by("pk"))


def refusals(*, actor: Actor) -> QuerySet[Refusal]:
    """What was not taken, and why, the newest first."""
    require(actor, "peer.list", actor.community_id)
    return Refusal.objects.filter(community_id=actor.community_id).select_related("peer").order_by("-pk")


def received_after(*, community_id: int, mark: int, limit: int = 500) -> list[SignedObject]:
    """Objects of other stations since a mark, the oldest first. For the station's own use."""
    rows = SignedObject.objects.filter(community_id=community_id, pk__gt=mark).exclude(peer=None)
    return list(rows.select_related("peer").order_by("pk")[:limit])


def versions(*, community_id: int, object_id: str) -> list[SignedObject]:
    """Every version of an object, the newest first."""
    rows = SignedObject.objects.filter(community_id=community_id, object_id=object_id)
    return list(rows.select_related("peer").order_by("-version"))


def origin_name(*, community_id: int, origin: str) -> str:
    """What the station with this address is called here."""
    found = Peer.objects.filter(community_id=community_id, station=origin).first()
    return found.name if found else origin


def trust_in(*, community_id: int, origin: str) -> str:
    """The trust in the station with this address; empty for a stranger."""
    found = Peer.objects.filter(community_id=community_id, station=origin).first()
    return found.trust if found else ""


def object_by_uid(*, community_id: int, uid: str) -> SignedObject:
    """One object by its random id. For the station's own use."""
    return SignedObject.objects.get(community_id=community_id, uid=uid)


def peers_to_tell(*, community_id: int) -> list[Peer]:
    """The stations that take pushes."""
    found = Peer.objects.filter(community_id=community_id).exclude(inbox="").exclude(trust=Trust.BLOCK)
    return list(found.order_by("pk"))
