"""Communities are kept apart, shown over every page and end point rather than for some.

Community A holds rows of every kind. Members, reviewers, leads and keepers of B open every page and operation under
B's address with A's objects, and post every key that a view reads with A's ids. Nothing of A is found, no word of A
that B has not got too is shown, and no row of A is changed. Pages, operations, keys, words and rows are all read from
the station itself, so that what is added later is looked at without a line here.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db.models import (
    BinaryField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    JSONField,
    Model,
    TextField,
)
from django.urls import URLPattern, reverse, set_script_prefix
from django.utils import timezone

import linli.station
from linli.station.config import sample_activities, sample_honours, sample_programme
from linli.station.desk.models import Case
from linli.station.integrations.rest import keys
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor
from linli.station.people.models import User
from linli.station.people.roles import Role
from tests.station import factories
from tests.station.api import test_matrix as operations
from tests.station.api.conftest import Caller, caller_make
from tests.station.page_roles import PAGES
from tests.station.pages import signed_in
from tests.station.test_page_matrix import Scene, arguments, patterns, scene

__all__ = ["scene"]
ROLES = ("member", "reviewer", "lead", "keeper")
SHORTEST, LONG_ID = 5, 16
# Pages whose arguments name no row: steps, lessons that every station has, names that each community has its own of.
NO_ROW = {
    "report-step", "rule", "policy-document", "rule-changes", "agreement", "policy-promote", "month-report", "lesson",
    "lesson-step", "law-set", "figure-chart", "checkpoint", "my-data-ask", "desk-next", "standing-classes",
    "duty", "law-case", "library-room", "festival",
}  # fmt: skip
# Adopted codes are public, and offered to the other communities of the installation to adapt.
OFFERED = {"code-adapt"}
STATION = Path(linli.station.__file__).parent
READ = re.compile(r"""POST(?:\.get(?:list)?\(|\[)["'](\w+)["']|["'](\w+)["'] in (?:request|self)\.POST""")


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    set_script_prefix("/")
    monkeypatch.setattr(keys.BUCKETS, "_levels", {})


@pytest.fixture
def full(scene: Scene) -> Scene:
    """Community A with what the sample has beside what the matrix of pages has; and B, with people of every role."""
    people = scene.people
    sample_activities.load(lead=people.lead, member=people.member, other=people.other)
    sample_honours.load(member=people.member, reviewer=people.reviewer, second=people.other)
    sample_programme.load(
        lead=people.second_lead,
        member=people.member,
        reviewers=(people.reviewer, people.other),
        second=people.lead,
    )
    for model, name in owned():
        if not model._default_manager.filter(**{name: scene.case.community_id}).exists():
            _filled(model, name, scene)
    return scene


def _filled(model: type[Model], name: str, scene: Scene) -> None:
    """A row of a kind that nothing above makes, with words of its own."""
    given: dict[str, Any] = {f"{name}_id": scene.case.community_id}
    for field in model._meta.fields:
        if field.attname not in given and not field.primary_key and not field.null and not field.has_default():
            given[field.attname] = _value(field, scene)
    model._default_manager.create(**given)


def _value(field: Field[Any, Any], scene: Scene) -> Any:
    if isinstance(field, ForeignKey):
        return _parent(field.related_model, scene)
    if isinstance(field, CharField | TextField):
        words = f"甲社区的{field.model._meta.model_name}{field.name}"
        return field.choices[0][0] if field.choices else words[: field.max_length]
    if isinstance(field, DateTimeField):
        return timezone.now() + timedelta(days=3)
    if isinstance(field, DateField):
        return timezone.localdate()
    if isinstance(field, JSONField):
        return {}
    return b"1" if isinstance(field, BinaryField) else 1


def _parent(model: type[Model], scene: Scene) -> Any:
    own = [name for found, name in owned() if found is model]
    if not own:
        return scene.people.member.user_id if model is User else model._default_manager.values_list("pk")[0][0]
    mine = model._default_manager.filter(**{own[0]: scene.case.community_id})
    if not mine.exists():
        _filled(model, own[0], scene)
    return mine.values_list("pk", flat=True)[0]


@pytest.fixture
def beside(full: Scene) -> dict[str, Actor]:
    """Somebody of each role in B."""
    made = Community.objects.get(pk=full.stranger.community_id)
    return {name: factories.actor_make(made, Role[name.upper()]) for name in ROLES}


def owned() -> Iterator[tuple[type[Model], str]]:
    """Every model whose rows belong to a community, with the field that says to which."""
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, ForeignKey) and field.related_model is Community:
                yield model, field.name


def rows(community_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything a community holds."""
    found = {}
    for model, name in owned():
        manager = model._default_manager.filter(**{name: community_id})
        found[model._meta.label] = list(manager.order_by("pk").values())
    return found


def words(community_id: int) -> set[str]:
    """Every text of a community's rows that is long enough to be told from another."""
    found = set()
    for model, name in owned():
        texts = [one.name for one in model._meta.fields if isinstance(one, CharField | TextField) and not one.choices]
        for row in model._default_manager.filter(**{name: community_id}).values(*texts) if texts else ():
            found |= {str(value) for value in row.values() if value and _telling(str(value))}
    return {one for one in found if one not in _said_by_the_station()}


@cache
def _said_by_the_station() -> str:
    """What its own code says, such as an idea for a festival, is no community's secret."""
    return "".join(one.read_text("utf-8") for one in sorted(STATION.rglob("*.py")))


def _telling(value: str) -> bool:
    """Words of people and random ids; the machine's own names for kinds, states and lessons are everywhere."""
    if value.isascii():
        return len(value) >= LONG_ID and value.isalnum()
    return len(value) >= SHORTEST


def _changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    return [label for label in before if before[label] != after[label]]


def _given(full: Scene) -> dict[str, dict[str, Any]]:
    """What the matrix calls pages with; cases by a number that B has not reached."""
    last = {"number": Case.objects.filter(community_id=full.case.community_id).order_by("-number")[0].number}
    return arguments(full) | {"desk-case": last, "desk-act": {**last, "what": "take"}}


def _there(name: str, given: dict[str, Any]) -> str:
    set_script_prefix("/")
    return "/c/beside" + reverse(name, kwargs=given.get(name))


def _ids(app: str, community_id: int) -> Iterator[str]:
    """The id of one row of each model of an app."""
    for model, name in owned():
        if model._meta.app_label == app and any(one.name == "uid" for one in model._meta.fields):
            first = model._default_manager.filter(**{name: community_id}).order_by("-pk").values("uid").first()
            if first is not None:
                yield str(first["uid"])


def _shown(answer: Any) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")


def test_community_a_holds_rows_of_every_kind(full: Scene, community: Community) -> None:
    assert [label for label, found in rows(community.pk).items() if not found] == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_another_community_opens_with_its_rows(
    full: Scene, beside: dict[str, Actor], community: Community, role: str
) -> None:
    client, given = signed_in(beside[role]), _given(full)
    before = rows(community.pk)
    named = [name for name in PAGES if given.get(name) and name not in NO_ROW]
    opened = {name: client.get(_there(name, given)).status_code for name in named}
    assert {name: how for name, how in opened.items() if how not in (400, 403, 404, 405)} == {}
    assert _changed(before, rows(community.pk)) == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_tells_a_word_of_another_community(
    full: Scene, beside: dict[str, Actor], community: Community, role: str
) -> None:
    """Also not on lists, feeds, calendars, exports and refusals."""
    client, given = signed_in(beside[role]), _given(full)
    asked = {str(value) for one in given.values() for value in one.values()}
    secret = words(community.pk) - words(full.stranger.community_id) - asked
    told = {}
    for name in PAGES.keys() - OFFERED:
        shown = _shown(client.get(_there(name, given)))
        if found := [one for one in secret if one in shown]:
            told[name] = found[:3]
    assert told == {}, told


@pytest.mark.parametrize("role", ["member", "keeper"])
def test_no_post_of_another_community_changes_a_row(
    full: Scene, beside: dict[str, Actor], community: Community, role: str
) -> None:
    client, given = signed_in(beside[role]), _given(full)
    before = rows(community.pk)
    for pattern in patterns():
        for body in _bodies(pattern, community.pk):
            client.post(_there(str(pattern.name), given), body)
    assert _changed(before, rows(community.pk)) == []


def _bodies(pattern: URLPattern, community_id: int) -> Iterator[dict[str, str]]:
    """For each key that the views of an app read, and each kind of row of that app: the row's id under that key.

    The app's forms are filled in beside it, so that what is refused is refused for the row and not for a form.
    """
    module = inspect.getmodule(inspect.unwrap(pattern.callback))
    if module is None or not module.__file__:
        return
    app = module.__name__.split(".")[2]
    source = Path(module.__file__).read_text("utf-8")
    read = sorted({one or other for one, other in READ.findall(source)})
    filled = _filled_in(app)
    yield filled
    for uid in _ids(app, community_id):
        yield dict.fromkeys(read, uid)
        for key in read:
            yield {key: uid}
            yield {**filled, **{one: uid for one in read if one.endswith("uid")}, key: uid}


@cache
def _filled_in(app: str) -> dict[str, str]:
    """A value for every field of an app's forms."""
    try:
        module = importlib.import_module(f"linli.station.{app}.forms")
    except ModuleNotFoundError:
        return {}
    made = [one for one in vars(module).values() if inspect.isclass(one) and issubclass(one, forms.BaseForm)]
    given = {}
    for one in made:
        for name, field in getattr(one, "base_fields", {}).items():
            given[name] = _typed(field)
    return given


def _typed(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.ChoiceField):
        return next((str(value) for value, _ in field.choices if value), "")
    if isinstance(field, forms.DateField):
        return (timezone.localdate() + timedelta(days=3)).isoformat()
    if isinstance(field, forms.TimeField):
        return "10:00"
    return "1" if isinstance(field, forms.IntegerField) else "写给自己看的一句话"


def test_the_same_looks_find_and_change_it_at_home(full: Scene, community: Community) -> None:
    """Shows that the tests above would see a leak."""
    client, given = signed_in(full.people.lead), arguments(full)
    secret, before = words(community.pk), rows(community.pk)
    told = set()
    for name in PAGES:
        shown = _shown(client.get(_there(name, given).removeprefix("/c/beside")))
        told |= {name} if any(one in shown for one in secret) else set()
    for pattern in patterns():
        for body in _bodies(pattern, community.pk) if "programme" in str(pattern.callback.__module__) else ():
            client.post(_there(str(pattern.name), given).removeprefix("/c/beside"), body)
    changed = set(_changed(before, rows(community.pk)))
    assert len(told) > len(PAGES) // 3
    assert {"programme.Proposal", "programme.Plan", "ledger.Row", "desk.Case"} <= changed


@pytest.fixture
def forum(community: Community) -> Caller:
    return caller_make(community)


@pytest.fixture
def stranger(forum: Caller) -> Caller:
    return caller_make(factories.community_make(slug="elsewhere"))


world = operations.world


@pytest.mark.parametrize(("method", "path", "scope"), operations.GUARDED, ids=operations.IDS)
def test_no_operation_of_another_community_changes_or_tells_a_row(
    forum: Caller, stranger: Caller, world: dict[str, str], method: str, path: str, scope: str
) -> None:
    before = rows(forum.actor.community_id)
    request = operations._request(method, path, world)
    answer = stranger(*request)
    assert _changed(before, rows(forum.actor.community_id)) == []
    secret = words(forum.actor.community_id) - words(stranger.actor.community_id)
    shown = answer.content.decode()
    assert [one for one in secret if one in shown and one not in str(request)] == []
