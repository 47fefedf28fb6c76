"""Writing in moderation: items in, decisions with reasons out, reports and appeals to the desk."""

from __future__ import annotations

from linli.station.moderation.services.decisions import (
    decision_make,
    decision_reinstate,
    decision_reverse,
    decisions_expire,
)
from linli.station.moderation.services.items import Paused, Submitted, account_ensure, item_submit, item_withdraw
from linli.station.moderation.services.policies import policy_current, policy_ensure, policy_publish
from linli.station.moderation.services.reports import appeal_create, report_create

__all__ = [
    "Paused",
    "Submitted",
    "account_ensure",
    "appeal_create",
    "decision_make",
    "decision_reinstate",
    "decision_reverse",
    "decisions_expire",
    "item_submit",
    "item_withdraw",
    "policy_current",
    "policy_ensure",
    "policy_publish",
    "report_create",
]
