"""Writing codes: drafting, discussing, adopting, and the bank of phrases."""

from __future__ import annotations

from linli.station.codes.services.adopting import code_revise, version_adopt, version_return, version_sign
from linli.station.codes.services.bank import phrase_remove, phrase_save
from linli.station.codes.services.discussing import (
    Hurtful,
    comment_answer,
    comment_hold,
    comment_report,
    comment_send,
    comment_set,
    comments_clear,
    discussion_open,
)
from linli.station.codes.services.drafting import (
    clause_move,
    clause_remove,
    clause_save,
    code_adapt,
    code_bring_in,
    code_create,
)

__all__ = [
    "Hurtful",
    "clause_move",
    "clause_remove",
    "clause_save",
    "code_adapt",
    "code_bring_in",
    "code_create",
    "code_revise",
    "comment_answer",
    "comment_hold",
    "comment_report",
    "comment_send",
    "comment_set",
    "comments_clear",
    "discussion_open",
    "phrase_remove",
    "phrase_save",
    "version_adopt",
    "version_return",
    "version_sign",
]
