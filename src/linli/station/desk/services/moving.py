"""Moving submissions between cases of one kind, and telling all who sent about one subject what came later."""

from __future__ import annotations

from collections.abc import Iterable

from linli.station.desk import kinds, rules
from linli.station.desk.models import OPEN_STATES, Case, Message, Submission
from linli.station.desk.services.cases import case_close, case_open, case_save, record_case
from linli.station.desk.services.tell import tell_message
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require
from linli.vocabulary import Text


def submissions_move(*, actor: Actor, uids: Iterable[str], kind: str, subject_type: str, subject_id: str) -> int:
    """Moves submissions of a kind to the open case on another subject (opened where there is none); how many.

    A case that nobody's submission is left in is closed. Who sent stays kept from the case they are now in.
    """
    require(actor, "case.answer", actor.community_id)
    with writing(actor.community_id):
        found = Submission.objects.filter(community_id=actor.community_id, uid__in=list(uids), kind=kind)
        rows = [s for s in found.select_related("case") if s.case.state in OPEN_STATES]
        if not rows:
            return 0
        described = kinds.kind(kind).describe(actor.community_id, subject_type, subject_id)
        case = case_open(
            actor=actor, kind=kind, subject_type=subject_type, subject_id=subject_id, description=described
        )
        left = {row.case_id for row in rows} - {case.pk}
        for row in rows:
            row.case, row.subject_type, row.subject_id = case, subject_type, subject_id
            row.save(update_fields=["case", "subject_type", "subject_id"])
        case.priority = min(200, case.priority + len(rows))
        case.promised_at = min([case.promised_at, *(row.promised_at for row in rows)])
        case_save(case)
        case.excluded.set(rules.excluded(case))
        record_case(case, actor, "case.joined", {"count": len(rows)})
        _close_empty(actor, left)
    return len(rows)


def submissions_tell(
    *, actor: Actor, kind: str, subject_type: str, subject_ids: Iterable[str], text: Text, notify: bool = True
) -> int:
    """Writes a word of the desk to everyone who ever sent a kind about one of the subjects; how many.

    Those without a name read it on their receipt's page; the others get a notice too, if `notify`.
    """
    require(actor, "case.answer", actor.community_id)
    with writing(actor.community_id):
        sent = Submission.objects.filter(
            community_id=actor.community_id, kind=kind, subject_type=subject_type, subject_id__in=list(subject_ids)
        )
        rows = list(sent.order_by("pk"))
        for row in rows:
            words = f"{text.zh}\n{text.en}"[:4000]
            made = Message.objects.create(case_id=row.case_id, submission=row, from_desk=True, text=words)
            if notify:
                tell_message(actor, made)
        if rows:
            record(
                community_id=actor.community_id,
                kind="submissions.told",
                actor=actor,
                object_type=subject_type,
                object_id=rows[0].subject_id,
                data={"count": len(rows), "notified": notify},
            )
    return len(rows)


def _close_empty(actor: Actor, cases: set[int]) -> None:
    for case in Case.objects.filter(pk__in=cases).exclude(submissions__isnull=False):
        case_close(actor=actor, case_id=case.pk, why="merged")
