"""Runs the pile-on detector over simulated days: what was found, how late, and what was raised without cause."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linli import assess_many
from linli.detectors.pile_on import Finding, Incoming, Limits, aimed, watch_all
from linli.detectors.pile_on_wording import core
from tests.library.pile_on.days import Day

PROMISED = 300.0
SCORES: dict[str, tuple[float, bool]] = {}  # many days say the same sentences


@dataclass(frozen=True, slots=True)
class Model:
    """Another model than the shipped one: it misreads such a share of wordings, and misses such a share."""

    seed: int = 0
    misreads: float = 0.0
    misses: float = 0.0

    def says(self, text: str) -> tuple[float, bool]:
        """What it makes of a text, always the same for the same wording."""
        score, alone = SCORES[text]
        chance = random.Random(f"{self.seed}/{core(text)}").random()
        if alone and score and chance < self.misses:
            return 0.0, True
        return (0.95, True) if not score and chance > 1 - self.misreads else (score, alone)


SHIPPED = Model()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One day. `delay` in seconds after the tenth hostile item (negative: earlier), None where it was missed."""

    day: Day
    delay: float | None
    false_alarms: int
    finding: Finding | None


def outcome(day: Day, limits: Limits, model: Model = SHIPPED) -> Outcome:
    """What the detector makes of one day; a finding before the first hostile item is a false alarm."""
    found = list(watch_all(incoming(day, model), limits))
    if day.begins_at is None or day.holds_at is None:
        return Outcome(day, None, len(found), found[0] if found else None)
    right = [f for f in found if f.at >= day.begins_at]
    return Outcome(
        day, right[0].at - day.holds_at if right else None, len(found) - len(right), right[0] if right else None
    )


def incoming(day: Day, model: Model) -> Iterator[Incoming]:
    """The day's events with the shipped library's own reading of every sentence, or what another would say."""
    new = list(dict.fromkeys(e.text for e in day.events if e.text not in SCORES))
    SCORES.update(zip(new, (aimed(found.signals) for found in assess_many(new)), strict=True))
    for event in day.events:
        abuse, alone = model.says(event.text)
        yield Incoming(event.at, event.author, event.text, abuse, not event.near, event.age_days, alone)


def table(outcomes: Iterable[Outcome]) -> str:
    """The figures by kind, as Markdown."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        kinds[one.day.kind].append(one)
    rows = ["| kind | days | within 5 min | missed | median delay, s | false alarms |", "|---|---|---|---|---|---|"]
    for kind, ones in kinds.items():
        attack = ones[0].day.holds_at is not None
        delays = [o.delay for o in ones if o.delay is not None]
        soon = sum(d <= PROMISED for d in delays)
        median = f"{statistics.median(delays):.0f}" if delays else "–"
        wrong = sum(o.false_alarms for o in ones)
        rows.append(
            f"| {kind} | {len(ones)} | {soon if attack else '–'} | {len(ones) - len(delays) if attack else '–'} "
            f"| {median} | {wrong} |"
        )
    return "\n".join(rows)
