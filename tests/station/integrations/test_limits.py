"""The token bucket: pace, bursts, debts, memory."""

from __future__ import annotations

import pytest

from linli.station.integrations.limits import Buckets


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_burst_then_the_pace(clock: Clock) -> None:
    buckets = Buckets(clock)
    assert [buckets.take("a", 1, 2.0, 3.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    clock.now = 0.5
    assert buckets.take("a", 1, 2.0, 3.0) == 0.0
    assert buckets.take("a", 1, 2.0, 3.0) == 0.5


def test_keys_do_not_share(clock: Clock) -> None:
    buckets = Buckets(clock)
    assert buckets.take("a", 3, 1.0, 3.0) == 0.0
    assert buckets.take("b", 3, 1.0, 3.0) == 0.0


def test_a_cost_beyond_the_bucket_waits_until_it_is_paid(clock: Clock) -> None:
    buckets = Buckets(clock)
    assert buckets.take("a", 10, 1.0, 3.0) == 0.0
    assert buckets.take("a", 1, 1.0, 3.0) == 8.0
    clock.now = 8.0
    assert buckets.take("a", 1, 1.0, 3.0) == 0.0


def test_asking_does_not_make_the_wait_longer(clock: Clock) -> None:
    buckets = Buckets(clock)
    buckets.take("a", 3, 1.0, 3.0)
    waits = {buckets.take("a", 1, 1.0, 3.0) for _ in range(100)}
    assert waits == {1.0}


def test_memory_is_bounded(clock: Clock) -> None:
    buckets = Buckets(clock, most=100)
    for i in range(1_000):
        clock.now = i * 0.001
        buckets.take(f"key{i}", 1, 1.0, 10.0)
    assert len(buckets._levels) <= 100
