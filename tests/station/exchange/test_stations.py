"""Two stations and a relay exchange checks: two communities of one test database, speaking over real requests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from linli.station.exchange import proofs, selectors, services, tasks
from linli.station.exchange.fetching import Fetched, Unfetched
from linli.station.exchange.messages import signed
from linli.station.exchange.models import Peer, Refusal, SignedObject, StationKey
from linli.station.ledger.models import Row
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor, system
from linli.station.people.roles import Role
from linli.vocabulary import LinliError, Text
from tests.station.factories import actor_make, community_make
from tests.station.pages import signed_in

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "螃蟹和西红柿一起吃等于吃砒霜",
    "reviewRating": {"@type": "Rating", "ratingValue": "false", "alternateName": "不实"},
    "author": {"@type": "Organization", "name": "柳荫里"},
}


@dataclass(frozen=True, slots=True)
class Station:
    """One community as a station."""

    community: Community
    keeper: Actor
    machine: Actor

    @property
    def id(self) -> str:
        return selectors.station_id(self.community.pk)

    def publish(self, name: str, version: int = 1, **more: object) -> SignedObject:
        document = {**REVIEW, "author": {"@type": "Organization", "name": self.community.name}, **more}
        object_id = f"{self.id}/rumours/checks/{name}/"
        return services.object_publish(actor=self.machine, object_id=object_id, version=version, document=document)

    def know(self, other: Station, trust: str = "follow") -> Peer:
        return services.peer_add(actor=self.keeper, station=other.id, trust=trust)

    def pull(self, peer: Peer) -> services.Pulled:
        peer.refresh_from_db()
        return services.peer_pull(actor=self.machine, peer=peer)

    def holds(self) -> dict[tuple[str, int], str]:
        rows = SignedObject.objects.filter(community=self.community)
        return {(r.object_id, r.version): r.digest for r in rows}


def station(slug: str, *, home: bool = False) -> Station:
    made = community_make(slug=slug, home=home)
    return Station(made, actor_make(made, Role.KEEPER), system(made.pk, "exchange"))


@pytest.fixture(autouse=True)
def _wire(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stations fetch of each other goes to this very station, as a request from outside."""

    def over_the_wire(
        url: str, *, method: str = "GET", content: bytes = b"", headers: object = None, **_: object
    ) -> Fetched:
        parts = urlsplit(url)
        lines = dict(headers or {})  # type: ignore[call-overload]
        asked = Client(headers=lines)
        path = f"{parts.path}?{parts.query}"
        answer = asked.get(path) if method == "GET" else asked.post(path, content, content_type="application/json")
        return Fetched(url, answer.status_code, "application/json", "utf-8", answer.content)

    monkeypatch.setattr(services, "fetch", over_the_wire)
    monkeypatch.setattr(tasks, "fetch", over_the_wire)


@pytest.fixture
def stations(db: None) -> tuple[Station, Station, Station]:
    return station("home", home=True), station("beside"), station("third")


def whys(at: Station) -> set[str]:
    return set(Refusal.objects.filter(community=at.community).values_list("why", flat=True))


def test_checks_corrections_and_withdrawals_arrive_also_through_a_relay(
    stations: tuple[Station, Station, Station],
) -> None:
    one, two, three = stations
    for number in range(60):
        one.publish(f"k{number}")
    from_one, from_two = two.know(one), three.know(two)
    three.know(one, trust="queue")  # known, so that its signature can be checked; never read directly here
    assert two.pull(from_one).taken == 60
    one.publish("k3", 2, reviewRating={"ratingValue": "true", "alternateName": "属实"})
    one.publish("k4", 2, **{"@type": "Tombstone"})
    two.publish("own", disputes=f"{one.id}/rumours/checks/k5/")
    assert two.pull(from_one).taken == 2
    assert three.pull(from_two).taken == 63
    assert one.holds().items() <= two.holds().items()
    assert three.holds() == two.holds()
    assert whys(two) == whys(three) == set()
    assert two.pull(from_one) == services.Pulled()
    kinds = Row.objects.filter(community_id=two.community.pk, kind="exchange.received")
    assert [row.data["count"] for row in kinds.order_by("pk")] == [50, 10, 2]


