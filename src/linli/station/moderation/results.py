"""What a trial found, as its page shows it: figures, whom it touches, samples, and the reviewers' time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.policy.backtest import Count, Sample, Tally
from linli.station.moderation import rulebook
from linli.station.moderation.models import Item, Trial
from linli.station.people.actors import Actor
from linli.vocabulary import CATEGORY_NAMES, Category, Text

MINUTES = 3  # a case, for the estimate; the page says so
SHOWN = 10
GROUPS = 12
HEADINGS: tuple[tuple[str, Text], ...] = (
    ("newly", Text("新被限制的", "Newly limited")),
    ("freed", Text("放开的", "Freed")),
    ("again", Text("人已推翻、它会再犯的", "Overturned by people, and it would repeat them")),
    ("lost", Text("人已认定、它会漏掉的", "Upheld by people, and it would miss them")),
    ("harder", Text("处置更重的", "Treated harder")),
    ("milder", Text("处置更轻的", "Treated milder")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A sample with its words; `private`: a message, whose words are not shown; `gone`: it is no longer stored."""

    sample: Sample
    text: str
    spans: tuple[tuple[int, int], ...]
    private: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what, how many were seen in it, newly limited, freed."""

    name: Text
    count: Count


@dataclass(frozen=True, slots=True)
class Results:
    """The tally of a trial for its page. `more_a_day` is in cases, `minutes_a_day` in reviewers' time."""

    tally: Tally
    percent: int
    days: float
    more: int
    more_a_day: float
    minutes_a_day: float
    categories: tuple[Row, ...]
    rules: tuple[Row, ...]
    groups: tuple[Row, ...]
    samples: tuple[tuple[Text, str, tuple[Shown, ...]], ...]
    speed: int


def results(actor: Actor, trial: Trial) -> Results:
    """The figures of a trial so far, with samples that this actor may see."""
    tally = Tally.from_dict(trial.tally)
    more, days = tally.held_after - tally.held_before, _days(trial)
    names = {c.value: CATEGORY_NAMES[c] for c in Category}
    touched = {k: v for k, v in tally.groups.items() if v.newly or v.freed}
    return Results(
        tally=tally,
        percent=round(100 * trial.done / trial.total) if trial.total else 0,
        days=days,
        more=more,
        more_a_day=more / days,
        minutes_a_day=MINUTES * more / days,
        categories=_rows({names[key]: count for key, count in tally.categories.items()}),
        rules=_rows({Text(key, key): count for key, count in tally.rules.items()}),
        groups=_rows({Text(key, key): count for key, count in touched.items()})[:GROUPS],
        samples=_samples(actor, tally),
        speed=round(trial.done / trial.seconds) if trial.seconds else 0,
    )


def _days(trial: Trial) -> float:
    newest, oldest = trial.tally.get("newest"), trial.tally.get("oldest")
    if not newest or not oldest:
        return 1.0
    span = datetime.fromisoformat(newest) - datetime.fromisoformat(oldest)
    return max(span.total_seconds() / 86_400, 1.0)


def _rows(counts: dict[Text, Count]) -> tuple[Row, ...]:
    rows = [Row(name, count) for name, count in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.count.newly - row.count.freed, row.name)))


def _samples(actor: Actor, tally: Tally) -> tuple[tuple[Text, str, tuple[Shown, ...]], ...]:
    drawn = {kind: tally.samples.get(kind, [])[:SHOWN] for kind, _ in HEADINGS}
    items = rulebook.sample_items(actor=actor, keys=[s.key for found in drawn.values() for s in found])
    return tuple(
        (title, kind, tuple(_shown(sample, items.get(sample.key)) for sample in drawn[kind]))
        for kind, title in HEADINGS
        if drawn[kind]
    )


def _shown(sample: Sample, item: Item | None) -> Shown:
    if item is None:
        return Shown(sample, "", (), private=False, gone=True)
    text = rulebook.shown_text(item)
    return Shown(sample, text, _spans(item) if text else (), private=not text, gone=False)


def _spans(item: Item) -> tuple[tuple[int, int], ...]:
    signals: Sequence[dict[str, list[list[int]]]] = item.assessment.get("signals", [])
    return tuple((span[0], span[1]) for signal in signals for span in signal.get("spans", []))
