"""Signing what is published here, and taking what other stations hand over: verified first, bounded always."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from linli.station.exchange import documents, messages, proofs
from linli.station.exchange.fetching import JSON, Unfetched, fetch
from linli.station.exchange.models import Heard, Peer, Refusal, SignedObject, StationKey, Trust
from linli.station.exchange.selectors import keys_of, peer_by_uid, peers_due, private_key, station_id
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require, system
from linli.vocabulary import LinliError, Text, shorten

log = structlog.get_logger(__name__)

KEY_DAYS = 730
PAGES_A_PULL = 40
A_DAY = 20_000
REST = timedelta(hours=1)
EVERY = timedelta(minutes=15)
AHEAD = timedelta(minutes=5)
KEPT = timedelta(days=30)
CHAIN = 50
FEED_LIMIT = 8_000_000


@dataclass(slots=True)
class Pulled:
    """What a reading of a feed gave. `more`: it stopped before the end, and goes on next time."""

    taken: int = 0
    known: int = 0
    refused: int = 0
    more: bool = False


def signing_key(*, community_id: int) -> tuple[StationKey, Ed25519PrivateKey]:
    """The key to sign with now; made on first use, and when the last one's secret is gone or its time over."""
    with writing(community_id):
        for key in keys_of(community_id)[:1]:
            private = private_key(key)
            if private is not None and key.valid_until > timezone.now():
                return key, private
        return _key_make(system(community_id, "exchange"))


def key_rotate(*, actor: Actor) -> StationKey:
    """A new signing key; the old one ends now. What it signed before stays good."""
    require(actor, "peer.manage", actor.community_id)
    with writing(actor.community_id):
        now = timezone.now()
        keys_of(actor.community_id).filter(valid_until__gt=now).update(valid_until=now)
        return _key_make(actor)[0]


def object_publish(*, actor: Actor, object_id: str, version: int, document: Mapping[str, Any]) -> SignedObject:
    """Signs one version of an object of this station and puts it into the feed; the same version once."""
    require(actor, "object.publish", actor.community_id)
    community_id = actor.community_id
    with writing(community_id):
        known = SignedObject.objects.filter(community_id=community_id, object_id=object_id, version=version).first()
        if known is not None:
            return known
        key, private = signing_key(community_id=community_id)
        me = station_id(community_id)
        whole = {**document, "@id": object_id, "version": version}
        made = proofs.sign(whole, key=private, method=f"{me}#{key.uid}", created=datetime.now(UTC))
        row = SignedObject.objects.create(
            community_id=community_id,
            object_id=object_id,
            version=version,
            origin=me,
            document=made,
            digest=proofs.digest(made),
        )
        _record(actor, "object.published", "object", row.uid, {"version": version})
    return row


def peer_add(*, actor: Actor, station: str, trust: str = Trust.QUEUE) -> Peer:
    """Gets to know a station by its address; its checks wait for an editor unless it is followed."""
    require(actor, "peer.manage", actor.community_id)
    if trust not in Trust.values:
        raise LinliError(Text("没有这种信任。", "There is no such trust."), field="trust", value=trust)
    base = station.strip().rstrip("/")
    said = _introduce(base)
    if base == station_id(actor.community_id):
        raise LinliError(Text("这是本站自己。", "This is this very station."), field="station", value=base)
    with writing(actor.community_id):
        made, created = Peer.objects.update_or_create(
            community_id=actor.community_id, station=base, defaults=said, create_defaults={**said, "trust": trust}
        )
        if created:
            _record(actor, "peer.added", "peer", made.uid, {"trust": trust})
    return made


def peer_trust(*, actor: Actor, uid: str, trust: str) -> Peer:
    """Follows a station, lets its checks wait for an editor, or takes nothing more from it."""
    require(actor, "peer.manage", actor.community_id)
    if trust not in Trust.values:
        raise LinliError(Text("没有这种信任。", "There is no such trust."), field="trust", value=trust)
    with writing(actor.community_id):
        peer = peer_by_uid(actor=actor, uid=uid)
        peer.trust, peer.resting_until = trust, None
        peer.save(update_fields=["trust", "resting_until"])
        _record(actor, "peer.trusted", "peer", peer.uid, {"trust": trust})
    return peer


def peer_pull(*, actor: Actor, peer: Peer, pages: int = PAGES_A_PULL) -> Pulled:
    """Reads on in a station's feed and takes what verifies; what does not is refused with a reason, one by one."""
    require(actor, "object.take", actor.community_id)
    done = Pulled()
    for _ in range(pages):
        if _over(peer, done):
            return done
        try:
            items, cursor = _page(peer)
        except LinliError as refused:
            _rest(actor, peer, refused)
            return done
        _take_page(actor, peer, items, cursor, done)
        if not items:
            return done
    done.more = True
    return done


