"""Writing pledges: pledged, reviewed, renewed, complained about, decided."""

from __future__ import annotations

from linli.station.pledges.services.backdating import sample_unhurried
from linli.station.pledges.services.complaints import (
    appeal_send,
    appeal_undo,
    appeal_uphold,
    complaint_send,
    hearing_decide,
    hearing_undo,
    reply_write,
)
from linli.station.pledges.services.duties import duty_save, sheet_show
from linli.station.pledges.services.pledging import (
    assessment_save,
    assessment_send,
    pledge_begin,
    pledge_renew,
    pledge_withdraw,
    pledges_tick,
    template_add,
    template_close,
)
from linli.station.pledges.services.reviewing import review_ask, review_confirm, review_give

__all__ = [
    "appeal_send",
    "appeal_undo",
    "appeal_uphold",
    "assessment_save",
    "assessment_send",
    "complaint_send",
    "duty_save",
    "hearing_decide",
    "hearing_undo",
    "pledge_begin",
    "pledge_renew",
    "pledge_withdraw",
    "pledges_tick",
    "reply_write",
    "review_ask",
    "review_confirm",
    "review_give",
    "sample_unhurried",
    "sheet_show",
    "template_add",
    "template_close",
]
