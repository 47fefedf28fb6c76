"""One pass over labelled texts."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from linli.evaluation import Confusion, Labelled, curves, evaluate
from linli.vocabulary import Action, Assessment, Category, Item

ROWS = [
    Labelled("坏", True, "a"),
    Labelled("坏广告", True, "b"),
    Labelled("好", True, "a"),
    Labelled("广告", False, "b"),
    Labelled("好", False, "a"),
]


def judge(items: Sequence[Item]) -> list[Assessment]:
    verdicts = []
    for item in items:
        pairs = (("坏", Category.ABUSE), ("广告", Category.SPAM))
        fired = tuple(category for word, category in pairs if word in item.text)
        verdicts.append(Assessment(Action.HOLD if fired else Action.ALLOW, fired, (), (), "t@1", absent=("model",)))
    return verdicts


def test_any_category_counts_unless_some_are_named() -> None:
    assert evaluate(ROWS, judge).counts == Confusion(tp=2, fp=1, fn=1, tn=1)
    assert evaluate(ROWS, judge, frozenset({Category.ABUSE})).counts == Confusion(tp=2, fp=0, fn=1, tn=2)
    assert evaluate(ROWS, judge, frozenset({Category.HATE})).counts == Confusion(tp=0, fp=0, fn=3, tn=2)


def test_groups_categories_and_absent_detectors_are_reported() -> None:
    report = evaluate(iter(ROWS * 700), judge)
    assert report.groups == {"a": Confusion(700, 0, 700, 700), "b": Confusion(700, 700, 0, 0)}
    assert report.fired == {"abuse": 1400, "spam": 1400}
    assert report.absent == ("model",)


def test_the_report_is_plain_json() -> None:
    shown = evaluate(ROWS, judge).to_dict()
    assert json.loads(json.dumps(shown)) == shown
    assert shown["rows"] == 5
    assert shown["confusion"] == {"tp": 2, "fp": 1, "fn": 1, "tn": 1}
    assert shown["groups"]["a"]["confusion"]["fn"] == 1


def test_several_groups_and_the_harms_of_a_row() -> None:
    rows = [
        Labelled("坏", True, groups=("方式=谐音", "立场=攻击"), labels=frozenset({Category.ABUSE})),
        Labelled("好", True, groups=("方式=谐音",), labels=frozenset({Category.ABUSE})),
        Labelled("坏广告", False, groups=("立场=转述",), labels=frozenset()),
        Labelled("广告", True),
    ]
    report = evaluate(rows, judge)
    assert report.groups["方式=谐音"] == Confusion(tp=1, fp=0, fn=1, tn=0)
    assert report.groups["立场=转述"] == Confusion(tp=0, fp=1, fn=0, tn=0)
    assert report.harms == {"abuse": Confusion(tp=1, fp=1, fn=1, tn=0)}
    assert report.to_dict()["harms"]["abuse"]["recall"] == 0.5


def test_the_pictures_show_what_the_scores_say() -> None:
    truth = np.array([True, True, False, False])
    drawn = curves.thresholds(np.array([0.9, 0.3, 0.2, 0.0]), truth)
    assert drawn.count("<polyline") == 3
    assert drawn.startswith("<svg")
    assert curves.reliability(np.array([0.9, 0.9, 0.1, 0.1]), truth).count("<circle") == 2
    assert curves.thresholds(np.zeros(0), np.zeros(0, np.bool_)).startswith("<svg")


def test_no_rows_make_an_empty_report() -> None:
    shown = evaluate([], judge).to_dict()
    assert (shown["rows"], shown["accuracy"], shown["groups"]) == (0, None, {})
