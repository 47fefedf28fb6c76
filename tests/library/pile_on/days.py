"""Simulated days of one person: five kinds of pile-on, four of ordinary popularity. Fixed before the detector.

A day follows fourteen quiet days of the same person. There are three parts, each with wording and numbers of its own:
part 0 is for building; part 1 was unseen until it was looked at once (its first figures are in
docs/explanation/pile-ons.md); part 2 was written after that, before what the first look had shown was mended, and was
looked at once too. The sentences are in `words`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.library.pile_on.words import (
    CONGRATULATIONS,
    GIVEAWAY,
    HEADS,
    HOSTILE,
    KIND,
    NEWS,
    ONLOOKERS,
    RECIPE,
    RUDE,
    TAILS,
)

DAY = 86_400.0
QUIET_DAYS = 14
TAKES_HOLD = 10
ATTACK_SEEDS, POPULAR_SEEDS = 20, 25


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that reaches the person. `at` is in seconds from the first quiet day; `hostile` is the truth."""

    at: float
    author: str
    text: str
    age_days: int
    near: bool
    hostile: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A person's fifteen days. `holds_at`: when the tenth hostile item of an attack came; None for a popular day."""

    kind: str
    seed: int
    events: tuple[Event, ...]
    begins_at: float | None
    holds_at: float | None


class _Maker:
    """Everything random about one day. `part` says it chooses the wording."""

    def __init__(self, kind: str, seed: int, part: int) -> None:
        self.dice = random.Random(f"{kind}/{seed}/pile-on-1")
        self.part = part
        self.start = QUIET_DAYS * DAY
        self.daily = self.dice.choice((2.0, 4.0, 12.0, 30.0, 90.0, 200.0))
        self.friends = [f"friend{n}" for n in range(self.dice.randint(6, 40))]
        self.strange = self.dice.uniform(0.05, 0.6)
        self.made = 0

    def words(self, lists: tuple[tuple[str, ...], ...]) -> str:
        """A sentence with a head and a tail of chance."""
        return (
            self.dice.choice(HEADS[self.part])
            + self.dice.choice(lists[self.part])
            + self.dice.choice(TAILS[self.part])
        )

    def stranger(self) -> str:
        """Somebody new."""
        self.made += 1
        return f"stranger{self.made}"

    def hour(self) -> float:
        """A second of the day, as people are awake."""
        return min(max(self.dice.gauss(15.5, 4.0), 0.2), 23.8) * 3600

    def quiet(self) -> Iterator[Event]:
        """Fourteen ordinary days and the ordinary part of the fifteenth."""
        for day in range(QUIET_DAYS + 1):
            for _ in range(_poisson(self.dice, self.daily)):
                new = self.dice.random() < self.strange
                rude = self.dice.random() < 0.012
                text = self.words(RUDE if rude else KIND)
                who = self.stranger() if new else self.dice.choice(self.friends)
                yield Event(day * DAY + self.hour(), who, text, self.dice.randint(60, 2000), not new)

    def copies(self, base: str) -> str:
        """The same text as people paste it: with small changes."""
        text = base
        if self.dice.random() < 0.4:
            at = self.dice.randrange(len(text))
            text = text[:at] + self.dice.choice("·*_. ") + text[at:]
        return text + self.dice.choice(TAILS[self.part])


def _poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, dice.expovariate(1)
    while left < mean:
        count, left = count + 1, left + dice.expovariate(1)
    return count


