"""Which case comes first: evidence weighed in points that are shown with their reasons, and time that runs for all.

A point is worth two hours of waiting. `rank` orders a queue and needs no recalculation as time passes, since every
case ages alike: it is the points in minutes less the moment of the promise. A life or a child in danger comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import log2

from linli.station.desk.kinds import Evidence
from linli.station.desk.models import Case

MINUTES_A_POINT = 120
DANGER_RANK = 10**12
SEVERITY = (0, 5, 20, 40)
AUDIENCE = (0, 5, 10, 15)
MINORS, SLOWED, LATE, REACH = 30, -50, 50, 6
MOST_REACH, MOST_ACCURACY, MOST = 30, 10, 300
HEAVIEST, LIGHTEST = 1.5, 0.5


def weigh(case: Case, evidence: Evidence, points: int = 0) -> None:
    """Adds evidence to a case; what was known of it already stays where it weighs more. Does not save."""
    case.category = case.category or evidence.category
    case.language = case.language or evidence.language
    case.severity = max(case.severity, evidence.severity)
    case.minors = case.minors or evidence.minors
    case.danger = case.danger or evidence.danger
    found = {
        "urgent": points,
        "severity": SEVERITY[min(3, case.severity)],
        "minors": MINORS if case.minors else 0,
        "audience": AUDIENCE[min(3, evidence.audience)],
    }
    case.weights = {**case.weights, **{name: max(n, case.weights.get(name, 0)) for name, n in found.items() if n}}
    order(case)


def weigh_reports(case: Case, weights: Iterable[float]) -> None:
    """Counts those who sent: how many, and how often each was right before. Does not save."""
    each = [min(HEAVIEST, max(LIGHTEST, weight)) for weight in weights]
    plain, weighted = _reach(len(each)), _reach(sum(each))
    accuracy = max(-MOST_ACCURACY, min(MOST_ACCURACY, round(weighted - plain)))
    case.weights = _with(case.weights, reach=min(MOST_REACH, round(plain)), accuracy=accuracy)
    order(case)


def weigh_one(case: Case, name: str, points: int) -> None:
    """Sets one weight by its name (`late`, `slowed`). Does not save."""
    case.weights = _with(case.weights, **{name: points})
    order(case)


def order(case: Case) -> None:
    """Works out `priority` and `rank` from the weights and the promise."""
    case.priority = max(-100, min(MOST, sum(case.weights.values())))
    case.rank = rank(case.priority, case.promised_at, case.danger)


def rank(points: int, promised_at: datetime, danger: bool) -> int:
    """The place in the order, larger first."""
    return danger * DANGER_RANK + points * MINUTES_A_POINT - int(promised_at.timestamp() // 60)


def waiting(promised_at: datetime, now: datetime) -> int:
    """The points that time has brought a case: 36 at its promise, 0 three days before."""
    return 36 - round((promised_at - now).total_seconds() / 60 / MINUTES_A_POINT)


def _reach(people: float) -> float:
    return REACH * log2(1 + people) - REACH if people > 0 else 0.0


def _with(weights: dict[str, int], **more: int) -> dict[str, int]:
    return {name: n for name, n in {**weights, **more}.items() if n}