def inbox_take(*, community_id: int, url: str, headers: Mapping[str, str], body: bytes) -> SignedObject:
    """Takes one object that a known station pushes; every refusal is logged with its reason."""
    peer = None
    try:
        opened = messages.opened(url, headers, body, lambda key_id: _message_key(community_id, key_id))
        peer = _peer_of_key(community_id, opened.key_id)
        actor = system(community_id, "exchange")
        document = documents.parsed(body)
        _learn_keys(community_id, (_method(document),))
        peer.refresh_from_db(fields=["keys"])
        with writing(community_id):
            _not_heard(community_id, opened.once)
            _within_a_day(peer)
            row, _ = _take(actor, peer, document)
            _record(actor, "exchange.received", "peer", peer.uid, {"count": 1})
        return row
    except LinliError as refused:
        refuse(community_id=community_id, peer=peer, error=refused)
        raise


def as_sent(row: SignedObject) -> bytes:
    """An object as it goes over the wire."""
    return json.dumps(row.document, ensure_ascii=False, separators=(",", ":")).encode()


def refuse(*, community_id: int, peer: Peer | None, error: LinliError) -> None:
    """Notes something from outside that was not taken; one that comes again and again is one row."""
    why = error.why if isinstance(error, Unfetched) else error.field
    log.warning("refused", peer=peer.station if peer else "", why=why, detail=str(error))
    since = timezone.now() - timedelta(hours=1)
    same = Refusal.objects.filter(community_id=community_id, peer=peer, why=why[:40], created__gt=since)
    if not same.update(times=F("times") + 1):
        Refusal.objects.create(
            community_id=community_id, peer=peer, why=why[:40], detail=shorten(error.problem.zh + error.value, 200)
        )


def exchange_tick(*, community_id: int) -> int:
    """Reads on in every feed that is due, and forgets old refusals; the number of objects taken."""
    actor, taken = system(community_id, "exchange"), 0
    for peer in peers_due(community_id=community_id):
        if peer.pulled_at is None or peer.pulled_at < timezone.now() - EVERY:
            taken += peer_pull(actor=actor, peer=peer).taken
    Refusal.objects.filter(community_id=community_id, created__lt=timezone.now() - KEPT).delete()
    Heard.objects.filter(community_id=community_id, created__lt=timezone.now() - timedelta(hours=1)).delete()
    return taken


def _introduce(base: str) -> dict[str, Any]:
    """What a station says of itself."""
    page = fetch(f"{base}/.well-known/rumour-station", types=JSON, limit=64_000)
    if page.status != 200:
        raise Unfetched("well-known", Text("那里没有辟谣站。", "There is no rumour station."), base)
    said = documents.parsed(page.body)
    if said.get("id") != base:
        raise LinliError(Text("它说自己是另一个站。", "It says that it is another station."), field="id", value=base)
    feed, inbox = str(said.get("feed", "")), str(said.get("inbox", ""))
    if not feed.startswith(f"{base}/") or (inbox and not inbox.startswith(f"{base}/")):
        raise LinliError(Text("它的地址不在它自己名下。", "Its addresses are not its own."), field="feed", value=feed)
    return {
        "name": str(said.get("name", "") or base)[:120],
        "keys": _keys(base, said.get("keys")),
        "feed": feed[:300],
        "inbox": inbox[:300],
        "licence": str(said.get("licence", ""))[:120],
        "known_at": timezone.now(),
    }


def _keys(base: str, said: object) -> list[dict[str, str]]:
    found = []
    for one in said[:20] if isinstance(said, list) else []:
        names = ("id", "publicKeyMultibase", "validFrom", "validUntil")
        key = {name: str(one.get(name, ""))[:300] for name in names} if isinstance(one, dict) else {}
        if key.get("id", "").startswith(f"{base}#") and _is_key(key["publicKeyMultibase"]):
            found.append(key)
    if not found:
        raise LinliError(Text("它没有可用的签名密钥。", "It publishes no key to verify with."), field="keys")
    return found


def _is_key(public: str) -> bool:
    try:
        return bool(proofs.key_bytes(public))
    except ValueError:
        return False


def _page(peer: Peer) -> tuple[list[Any], str]:
    found = fetch(f"{peer.feed}?cursor={peer.cursor}", types=JSON, limit=FEED_LIMIT, seconds=30)
    if found.status != 200:
        raise Unfetched("feed", Text("对方的目录打不开。", "The other station's feed is not there."), peer.feed)
    try:
        page = json.loads(found.body)
    except (ValueError, RecursionError) as wrong:
        raise Unfetched("feed", Text("对方的目录不是 JSON。", "The feed is not JSON."), peer.feed) from wrong
    items, cursor = (page.get("items"), page.get("next")) if isinstance(page, dict) else (None, None)
    if not isinstance(items, list) or len(items) > 500 or not isinstance(cursor, str) or len(cursor) > 40:
        raise Unfetched("feed", Text("对方的目录写得不对。", "The feed is malformed."), peer.feed)
    return items, cursor


