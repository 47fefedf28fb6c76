"""Which conditions can hold at all, and which rules never decide: found by trying representative values.

Around every constant that occurs in the conditions a value below, at and above it is taken, beside the ends of each
variable's range; every combination goes through CEL itself. Conditions made of comparisons change their outcome
only at those values, so the answer is certain; with arithmetic, regular expressions or too many combinations it is
a guess, and `certain` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, pairwise, product
from operator import mul
from typing import Any

from linli.policy.conditions import MAPS, Atom, Token, atoms, compile_condition, environment, tokens
from linli.policy.model import Rule
from linli.vocabulary import ItemKind

COMBINATIONS = 20_000
_STEP = 1e-6
_LOWEST = {"author_age_days": -1}
_HIGHEST = 2**53
_BOOLS = ("minors", "target", "author_minor", "author_organisation")
_DOUBLES = ("score", "model")
_TEXTS = ("language", "author_grade")
_EXACT_CALLS = frozenset(("exists", "all", "size", "in", "startsWith", "endsWith", "contains"))
_SUBSETS_OF = 5  # up to so many strings every subset is tried
_LONGEST_LIST = 30

Sample = dict[Atom, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Samples, and for each condition the set of the samples' numbers where it holds.

    `failed` names, by condition, what went wrong at some sample (a division by zero). `certain`: no combination was
    left out and every condition consists of comparisons.
    """

    holds: Mapping[str, frozenset[int]]
    failed: Mapping[str, str]
    certain: bool


def table(
    conditions: Sequence[str], thresholds: Mapping[str, float], known: Mapping[Atom, Any] | None = None
) -> Table:
    """Try every combination of representative values on the `conditions` (each without problems).

    `known` gives variables that have one value only.
    """
    read = sorted({atom for when in conditions for atom in atoms(when)})
    fixed = {atom: thresholds[atom.key] for atom in read if atom.variable == "threshold"} | dict(known or {})
    free = [atom for atom in read if atom not in fixed and atom.variable != "private"]
    choices = _choices(free, conditions, thresholds)
    total = reduce(mul, map(len, choices), 1)
    holds: dict[str, set[int]] = {when: set() for when in conditions}
    failed: dict[str, str] = {}
    compiled = {when: compile_condition(when) for when in conditions}
    for number, values in enumerate(_combinations(choices, total)):
        sample = dict(zip(free, values, strict=True))
        if _coherent(sample):
            _try(compiled, _data(sample | fixed), number, holds, failed)
    certain = total <= COMBINATIONS and all(_exact(when) for when in conditions)
    return Table({when: frozenset(found) for when, found in holds.items()}, failed, certain)


def raised_by(when: str, thresholds: Mapping[str, float], category: str) -> bool:
    """Whether evidence of `category` may make a condition hold that does not hold without it; True where unproven."""
    read = sorted(atom for atom in atoms(when) if atom.variable not in ("threshold", "private"))
    own = [atom for atom in read if atom.key == category]
    if not own:
        return False
    free = [atom for atom in read if atom.key != category]
    fixed = {atom: thresholds[atom.key] for atom in atoms(when) if atom.variable == "threshold"}
    rest, ours = _choices(free, [when], thresholds), _choices(own, [when], thresholds)
    if reduce(mul, map(len, rest + ours), 1) > COMBINATIONS or not _exact(when):
        return True
    return any(
        _grows(when, [dict(zip(free + own, (*others, *mine), strict=True)) | fixed for mine in product(*ours)])
        for others in product(*rest)
    )


def _grows(when: str, samples: Sequence[Sample]) -> bool:
    """Whether the condition fails at the first sample and holds at a later one."""
    first, *later = (_holds(when, sample) for sample in samples if _coherent(sample))
    return not first and any(later)


def _holds(when: str, sample: Mapping[Atom, Any]) -> bool:
    return _outcome(compile_condition(when), environment().Activation(_data(sample))) is True


def _try(
    compiled: Mapping[str, Any],
    data: Mapping[str, Any],
    number: int,
    holds: dict[str, set[int]],
    failed: dict[str, str],
) -> None:
    activation = environment().Activation(data)
    for when, expression in compiled.items():
        outcome = _outcome(expression, activation)
        if outcome is True:
            holds[when].add(number)
        elif outcome is not False:
            failed.setdefault(when, str(outcome))


def _outcome(expression: Any, activation: Any) -> object:
    """True, False, or what went wrong."""
    try:
        return expression.eval(activation).value()
    except RuntimeError as refused:
        return str(refused)


def _combinations(choices: list[list[Any]], total: int) -> Iterator[tuple[Any, ...]]:
    if total <= COMBINATIONS:
        yield from product(*choices)
        return
    for i in range(COMBINATIONS):  # spread evenly over the whole, the same ones every time
        yield _nth(choices, i * 2_654_435_761 % total)


def _nth(choices: list[list[Any]], index: int) -> tuple[Any, ...]:
    picked = []
    for values in choices:
        index, at = divmod(index, len(values))
        picked.append(values[at])
    return tuple(picked)


