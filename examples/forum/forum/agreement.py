"""Has a neighbour agreed to the community's code? The station keeps the record; the forum only asks."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from forum import station
from forum.models import Neighbour

PATH = "/agreements/rules"
REMEMBERED = 30.0  # seconds for which a yes is not asked again
_agreed: dict[str, float] = {}


def waiting(me: Neighbour) -> dict[str, Any] | None:
    """The agreement that this neighbour has to see before writing; None where there is none, or nobody answers."""
    if _agreed.get(me.key, 0) > time.monotonic():
        return None
    answer = station.call("GET", f"{PATH}?account={quote(me.key)}", timeout=2)
    if answer.ok and answer.body.get("needed"):
        return answer.body
    if answer.ok:
        _agreed[me.key] = time.monotonic() + REMEMBERED
    return None


def agree(me: Neighbour, version: str) -> bool:
    """Tells the station that this neighbour agrees to the version they were shown; whether it took it."""
    return station.call("POST", f"{PATH}/consents", {"account": me.key, "version": version}).ok


def withdraw(me: Neighbour) -> bool:
    """Tells the station that this neighbour takes it back."""
    _agreed.pop(me.key, None)
    return station.call("DELETE", f"{PATH}/consents/{quote(me.key)}").ok