def _take_page(actor: Actor, peer: Peer, items: list[Any], cursor: str, done: Pulled) -> None:
    _learn_keys(actor.community_id, (_method(document) for document in items))
    peer.refresh_from_db(fields=["keys", "known_at"])
    with writing(actor.community_id):
        taken = 0
        for document in items:
            try:
                if not isinstance(document, dict):
                    raise LinliError(Text("应是一个对象。", "It must be an object."), field="document")
                if len(json.dumps(document)) > documents.LARGEST * 2:
                    raise LinliError(Text("内容太大。", "It is too large."), field="document")
                _, new = _take(actor, peer, document)
                taken += new
                done.known += not new
            except LinliError as refused:
                done.refused += 1
                refuse(community_id=actor.community_id, peer=peer, error=refused)
        done.taken += taken
        peer.cursor, peer.pulled_at, peer.trouble, peer.resting_until = cursor, timezone.now(), "", None
        peer.save(update_fields=["cursor", "pulled_at", "trouble", "resting_until"])
        if taken:
            _record(actor, "exchange.received", "peer", peer.uid, {"count": taken})


def _take(actor: Actor, peer: Peer, document: dict[str, Any]) -> tuple[SignedObject, bool]:
    """The stored object and whether it is new. Everything is checked before anything is written."""
    review = documents.review_of(document)
    digest = proofs.digest(document)
    own = _ours(actor.community_id, document, review, digest)
    if own is not None:
        return own, False
    origin = _origin(actor.community_id, peer, document, review.id)
    known = SignedObject.objects.filter(
        community_id=actor.community_id, object_id=review.id, version=review.version
    ).first()
    if known is not None:
        if known.digest != digest:
            problem = Text("同一版本有两种内容。", "There are two contents of one version.")
            raise LinliError(problem, field="version", value=f"{review.id}@{review.version}")
        return known, False
    if review.supersedes:
        _no_cycle(actor.community_id, review.id, review.supersedes)
    row = SignedObject.objects.create(
        community_id=actor.community_id,
        object_id=review.id,
        version=review.version,
        origin=origin.station,
        peer=peer,
        document=document,
        digest=digest,
    )
    return row, True


def _ours(
    community_id: int, document: Mapping[str, Any], review: documents.Review, digest: str
) -> SignedObject | None:
    """Our own object that comes back through a relay; LinliError for one that only says it is ours."""
    method = _method(document)
    if method.partition("#")[0] != station_id(community_id):
        return None
    rows = SignedObject.objects.filter(community_id=community_id, object_id=review.id, version=review.version)
    found = rows.filter(peer=None, digest=digest).first()
    if found is None:
        raise LinliError(Text("这不是本站签过的。", "This station never signed it."), field="own", value=review.id)
    return found


def _origin(community_id: int, peer: Peer, document: Mapping[str, Any], object_id: str) -> Peer:
    """The station that signed it, known and not blocked; its key good when it signed."""
    proof, method = document.get("proof"), _method(document)
    station = method.partition("#")[0]
    origin = peer if peer.station == station else _known(community_id, station)
    if origin is None or origin.trust == Trust.BLOCK or peer.trust == Trust.BLOCK:
        raise LinliError(
            Text("不认识，或不收这个站的内容。", "An unknown station, or a blocked one."),
            field="origin",
            value=station,
        )
    if not object_id.startswith(f"{station}/"):
        raise LinliError(
            Text("它签的不是自己的内容。", "It signed what is not its own."), field="@id", value=object_id
        )
    key = _key_of(origin, method)
    _key_good(key, str(proof.get("created", "")) if isinstance(proof, dict) else "", direct=origin.pk == peer.pk)
    proofs.verify(document, key["publicKeyMultibase"])
    return origin


def _known(community_id: int, station: str) -> Peer | None:
    return Peer.objects.filter(community_id=community_id, station=station).first()


def _key_of(origin: Peer, method: str) -> dict[str, str]:
    known: list[dict[str, str]] = origin.keys
    for key in known:
        if key["id"] == method:
            return key
    raise LinliError(Text("不认识这把密钥。", "The key is unknown."), field="key", value=method)


def _learn_keys(community_id: int, methods: Iterable[str]) -> None:
    """Asks known stations for keys that are new to us, each once in a while; outside of any transaction."""
    for method in set(methods):
        origin = _known(community_id, method.partition("#")[0])
        if origin is None or origin.known_at > timezone.now() - AHEAD or any(k["id"] == method for k in origin.keys):
            continue
        try:
            keys = _introduce(origin.station)["keys"]
        except LinliError:
            keys = origin.keys
        Peer.objects.filter(pk=origin.pk).update(keys=keys, known_at=timezone.now())


