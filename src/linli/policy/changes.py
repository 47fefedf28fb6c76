"""What changed from one policy to the next, for people: clauses, rules, thresholds; does it matter to users?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from linli.policy.model import Clause, Policy, Rule
from linli.vocabulary import ACTION_NAMES, CATEGORY_NAMES, RuleStatus, Text

STATUS_NAMES: dict[RuleStatus, Text] = {
    RuleStatus.DRAFT: Text("草案", "draft"),
    RuleStatus.BACKGROUND: Text("只观察", "background"),
    RuleStatus.LIVE: Text("生效", "live"),
    RuleStatus.RETIRED: Text("停用", "retired"),
}
NAMES: dict[str, Text] = {
    "title": Text("标题", "title"),
    "text": Text("正文", "text"),
    "clause": Text("依据条款", "clause"),
    "category": Text("类别", "category"),
    "status": Text("状态", "status"),
    "when": Text("条件", "condition"),
    "action": Text("处置", "action"),
    "explain": Text("给当事人的话", "what people are told"),
    "threshold": Text("门槛", "threshold"),
}
_WORDS: dict[str, Mapping[Any, Text]] = {"action": ACTION_NAMES, "category": CATEGORY_NAMES, "status": STATUS_NAMES}
_CLAUSE_FIELDS = ("title", "text")
_RULE_FIELDS = ("clause", "category", "status", "when", "action", "explain")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field's old and new value; an empty text where there was or is none."""

    field: str
    before: Text
    after: Text

    @property
    def name(self) -> Text:
        """What the field is called."""
        return NAMES[self.field]


@dataclass(frozen=True, slots=True)
class Change:
    """A clause, rule or threshold that was added, removed or changed.

    `material`: it asks more of people than before, or other things: a clause's words, a live rule that is new or
    stronger. A milder rule, a threshold, a rule that only watches is not.
    """

    what: str
    id: str
    how: str
    title: Text
    differences: tuple[Difference, ...]
    material: bool


def changes(before: Policy, after: Policy) -> tuple[Change, ...]:
    """What differs between two policies, packs merged in: clauses first, then rules, then thresholds."""
    return (*_clauses(before, after), *_rules(before, after), *_thresholds(before, after))


def material(found: Sequence[Change]) -> bool:
    """Whether people who agreed to the old text should be asked anew."""
    return any(change.material for change in found)


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """`after` beside `before` as runs of `same`, `gone` and `new` characters, in reading order."""
    out: list[tuple[str, str]] = []
    for sort, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if sort == "equal":
            out.append(("same", before[a:b]))
            continue
        out += [("gone", before[a:b])] if b > a else []
        out += [("new", after[c:d])] if d > c else []
    return out


def _clauses(before: Policy, after: Policy) -> Iterator[Change]:
    old, new = {c.id: c for c in before.clauses}, {c.id: c for c in after.clauses}
    for id in dict.fromkeys((*old, *new)):
        found = _differences(old.get(id), new.get(id), _CLAUSE_FIELDS)
        if found:
            title = (new.get(id) or old[id]).title
            yield Change("clause", id, _how(id, old, new), title, found, True)


def _rules(before: Policy, after: Policy) -> Iterator[Change]:
    old, new = {r.id: r for r in before.rules}, {r.id: r for r in after.rules}
    for id in dict.fromkeys((*old, *new)):
        found = _differences(old.get(id), new.get(id), _RULE_FIELDS)
        if found:
            title = (new.get(id) or old[id]).explain
            yield Change("rule", id, _how(id, old, new), title, found, _stronger(old.get(id), new.get(id)))


def _thresholds(before: Policy, after: Policy) -> Iterator[Change]:
    for category in dict.fromkeys((*before.thresholds, *after.thresholds)):
        old, new = before.thresholds.get(category), after.thresholds.get(category)
        if old != new:
            shown = (Text(*[f"{value:g}" if value is not None else ""] * 2) for value in (old, new))
            how = "added" if old is None else "removed" if new is None else "changed"
            found = (Difference("threshold", *shown),)
            yield Change("threshold", category.value, how, CATEGORY_NAMES[category], found, False)


def _how(id: str, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    return "added" if id not in old else "removed" if id not in new else "changed"


def _differences(
    old: Clause | Rule | None, new: Clause | Rule | None, names: Sequence[str]
) -> tuple[Difference, ...]:
    found = []
    for name in names:
        before, after = _value(old, name), _value(new, name)
        if before != after:
            found.append(Difference(name, before, after))
    return tuple(found)


def _value(part: Clause | Rule | None, name: str) -> Text:
    value = getattr(part, name, "")
    if isinstance(value, Text):
        return value
    named = _WORDS.get(name, {}).get(value)
    if named is not None:
        return named
    return Text(str(value), str(value))


def _stronger(old: Rule | None, new: Rule | None) -> bool:
    """Whether a rule acts now and did not before, or acts more strongly."""
    if new is None or new.status is not RuleStatus.LIVE:
        return False
    return old is None or old.status is not RuleStatus.LIVE or new.action.rank > old.action.rank
