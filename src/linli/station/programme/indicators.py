"""Indicators by aim, month by month: a few numbers, each with its definition and target, none of them a rank.

A month with fewer than five behind a number shows none: small numbers could point at one person. Shares, medians and
means carry the interval in which the true value lies nineteen times out of twenty; plain counts have none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from linli.station.programme.intervals import Value
from linli.station.programme.models import Target
from linli.vocabulary import Text

MONTHS = 6
Measure = Callable[[int, datetime, datetime], Value | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number of an aim: what it counts, in which unit, which way is better (+1, -1, 0), how it is worked out."""

    id: str
    aim: Text
    name: Text
    unit: Text
    definition: Text
    measure: Measure
    better: int = 1


@dataclass(frozen=True, slots=True)
class Aim:
    """What was aimed for in a time, and in how many of its months that can be told it was reached."""

    target: Target
    reached: int
    told: int
    now: bool | None


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator over the last months, oldest first; None where there is nothing to tell."""

    indicator: Indicator
    months: list[str]
    values: list[Value | None]
    aim: Aim | None = None

    @property
    def now(self) -> Value | None:
        """This month's value."""
        return self.values[-1]

    @property
    def highest(self) -> float:
        """The highest of them, for drawing."""
        return max([one.number for one in self.values if one is not None], default=0) or 1


def trend(one: Indicator, *, community_id: int, now: datetime | None = None) -> Trend:
    """An indicator over the last months, with its target where there is one."""
    spans = months(now)
    values = [one.measure(community_id, since, until) for since, until in spans]
    return Trend(one, [f"{since:%Y-%m}" for since, _ in spans], values, _aim(one, community_id, spans, values))


def months(now: datetime | None = None) -> list[tuple[datetime, datetime]]:
    """The last months as `[since, until)`, oldest first; this one ends now."""
    end, found = timezone.localtime(now), []
    start = end.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(MONTHS):
        found.append((start, end))
        end = start
        start = (start - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _aim(
    one: Indicator, community_id: int, spans: list[tuple[datetime, datetime]], values: list[Value | None]
) -> Aim | None:
    """The target in force now; only months that lie in its time count."""
    today = spans[-1][1].date()
    found = Target.objects.filter(community_id=community_id, indicator=one.id, starts__lte=today, ends__gte=today)
    target = found.order_by("-pk").first()
    if target is None:
        return None
    inside = [value for (since, until), value in zip(spans, values, strict=True) if until.date() > target.starts]
    reached = [_reached(one, target.value, value) for value in inside if value is not None]
    now = None if values[-1] is None else _reached(one, target.value, values[-1])
    return Aim(target, sum(reached), len(reached), now)


def _reached(one: Indicator, target: float, value: Value) -> bool:
    return value.number >= target if one.better > 0 else value.number <= target