def _method(document: object) -> str:
    proof = document.get("proof") if isinstance(document, dict) else None
    return str(proof.get("verificationMethod", ""))[:300] if isinstance(proof, dict) else ""


def _key_good(key: Mapping[str, str], created: str, *, direct: bool) -> None:
    """A key counts for what was signed in its time; once that is over, only its own station is believed."""
    now = timezone.now()
    when, start, end = (_moment(text) for text in (created, key["validFrom"], key["validUntil"]))
    if when is None or start is None or end is None or when > now + AHEAD:
        raise LinliError(
            Text("签名的时间不对。", "The time of the signature is wrong."), field="created", value=created
        )
    if not start - AHEAD <= when <= end or (end < now and not direct):
        raise LinliError(
            Text("签名用的密钥已过期。", "It was signed with a key whose time is over."),
            field="expired-key",
            value=created,
        )


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _no_cycle(community_id: int, object_id: str, supersedes: str) -> None:
    """Corrections that lead back to themselves say nothing: refused."""
    at, seen = supersedes, {object_id}
    for _ in range(CHAIN):
        if at in seen:
            raise LinliError(
                Text("更正互相指来指去。", "The corrections go round in a circle."), field="supersedes", value=at
            )
        seen.add(at)
        row = SignedObject.objects.filter(community_id=community_id, object_id=at).order_by("-version").first()
        at = str(row.document.get("supersedes") or "") if row else ""
        if not at:
            return
    raise LinliError(
        Text("更正的链太长。", "The chain of corrections is too long."), field="supersedes", value=supersedes
    )


def _message_key(community_id: int, key_id: str) -> Ed25519PublicKey | None:
    _learn_keys(community_id, (key_id,))
    peer = _known(community_id, key_id.partition("#")[0])
    if peer is None or peer.trust == Trust.BLOCK:
        return None
    try:
        key = _key_of(peer, key_id)
        _key_good(key, timezone.now().isoformat(), direct=True)
    except LinliError:
        return None
    return Ed25519PublicKey.from_public_bytes(proofs.key_bytes(key["publicKeyMultibase"]))


def _peer_of_key(community_id: int, key_id: str) -> Peer:
    found = _known(community_id, key_id.partition("#")[0])
    if found is None:
        raise LinliError(Text("不认识这个站。", "The station is unknown."), field="origin", value=key_id)
    return found


def _not_heard(community_id: int, once: str) -> None:
    try:
        with transaction.atomic():
            Heard.objects.create(community_id=community_id, once=once)
    except IntegrityError as again:
        raise LinliError(Text("这条消息已经收过。", "This message was taken before."), field="replayed") from again


def _within_a_day(peer: Peer) -> None:
    since = timezone.now() - timedelta(days=1)
    if SignedObject.objects.filter(peer=peer, created__gt=since).count() >= A_DAY:
        raise LinliError(
            Text("这个站今天送来的太多了。", "This station sent too much today."), field="too-many", value=A_DAY
        )


def _over(peer: Peer, done: Pulled) -> bool:
    """Whether the station sent all it may today: it rests for an hour, and everything else goes on."""
    try:
        _within_a_day(peer)
    except LinliError as refused:
        _rest(system(peer.community_id, "exchange"), peer, refused)
        done.more = True
        return True
    return False


def _rest(actor: Actor, peer: Peer, error: LinliError) -> None:
    peer.resting_until = timezone.now() + REST
    peer.trouble = (error.why if isinstance(error, Unfetched) else error.field)[:40]
    peer.save(update_fields=["resting_until", "trouble"])
    refuse(community_id=actor.community_id, peer=peer, error=error)


def _key_make(actor: Actor) -> tuple[StationKey, Ed25519PrivateKey]:
    salt, now = new_id(), timezone.now()
    private = Ed25519PrivateKey.from_private_bytes(
        hmac.digest(str(settings.SECRET_KEY).encode(), f"exchange\0{salt}".encode(), "sha256")
    )
    made = StationKey.objects.create(
        community_id=actor.community_id,
        salt=salt,
        public=proofs.public_of(private),
        valid_from=now - timedelta(seconds=1),
        valid_until=now + timedelta(days=KEY_DAYS),
    )
    _record(actor, "key.made", "station-key", made.uid, {})
    return made, private


def _record(actor: Actor, kind: str, object_type: str, uid: str, data: dict[str, Any]) -> None:
    record(community_id=actor.community_id, kind=kind, actor=actor, object_type=object_type, object_id=uid, data=data)
