"""When failed deliveries come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from linli.station.integrations.backoff import ATTEMPTS, PAUSES, pause, retry_after


def test_pauses_grow_and_end() -> None:
    waits = [pause(n, chance=0.5) for n in range(1, ATTEMPTS + 1)]
    assert [w.total_seconds() for w in waits if w] == list(PAUSES)
    assert waits[-1] is None


def test_chance_moves_a_wait_by_a_tenth_at_most() -> None:
    assert pause(4, chance=0.0) == timedelta(seconds=270)
    assert timedelta(seconds=270) <= (pause(4) or timedelta()) <= timedelta(seconds=330)


def test_the_receivers_wish_is_heard_up_to_an_hour() -> None:
    assert pause(1, asked=30) == timedelta(seconds=30)
    assert pause(1, asked=1e9) == timedelta(hours=1)


def test_retry_after_in_both_forms() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert retry_after("120", now) == 120.0
    assert retry_after("Thu, 01 Jan 2026 00:01:00 GMT", now) == 60.0
    assert retry_after("soon", now) == 0.0
    assert retry_after("", now) == 0.0