def test_reading_a_feed_that_breaks_off_goes_on_where_it_was(
    stations: tuple[Station, Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, _ = stations
    for number in range(120):
        one.publish(f"k{number}")
    peer, real, pages = two.know(one), services._page, []

    def breaks(of: Peer) -> object:
        pages.append(of.cursor)
        if len(pages) == 2:
            raise Unfetched("unreachable", Text("断了", "gone"), of.feed)
        return real(of)

    monkeypatch.setattr(services, "_page", breaks)
    assert two.pull(peer).taken == 50
    peer.refresh_from_db()
    assert peer.resting_until is not None
    assert peer.trouble == "unreachable"
    assert two.pull(peer).taken == 70
    assert two.holds() == one.holds()


def forged(one: Station, **change: object) -> dict[str, object]:
    document = json.loads(services.as_sent(one.publish("real")))
    return {**document, **change}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"claimReviewed": "改过的内容"}, "proof"),
        ({"claimReviewed": "<b>改过</b>"}, "claimReviewed"),
        ({"@id": "https://elsewhere.example/rumours/checks/k/"}, "@id"),
        ({"proof": None}, "origin"),
        ({"version": 7}, "proof"),
    ],
)
def test_what_was_changed_on_the_way_is_refused_and_the_rest_goes_on(
    stations: tuple[Station, Station, Station],
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    why: str,
) -> None:
    one, two, _ = stations
    peer = two.know(one)
    good = json.loads(services.as_sent(one.publish("good")))
    monkeypatch.setattr(services, "_page", lambda _p: ([forged(one, **change), "nothing", good], "9"))
    done = services.peer_pull(actor=two.machine, peer=peer, pages=1)
    assert (done.taken, done.refused) == (1, 2)
    assert why in whys(two)
    shown = signed_in(two.keeper).get("/c/beside/desk/peers/").content.decode()
    assert why in shown


def test_a_second_content_for_one_version_is_refused(stations: tuple[Station, Station, Station]) -> None:
    one, two, _ = stations
    peer = two.know(one)
    made = one.publish("k")
    two.pull(peer)
    key, private = services.signing_key(community_id=one.community.pk)
    other = proofs.sign(
        {**made.document, "claimReviewed": "另一种说法"},
        key=private,
        method=f"{one.id}#{key.uid}",
        created=datetime.now(UTC),
    )
    with pytest.raises(LinliError) as refused:
        services._take(two.machine, peer, other)
    assert refused.value.field == "version"


def test_corrections_in_a_circle_are_refused(stations: tuple[Station, Station, Station]) -> None:
    one, two, _ = stations
    peer = two.know(one)
    a, b = f"{one.id}/rumours/checks/a/", f"{one.id}/rumours/checks/b/"
    one.publish("a", supersedes=b)
    one.publish("b", supersedes=a)
    one.publish("c", supersedes=f"{one.id}/rumours/checks/c/")
    assert (two.pull(peer).taken, whys(two)) == (1, {"supersedes"})


