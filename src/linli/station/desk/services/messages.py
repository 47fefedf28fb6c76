"""Talking with one who sent, and hearing what they thought of the answer."""

from __future__ import annotations

from linli.station.desk import rules
from linli.station.desk.models import Message, Satisfaction, State, Submission
from linli.station.desk.services.cases import case_locked, note_add, record_case
from linli.station.desk.services.tell import tell_message
from linli.station.ledger.services import record, seal, writing
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text

LIMIT = 2000
WAITING_LIMIT = 20


def message_from_desk(*, actor: Actor, number: int, submission_uid: str, text: str) -> Message:
    """The one who handles a case asks or tells one of those who sent; only these two sides see it."""
    require(actor, "case.answer", actor.community_id)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        sent = Submission.objects.filter(case=case, uid=submission_uid).first()
        if sent is None:
            raise NotFound(Text("没有这份提交。", "There is no such submission."), field="submission")
        made = _send(actor, sent, text, from_desk=True)
        tell_message(actor, made)
    return made


def message_send(*, actor: Actor, submission: Submission, text: str) -> Message:
    """One who sent writes to the desk; `submission` was opened by its receipt or its owner."""
    require(actor, "submission.own", actor.community_id)
    with writing(actor.community_id):
        unread = Message.objects.filter(submission=submission, from_desk=False).count()
        if unread >= WAITING_LIMIT:
            raise LinliError(
                Text("留言已满。", "There are too many messages."),
                field="text",
                mend=Text("请等待答复。", "Please wait for the answer."),
            )
        return _send(actor, submission, text, from_desk=False)


def note_write(*, actor: Actor, number: int, text: str) -> None:
    """A member of staff leaves a word for colleagues on a case they may handle; nobody else reads it."""
    require(actor, "case.answer", actor.community_id)
    if not _tidy(text):
        raise LinliError(Text("请写点什么。", "Write something."), field="note", value=text)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        note_add(actor, case, text)
        record_case(case, actor, "note.written", {})


def satisfaction_give(*, actor: Actor, submission: Submission, score: int, comment: str = "") -> Satisfaction:
    """One who sent says how satisfied they are with the answer, 1 to 5; may be changed."""
    require(actor, "submission.own", actor.community_id)
    if not 1 <= score <= 5:
        raise LinliError(Text("评分是 1 至 5。", "The score is 1 to 5."), field="score", value=score)
    if submission.case.state not in (State.ANSWERED, State.CLOSED):
        raise LinliError(Text("还没有答复。", "There is no answer yet."), field="score")
    with writing(actor.community_id):
        made, _ = Satisfaction.objects.update_or_create(
            submission=submission, defaults={"score": score, "comment": _tidy(comment)[:500]}
        )
        _record(actor, submission, "satisfaction.given", {"score": score})
    return made


def _send(actor: Actor, sent: Submission, text: str, *, from_desk: bool) -> Message:
    tidy = _tidy(text)
    if not tidy or len(tidy) > LIMIT:
        raise LinliError(
            Text(f"请写 1 至 {LIMIT} 个字。", f"Write 1 to {LIMIT} characters."), field="text", value=text
        )
    by = actor.user_id if from_desk else None
    made = Message.objects.create(case_id=sent.case_id, submission=sent, from_desk=from_desk, by_id=by, text=tidy)
    sealed = seal(community_id=sent.community_id, subject=f"submission:{sent.uid}", content=tidy)
    _record(actor, sent, "message.sent", {"message": made.uid, "from_desk": from_desk, "text": sealed})
    return made


def _tidy(text: str) -> str:
    return "".join(c for c in text.strip() if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff"))


def _record(actor: Actor, sent: Submission, kind_of_row: str, data: dict[str, object]) -> None:
    from_desk = bool(data.get("from_desk"))
    shown = actor if from_desk else Actor(actor.role, actor.community_id, client_id=actor.client_id)
    record(
        community_id=sent.community_id,
        kind=kind_of_row,
        actor=shown,
        object_type="submission",
        object_id=sent.uid,
        data=data,
    )
