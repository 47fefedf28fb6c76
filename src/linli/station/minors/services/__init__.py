"""Writing in minors' mode: plans and guardians, requests, and what platforms ask for."""

from __future__ import annotations

from linli.station.minors.services.minutes import (
    lease_make,
    lease_settle,
    link_make,
    session_ask,
    session_close,
    spend,
)
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
    "door_ask",
    "guardian_invite",
    "guardian_set",
    "lease_make",
    "lease_settle",
    "link_make",
    "mode_leave",
    "mode_start",
    "plan_change",
    "plan_tighten",
    "session_ask",
    "session_close",
    "spend",
    "term_add",
    "term_remove",
    "wish_answer",
    "wish_make",
]
