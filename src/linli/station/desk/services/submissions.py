"""Sending to the desk: a receipt at once, one case a subject, floods slowed and never dropped in silence."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.desk import kinds, receipts, rules
from linli.station.desk.models import OPEN_STATES, Case, Message, SourceKey, Submission
from linli.station.desk.services.cases import case_open, case_weigh, open_case_on
from linli.station.desk.weights import weigh_reports
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import at_text, record, seal, writing
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.people.codes import code_make
from linli.vocabulary import LinliError, Text

WINDOW = timedelta(hours=1)
SLOW_AFTER = 10
REFUSE_AFTER = 60
SLOW_DAYS = 5
MESSAGE_LIMIT = 4000


class TooMany(LinliError):
    """One source sent too much. `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        minutes = max(1, -(-retry_after // 60))
        super().__init__(
            Text("您提交得太多、太快了。", "You sent too much too fast."),
            field="source",
            mend=Text(
                f"请 {minutes} 分钟后再试；已提交的都已受理。",
                f"Try again in {minutes} minutes; what you sent before was received.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one who sent takes home. `merged`: sent before, the same receipt again; `slowed`: it waits longer."""

    code: str
    promised_at: datetime
    submission_uid: str
    case_number: int
    merged: bool = False
    slowed: bool = False


@dataclass(frozen=True, slots=True)
class _Sender:
    user_id: int | None
    account: str
    source: str


def submission_create(
    *,
    actor: Actor,
    kind: str,
    body: Mapping[str, str],
    subject_type: str = "",
    subject_id: str = "",
    source: str = "",
    account: str = "",
    weight: float = 1.0,
) -> Receipt:
    """Takes in one submission.

    `source` says where an anonymous one comes from (an address); only its HMAC under a key of the day is kept.
    `account` is the random id of a client's account that sends. A person or an account that sends on one subject
    again gets the same receipt, and what they add is kept as a message; an unnamed source does only with the same
    words, since several people may share an address. `weight` (0.5 to 1.5): how far what this sender sent before
    proved right; it counts for the order of the queue alone. Errors: `Forbidden`, `NotFound` for a subject,
    `LinliError` for a field, `TooMany` for a flood.
    """
    declared = kinds.kind(kind)
    _may_send(actor, declared, account)
    checked = kinds.clean(declared.fields, body)
    _known_subject(declared, subject_type)
    described = declared.describe(actor.community_id, subject_type, subject_id)
    with writing(actor.community_id):
        sender = _Sender(actor.user_id, account, _source_digest(actor.community_id, source))
        before = _sent_before(actor, kind, subject_type, subject_id, sender, checked)
        if before is not None:
            return _merged(actor, before, checked)
        slow = _slowed(actor, kind, sender)
        new = Submission(kind=kind, body=checked, subject_type=subject_type, subject_id=subject_id)
        new.slowed, new.weight = slow, weight
        return _created(actor, declared, new, sender, described)


def submission_reopen(*, actor: Actor, submission: Submission, reason: str) -> Receipt:
    """One who sent asks somebody else to look again: a new case with the same receipt, once, within 30 days."""
    text = reason.strip()[:2000]
    with writing(actor.community_id):
        old = Case.objects.get(pk=submission.case_id, community_id=actor.community_id)
        _may_reopen(old, text)
        declared = kinds.kind(submission.kind)
        described = declared.describe(old.community_id, old.subject_type, old.subject_id)
        case = open_case_on(old.community_id, (old.kind,), old.subject_type, old.subject_id)
        case = case or case_open(
            actor=actor,
            kind=old.kind,
            subject_type=old.subject_type,
            subject_id=old.subject_id,
            description=described,
            parent=old,
        )
        submission.case, submission.promised_at = case, case.promised_at
        submission.body = {**submission.body, "again": text}
        submission.save(update_fields=["case", "promised_at", "body"])
        case.excluded.set(rules.excluded(case))
        _record(actor, submission, "submission.reopened", {"case": case.uid, "before": old.uid})
    return receipt_of(submission, case)


def receipt_of(submission: Submission, case: Case, *, merged: bool = False) -> Receipt:
    """The receipt of a submission, shown to its owner."""
    return Receipt(
        code=receipts.code_of(submission),
        promised_at=submission.promised_at,
        submission_uid=submission.uid,
        case_number=case.number,
        merged=merged,
        slowed=submission.slowed,
    )


def _may_send(actor: Actor, declared: kinds.Kind, account: str) -> None:
    require(actor, "submission.create", actor.community_id)
    if not declared.open_to_public and not actor.system:
        raise Forbidden(
            Text("这类提交不能直接发出。", "This cannot be sent directly."), field="kind", value=declared.id
        )
    if actor.client_id is None and not actor.system and actor.role < declared.who:
        raise Forbidden(Text("这类提交需要先登录。", "Sign in to send this."), field="kind", value=declared.id)
    if not declared.anonymous and actor.user_id is None and not account:
        raise Forbidden(
            Text("这类提交不能匿名。", "This cannot be sent without a name."), field="kind", value=declared.id
        )


def _known_subject(declared: kinds.Kind, subject_type: str) -> None:
    if declared.subject_types and subject_type not in declared.subject_types:
        known = ", ".join(declared.subject_types)
        raise LinliError(
            Text("对象的种类不对。", "The subject is of the wrong type."),
            field="subject_type",
            value=subject_type,
            mend=Text(f"可选：{known}", f"One of: {known}"),
        )


def _by_sender(actor: Actor, sender: _Sender) -> QuerySet[Submission]:
    sent = Submission.objects.filter(community_id=actor.community_id)
    if sender.user_id is not None:
        return sent.filter(submitter_id=sender.user_id)
    if sender.account:
        return sent.filter(submitter_account=sender.account)
    return sent.filter(source=sender.source) if sender.source else sent.none()


def _sent_before(
    actor: Actor, kind: str, subject_type: str, subject_id: str, sender: _Sender, body: dict[str, str]
) -> Submission | None:
    if not subject_id:
        return None
    sent = _by_sender(actor, sender).filter(kind=kind, subject_type=subject_type, subject_id=subject_id)
    known = sender.user_id is not None or sender.account
    for before in sent.filter(case__state__in=OPEN_STATES).select_related("case").order_by("pk"):
        if known or before.body == body:
            return before
    return None


def _merged(actor: Actor, before: Submission, body: dict[str, str]) -> Receipt:
    before.merged += 1
    before.save(update_fields=["merged"])
    added = "\n".join(value for name, value in body.items() if value and value != before.body.get(name))
    if added:
        Message.objects.create(case_id=before.case_id, submission=before, from_desk=False, text=added[:MESSAGE_LIMIT])
    _record(
        actor, before, "submission.merged", {"case": before.case.uid, "count": before.merged, "added": bool(added)}
    )
    return receipt_of(before, before.case, merged=True)


def _slowed(actor: Actor, kind: str, sender: _Sender) -> bool:
    """Whether this sender has sent more than usual in the last hour; `TooMany` beyond the hard bound."""
    now = timezone.now()
    recent = _by_sender(actor, sender).filter(kind=kind, created__gt=now - WINDOW).order_by("created")
    count = recent.count()
    if count >= REFUSE_AFTER:
        oldest = recent[count - REFUSE_AFTER].created
        raise TooMany(max(1, int((oldest + WINDOW - now).total_seconds())))
    return count >= SLOW_AFTER


def _created(
    actor: Actor, declared: kinds.Kind, new: Submission, sender: _Sender, described: kinds.Description
) -> Receipt:
    case = _case_for(actor, declared, new, sender, described)
    new.uid = new_id()
    code, new.receipt_digest = code_make(receipts.PURPOSE, new.uid)
    new.community_id, new.case, new.promised_at = actor.community_id, case, case.promised_at
    new.submitter_id, new.submitter_account, new.source = sender.user_id, sender.account, sender.source
    new.save(force_insert=True)
    if sender.user_id is not None:
        case.excluded.add(sender.user_id)
    sealed = seal(
        community_id=actor.community_id, subject=f"submission:{new.uid}", content=repr(sorted(new.body.items()))
    )
    data = {"case": case.uid, "kind": new.kind, "slowed": new.slowed, "body": sealed}
    _record(actor, new, "submission.created", {**data, "promised_at": at_text(new.promised_at)})
    return Receipt(code, new.promised_at, new.uid, case.number, slowed=new.slowed)


def _case_for(
    actor: Actor, declared: kinds.Kind, new: Submission, sender: _Sender, described: kinds.Description
) -> Case:
    """The case that takes the submission in, weighed with it. One who floods adds no weight."""
    found = open_case_on(actor.community_id, (declared.id, *declared.joins), new.subject_type, new.subject_id)
    said = kinds.NO_EVIDENCE if new.slowed else declared.evidence(new.body)
    points = 0 if new.slowed else declared.urgency(new.body)
    if found is None:
        return case_open(
            actor=actor,
            kind=declared.id,
            subject_type=new.subject_type,
            subject_id=new.subject_id,
            description=replace(described, priority=described.priority + points),
            slow=SLOW_DAYS if new.slowed else 0,
            first=said,
            reports=() if new.slowed else (new.weight,),
        )
    if not new.slowed:
        weigh_reports(found, [*_weights_of(found, sender), new.weight])
        case_weigh(found, said, points)
    return found


def _weights_of(case: Case, sender: _Sender) -> list[float]:
    """The weights of those who sent before, each of them once, this sender left out."""
    sent = Submission.objects.filter(case=case, slowed=False).order_by("pk")
    known: dict[object, float] = {}
    for user_id, account, source, weight in sent.values_list("submitter_id", "submitter_account", "source", "weight"):
        known.setdefault(_who(user_id, account, source), weight)
    known.pop(_who(sender.user_id, sender.account, sender.source), None)
    return list(known.values())


def _who(user_id: int | None, account: str, source: str) -> object:
    return user_id or account or ("unnamed", source)


def _may_reopen(old: Case, text: str) -> None:
    if not rules.can_reopen(old):
        raise LinliError(
            Text("这个案件不能再要求复查。", "A second look cannot be asked for here."),
            field="case",
            mend=Text(
                f"答复后 {rules.REOPEN_DAYS} 天内可要求一次。",
                f"Once, within {rules.REOPEN_DAYS} days of the answer.",
            ),
        )
    if sum(c.isalnum() for c in text) < 4:
        raise LinliError(
            Text("请写明为什么要复查。", "Say why it should be looked at again."), field="reason", value=text
        )


def _source_digest(community_id: int, source: str) -> str:
    if not source:
        return ""
    key = _key_of(timezone.localdate())
    return hmac.new(key, f"{community_id}\0{source}".encode(), hashlib.sha256).hexdigest()


def _key_of(day: date) -> bytes:
    found, _ = SourceKey.objects.get_or_create(day=day, defaults={"key": secrets.token_bytes(32)})
    return bytes(found.key)


def _record(actor: Actor, submission: Submission, kind: str, data: dict[str, object]) -> None:
    sender = Actor(actor.role, actor.community_id, client_id=actor.client_id, system=actor.system)
    record(
        community_id=submission.community_id,
        kind=kind,
        actor=sender,
        object_type="submission",
        object_id=submission.uid,
        data=data,
    )