def _brigade(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(9, 20) * 3600, m.dice.uniform(10, 90) * 60
    for _ in range(m.dice.randint(40, 150)):
        bad = m.dice.random() < 0.75
        at = begin + m.dice.betavariate(1.5, 3) * spread
        yield Event(at, m.stranger(), m.words(HOSTILE if bad else ONLOOKERS), m.dice.randint(5, 1500), False, bad)


def _copy_paste(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(9, 20) * 3600, m.dice.uniform(20, 60) * 60
    bases = [
        m.dice.choice(HOSTILE[m.part]) + "，" + m.dice.choice(HOSTILE[m.part]) for _ in range(m.dice.randint(1, 3))
    ]
    for _ in range(m.dice.randint(25, 80)):
        at = begin + m.dice.random() * spread
        yield Event(at, m.stranger(), m.copies(m.dice.choice(bases)), m.dice.randint(2, 900), False, True)


def _drip(m: _Maker) -> Iterator[Event]:
    at, gap = m.start + m.dice.uniform(1, 4) * 3600, m.dice.uniform(6, 25) * 60
    for _ in range(m.dice.randint(30, 60)):
        yield Event(at, m.stranger(), m.words(HOSTILE), m.dice.randint(5, 1200), False, True)
        at += m.dice.expovariate(1 / gap)


def _puppets(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(8, 19) * 3600, m.dice.uniform(60, 180) * 60
    for _ in range(m.dice.randint(5, 15)):
        name, age = m.stranger(), m.dice.randint(0, 5)
        for _ in range(m.dice.randint(5, 12)):
            yield Event(begin + m.dice.random() * spread, name, m.words(HOSTILE), age, False, True)


def _mixed(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(8, 18) * 3600, m.dice.uniform(60, 240) * 60
    ordinary = m.dice.choice((RECIPE, NEWS, KIND))
    for _ in range(m.dice.randint(100, 400)):
        at = begin + m.dice.random() * spread
        yield Event(at, m.stranger(), m.words(ordinary), m.dice.randint(10, 2000), False)
    late = begin + spread * m.dice.uniform(0.1, 0.5)
    for _ in range(m.dice.randint(40, 120)):
        at = late + m.dice.random() * (begin + spread - late)
        yield Event(at, m.stranger(), m.words(HOSTILE), m.dice.randint(5, 1500), False, True)


def _crowd(
    m: _Maker, lists: tuple[tuple[str, ...], ...], count: int, near: float, rude: float, young: float = 0.05
) -> Iterator[Event]:
    begin = m.start + m.dice.uniform(7, 12) * 3600
    for _ in range(count):
        known = m.dice.random() < near
        who = m.dice.choice(m.friends) if known else m.stranger()
        text = m.words(RUDE if m.dice.random() < rude else lists)
        age = m.dice.randint(0, 6) if m.dice.random() < young else m.dice.randint(20, 2000)
        yield Event(begin + m.dice.betavariate(1.3, 2.5) * 11.5 * 3600, who, text, age, known)


def _recipe(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, RECIPE, m.dice.randint(150, 800), 0.05, m.dice.uniform(0, 0.01))


def _exam(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, CONGRATULATIONS, m.dice.randint(60, 300), 0.5, m.dice.uniform(0, 0.02))


def _news(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, NEWS, m.dice.randint(200, 1000), 0.03, m.dice.uniform(0.03, 0.08))


def _giveaway(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, GIVEAWAY, m.dice.randint(150, 500), 0.05, m.dice.uniform(0, 0.02), young=0.3)


ATTACKS: dict[str, Callable[[_Maker], Iterator[Event]]] = {
    "brigade": _brigade,
    "copy-paste": _copy_paste,
    "drip": _drip,
    "puppets": _puppets,
    "mixed": _mixed,
}
POPULAR: dict[str, Callable[[_Maker], Iterator[Event]]] = {
    "recipe": _recipe,
    "exam": _exam,
    "news": _news,
    "giveaway": _giveaway,
}


def day(kind: str, seed: int) -> Day:
    """One simulated person's fifteen days, always the same for a kind and a seed."""
    attack = kind in ATTACKS
    maker = _Maker(kind, seed, seed // (ATTACK_SEEDS if attack else POPULAR_SEEDS))
    special = list((ATTACKS if attack else POPULAR)[kind](maker))
    events = sorted([*maker.quiet(), *special], key=lambda e: e.at)
    hostile = [e.at for e in events if e.hostile]
    return Day(
        kind, seed, tuple(events), hostile[0] if hostile else None, hostile[TAKES_HOLD - 1] if hostile else None
    )


def attacks(part: int) -> Iterator[Day]:
    """The hundred days with an attack of a part (0, 1, 2): twenty of each kind."""
    seeds = range(part * ATTACK_SEEDS, (part + 1) * ATTACK_SEEDS)
    yield from (day(kind, seed) for kind in ATTACKS for seed in seeds)


def popular(part: int) -> Iterator[Day]:
    """The hundred days of a part on which somebody is popular: twenty-five of each kind."""
    seeds = range(part * POPULAR_SEEDS, (part + 1) * POPULAR_SEEDS)
    yield from (day(kind, seed) for kind in POPULAR for seed in seeds)
