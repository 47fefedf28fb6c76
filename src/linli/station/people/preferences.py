"""How a person wants to see the pages. It lives in cookies, so that it needs no account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ELDER_COOKIE = "linli_elder"
THEME_COOKIE = "linli_theme"


class Theme(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Large text and targets, and light or dark."""

    elder: bool = False
    theme: Theme = Theme.AUTO


def read(cookies: Mapping[str, str]) -> Preferences:
    """The preferences that a request's cookies carry; a strange value counts as none."""
    theme = cookies.get(THEME_COOKIE, "")
    return Preferences(
        elder=cookies.get(ELDER_COOKIE) == "on",
        theme=next((known for known in Theme if known == theme), Theme.AUTO),
    )
