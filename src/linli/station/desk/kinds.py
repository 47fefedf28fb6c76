"""A kind of submission is declared once, in its own app; the desk does the rest for all kinds alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.vocabulary import LinliError, Text

NOTHING = Text("", "")
SENT = Text("收到的提交", "What was sent")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `choices` are pairs of a stable value and its name; `limit` counts characters.

    `cards`: at the desk each of its choices is an answer of its own, with `notes` saying what it does.
    """

    name: str
    label: Text
    required: bool = False
    limit: int = 2000
    choices: tuple[tuple[str, Text], ...] = ()
    help: Text = NOTHING
    multiline: bool = False
    cards: bool = False
    notes: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a kind's own functions may know of a case."""

    id: int
    uid: str
    number: int
    community_id: int
    kind: str
    subject_type: str
    subject_id: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """One answer being given: who, on which case, which choice, why, and the choice's own fields."""

    actor: Actor
    case: CaseFacts
    choice: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for looking at a case sooner, and where it is routed. Empty values say nothing.

    `severity` is 0 to 3; `audience` 0 to 3: to how many its author publishes; `danger`: a life or a child
    may be in danger.
    """

    category: str = ""
    severity: int = 0
    minors: bool = False
    danger: bool = False
    language: str = ""
    audience: int = 0


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Description:
    """The subject as it stands now. `snapshot` is JSON with the content and its context; `title` is one line."""

    title: str
    snapshot: dict[str, Any]
    priority: int = 0
    evidence: Evidence = NO_EVIDENCE


def no_effect(_act: Act) -> dict[str, Any]:
    """An answer that changes nothing but the case."""
    return {}


def nothing_to_undo(_act: Act, _effect: Mapping[str, Any]) -> None:
    """The counterpart of `no_effect`."""


def nobody(_case: CaseFacts) -> frozenset[int]:
    """No further person is kept from the case."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its name for staff, what those who sent hear, its fields, and its effect (a service of its app).

    `effect` returns JSON that `undo` is given to take everything back; `does` tells staff what that is. `two`:
    whether the answer with these values takes a second person before it is given.
    """

    id: str
    name: Text
    outcome: Text
    fields: tuple[Field, ...] = ()
    effect: Callable[[Act], dict[str, Any]] = no_effect
    undo: Callable[[Act, Mapping[str, Any]], None] = nothing_to_undo
    does: Text = NOTHING
    two: Callable[[Mapping[str, str]], bool] = lambda _values: False


@dataclass(frozen=True, slots=True)
class Panel:
    """How a kind shows a case to its handler, and where the form of the answer begins.

    `template` draws `context`, and `more` what is looked at after the form. `sent` is the title of what was sent;
    `sent_first` puts it on top. `initial` holds first values and `options` the choices of fields that only the case
    knows, both by field name; `reasons` holds words to start a reason from, by choice.
    """

    template: str = "desk/parts/subject.html"
    more: str = ""
    sent: Text = SENT
    sent_first: bool = False
    context: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, tuple[tuple[str, Text], ...]] = field(default_factory=dict)
    reasons: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


def plain_panel(_actor: Actor, _case: CaseFacts) -> Panel:
    """The subject as the case's snapshot has it."""
    return Panel()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of submission.

    `describe(community_id, subject_type, subject_id)` raises `NotFound` for a subject that is not of the community.
    `excluded` names the users who may not handle a case, whatever their role; those who sent it never may.
    `joins` names the kinds whose open case on the same subject takes the submission in. `urgency` are points for the
    order of the queue from what was sent; `evidence` what of it speaks for an earlier look and for a queue.
    """

    id: str
    name: Text
    describe: Callable[[int, str, str], Description]
    answers: tuple[Choice, ...]
    fields: tuple[Field, ...] = ()
    subject_types: tuple[str, ...] = ()
    who: Role = Role.VISITOR
    anonymous: bool = False
    promise_days: int = 3
    handler: Role = Role.REVIEWER
    excluded: Callable[[CaseFacts], frozenset[int]] = nobody
    urgency: Callable[[Mapping[str, str]], int] = lambda _body: 0
    evidence: Callable[[Mapping[str, str]], Evidence] = lambda _body: NO_EVIDENCE
    joins: tuple[str, ...] = ()
    appeal_kind: str = ""
    open_to_public: bool = True
    panel: Callable[[Actor, CaseFacts], Panel] = plain_panel

    def choice(self, choice_id: str) -> Choice:
        """The answer with this id; an error that lists those that exist."""
        for choice in self.answers:
            if choice.id == choice_id:
                return choice
        known = ", ".join(c.id for c in self.answers)
        raise LinliError(
            Text("没有这个处理选项。", "There is no such answer."),
            field="choice",
            value=choice_id,
            mend=Text(f"可选：{known}", f"One of: {known}"),
        )


@cache
def kinds() -> Mapping[str, Kind]:
    """Every declared kind by id, in the order of `config/kinds.py`."""
    names: tuple[str, ...] = import_string(settings.KINDS)
    declared: list[Kind] = [import_string(name) for name in names]
    return {kind.id: kind for kind in declared}


def kind(kind_id: str) -> Kind:
    """The kind with this id; an error that lists those that exist."""
    found = kinds().get(kind_id)
    if found is None:
        known = ", ".join(kinds())
        raise LinliError(
            Text("没有这种提交。", "There is no such kind of submission."),
            field="kind",
            value=kind_id,
            mend=Text(f"可选：{known}", f"One of: {known}"),
        )
    return found


def clean(fields: tuple[Field, ...], given: Mapping[str, str]) -> dict[str, str]:
    """The fields' values, checked; an error names the first that is missing, too long, unknown or not a choice."""
    unknown = sorted(set(given) - {f.name for f in fields})
    if unknown:
        raise LinliError(Text("没有这个字段。", "There is no such field."), field=unknown[0], value=given[unknown[0]])
    return {f.name: _clean(f, given.get(f.name, "")) for f in fields}


def _clean(asked: Field, value: str) -> str:
    tidy = str(value).strip()
    if asked.required and not tidy:
        raise LinliError(
            Text(f"请填写「{asked.label.zh}」。", f"Please fill in “{asked.label.en}”."),
            field=asked.name,
            value=value,
        )
    if len(tidy) > asked.limit:
        raise LinliError(
            Text(f"「{asked.label.zh}」太长。", f"“{asked.label.en}” is too long."),
            field=asked.name,
            value=value,
            mend=Text(f"最多 {asked.limit} 个字。", f"At most {asked.limit} characters."),
        )
    if tidy and asked.choices and tidy not in {c for c, _ in asked.choices}:
        known = ", ".join(c for c, _ in asked.choices)
        raise LinliError(
            Text(f"「{asked.label.zh}」没有这个选项。", f"“{asked.label.en}” has no such choice."),
            field=asked.name,
            value=value,
            mend=Text(f"可选：{known}", f"One of: {known}"),
        )
    return _without_controls(tidy)


def _without_controls(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff"))
