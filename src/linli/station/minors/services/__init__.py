"""Writing in minors' mode: plans and guardians, requests, and what platforms ask for."""

from __future__ import annotations

from linli.station.minors.services.belonging import claim_confirm, claim_make, claim_undo, own_end, own_set
from linli.station.minors.services.minutes import (
    lease_make,
    lease_settle,
    link_make,
    session_ask,
    session_close,
    spend,
)
from linli.station.minors.services.offers import educational_add, educational_remove, pool_drop, pool_pick
from linli.station.minors.services.plans import (
    guardian_invite,
    guardian_set,
    mode_leave,
    mode_start,
    plan_change,
    plan_tighten,
)
from linli.station.minors.services.terms import term_add, term_remove
from linli.station.minors.services.wishes import door_ask, wish_answer, wish_make

__all__ = [
    "claim_confirm",
    "claim_make",
    "claim_undo",
    "door_ask",
    "educational_add",
    "educational_remove",
    "guardian_invite",
    "guardian_set",
    "lease_make",
    "lease_settle",
    "link_make",
    "mode_leave",
    "mode_start",
    "own_end",
    "own_set",
    "plan_change",
    "plan_tighten",
    "pool_drop",
    "pool_pick",
    "session_ask",
    "session_close",
    "spend",
    "term_add",
    "term_remove",
    "wish_answer",
    "wish_make",
]
