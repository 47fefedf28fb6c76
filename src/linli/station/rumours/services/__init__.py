"""Writing: asking, checking, publishing, labelling, taking from others."""

from __future__ import annotations

from linli.station.rumours.services.asking import Question, claim_note, question_of, question_of_picture, rumour_ask
from linli.station.rumours.services.checking import (
    check_ready,
    check_send_back,
    draft_save,
    evidence_add,
    evidence_remove,
)
from linli.station.rumours.services.claims import claim_join, claim_leave, claim_merge, claim_split, claim_word
from linli.station.rumours.services.importing import import_decide, imports_take, page_import
from linli.station.rumours.services.labelling import label_note, labels_refresh
from linli.station.rumours.services.publishing import (
    check_publish,
    check_unpublish,
    check_withdraw,
    claim_publish,
    review_of,
)

__all__ = [
    "Question",
    "check_publish",
    "check_ready",
    "check_send_back",
    "check_unpublish",
    "check_withdraw",
    "claim_join",
    "claim_leave",
    "claim_merge",
    "claim_note",
    "claim_publish",
    "claim_split",
    "claim_word",
    "draft_save",
    "evidence_add",
    "evidence_remove",
    "import_decide",
    "imports_take",
    "label_note",
    "labels_refresh",
    "page_import",
    "question_of",
    "question_of_picture",
    "review_of",
    "rumour_ask",
]
