"""The arithmetic of standing, in public: every number here can be read at `/standing/criteria/`.

Strikes: each decision of a person that stands, by the ladder of the policy, the strongest one an item; they expire.
Grade: 100 points, less ten a strike and plus three for each thing put right (at most five count), both fading by
half in 90 days. Accuracy: how far reports proved right, fading alike; it is bounded and a beginner stands at 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.policy.ladder import Ladder, Step

HALF_LIFE = timedelta(days=90)
PER_STRIKE, PER_CORRECTION, MOST_CORRECTIONS = 10, 3, 5
GRADES = (("A", 90), ("B", 75), ("C", 60), ("D", 0))
BEGINNER = 4.0


@dataclass(frozen=True, slots=True)
class Strike:
    """One decision that counts. `expires_at` is when it no longer does."""

    decision: str
    item: str
    action: str
    weight: int
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Strikes:
    """What counts now, the step of the ladder that it reaches, and the next."""

    total: int
    each: tuple[Strike, ...]
    step: Step | None
    next_step: Step | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one report ended: `right` where it was upheld and stands."""

    at: datetime
    right: bool


def strikes(found: Iterable[Strike], ladder: Ladder, now: datetime) -> Strikes:
    """Those that count now: of an item only the heaviest."""
    heaviest: dict[str, Strike] = {}
    for one in found:
        key = one.item or one.decision
        if one.weight and one.at <= now < one.expires_at and one.weight > _weight(heaviest.get(key)):
            heaviest[key] = one
    each = tuple(sorted(heaviest.values(), key=lambda one: one.at))
    total = sum(one.weight for one in each)
    return Strikes(total, each, ladder.step(total), ladder.next_step(total))


def points(counted: Iterable[Strike], corrections: Iterable[datetime], now: datetime) -> int:
    """The points of an account's grade, 0 to 100."""
    lost = sum(PER_STRIKE * one.weight * fade(one.at, now) for one in counted)
    fresh = sorted((fade(at, now) for at in corrections), reverse=True)[:MOST_CORRECTIONS]
    return max(0, min(100, round(100 - lost + PER_CORRECTION * sum(fresh))))


def grade(found: int) -> str:
    """The letter of so many points."""
    return next(letter for letter, least in GRADES if found >= least)


def accuracy(outcomes: Iterable[Outcome], now: datetime) -> float:
    """0.5 to 1.5; 1 for one whose reports have not been answered yet."""
    weighed = [(fade(one.at, now), 1 if one.right else -1) for one in outcomes if one.at <= now]
    total = sum(weight for weight, _ in weighed)
    return 1 + 0.5 * sum(weight * sign for weight, sign in weighed) / (total + BEGINNER)


def fade(at: datetime, now: datetime) -> float:
    """What is left of something so old: half after 90 days; never more than 1."""
    return float(0.5 ** max(0.0, (now - at) / HALF_LIFE))


def _weight(one: Strike | None) -> int:
    return one.weight if one else 0
