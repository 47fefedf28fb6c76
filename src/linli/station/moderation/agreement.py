"""The arithmetic of reviewing quality: intervals, agreement, drift. No database here.

Agreement is Krippendorff's alpha for nominal verdicts (K. Krippendorff, Content Analysis, 2004, chapter 11) by the
package `krippendorff`; its interval is a bootstrap over what was judged, with a fixed seed. Shares carry Wilson's
interval (E. B. Wilson, 1927) of 95 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from linli.lazy import load

Z = 1.959964
ROUNDS, SEED, FEWEST = 200, 20260101, 5


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total` with the bounds of Wilson's interval, 0 to 1; all of it open where nothing was counted."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share itself."""
        return self.hits / self.total if self.total else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Where the true share lies, at 95 %."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.hits / self.total
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha (1: all agree, 0: as by chance) over `units` with the bounds of its interval; None where too little."""

    alpha: float | None
    low: float | None
    high: float | None
    units: int


def agreement(units: Sequence[Sequence[str]]) -> Agreement:
    """Over units, each the verdicts of different people on one thing; those with fewer than two say nothing."""
    told = [list(unit) for unit in units if len(unit) >= 2]
    if len(told) < FEWEST:
        return Agreement(None, None, None, len(told))
    names = sorted({said for unit in told for said in unit})
    if len(names) < 2:
        return Agreement(1.0, 1.0, 1.0, len(told))
    numpy = load("numpy")
    counts = numpy.array([[unit.count(name) for name in names] for unit in told])
    random = numpy.random.default_rng(SEED)
    draws = [_alpha(counts[random.integers(0, len(counts), len(counts))]) for _ in range(ROUNDS)]
    known = sorted(one for one in draws if one is not None)
    low, high = (known[int(0.025 * len(known))], known[int(0.975 * len(known)) - 1]) if known else (None, None)
    return Agreement(_alpha(counts), low, high, len(told))


def drifted(before: Share, after: Share) -> bool:
    """Whether two shares differ beyond chance: their intervals do not touch."""
    return before.bounds[1] < after.bounds[0] or after.bounds[1] < before.bounds[0]


def by_key(units: Mapping[str, list[list[str]]]) -> dict[str, Agreement]:
    """Agreement for each key."""
    return {key: agreement(found) for key, found in sorted(units.items())}


def _alpha(counts: object) -> float | None:
    numpy = load("numpy")
    array = numpy.asarray(counts)
    if (array.sum(axis=0) > 0).sum() < 2:
        return 1.0
    found = load("krippendorff", "station").alpha(value_counts=array, level_of_measurement="nominal")
    return float(found)
