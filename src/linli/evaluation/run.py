"""One pass over labelled texts: assess in batches, compare with the label, and say how good and how bad it is."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from linli.evaluation.metrics import Confusion, confusion, figures, intervals
from linli.vocabulary import Assessment, Category, Item

BATCH = 1000

Assess = Callable[[Sequence[Item]], list[Assessment]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, whether its label is the positive one, and the group that it is reported under."""

    text: str
    positive: bool
    group: str = ""


@dataclass(slots=True)
class Report:
    """What an evaluation found; `fired` counts categories over all rows, `seconds` is the time spent assessing."""

    counts: Confusion
    groups: dict[str, Confusion] = field(default_factory=dict)
    fired: dict[str, int] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "rows": self.counts.total,
            **figures(self.counts),
            "confusion": self.counts._asdict(),
            "intervals": intervals(self.counts),
            "groups": {name: _group(counts) for name, counts in sorted(self.groups.items())},
            "categories": dict(sorted(self.fired.items())),
            "absent": list(self.absent),
            "seconds": round(self.seconds, 3),
        }


def _group(counts: Confusion) -> dict[str, Any]:
    return {"rows": counts.total, **figures(counts), "confusion": counts._asdict(), "intervals": intervals(counts)}


def evaluate(rows: Iterable[Labelled], assess: Assess, categories: frozenset[Category] = frozenset()) -> Report:
    """Assess every row; a row is found positive when one of `categories` fired (any, where the set is empty)."""
    truth: list[bool] = []
    found: list[bool] = []
    groups: list[str] = []
    fired: Counter[str] = Counter()
    absent: dict[str, None] = {}
    seconds = 0.0
    for batch in _batches(rows):
        begun = time.perf_counter()
        verdicts = assess([Item(row.text) for row in batch])
        seconds += time.perf_counter() - begun
        truth += [row.positive for row in batch]
        groups += [row.group for row in batch]
        found += [_is_positive(verdict, categories) for verdict in verdicts]
        fired.update(c.value for verdict in verdicts for c in verdict.categories)
        absent.update(dict.fromkeys(name for verdict in verdicts for name in verdict.absent))
    counts, by_group = _counted(truth, found, groups)
    return Report(counts, by_group, dict(fired), tuple(absent), seconds)


def _batches(rows: Iterable[Labelled]) -> Iterator[list[Labelled]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _is_positive(verdict: Assessment, categories: frozenset[Category]) -> bool:
    return bool(categories.intersection(verdict.categories) if categories else verdict.categories)


def _counted(truth: list[bool], found: list[bool], groups: list[str]) -> tuple[Confusion, dict[str, Confusion]]:
    labels, answers, names = np.asarray(truth, np.bool_), np.asarray(found, np.bool_), np.asarray(groups, np.str_)
    by_group = {str(g): confusion(labels[names == g], answers[names == g]) for g in np.unique(names) if g}
    return confusion(labels, answers), by_group
