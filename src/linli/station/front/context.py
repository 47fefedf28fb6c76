"""What every page knows: how the reader wants to see it, and which community it speaks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from linli.station.people.preferences import Preferences, read
from linli.station.people.services import sample_open


def page(request: HttpRequest) -> dict[str, Any]:
    """`preferences`, `sample_door` and `community_name` for the base template."""
    return {
        "preferences": preferences_of(request),
        "sample_door": sample_open(request),
        "community_name": community_name(getattr(request, "community", None)),
    }


def preferences_of(request: HttpRequest) -> Preferences:
    return read(request.COOKIES)


def community_name(community: Any) -> str:
    """The community's name in the reader's language; empty where there is none yet."""
    if community is None:
        return ""
    english = (get_language() or "").startswith("en")
    return str((english and community.name_en) or community.name)
