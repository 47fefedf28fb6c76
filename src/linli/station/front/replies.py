"""What was answered this week, for the home page: real answers and how long they took, without anyone's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.utils import timezone

from linli.station.desk.lately import Replied, replied

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days: how many answers, half of them faster than `median`, and the percentage that kept its promise."""

    answered: int
    median: timedelta | None
    in_time: int | None
    newest: tuple[Replied, ...]


def this_week(*, community_id: int) -> Week:
    """The last seven days of a community."""
    found = replied(community_id=community_id, since=timezone.now() - timedelta(days=7))
    if not found:
        return Week(0, None, None, ())
    return Week(
        answered=len(found),
        median=timedelta(seconds=median(one.took.total_seconds() for one in found)),
        in_time=round(100 * sum(one.in_time for one in found) / len(found)),
        newest=tuple(found[:SHOWN]),
    )
