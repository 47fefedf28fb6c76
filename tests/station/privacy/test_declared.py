"""Every model with a person in it says how it is shown and how it goes: a new one without fails here."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from linli.station.config.settings import APPS
from linli.station.people.personal import Fate, Holding, declared
from linli.station.privacy.selectors import holdings_by_model

NAMES_OF_PEOPLE = {"account", "submitter_account", "external_id", "user_id", "username"}
NOT_PEOPLE = {
    "integrations.Client": "a platform, not a person",
    "ledger.SubjectKey": "destroyed by privacy.services.erase itself",
}


def _label(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model._meta.object_name}"


def _ours() -> list[type[Model]]:
    labels = {name.rsplit(".", 1)[-1] for name in APPS} | {"account", "mfa"}
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in labels]


def _others() -> dict[str, str]:
    return {name: why for personal in declared() for name, why in personal.others.items()}


def _about_people() -> dict[str, str]:
    """Models with a relation to a person or to rows that are declared to be about one, or a field named like one."""
    kept = set(holdings_by_model())
    people = {_label(get_user_model()), *kept}
    found: dict[str, str] = {}
    for model in _ours():
        for field in model._meta.get_fields(include_hidden=False):
            if field.auto_created and not field.concrete:
                continue
            to = field.related_model if field.is_relation else None
            if isinstance(to, type) and _label(to) in people and not field.many_to_many:
                found[_label(model)] = f"{field.name} points at {_label(to)}"
            elif field.name in NAMES_OF_PEOPLE:
                found[_label(model)] = f"{field.name} may name a person"
    return found


def test_every_model_with_a_person_in_it_is_declared() -> None:
    known = {*holdings_by_model(), *_others(), *NOT_PEOPLE}
    missing = {model: why for model, why in _about_people().items() if model not in known}
    assert missing == {}, "declare them in the app's personal.py: a Holding, or `others` with why"


def test_nothing_is_declared_that_is_not_there() -> None:
    for name in [*holdings_by_model(), *_others()]:
        assert apps.get_model(name) is not None


HOLDINGS = [holding for _, holding in holdings_by_model().values()]


@pytest.mark.parametrize("holding", HOLDINGS, ids=[h.model for h in HOLDINGS])
def test_a_declaration_is_whole(holding: Holding) -> None:
    assert holding.by_user or holding.by_account or holding.by_object
    assert holding.shown
    assert (holding.fate == Fate.BLANKED) == bool(holding.blanks)
    assert holding.fate == Fate.DELETED or len(holding.why.zh) > 5
    model = apps.get_model(holding.model)
    for name in holding.blanks:
        try:
            model._meta.get_field(name.removesuffix("_id"))
        except FieldDoesNotExist:
            model._meta.get_field(name)


@pytest.mark.parametrize("holding", HOLDINGS, ids=[h.model for h in HOLDINGS])
def test_what_is_free_text_is_shown_or_blanked_or_goes(holding: Holding) -> None:
    """A field that can hold words of or about a person does not stay in silence."""
    if holding.fate == Fate.DELETED:
        return
    model = apps.get_model(holding.model)
    for field in model._meta.concrete_fields:
        if field.get_internal_type() in {"TextField", "JSONField"}:
            assert field.name in holding.blanks or field.name in MACHINE, f"{holding.model}.{field.name}"


MACHINE = {  # machine words, and public works
    "document",
    "lessons",
    "categories",
    "rules",
    "decision_visibility",
    "counts",
    "scores",
    "effect",
    "values",
    "weights",
    "before",
    "after",
    "loosened",
}
