"""One pass over labelled texts: assess in batches, compare with the label, and say how good and how bad it is."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.evaluation.metrics import Confusion, confusion, figures, intervals
from linli.vocabulary import Assessment, Category, Item

BATCH = 1000

Flags = NDArray[np.bool_]
Assess = Callable[[Sequence[Item]], list[Assessment]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, whether its label is the positive one, the groups it is reported under, its harms where told."""

    text: str
    positive: bool
    group: str = ""
    groups: tuple[str, ...] = ()
    labels: frozenset[Category] | None = None


@dataclass(slots=True)
class Report:
    """What an evaluation found.

    `fired` counts categories over all rows, `harms` are the counts of each harm over the rows whose harms are told,
    `scores` and `truth` go row by row (the highest score of a signal that counts, 0 where none), `seconds` is the
    time spent assessing.
    """

    counts: Confusion
    groups: dict[str, Confusion] = field(default_factory=dict)
    fired: dict[str, int] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    seconds: float = 0.0
    harms: dict[str, Confusion] = field(default_factory=dict)
    scores: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    truth: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "rows": self.counts.total,
            **figures(self.counts),
            "confusion": self.counts._asdict(),
            "intervals": intervals(self.counts),
            "groups": {name: _group(counts) for name, counts in sorted(self.groups.items())},
            "categories": dict(sorted(self.fired.items())),
            "harms": {name: _group(counts) for name, counts in sorted(self.harms.items())},
            "absent": list(self.absent),
            "seconds": round(self.seconds, 3),
        }


def _group(counts: Confusion) -> dict[str, Any]:
    return {"rows": counts.total, **figures(counts), "confusion": counts._asdict(), "intervals": intervals(counts)}


def evaluate(rows: Iterable[Labelled], assess: Assess, categories: frozenset[Category] = frozenset()) -> Report:
    """Assess every row; a row is found positive when one of `categories` fired (any, where the set is empty)."""
    kept: list[tuple[Labelled, frozenset[Category]]] = []
    found: list[bool] = []
    scores: list[float] = []
    absent: dict[str, None] = {}
    seconds = 0.0
    for batch in _batches(rows):
        begun = time.perf_counter()
        verdicts = assess([Item(row.text) for row in batch])
        seconds += time.perf_counter() - begun
        kept += [(replace(row, text=""), frozenset(v.categories)) for row, v in zip(batch, verdicts, strict=True)]
        found += [_is_positive(verdict, categories) for verdict in verdicts]
        scores += [_score(verdict, categories) for verdict in verdicts]
        absent.update(dict.fromkeys(name for verdict in verdicts for name in verdict.absent))
    truth, answers = np.array([row.positive for row, _ in kept], np.bool_), np.array(found, np.bool_)
    fired = Counter(category.value for _, said in kept for category in said)
    return Report(
        confusion(truth, answers), _by_group([row for row, _ in kept], truth, answers), dict(fired), tuple(absent),
        seconds, _by_harm(kept), np.array(scores, np.float64), truth,
    )  # fmt: skip


def _batches(rows: Iterable[Labelled]) -> Iterator[list[Labelled]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _is_positive(verdict: Assessment, categories: frozenset[Category]) -> bool:
    return bool(categories.intersection(verdict.categories) if categories else verdict.categories)


def _score(verdict: Assessment, categories: frozenset[Category]) -> float:
    return max((s.score for s in verdict.signals if not categories or s.category in categories), default=0.0)


def _by_group(rows: list[Labelled], truth: Flags, answers: Flags) -> dict[str, Confusion]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        for name in dict.fromkeys((row.group, *row.groups)):
            places[name].append(i)
    return {name: confusion(truth[at], answers[at]) for name, at in places.items() if name}


def _by_harm(kept: list[tuple[Labelled, frozenset[Category]]]) -> dict[str, Confusion]:
    told = [(row.labels, said) for row, said in kept if row.labels is not None]
    seen = frozenset[Category]().union(*(labels for labels, _ in told))
    return {
        harm.value: confusion(
            np.array([harm in labels for labels, _ in told]), np.array([harm in said for _, said in told])
        )
        for harm in seen
    }
