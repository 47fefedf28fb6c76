"""Figures and intervals, against counts worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from linli.evaluation.metrics import Confusion, confusion, figures, intervals


def test_figures_of_a_small_table_worked_out_by_hand() -> None:
    found = figures(Confusion(tp=6, fp=2, fn=4, tn=8))
    assert found == {
        "accuracy": 0.7,
        "macro_f1": pytest.approx((12 / 18 + 16 / 22) / 2, abs=1e-6),
        "positive_f1": pytest.approx(12 / 18, abs=1e-6),
        "precision": 0.75,
        "recall": 0.6,
        "false_alarm_rate": 0.2,
    }


def test_counts_come_from_the_pairs() -> None:
    truth = np.array([1, 1, 1, 0, 0, 1], np.bool_)
    found = np.array([1, 0, 1, 1, 0, 1], np.bool_)
    assert confusion(truth, found) == Confusion(tp=3, fp=1, fn=1, tn=1)


def test_what_no_row_can_tell_is_none_and_not_zero() -> None:
    only_harmless = figures(Confusion(tp=0, fp=1, fn=0, tn=9))
    assert only_harmless["recall"] is None
    assert only_harmless["false_alarm_rate"] == 0.1
    assert figures(Confusion(0, 0, 0, 0))["accuracy"] is None
    assert intervals(Confusion(0, 0, 0, 0))["accuracy"] is None
    assert intervals(Confusion(0, 1, 0, 9))["recall"] is None


def test_intervals_hold_the_figure_are_repeatable_and_shrink_with_more_rows() -> None:
    few, many = Confusion(60, 20, 40, 80), Confusion(6000, 2000, 4000, 8000)
    assert intervals(few) == intervals(few)
    for name, value in figures(few).items():
        low, high = intervals(few)[name] or (2.0, -1.0)
        assert value is not None
        assert low < value < high
        wide, narrow = high - low, np.ptp(intervals(many)[name] or (0.0, 9.0))
        assert narrow < wide / 5


def test_the_interval_is_the_one_of_resampled_rows() -> None:
    counts = Confusion(30, 10, 20, 40)
    rows = np.repeat([0, 1, 2, 3], counts)
    rng = np.random.default_rng(5)
    drawn = [np.bincount(rng.choice(rows, len(rows)), minlength=4) for _ in range(3000)]
    resampled = [(d[0] + d[3]) / len(rows) for d in drawn]
    assert intervals(counts)["accuracy"] == pytest.approx(np.percentile(resampled, (2.5, 97.5)), abs=0.012)
