"""Runs the pile-on detector over simulated days: what was found, how late, and what was raised without cause."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linli import assess_many
from linli.detectors.pile_on import Finding, Incoming, Limits, hurt, watch_all
from tests.library.pile_on.days import Day

PROMISED = 300.0
SCORES: dict[str, float] = {}  # many days say the same sentences


@dataclass(frozen=True, slots=True)
class Outcome:
    """One day. `delay` in seconds after the tenth hostile item (negative: earlier), None where it was missed."""

    day: Day
    delay: float | None
    false_alarms: int
    finding: Finding | None


def outcome(day: Day, limits: Limits) -> Outcome:
    """What the detector makes of one day; a finding before the first hostile item is a false alarm."""
    found = list(watch_all(incoming(day), limits))
    if day.begins_at is None or day.holds_at is None:
        return Outcome(day, None, len(found), found[0] if found else None)
    right = [f for f in found if f.at >= day.begins_at]
    return Outcome(
        day, right[0].at - day.holds_at if right else None, len(found) - len(right), right[0] if right else None
    )


def incoming(day: Day) -> Iterator[Incoming]:
    """The day's events with the shipped library's own reading of every sentence."""
    new = list(dict.fromkeys(e.text for e in day.events if e.text not in SCORES))
    SCORES.update(zip(new, map(hurt, assess_many(new)), strict=True))
    for event in day.events:
        yield Incoming(event.at, event.author, event.text, SCORES[event.text], not event.near, event.age_days)


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
