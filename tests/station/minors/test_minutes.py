"""The arithmetic of minutes: nothing leaks, nothing is refused wrongly, whatever devices and clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.station.minors.book import Day, Loan, zone_changes_at
from linli.station.minors.lease import LeaseError, Purse, opened, signed
from linli.station.minors.plan import Band, defaults
from tests.station.minors.simulated_children import simulate

PLAN = defaults(Band.FROM_8)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
KEY = Ed25519PrivateKey.generate()


def day(budget: int = 60) -> Day:
    return Day(PLAN.day_of(NOON), budget)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def test_devices_that_run_at_once_count_once() -> None:
    book = day()
    for minute in range(10):
        for device in ("phone", "pad", "tv"):
            assert book.ask(PLAN, device, at(minute)).allowed
    assert book.used == 10


def test_the_sixtieth_minute_is_the_last() -> None:
    book = day()
    granted = [book.ask(PLAN, "phone", at(minute)).allowed for minute in range(70)]
    assert granted == [True] * 60 + [False] * 10
    assert book.ask(PLAN, "phone", at(70)).why == "spent"


def test_half_an_hour_without_a_break_is_time_for_one() -> None:
    book = day()
    rests = [book.ask(PLAN, "phone", at(minute)).rest for minute in range(31)]
    assert rests.index(True) == 29
    assert not book.ask(PLAN, "phone", at(40)).rest


def test_a_minute_asked_ahead_comes_back_when_the_device_stops() -> None:
    book = day()
    grant = book.ask(PLAN, "phone", at(0.8))
    assert grant.until == at(2)
    assert book.used == 2
    book.close("phone", at(0.9))
    assert book.used == 1


def test_a_clock_that_went_back_gives_nothing() -> None:
    book = day()
    assert book.ask(PLAN, "phone", at(10)).allowed
    assert book.ask(PLAN, "phone", at(5)).why == "clock"
    assert book.ask(PLAN, "phone", at(11)).allowed


def test_a_lease_is_out_of_the_day_and_comes_back_once() -> None:
    book = day(20)
    loan = book.lend(PLAN, "L1", "phone", 15, at(0))
    assert isinstance(loan, Loan)
    assert book.left == 5
    for minute in range(5):
        assert book.ask(PLAN, "pad", at(minute)).allowed
    assert book.ask(PLAN, "pad", at(5)).why == "lent"
    assert book.settle("L1", 4) == 11
    assert book.settle("L1", 0) == 0
    assert book.left == 11


def test_a_lease_ends_where_the_curfew_begins() -> None:
    late = datetime(2026, 11, 24, 13, 50, tzinfo=UTC)  # 21:50 in Shanghai
    loan = day().lend(PLAN, "L1", "phone", 30, late)
    assert isinstance(loan, Loan)
    assert loan.minutes == 10
    assert day().lend(PLAN, "L1", "phone", 30, late + timedelta(minutes=15)) == "curfew"


def purse(minutes: int = 3, ticks: float = 1000.0) -> Purse:
    payload = {"v": 1, "jti": "L1", "child": "c", "dev": "phone", "iat": NOON.timestamp(),
               "exp": NOON.timestamp() + 3600, "minutes": minutes}  # fmt: skip
    made = Purse(KEY.public_key(), "phone")
    made.put(signed(KEY, payload), ticks=ticks)
    return made


def test_a_purse_counts_by_a_clock_that_only_runs_forward() -> None:
    one = purse()
    assert [one.spend(ticks=1000 + 60 * n) for n in range(5)] == ["", "", "", "spent", "spent"]
    assert one.spend(ticks=1000 + 4000) == "over"
    two = purse()
    two.spend(ticks=1000 + 300)
    assert two.spend(ticks=1000) == "over"  # the clock was turned back
    two.restarted()
    assert two.spend(ticks=5) == "restart"
    assert two.report() == ("L1", 1)
    assert two.spend(ticks=5) == "none"


def test_a_token_is_one_device_s_and_cannot_be_written() -> None:
    token = signed(KEY, {"v": 1, "dev": "phone", "minutes": 5})
    assert opened(KEY.public_key(), token, device="phone")["minutes"] == 5
    body, signature = token.split(".")
    other = Ed25519PrivateKey.generate()
    forged = (
        f"{body[:-3]}AAA.{signature}", f"{body}.{signature[:-4]}AAAA", body, "", ".", "你好.你好", "a" * 9999,
        signed(other, {"v": 1, "dev": "phone", "minutes": 500}), signed(KEY, {"v": 2, "dev": "phone"}),
    )  # fmt: skip
    for wrong in forged:
        with pytest.raises(LeaseError):
            opened(KEY.public_key(), wrong, device="phone")
    with pytest.raises(LeaseError):
        opened(KEY.public_key(), token, device="pad")


steps = st.tuples(
    st.sampled_from(["ask", "ask", "ask", "close", "lend", "settle", "again"]),
    st.sampled_from(["phone", "pad", "tv"]),
    st.floats(-5, 20, allow_nan=False),
    st.integers(-3, 90),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=60), st.integers(0, 40))
def test_never_more_than_the_budget_is_out(todo: list[tuple[str, str, float, int]], budget: int) -> None:
    book, now, count = day(budget), NOON, 0
    for what, device, forward, number in todo:
        now += timedelta(minutes=forward)
        if PLAN.day_of(now) != book.day:
            break
        if what == "ask":
            before = book.used
            grant = book.ask(PLAN, device, now)
            again = book.ask(PLAN, device, now)
            assert again.allowed == grant.allowed
            if not grant.allowed and grant.why != "clock":
                assert book.used == before
                assert grant.why == "curfew" or book.left == 0
        elif what == "close":
            book.close(device, now)
        elif what == "lend":
            count += 1
            book.lend(PLAN, f"L{count}", device, max(1, number), now)
        elif what == "settle":
            book.settle(f"L{number % (count + 1)}", number)
        else:
            book = Day.from_dict(book.day, book.budget, book.extra, book.to_dict())
        assert book.used <= budget


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_a_change_of_zone_makes_no_day_come_twice(now: datetime) -> None:
    for other in ("America/New_York", "Pacific/Kiritimati", "Pacific/Chatham"):
        new = replace(PLAN, zone=other)
        when = zone_changes_at(PLAN, new, now)
        assert when > now
        assert new.day_of(when) >= PLAN.day_of(when - timedelta(minutes=16))


def test_some_children_for_some_days() -> None:
    """The simulation in small; the whole of it is `test_a_hundred_children`."""
    found = simulate(3, 12)
    assert (found.leaked, found.in_curfew, found.wrongly_refused, found.forged_accepted) == (0, 0, 0, 0)
    assert found.offline
    assert found.replays


@pytest.mark.evaluation
def test_a_hundred_children() -> None:
    """A hundred children, three devices each, sixty days: figures for docs/explanation/minors.md."""
    found = simulate(100, 60)
    print(found)
    assert (found.leaked, found.in_curfew, found.wrongly_refused, found.forged_accepted) == (0, 0, 0, 0)