def test_a_flood_is_stopped_for_the_day_and_nobody_else_waits(
    stations: tuple[Station, Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = stations
    monkeypatch.setattr(services, "A_DAY", 100)
    for number in range(170):
        one.publish(f"k{number}")
    three.publish("calm")
    flood, calm = two.know(one), two.know(three)
    assert services.exchange_tick(community_id=two.community.pk) == 101
    flood.refresh_from_db()
    calm.refresh_from_db()
    assert flood.resting_until is not None
    assert calm.resting_until is None
    assert whys(two) == {"too-many"}


def test_a_key_counts_in_its_time_alone(stations: tuple[Station, Station, Station]) -> None:
    one, two, three = stations
    old = one.publish("old")
    services.key_rotate(actor=one.keeper)
    one.publish("new")
    peer = two.know(one)
    assert two.pull(peer).taken == 2  # the old signature was made in its key's time, and its own station says so
    relay = three.know(two)
    three.know(one)
    assert three.pull(relay).taken == 1
    assert whys(three) == {"expired-key"}
    StationKey.objects.filter(community=one.community).update(valid_from=old.created - timedelta(days=900))
    stranger = Ed25519PrivateKey.generate()
    fake = proofs.sign(
        old.document, key=stranger, method=old.document["proof"]["verificationMethod"], created=datetime.now(UTC)
    )
    with pytest.raises(LinliError):
        services._take(two.machine, peer, {**fake, "version": 9})


def test_a_blocked_station_gives_nothing(stations: tuple[Station, Station, Station]) -> None:
    one, two, _ = stations
    one.publish("k")
    peer = two.know(one)
    services.peer_trust(actor=two.keeper, uid=peer.uid, trust="block")
    assert services.exchange_tick(community_id=two.community.pk) == 0
    assert two.holds() == {}


def sent(one: Station, two: Station, **change: object) -> tuple[dict[str, str], bytes]:
    row = one.publish("pushed")
    key, private = services.signing_key(community_id=one.community.pk)
    body = services.as_sent(row)
    lines = signed(f"{two.id}/exchange/inbox/", body, key=private, key_id=f"{one.id}#{key.uid}")
    return {**lines, **{k: str(v) for k, v in change.items()}}, body


def post(at: Station, lines: dict[str, str], body: bytes) -> object:
    path = urlsplit(f"{at.id}/exchange/inbox/").path
    return Client(headers=lines).post(path, body, content_type="application/json")


def test_the_inbox_takes_what_is_signed_and_nothing_twice(stations: tuple[Station, Station, Station]) -> None:
    one, two, three = stations
    two.know(one)
    lines, body = sent(one, two)
    assert post(two, lines, body).status_code == 202  # type: ignore[attr-defined]
    again = post(two, lines, body)
    assert (again.status_code, again.json()["field"]) == (422, "replayed")  # type: ignore[attr-defined]
    changed = post(two, lines, body.replace("砒霜".encode(), "维C".encode()))
    assert (changed.status_code, changed.json()["field"]) == (401, "signature")  # type: ignore[attr-defined]
    assert post(three, lines, body).status_code == 401  # type: ignore[attr-defined]
    assert post(two, {}, body).status_code == 401  # type: ignore[attr-defined]
    assert post(two, lines, b"x" * 300_000).status_code == 413  # type: ignore[attr-defined]
    assert whys(two) == {"replayed", "signature"}
    assert len(two.holds()) == 1


def test_a_push_arrives(stations: tuple[Station, Station, Station]) -> None:
    one, two, _ = stations
    two.know(one)
    row = one.publish("pushed")
    assert tasks.push.func(community_id=one.community.pk, inbox=f"{two.id}/exchange/inbox/", uid=row.uid)
    assert two.holds() == one.holds()


def test_only_keepers_say_whom_to_trust(stations: tuple[Station, Station, Station]) -> None:
    one, two, _ = stations
    lead = actor_make(one.community, Role.LEAD)
    assert signed_in(lead).get("/desk/peers/").status_code == 200
    assert signed_in(lead).post("/desk/peers/", {"station": two.id}).status_code == 403
    answer = signed_in(one.keeper).post("/desk/peers/", {"station": two.id}, follow=True)
    assert two.community.name in answer.content.decode()
    peer = Peer.objects.get(community=one.community)
    assert peer.trust == "queue"
    signed_in(one.keeper).post(f"/desk/peers/{peer.uid}/", {"trust": "follow"})
    peer.refresh_from_db()
    assert peer.trust == "follow"
    assert signed_in(lead).post(f"/desk/peers/{peer.uid}/", {"trust": "block"}).status_code == 403


def test_our_own_checks_come_back_and_a_false_own_is_refused(stations: tuple[Station, Station, Station]) -> None:
    one, two, _ = stations
    made = one.publish("k")
    two.pull(two.know(one))
    back = one.know(two)
    assert one.pull(back) == services.Pulled(known=1)
    forged_one = {**made.document, "claimReviewed": "本站没有说过的话"}
    with pytest.raises(LinliError) as refused:
        services._take(one.machine, back, forged_one)
    assert refused.value.field == "own"
    assert whys(one) == set()


def test_a_new_key_is_asked_for_once_in_a_while(stations: tuple[Station, Station, Station]) -> None:
    one, two, _ = stations
    peer = two.know(one)
    services.key_rotate(actor=one.keeper)
    one.publish("a")
    assert two.pull(peer).refused == 1  # met a moment ago: its keys are not asked for again at once
    Peer.objects.filter(pk=peer.pk).update(known_at=peer.known_at - timedelta(hours=1), cursor="")
    assert two.pull(peer).taken == 1
    assert whys(two) == {"key"}
