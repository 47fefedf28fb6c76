"""What an app says of the personal data that it holds: where it is, what of it is shown, what happens when it goes.

Each app that holds some declares one `Personal`, named in `config/personal.py`. From these declarations alone the
station shows a person everything, packs it up for them, and makes it go; so nothing is shown that is not also erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import import_string

from linli.station.people.actors import Actor
from linli.vocabulary import Text

Object = tuple[str, str]
Rows = QuerySet[Any]
NOTHING = Text("", "")
AT_ONCE = 400
GONE = "（已删除）"


def empty_object(_row: Any) -> dict[str, Any]:
    """A blank for a field of JSON."""
    return {}


def empty_list(_row: Any) -> list[Any]:
    """A blank for a list."""
    return []


class Fate(StrEnum):
    """What happens to a row when its person asks to be forgotten."""

    DELETED = "deleted"
    BLANKED = "blanked"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data, in one community: a person of the station and the accounts (random ids) that are theirs.

    `objects` are the things of theirs that other apps' rows are about, as `(type, id)`.
    """

    community_id: int
    user_id: int | None = None
    accounts: tuple[str, ...] = ()
    objects: tuple[Object, ...] = ()

    @property
    def keys(self) -> list[str]:
        """The names under which they and what is theirs appear in the record."""
        person = [] if self.user_id is None else [f"user:{self.user_id}"]
        return [*person, *(f"account:{a}" for a in self.accounts), *(f"{kind}:{uid}" for kind, uid in self.objects)]


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one model that are about a person.

    They are found by the person (`by_user`, a look-up that ends in a user's number), by an account's random id
    (`by_account`), or by what they are about (`by_object`, the names of its type and id, or of the id alone with the
    type written `=item`). `community` is the look-up of the community's number, empty for rows of the whole station.
    `shown` lists the fields a copy holds. `blanks` maps a field to what takes its place, or to a function of the row.
    """

    model: str
    name: Text
    by_user: str = ""
    by_account: str = ""
    by_object: tuple[str, str] | None = None
    community: str = "community_id"
    shown: tuple[str, ...] = ()
    fate: Fate = Fate.DELETED
    blanks: Mapping[str, Any] = field(default_factory=dict)
    only: Q = field(default_factory=Q)
    why: Text = NOTHING

    def rows(self, subject: Subject) -> Rows:
        """The rows about this subject."""
        model: type[Model] = apps.get_model(self.model)
        mine = self._theirs(subject)
        found: Rows = model._default_manager.filter(self.only)
        if self.community:
            found = found.filter(**{self.community: subject.community_id})
        return found.filter(mine).distinct().order_by("pk") if mine is not None else found.none()

    def _theirs(self, subject: Subject) -> Q | None:
        ways: list[Q] = []
        if self.by_user and subject.user_id is not None:
            ways.append(Q(**{self.by_user: subject.user_id}))
        if self.by_account and subject.accounts:
            ways.append(Q(**{f"{self.by_account}__in": subject.accounts}))
        if self.by_object is not None:
            ways += _about(self.by_object, subject.objects)
        if not ways:
            return None
        out = ways[0]
        for way in ways[1:]:
            out |= way
        return out

    def export(self, subject: Subject) -> Iterator[dict[str, Any]]:
        """Each row with the fields that its person may see."""
        for row in self.rows(subject).iterator(chunk_size=AT_ONCE):
            yield {name: _value(row, name) for name in self.shown}

    def erase(self, subject: Subject) -> int:
        """Makes the rows go, or what is said in them; how many. Those that are kept are left alone."""
        if self.fate == Fate.KEPT:
            return 0
        rows = self.rows(subject)
        if self.fate == Fate.DELETED:
            keys = list(rows.values_list("pk", flat=True))
            model: type[Model] = apps.get_model(self.model)
            for start in range(0, len(keys), AT_ONCE):
                model._default_manager.filter(pk__in=keys[start : start + AT_ONCE]).delete()
            return len(keys)
        return sum(1 for _ in _blanked(list(rows), self.blanks))


def nothing_of_theirs(_subject: Subject) -> tuple[Object, ...]:
    """The app has nothing that others' rows are about."""
    return ()


def nothing_to_do(_actor: Actor, _subject: Subject) -> None:
    """The app needs no service called."""


def no_hindrance(_subject: Subject) -> tuple[Text, ...]:
    """Nothing of the app stands against erasing at once."""
    return ()


@dataclass(frozen=True, slots=True)
class Personal:
    """What an app holds of people.

    `holdings` are erased in their order. `objects` names what is theirs; `leaving` calls the services that must run
    before the words go (an item is withdrawn, so that its platform hears of it); `withdrawn` ends what rests on
    consent; `hindrances` says why a person must look before anything is erased. `others` names the models that
    point at people and hold nothing about them, each with why.
    """

    name: Text
    holdings: tuple[Holding, ...] = ()
    objects: Callable[[Subject], tuple[Object, ...]] = nothing_of_theirs
    leaving: Callable[[Actor, Subject], None] = nothing_to_do
    withdrawn: Callable[[Actor, Subject], None] = nothing_to_do
    hindrances: Callable[[Subject], tuple[Text, ...]] = no_hindrance
    others: Mapping[str, str] = field(default_factory=dict)

    def export(self, subject: Subject) -> dict[str, list[dict[str, Any]]]:
        """What this app holds of a subject, by model."""
        return {holding.model: list(holding.export(subject)) for holding in self.holdings}

    def erase(self, subject: Subject) -> dict[str, int]:
        """Makes it go; how many rows of each model. `leaving` has run before."""
        return {holding.model: holding.erase(subject) for holding in self.holdings}


@cache
def declared() -> tuple[Personal, ...]:
    """Every app's declaration, in the order in which they are erased."""
    names: tuple[str, ...] = import_string(settings.PERSONAL)
    return tuple(import_string(name) for name in names)


def _about(names: tuple[str, str], objects: Iterable[Object]) -> list[Q]:
    by_type: dict[str, list[str]] = {}
    for kind, uid in objects:
        by_type.setdefault(kind, []).append(uid)
    kind_name, id_name = names
    if kind_name.startswith("="):
        wanted = by_type.get(kind_name[1:], [])
        return [Q(**{f"{id_name}__in": wanted})] if wanted else []
    return [Q(**{kind_name: kind, f"{id_name}__in": uids}) for kind, uids in by_type.items()]


def _blanked(rows: list[Model], blanks: Mapping[str, Any]) -> Iterator[Model]:
    for row in rows:
        for name, value in blanks.items():
            setattr(row, name, value(row) if callable(value) else value)
        row.save(update_fields=list(blanks))
        yield row


def _value(row: Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part, None)
    return str(value) if isinstance(value, Model) else value
