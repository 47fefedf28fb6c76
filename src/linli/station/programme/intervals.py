"""A number with the interval in which the true value lies nineteen times out of twenty; none from fewer than five."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev

FEW, Z = 5, 1.959964


@dataclass(frozen=True, slots=True)
class Value:
    """A number; `low` and `high` where it stands for more than it counts."""

    number: float
    low: float | None = None
    high: float | None = None


def share_of(part: int, whole: int) -> Value | None:
    """A share in percent with Wilson's interval."""
    if whole < FEW:
        return None
    low, high = wilson(part, whole)
    return Value(round(100 * part / whole), round(100 * low), round(100 * high))


def median_of(values: Sequence[float]) -> Value | None:
    """A median with the interval between two of the values, whatever their distribution."""
    if len(values) < FEW:
        return None
    ordered, count = sorted(values), len(values)
    half = Z * math.sqrt(count) / 2
    low, high = max(0, math.floor(count / 2 - half)), min(count - 1, math.ceil(count / 2 + half))
    return Value(round(median(ordered), 1), round(ordered[low], 1), round(ordered[high], 1))


def mean_of(values: Sequence[float]) -> Value | None:
    """A mean with the normal interval."""
    if len(values) < FEW:
        return None
    middle, half = fmean(values), Z * stdev(values) / math.sqrt(len(values))
    return Value(round(middle, 1), round(middle - half, 1), round(middle + half, 1))


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval for a share, as parts of one."""
    share, square = part / whole, Z * Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(part: int, whole: int, other_part: int, other_whole: int) -> tuple[float, float, float]:
    """The difference of two shares in points of a hundred, with Newcombe's interval."""
    one, two = part / whole, other_part / other_whole
    (low1, high1), (low2, high2) = wilson(part, whole), wilson(other_part, other_whole)
    below = math.sqrt((one - low1) ** 2 + (high2 - two) ** 2)
    above = math.sqrt((high1 - one) ** 2 + (two - low2) ** 2)
    return 100 * (one - two), 100 * (one - two - below), 100 * (one - two + above)
