"""What a page's view is given, and how a refusal goes back into the form it came from."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import get_language

from linli.station.organisations.models import Community
from linli.station.people.actors import Actor
from linli.vocabulary import LinliError, Text

NO_OTHER_NAMES: Mapping[str, str] = {}


class Request(HttpRequest):
    """A request after `CommunityMiddleware`: it knows the community and who asks."""

    community: Community
    actor: Actor


def in_words(text: Text) -> str:
    """The reader's half of a text in both languages."""
    return text.en if (get_language() or "").startswith("en") else text.zh


def as_label(text: Text) -> str:
    """The same to stand by itself: in English it begins with a capital."""
    words = in_words(text)
    return words[:1].upper() + words[1:]


def told(error: LinliError) -> str:
    """A refusal and its mend in the reader's language, without the machine's names."""
    return (
        f"{in_words(error.problem)}{in_words(error.mend)}"
        if _chinese()
        else f"{error.problem.en} {error.mend.en}".strip()
    )


def put_back(form: BaseForm, error: LinliError, names: Mapping[str, str] = NO_OTHER_NAMES) -> None:
    """Adds a refusal to the form: at its field (`names` maps a service's name to the form's), else above all."""
    field = names.get(error.field, error.field)
    form.add_error(field if field in form.fields else None, told(error))


def _chinese() -> bool:
    return not (get_language() or "").startswith("en")
