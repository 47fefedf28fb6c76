"""Writing in moderation: items in, decisions with reasons out, reports and appeals to the desk."""

from __future__ import annotations

from linli.station.moderation.services.decisions import (
    decision_make,
    decision_reinstate,
    decision_reverse,
    decisions_expire,
)
from linli.station.moderation.services.drafts import (
    draft_create,
    draft_drop,
    draft_from_live,
    draft_promote,
    draft_save,
    draft_sign,
    draft_watch,
    drafts_into_effect,
)
from linli.station.moderation.services.items import Paused, Submitted, account_ensure, item_submit, item_withdraw
from linli.station.moderation.services.lexicons import pack_create, pack_reopen, pack_retire, pack_save, pack_use
from linli.station.moderation.services.operations import (
    operation_announce,
    operation_close,
    operation_create,
    operation_stop,
    operations_tick,
)
from linli.station.moderation.services.policies import (
    Rulebook,
    policy_current,
    policy_ensure,
    policy_publish,
    rulebook_current,
)
from linli.station.moderation.services.quality import check_judge, checks_draw, golden_add
from linli.station.moderation.services.reports import appeal_create, report_create
from linli.station.moderation.services.trials import trial_resume, trial_start, trial_stop, trials_wake

__all__ = [
    "Paused",
    "Rulebook",
    "Submitted",
    "account_ensure",
    "appeal_create",
    "check_judge",
    "checks_draw",
    "decision_make",
    "decision_reinstate",
    "decision_reverse",
    "decisions_expire",
    "draft_create",
    "draft_drop",
    "draft_from_live",
    "draft_promote",
    "draft_save",
    "draft_sign",
    "draft_watch",
    "drafts_into_effect",
    "golden_add",
    "item_submit",
    "item_withdraw",
    "operation_announce",
    "operation_close",
    "operation_create",
    "operation_stop",
    "operations_tick",
    "pack_create",
    "pack_reopen",
    "pack_retire",
    "pack_save",
    "pack_use",
    "policy_current",
    "policy_ensure",
    "policy_publish",
    "report_create",
    "rulebook_current",
    "trial_resume",
    "trial_start",
    "trial_stop",
    "trials_wake",
]
