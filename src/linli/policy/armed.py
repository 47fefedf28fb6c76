"""A policy made ready to decide: rules by category, conditions compiled, and what each group of them reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from linli.policy.conditions import FLAT, MAPS, Atom, atoms, compile_condition, environment
from linli.policy.model import Policy, Rule
from linli.policy.plain import Test, plain
from linli.vocabulary import Category, Item, ItemKind, RuleStatus, Signal, Text

MODEL = "classifier"  # the detector whose scores a condition reads as model["…"]

Found = Mapping[Category, Sequence[Signal]]

_ITEM: dict[str, Callable[[Item], Any]] = {
    "kind": lambda item: item.kind.value,
    "private": lambda item: item.kind is ItemKind.MESSAGE,
    "language": lambda item: item.language,
    "length": lambda item: len(item.text),
    "minors": lambda item: item.context.minors,
    "reports": lambda item: item.context.reports,
    "target": lambda item: bool(item.context.target),
    "author_age_days": lambda item: -1 if item.author.age_days is None else item.author.age_days,
    "author_strikes": lambda item: item.author.strikes,
    "author_grade": lambda item: item.author.grade,
    "author_minor": lambda item: item.author.minor,
    "author_organisation": lambda item: item.author.organisation,
}


@dataclass(frozen=True, slots=True)
class Armed:
    """A rule with its clause's title, its compiled condition, and that as a plain function where it is one."""

    rule: Rule
    title: Text
    condition: Any
    test: Test | None

    def outcome(self, values: Values) -> object:
        """True or False; what went wrong where the condition cannot be computed."""
        if self.test is not None:
            return self.test(values.data)
        try:
            return self.condition.eval(values.activation).value()
        except RuntimeError as refused:
            return str(refused)


class Values:
    """What conditions read of one item and its signals."""

    __slots__ = ("_activation", "data")

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self._activation: Any = None

    @property
    def activation(self) -> Any:
        """The values as CEL wants them, made when the first condition needs it."""
        if self._activation is None:
            self._activation = environment().Activation(self.data)
        return self._activation


@dataclass(frozen=True, slots=True)
class Group:
    """The live and background rules of one category, and the variables that their conditions read."""

    category: Category
    rules: tuple[Armed, ...]
    maps: tuple[tuple[str, tuple[Category, ...]], ...]
    flat: tuple[str, ...]
    thresholds: Mapping[str, float]

    def values(self, item: Item, found: Found) -> Values:
        """The variables' values for `item`, whose signals by category are `found`."""
        data: dict[str, Any] = {name: self._map(name, keys, found) for name, keys in self.maps}
        for name in self.flat:
            data[name] = _evidence(found[self.category]) if name == "evidence" else _ITEM[name](item)
        return Values(data)

    def _map(self, name: str, keys: tuple[Category, ...], found: Found) -> Mapping[str, float]:
        if name == "threshold":
            return self.thresholds
        best = _BEST[name]
        return {key.value: best(found[key]) if key in found else _NOTHING[name] for key in keys}


def _score(signals: Sequence[Signal]) -> float:
    return max(signal.score for signal in signals)


def _severity(signals: Sequence[Signal]) -> int:
    return max(signal.severity for signal in signals)


def _model(signals: Sequence[Signal]) -> float:
    return max((signal.score for signal in signals if signal.detector == MODEL), default=0.0)


def _evidence(signals: Sequence[Signal]) -> list[str]:
    return list(dict.fromkeys(signal.evidence for signal in signals if signal.evidence))


_BEST: dict[str, Callable[[Sequence[Signal]], float]] = {"score": _score, "severity": _severity, "model": _model}
_NOTHING: dict[str, float] = {"score": 0.0, "severity": 0, "model": 0.0}

_groups: WeakKeyDictionary[Policy, dict[Category, Group]] = WeakKeyDictionary()
_lock = threading.Lock()


def groups(policy: Policy) -> Mapping[Category, Group]:
    """The groups of a policy by category; made once for each policy, on its first use by any thread."""
    made = _groups.get(policy)
    if made is None:
        with _lock:
            made = _groups.get(policy)
            if made is None:
                made = _groups[policy] = _arm(policy)
    return made


def reads(policy: Policy) -> frozenset[str]:
    """The flat variables that the live and background rules of a policy read, such as `author_grade`."""
    return frozenset(name for group in groups(policy).values() for name in group.flat)


def _arm(policy: Policy) -> dict[Category, Group]:
    active = [rule for rule in policy.rules if rule.status in (RuleStatus.LIVE, RuleStatus.BACKGROUND)]
    return {
        category: _group(policy, category, [rule for rule in active if rule.category is category])
        for category in dict.fromkeys(rule.category for rule in active)
    }


def _group(policy: Policy, category: Category, rules: Sequence[Rule]) -> Group:
    read = sorted({atom for rule in rules for atom in atoms(rule.when)})
    maps = {name: tuple(Category(a.key) for a in read if a.variable == name) for name in MAPS}
    limits = {atom.key: policy.thresholds[Category(atom.key)] for atom in read if atom.variable == "threshold"}
    return Group(
        category,
        tuple(
            Armed(rule, policy.clause(rule.clause).title, compile_condition(rule.when), plain(rule.when))
            for rule in rules
        ),
        tuple((name, keys) for name, keys in maps.items() if keys),
        tuple(name for name in FLAT if Atom(name) in read),
        limits,
    )


def _armed(policy: Policy, rule: Rule) -> Armed:
    return Armed(rule, policy.clause(rule.clause).title, compile_condition(rule.when), plain(rule.when))
