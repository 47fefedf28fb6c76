"""Figures of a two-class test, from its four counts alone, with percentile bootstrap intervals.

Resampling rows of a two-class test is drawing the four counts from a multinomial, so ten thousand draws cost
milliseconds and nothing but the counts is needed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

FIGURES = ("accuracy", "macro_f1", "positive_f1", "precision", "recall", "false_alarm_rate")
DRAWS = 10_000
SEED = 20_260_101


class Confusion(NamedTuple):
    """True positives, false positives, false negatives, true negatives."""

    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self)


def confusion(truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> Confusion:
    """The four counts of two aligned arrays."""
    pairs = np.bincount(truth * 2 + found, minlength=4)
    return Confusion(tp=int(pairs[3]), fp=int(pairs[1]), fn=int(pairs[2]), tn=int(pairs[0]))


def figures(counts: Confusion) -> dict[str, float | None]:
    """Accuracy, macro-F1, positive F1, precision, recall, false-alarm rate; None where no row could tell."""
    values = _figures(np.asarray([counts], dtype=np.float64))
    return {name: _plain(values[name][0]) for name in FIGURES}


def intervals(counts: Confusion, draws: int = DRAWS, seed: int = SEED) -> dict[str, list[float] | None]:
    """The 95% bootstrap interval `[low, high]` of each figure; None where a figure isn't defined."""
    if not counts.total:
        return dict.fromkeys(FIGURES)
    shares = np.asarray(counts, dtype=np.float64) / counts.total
    drawn = np.random.default_rng(seed).multinomial(counts.total, shares, size=draws).astype(np.float64)
    return {name: _interval(values) for name, values in _figures(drawn).items()}


def _figures(counts: Counts) -> dict[str, Counts]:
    tp, fp, fn, tn = counts.T
    positive, negative = _share(2 * tp, 2 * tp + fp + fn), _share(2 * tn, 2 * tn + fp + fn)
    return {
        "accuracy": _share(tp + tn, counts.sum(axis=1)),
        "macro_f1": (positive + negative) / 2,
        "positive_f1": positive,
        "precision": _share(tp, tp + fp),
        "recall": _share(tp, tp + fn),
        "false_alarm_rate": _share(fp, fp + tn),
    }


def _share(part: Counts, whole: Counts) -> Counts:
    shares: Counts = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return shares


def _interval(values: Counts) -> list[float] | None:
    kept = values[~np.isnan(values)]
    return [round(float(v), 4) for v in np.percentile(kept, (2.5, 97.5))] if len(kept) else None


def _plain(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
