"""The code on a receipt."""

from __future__ import annotations

from linli.station.desk.models import Submission
from linli.station.people.codes import code_again, code_digests

PURPOSE = "receipt"


def code_of(submission: Submission) -> str:
    """The code of a submission, to show it to its owner again."""
    return code_again(PURPOSE, submission.uid, submission.receipt_digest)


def digests_of(code: str) -> list[str]:
    """The digests under which a typed code may be stored; an error for a typing slip."""
    return code_digests(PURPOSE, code)
