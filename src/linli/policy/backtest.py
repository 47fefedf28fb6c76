"""A change of policy tried on the past: who would newly be limited, who freed, in which group, by which rule.

Detectors are not run again: the signals found at the time are decided under both policies. A tally is plain data, so
that a long run is stopped, stored and resumed; its samples are an even draw, the same ones however it is cut.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from linli import files
from linli.lazy import load as module
from linli.policy.decide import fired
from linli.policy.model import Policy, Rule
from linli.vocabulary import ACTION_ORDER, Action, Category, Item, Signal, Span

LIMITS = Action.LABEL.rank  # from here on an action limits what others see
HELD = Action.HOLD  # a person looks at each of these
SAMPLES = 20
OVERTURNED, UPHELD = "overturned", "upheld"
GROUPS = "models/groups.txt"


@dataclass(frozen=True, slots=True)
class Past:
    """Something stored, with what the detectors found in it.

    `judged` says what people found of a decision about it: `overturned` (it was wrong) or `upheld` (it was right).
    Such a one is counted apart from the items. `now`: the signals that the new policy gets, where they are others.
    """

    key: str
    item: Item
    signals: Sequence[Signal]
    judged: str = ""
    now: Sequence[Signal] | None = None


@dataclass(slots=True)
class Count:
    """How many were seen, newly limited and freed."""

    seen: int = 0
    newly: int = 0
    freed: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """One whose verdict changes: the key of its item, both actions, the rules that make the difference."""

    key: str
    before: Action
    after: Action
    rules: tuple[str, ...]
    draw: int = 0


@dataclass(slots=True)
class Tally:
    """What a back-test has counted so far.

    `newly`: limited under the new policy and not under the old; `freed`: the reverse; `harder` and `milder`: limited
    under both, with another action; `other`: a change among actions that limit nothing. Of the decisions that people
    overturned, `repeats` would be made by the old policy and `again` by the new; of those that they upheld, `caught`
    by the old and `kept` by the new.
    """

    seen: int = 0
    newly: int = 0
    freed: int = 0
    harder: int = 0
    milder: int = 0
    other: int = 0
    held_before: int = 0
    held_after: int = 0
    overturned: int = 0
    repeats: int = 0
    again: int = 0
    upheld: int = 0
    caught: int = 0
    kept: int = 0
    moves: dict[str, int] = field(default_factory=dict)
    categories: dict[str, Count] = field(default_factory=dict)
    rules: dict[str, Count] = field(default_factory=dict)
    groups: dict[str, Count] = field(default_factory=dict)
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for storing."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in _NUMBERS}
        for name in ("categories", "rules", "groups"):
            plain[name] = {key: [c.seen, c.newly, c.freed] for key, c in getattr(self, name).items()}
        plain["moves"] = self.moves
        plain["samples"] = {
            k: [[s.key, s.before, s.after, list(s.rules)] for s in v] for k, v in self.samples.items()
        }
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Tally:
        """The tally that `to_dict` stored; an empty one from an empty mapping."""
        made = cls(**{name: plain.get(name, 0) for name in _NUMBERS}, moves=dict(plain.get("moves", {})))
        for name in ("categories", "rules", "groups"):
            getattr(made, name).update({key: Count(*values) for key, values in plain.get(name, {}).items()})
        for kind, rows in plain.get("samples", {}).items():
            made.samples[kind] = [Sample(k, Action(b), Action(a), tuple(r), _draw(k)) for k, b, a, r in rows]
        return made

    @property
    def changed(self) -> int:
        """Items whose action differs at all."""
        return self.newly + self.freed + self.harder + self.milder + self.other


_NUMBERS = (
    "seen",
    "newly",
    "freed",
    "harder",
    "milder",
    "other",
    "held_before",
    "held_after",
    "overturned",
    "repeats",
    "again",
    "upheld",
    "caught",
    "kept",
)


def compare(before: Policy, after: Policy, past: Iterable[Past], tally: Tally) -> Tally:
    """Adds a batch of the past to the tally, and returns it."""
    batch = list(past)
    for one, named in zip(batch, _groups_in([p.item.text for p in batch]), strict=True):
        _add(before, after, one, named, tally)
    return tally


def stored_signals(rows: Iterable[Mapping[str, Any]]) -> list[Signal]:
    """The signals in a stored assessment (`assess.to_dict`); those of a category that is no more are left out."""
    return [
        Signal(
            Category(row["category"]),
            row["score"],
            row["detector"],
            tuple(Span(*span) for span in row.get("spans", ())),
            row.get("severity", 0),
            row.get("evidence", ""),
        )
        for row in rows
        if row["category"] in _CATEGORIES
    ]


_CATEGORIES = frozenset(Category)


def _add(before: Policy, after: Policy, one: Past, named: Iterable[str], tally: Tally) -> None:
    old = fired(before, one.item, one.signals) if one.signals else ()
    later = one.signals if one.now is None else one.now
    new = fired(after, one.item, later) if later else ()
    if one.judged:
        _judge(one, old, new, tally)
    else:
        _see(one, old, new, named, tally)


def _judge(one: Past, old: Sequence[Rule], new: Sequence[Rule], tally: Tally) -> None:
    was, now = _rank(old), _rank(new)
    drawn = Sample(one.key, ACTION_ORDER[was], ACTION_ORDER[now], tuple(r.id for r in new or old), _draw(one.key))
    if one.judged == OVERTURNED:
        tally.overturned += 1
        tally.repeats += was >= LIMITS
        tally.again += now >= LIMITS
        if now >= LIMITS:
            _keep(tally, "again", drawn)
        return
    tally.upheld += 1
    tally.caught += was >= LIMITS
    tally.kept += now >= LIMITS
    if was >= LIMITS > now:
        _keep(tally, "lost", drawn)


def _see(one: Past, old: Sequence[Rule], new: Sequence[Rule], named: Iterable[str], tally: Tally) -> None:
    was, now = _rank(old), _rank(new)
    tally.seen += 1
    tally.held_before += was == HELD.rank
    tally.held_after += now == HELD.rank
    kind = _kind(was, now)
    for group in named:
        _count(tally.groups, group, kind)
    if was == now:
        return
    setattr(tally, kind, getattr(tally, kind) + 1)
    move = f"{ACTION_ORDER[was]}>{ACTION_ORDER[now]}"
    tally.moves[move] = tally.moves.get(move, 0) + 1
    cause = _cause(old, new, max(was, now))
    for rule in cause:
        _count(tally.rules, rule.id, kind)
    for category in {rule.category for rule in cause}:
        _count(tally.categories, category.value, kind)
    drawn = Sample(one.key, ACTION_ORDER[was], ACTION_ORDER[now], tuple(r.id for r in cause), _draw(one.key))
    _keep(tally, kind, drawn)


def _cause(old: Sequence[Rule], new: Sequence[Rule], rank: int) -> list[Rule]:
    """The rules that make the difference: those that fire under one policy alone, else the strongest."""
    before, after = {rule.id for rule in old}, {rule.id for rule in new}
    rules = {rule.id: rule for rule in (*old, *new)}
    alone = [rule for id, rule in rules.items() if (id in before) != (id in after)]
    return alone or [rule for rule in rules.values() if rule.action.rank == rank]


def _rank(rules: Sequence[Rule]) -> int:
    return max((rule.action.rank for rule in rules), default=0)


def _kind(was: int, now: int) -> str:
    if (was >= LIMITS) == (now >= LIMITS):
        return "other" if was < LIMITS else "harder" if now > was else "milder"
    return "newly" if now >= LIMITS else "freed"


def _count(counts: dict[str, Count], key: str, kind: str) -> None:
    found = counts.setdefault(key, Count())
    found.seen += 1
    found.newly += kind == "newly"
    found.freed += kind == "freed"


def _keep(tally: Tally, kind: str, drawn: Sample) -> None:
    kept = [*tally.samples.get(kind, ()), drawn]
    tally.samples[kind] = sorted(kept, key=lambda s: (s.draw, s.key))[:SAMPLES]


def _draw(key: str) -> int:
    """A number that has nothing to do with when an item came, for an even draw."""
    return zlib.crc32(key.encode())


@cache
def _finder() -> tuple[Callable[[str], list[tuple[int, int, int]]], tuple[str, ...]]:
    lines = files.read_text(GROUPS).splitlines()
    words = tuple(line for line in lines if line and not line.startswith("#"))
    return module("daachorse").CharwiseDoubleArrayAhoCorasick(list(words)).find_overlapping, words


def _groups_in(texts: Sequence[str]) -> list[set[str]]:
    """The groups of people that each text names."""
    find, words = _finder()
    out = []
    for text in texts:
        found = find(text)
        out.append({words[which] for _, _, which in found} if found else set())
    return out
