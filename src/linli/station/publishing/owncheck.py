"""The author's own check: what the community's rules would say, before anybody else reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from linli.vocabulary import Text

Advice = tuple[tuple[Text, str], ...]


def advice(community_id: int, text: str) -> Advice:
    """Reasons to look again, each with the words it points at (`settings.OWN_CHECK` names who knows the rules)."""
    find: Callable[[int, str], Advice] = import_string(settings.OWN_CHECK)
    return find(community_id, text)
