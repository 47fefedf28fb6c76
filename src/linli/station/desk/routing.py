"""Which queue a case goes to: its kind, harm, severity, language, and whether a minor is involved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from linli.station.desk.models import Case, Queue


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a queue takes. An empty collection means any; `minors` is `yes`, `no` or empty for both."""

    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    minors: str = ""
    severity_from: int = 0
    severity_to: int = 3


def wanted(queue: Queue) -> Wanted:
    """What a stored queue takes."""
    return Wanted(
        frozenset(queue.kinds),
        frozenset(queue.categories),
        frozenset(queue.languages),
        queue.minors,
        queue.severity_from,
        queue.severity_to,
    )


def takes(rule: Wanted, case: Case) -> bool:
    """Whether a queue takes a case."""
    return (
        _in(case.kind, rule.kinds)
        and _in(case.category, rule.categories)
        and _in(case.language, rule.languages)
        and (not rule.minors or (rule.minors == "yes") == case.minors)
        and rule.severity_from <= case.severity <= rule.severity_to
    )


def condition(rule: Wanted) -> Q:
    """`takes` as a condition of a query."""
    found = Q(severity__gte=rule.severity_from, severity__lte=rule.severity_to)
    for field, values in (("kind", rule.kinds), ("category", rule.categories), ("language", rule.languages)):
        if values:
            found &= Q(**{f"{field}__in": sorted(values)})
    return found & Q(minors=rule.minors == "yes") if rule.minors else found


def overlap(one: Wanted, other: Wanted) -> bool:
    """Whether some case would be taken by both."""
    return (
        _meet(one.kinds, other.kinds)
        and _meet(one.categories, other.categories)
        and _meet(one.languages, other.languages)
        and not (one.minors and other.minors and one.minors != other.minors)
        and max(one.severity_from, other.severity_from) <= min(one.severity_to, other.severity_to)
    )


def _in(value: str, values: Collection[str]) -> bool:
    return not values or value in values


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)
