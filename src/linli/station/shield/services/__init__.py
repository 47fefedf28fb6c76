"""Writing in the shield: starting and ending, friends, watching for pile-ons, evidence, prompts."""

from __future__ import annotations

from linli.station.shield.services.amends import amends_invite, amends_take_back, amends_write
from linli.station.shield.services.evidence import evidence_make
from linli.station.shield.services.helping import help_ask
from linli.station.shield.services.prompts import draft_outcome, draft_prompt
from linli.station.shield.services.shields import (
    friend_add,
    friend_lengthen,
    friend_remove,
    shield_door,
    shield_end,
    shield_keep,
    shield_start,
    shields_expire,
)
from linli.station.shield.services.watch import item_reached

__all__ = [
    "amends_invite",
    "amends_take_back",
    "amends_write",
    "draft_outcome",
    "draft_prompt",
    "evidence_make",
    "friend_add",
    "friend_lengthen",
    "friend_remove",
    "help_ask",
    "item_reached",
    "shield_door",
    "shield_end",
    "shield_keep",
    "shield_start",
    "shields_expire",
]
