"""Writing at the desk: sending, taking, answering, taking back, talking."""

from __future__ import annotations

from linli.station.desk.services.answers import (
    answer_overturn,
    answer_restore,
    case_answer,
    case_reverse,
    proposal_confirm,
    proposal_return,
)
from linli.station.desk.services.backdating import sample_spread, sample_times
from linli.station.desk.services.bulk import Foreseen, Pick, bulk_answer, bulk_preview, bulk_reverse
from linli.station.desk.services.cases import (
    Conflict,
    case_assign,
    case_close,
    case_close_about,
    case_close_unsent,
    case_hold,
    case_open,
    case_release,
    case_take,
    cases_hand_back,
    cases_touch,
    exclusions_refresh,
)
from linli.station.desk.services.clock import desk_tick, source_keys_purge
from linli.station.desk.services.danger import danger_end, danger_plan_set, danger_step_do
from linli.station.desk.services.messages import message_from_desk, message_send, note_write, satisfaction_give
from linli.station.desk.services.moving import submissions_move, submissions_tell
from linli.station.desk.services.queues import queue_delete, queue_save, queues_route, ranks_refresh
from linli.station.desk.services.submissions import Receipt, TooMany, submission_create, submission_reopen

__all__ = [
    "Conflict",
    "Foreseen",
    "Pick",
    "Receipt",
    "TooMany",
    "answer_overturn",
    "answer_restore",
    "bulk_answer",
    "bulk_preview",
    "bulk_reverse",
    "case_answer",
    "case_assign",
    "case_close",
    "case_close_about",
    "case_close_unsent",
    "case_hold",
    "case_open",
    "case_release",
    "case_reverse",
    "case_take",
    "cases_hand_back",
    "cases_touch",
    "danger_end",
    "danger_plan_set",
    "danger_step_do",
    "desk_tick",
    "exclusions_refresh",
    "message_from_desk",
    "message_send",
    "note_write",
    "proposal_confirm",
    "proposal_return",
    "queue_delete",
    "queue_save",
    "queues_route",
    "ranks_refresh",
    "sample_spread",
    "sample_times",
    "satisfaction_give",
    "source_keys_purge",
    "submission_create",
    "submission_reopen",
    "submissions_move",
    "submissions_tell",
]
