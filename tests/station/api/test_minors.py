"""What a platform asks of a child's plan, and what it does not learn."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from linli.station.minors import selectors, services
from linli.station.minors.lease import Purse
from linli.station.minors.models import Child
from linli.station.minors.services import minutes, wishes
from linli.station.organisations.models import Community
from linli.station.people.actors import visitor
from tests.station.api.conftest import Caller, caller_make

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


class Clock:
    """The station's time, as the test turns it."""

    def __init__(self) -> None:
        self.now_ = NOON

    def __call__(self) -> datetime:
        return self.now_

    def on(self, **more: float) -> None:
        self.now_ += timedelta(**more)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for place in (minutes, selectors, wishes):
        monkeypatch.setattr(place.timezone, "now", made)
    return made


@pytest.fixture
def child(forum: Caller, clock: Clock) -> Child:
    return services.mode_start(actor=visitor(forum.actor.community_id), band="8-12", name="豆豆")


@pytest.fixture
def linked(forum: Caller, child: Child) -> str:
    answer = forum("POST", "/minors/links", {"code": selectors.code_of(child)})
    return str(answer.json()["child"])


def ask(caller: Caller, linked: str, device: str = "phone") -> dict[str, object]:
    found: dict[str, object] = caller("POST", "/minors/sessions", {"child": linked, "device": device}).json()
    return found


def test_an_hour_on_three_devices(forum: Caller, linked: str, clock: Clock) -> None:
    for _ in range(60):
        for device in ("phone", "pad", "tv"):
            assert ask(forum, linked, device)["allowed"]
        clock.on(minutes=1)
    refused = ask(forum, linked)
    assert (refused["allowed"], refused["why"]) == (False, "spent")
    assert refused["words"] == {"zh": "今天的时间用完了。", "en": "Today's minutes are used up."}


def test_two_platforms_share_the_minutes_and_cannot_tell_the_child(forum: Caller, child: Child, linked: str) -> None:
    other = caller_make(Community.objects.get(pk=forum.actor.community_id), name="另一个应用")
    second = other("POST", "/minors/links", {"code": selectors.code_of(child)}).json()["child"]
    assert second != linked
    assert forum("POST", "/minors/links", {"code": selectors.code_of(child)}).json()["child"] == linked
    ask(forum, linked)
    assert other("GET", f"/minors/allowed?child={second}").json()["now"]["left"] == 59
    assert other("GET", f"/minors/allowed?child={linked}").status_code == 404
    shown = forum("GET", f"/minors/allowed?child={linked}").content.decode()
    assert "豆豆" not in shown
    assert child.uid not in shown


def test_the_curfew(forum: Caller, linked: str, clock: Clock) -> None:
    clock.on(hours=10)
    assert ask(forum, linked)["why"] == "curfew"
    now = forum("GET", f"/minors/allowed?child={linked}").json()
    assert now["now"]["allowed"] is False
    assert now["allow"] == {
        "contacts": "friends", "search": "filtered", "pool": "8-12", "live_host": False, "marketing": False,
        "rest_after": 30,
    }  # fmt: skip


def test_a_lease_is_checked_without_the_net_and_comes_back(forum: Caller, linked: str, clock: Clock) -> None:
    raw = base64.urlsafe_b64decode(forum("GET", "/minors/key").json()["ed25519"])
    made = forum("POST", "/minors/leases", {"child": linked, "device": "phone", "minutes": 20}).json()
    assert made["minutes"] == 20
    assert forum("GET", f"/minors/allowed?child={linked}").json()["now"]["left"] == 40
    purse = Purse(Ed25519PublicKey.from_public_bytes(raw), "phone")
    purse.put(made["token"], ticks=50)
    assert [purse.spend(ticks=50 + 60 * n) for n in range(3)] == ["", "", ""]
    told = purse.report()
    assert told is not None
    settle = {"child": linked, "lease": told[0], "used": told[1]}
    assert forum("POST", "/minors/leases/settle", settle).json() == {"returned": 17}
    assert forum("POST", "/minors/leases/settle", {**settle, "used": 0}).json() == {"returned": 0}
    assert forum("GET", f"/minors/allowed?child={linked}").json()["now"]["left"] == 57


@pytest.mark.parametrize("lease", ["x", "20269999-abc", "99999999-", "２０２６１１２４-x", "20261124-none"])
def test_an_unknown_lease_returns_nothing(forum: Caller, linked: str, lease: str) -> None:
    settle = {"child": linked, "lease": lease, "used": 0}
    assert forum("POST", "/minors/leases/settle", settle).json() == {"returned": 0}


def test_spending_over_all_platforms(forum: Caller, child: Child, linked: str) -> None:
    other = caller_make(Community.objects.get(pk=forum.actor.community_id), name="另一个应用")
    second = other("POST", "/minors/links", {"code": selectors.code_of(child)}).json()["child"]

    def spend(caller: Caller, who: str, once: str, yuan: int) -> str:
        return str(caller("POST", "/minors/spend", {"child": who, "once": once, "yuan": yuan}).json()["why"])

    assert spend(forum, linked, "a", 51) == "once"
    assert [spend(forum, linked, f"p{n}", 50) for n in range(3)] == ["", "", ""]
    assert spend(forum, linked, "p0", 50) == ""  # the same purchase again
    assert spend(other, second, "p0", 50) == ""
    assert spend(other, second, "p1", 1) == "month"
    assert forum("GET", f"/minors/allowed?child={linked}").json()["spend_left"] == 0


def test_wrong_fields_are_named(forum: Caller, linked: str) -> None:
    for path, body, field in (
        ("/minors/sessions", {"child": linked, "device": "我的手机"}, "device"),
        ("/minors/leases", {"child": linked, "device": "p", "minutes": 0}, "minutes"),
        ("/minors/spend", {"child": linked, "once": "a", "yuan": 0}, "yuan"),
    ):
        answer = forum("POST", path, body)
        assert answer.status_code == 422
        assert answer.json()["field"] == field