def _coherent(sample: Mapping[Atom, Any]) -> bool:
    """The classifier's score never exceeds the best score of its category."""
    return all(
        value <= sample.get(Atom("score", atom.key), 1.0)
        for atom, value in sample.items()
        if atom.variable == "model"
    )


def _data(sample: Mapping[Atom, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for atom, value in sample.items():
        if atom.variable in MAPS:
            data.setdefault(atom.variable, {})[atom.key] = value
        else:
            data[atom.variable] = value
    data["private"] = data.setdefault("kind", ItemKind.COMMENT.value) == ItemKind.MESSAGE.value
    return data


def _choices(free: Sequence[Atom], conditions: Sequence[str], thresholds: Mapping[str, float]) -> list[list[Any]]:
    """The representative values of each variable, the lowest first."""
    words = [token for when in conditions for token in tokens(when)]
    named = {atom.key for when in conditions for atom in atoms(when) if atom.variable == "threshold"}
    return [_values(atom, words, [thresholds[key] for key in named]) for atom in free]


def _values(atom: Atom, words: Sequence[Token], thresholds: Sequence[float]) -> list[Any]:
    name = atom.variable
    if name in _DOUBLES:
        return _doubles([*_numbers(words), *thresholds])
    if name == "severity":
        return [0, 1, 2, 3]
    if name in _BOOLS:
        return [False, True]
    if name == "kind":
        return [kind.value for kind in ItemKind]
    if name == "evidence":
        return _lists(_strings(words), _numbers(words))
    if name in _TEXTS:
        return sorted({*_strings(words), "", "?"})
    return _ints(_numbers(words), _LOWEST.get(name, 0))


def _doubles(constants: Sequence[float]) -> list[float]:
    near = {0.0, 1.0}
    for constant in constants:
        near |= {constant - _STEP, constant, constant + _STEP}
    return sorted(value for value in near if 0.0 <= value <= 1.0)


def _ints(constants: Sequence[float], lowest: int) -> list[int]:
    near = {lowest, lowest + 1, 1_000_000}
    for constant in constants:
        whole = int(min(constant, _HIGHEST))  # beyond it CEL has no int
        near |= {whole - 1, whole, whole + 1}
    return sorted(value for value in near if value >= lowest)


def _lists(strings: list[str], constants: Sequence[float]) -> list[list[str]]:
    """Subsets of the strings (of many strings: none, each, all), each also filled up to the lengths asked about."""
    sizes = range(len(strings) + 1) if len(strings) <= _SUBSETS_OF else (0, 1, len(strings))
    subsets = [list(chosen) for size in sizes for chosen in combinations(strings, size)]
    lengths = {1, *(int(c) + 1 for c in constants if 0 <= c < _LONGEST_LIST)}
    fillers = [f"?{i}" for i in range(max(lengths))]
    padded = [
        subset + fillers[: length - len(subset)] for subset in subsets for length in lengths if length > len(subset)
    ]
    return [*subsets, *padded]


def _numbers(words: Sequence[Token]) -> list[float]:
    return [_number(word.text.removesuffix("u")) for word in words if word.sort == "number"]


def _number(text: str) -> float:
    return float(int(text, 16)) if text.lower().startswith("0x") else float(text)


def _strings(words: Sequence[Token]) -> list[str]:
    """The strings that a condition compares with; the keys of maps are none."""
    return sorted({word.content for i, word in enumerate(words) if word.sort == "string" and not _is_key(words, i)})


def _is_key(words: Sequence[Token], at: int) -> bool:
    return at >= 2 and words[at - 1].text == "[" and words[at - 2].text in MAPS


def _exact(when: str) -> bool:
    """Whether the condition is made of comparisons alone, so that trying values proves something."""
    words = tokens(when)
    pairs = list(pairwise(words))
    calls = {first.text for first, second in pairs if second.text == "(" and first.sort == "name"}
    arithmetic = any(word.text in ("+", "*", "/", "%") for word in words)
    minus = any(second.text == "-" and (first.sort != "operator" or first.text in ")]") for first, second in pairs)
    return calls <= _EXACT_CALLS and not arithmetic and not minus and len(_strings(words)) <= _SUBSETS_OF


def shadowed(rules: Sequence[Rule], holds: Mapping[str, frozenset[int]]) -> dict[str, list[str]]:
    """Rules of one category that never decide, by id, with the ids of the rules that fire whenever they do.

    A rule never decides where at every sample at which it holds another live rule holds with a stronger action, or
    an equal one. Of rules that shadow each other, the last is named.
    """
    found: dict[str, list[str]] = {}
    for rule in reversed(rules):
        rivals = [r for r in rules if r is not rule and r.id not in found and r.action.rank >= rule.action.rank]
        covered = holds[rule.when] & frozenset().union(*(holds[r.when] for r in rivals))
        if holds[rule.when] and covered == holds[rule.when]:
            found[rule.id] = [r.id for r in rivals if holds[r.when] & covered]
    return found
