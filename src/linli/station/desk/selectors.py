"""Reading at the desk. What staff see of a submission never tells who sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.station.desk import kinds, receipts, rules, wording
from linli.station.desk.models import (
    OPEN_STATES,
    Answer,
    Bulk,
    Case,
    DangerPlan,
    DangerStep,
    Message,
    Note,
    Proposal,
    Queue,
    Submission,
)
from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.vocabulary import LinliError, Text


@dataclass(frozen=True, slots=True)
class Sent:
    """One submission as staff see it: what was said, not who said it. `named`: it can be told by a notice."""

    uid: str
    kind: str
    body: dict[str, str]
    created: datetime
    times: int
    named: bool
    slowed: bool
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer as one who sent sees it: no name of staff. `overturned`: an appeal corrected it since."""

    choice: str
    name: Text
    outcome: Text
    reason: str
    at: datetime
    overturned: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """What the holder of a receipt sees."""

    code: str
    kind: str
    kind_name: Text
    state: str
    promised_at: datetime
    created: datetime
    times: int
    slowed: bool
    body: dict[str, str]
    answer: Outcome | None
    closed: Text | None
    messages: tuple[Message, ...]
    can_reopen: bool
    score: int | None


@dataclass(frozen=True, slots=True)
class SentByAccount:
    """A submission of a client's account (its random id), as that account may follow it."""

    account: str
    followed: Followed


def queue(*, actor: Actor, kind: str = "", state: str = "", mine: bool = False, queue: str = "") -> QuerySet[Case]:
    """The cases that this person may handle: danger first, then by evidence and time (see `weights`).

    `state` empty: the open ones; `queue`: the id of one, or `general` for what no queue takes. Left out: cases they
    have a part in, those of a queue they do not work in, and those another holds (a lead sees them).
    """
    require(actor, "case.list", actor.community_id)
    cases = Case.objects.filter(community_id=actor.community_id).select_related("taken_by", "queue")
    cases = cases.filter(state=state) if state else cases.filter(is_open=1)
    cases = _of_kinds(cases, actor, kind)
    closed = rules.queues_closed_to(actor)
    cases = cases.exclude(queue_id__in=closed) if closed else cases
    if queue:
        cases = cases.filter(queue=None) if queue == "general" else cases.filter(queue__uid=queue)
    barred = Case.excluded.through.objects.filter(user_id=actor.user_id).values("case_id")
    cases = cases.exclude(pk__in=barred)
    if mine:
        cases = cases.filter(taken_by_id=actor.user_id)
    elif not _sees_all(actor):
        cases = cases.filter(_free_for(actor))
    return cases.order_by("-rank", "number")


def _of_kinds(cases: QuerySet[Case], actor: Actor, kind: str) -> QuerySet[Case]:
    """One kind, or those that the actor's role handles; without a condition where it handles all, for the index."""
    own = handled(actor)
    if kind:
        return cases.filter(kind=kind) if kind in own else cases.none()
    return cases if len(own) == len(kinds.kinds()) else cases.filter(kind__in=own)


def handled(actor: Actor) -> list[str]:
    """The kinds that the actor's role handles."""
    return [k.id for k in kinds.kinds().values() if actor.role >= k.handler]


def case_for(*, actor: Actor, number: int) -> Case:
    """A case that this person may see: `NotFound` for another community's, one they have a part in, another's."""
    require(actor, "case.list", actor.community_id)
    found = Case.objects.filter(community_id=actor.community_id, number=number).select_related("taken_by").first()
    if found is None or not _may_see(actor, found):
        raise NotFound(
            Text("没有这个案件，或不由您处理。", "There is no such case, or it is not yours."), field="case"
        )
    return found


def refusal(*, actor: Actor, number: int) -> LinliError | None:
    """Why this member of staff may not see a case of their community: who has it, or that they have a part in it.

    None where there is no such case. Nothing else of the case is told.
    """
    require(actor, "case.list", actor.community_id)
    case = Case.objects.filter(community_id=actor.community_id, number=number).select_related("taken_by").first()
    if case is None:
        return None
    try:
        rules.may_handle(actor, case)
    except Forbidden as refused:
        refused.field = "part"
        return refused
    if case.state in OPEN_STATES:
        until = f"{timezone.localtime(case.taken_until):%m-%d %H:%M}" if case.taken_until else ""
        return Forbidden(
            Text(f"{case.taken_by} 正在处理这个案件。", f"{case.taken_by} is handling this case."),
            field="case",
            mend=Text(f"锁定到 {until}。", f"It is locked until {until}.") if until else Text("", ""),
        )
    return Forbidden(Text("这个案件由同事办结。", "A colleague has answered this case."), field="case")


def sent_to(*, actor: Actor, case: Case) -> list[Sent]:
    """What was sent to a case, for one who may see it."""
    case_for(actor=actor, number=case.number)
    rows = Submission.objects.filter(case=case).prefetch_related("messages").order_by("pk")
    return [_sent(row) for row in rows]


def sent_to_case(*, case_id: int) -> list[Sent]:
    """What was sent to a case. For a kind's own panel, which is drawn for one who may see the case."""
    return [
        _sent(row) for row in Submission.objects.filter(case_id=case_id).prefetch_related("messages").order_by("pk")
    ]


def answers_to(*, actor: Actor, case: Case) -> QuerySet[Answer]:
    """Every answer of a case, those taken back included, the newest first."""
    case_for(actor=actor, number=case.number)
    return Answer.objects.filter(case=case).select_related("by", "reversed_by").order_by("-at", "-pk")


def submission_by_code(*, community_id: int, code: str) -> Submission:
    """The submission that a receipt's code opens, in this community."""
    found = Submission.objects.filter(community_id=community_id, receipt_digest__in=receipts.digests_of(code))
    one = found.select_related("case").first()
    if one is None:
        raise NotFound(Text("没有这个编号。", "There is no such code."), field="code")
    return one


def receipt_code(*, community_id: int, uid: str) -> str:
    """The code of a submission's receipt, for a notice that only its sender holds; empty for no such submission."""
    found = Submission.objects.filter(community_id=community_id, uid=uid).first()
    return receipts.code_of(found) if found else ""


def submission_of(*, actor: Actor, uid: str) -> Submission:
    """One's own submission, for a person who signed in."""
    found = Submission.objects.filter(community_id=actor.community_id, uid=uid, submitter_id=actor.user_id)
    one = found.exclude(submitter=None).select_related("case").first()
    if one is None:
        raise NotFound(Text("没有这份提交。", "There is no such submission."), field="submission")
    return one


def submissions_mine(*, actor: Actor) -> QuerySet[Submission]:
    """What this person sent in this community, the newest first."""
    if actor.user_id is None:
        return Submission.objects.none()
    mine = Submission.objects.filter(community_id=actor.community_id, submitter_id=actor.user_id)
    return mine.select_related("case").order_by("-created", "-pk")


def followed(submission: Submission) -> Followed:
    """What the holder of the receipt may see of it."""
    case, declared = submission.case, kinds.kind(submission.kind)
    answer = case.answers.filter(reversed_at=None).first()
    given = getattr(submission, "satisfaction", None)
    return Followed(
        code=receipts.code_of(submission),
        kind=submission.kind,
        kind_name=declared.name,
        state=case.state,
        promised_at=submission.promised_at,
        created=submission.created,
        times=submission.merged,
        slowed=submission.slowed,
        body=submission.body,
        answer=_outcome(case, answer) if answer else None,
        closed=wording.closed(case),
        messages=tuple(submission.messages.order_by("pk")),
        can_reopen=rules.can_reopen(case),
        score=given.score if given else None,
    )


def case_by_uid(*, community_id: int, uid: str) -> Case | None:
    """A case by its random id. For the station's own use."""
    return Case.objects.filter(community_id=community_id, uid=uid).first()


def sent_by_accounts(*, community_id: int, case_uid: str) -> list[SentByAccount]:
    """What clients' accounts sent to a case. For the station's own use."""
    sent = Submission.objects.filter(community_id=community_id, case__uid=case_uid).exclude(submitter_account="")
    return [SentByAccount(s.submitter_account, followed(s)) for s in sent.select_related("case").order_by("pk")]


def case_of(*, community_id: int, subject_type: str, subject_id: str, kind: str) -> Case | None:
    """The newest case of a kind on a subject. For the station's own use."""
    found = Case.objects.filter(
        community_id=community_id, kind=kind, subject_type=subject_type, subject_id=subject_id
    )
    return found.order_by("-pk").first()


def place_in_queue(*, community_id: int, case_uid: str) -> int:
    """How many open cases of its kind come before a case, plus one; 0 for a case that is not open."""
    case = Case.objects.filter(community_id=community_id, uid=case_uid, is_open=1).first()
    if case is None:
        return 0
    same = Case.objects.filter(community_id=community_id, is_open=1, kind=case.kind)
    return same.filter(Q(rank__gt=case.rank) | Q(rank=case.rank, number__lt=case.number)).count() + 1


def outcomes_of(*, community_id: int, user_id: int | None, account: str) -> list[tuple[datetime, str, bool]]:
    """How the reports of one sender ended: when, which answer, whether an appeal overturned it. For the station."""
    sent = Submission.objects.filter(community_id=community_id, kind="report", slowed=False)
    sent = sent.filter(submitter_id=user_id) if user_id is not None else sent.filter(submitter_account=account)
    given = Answer.objects.filter(case__in=sent.values("case"), reversed_at=None)
    return list(given.order_by("at").values_list("at", "choice", "overturned"))


def answered_by(*, case_id: int | None) -> set[int]:
    """Everyone who ever answered a case. For rules of who may handle what comes after it."""
    return rules.answerers(case_id)


def queues(*, actor: Actor) -> QuerySet[Queue]:
    """The queues of the community with their people, for staff."""
    require(actor, "case.list", actor.community_id)
    return Queue.objects.filter(community_id=actor.community_id).prefetch_related("people").order_by("name")


def queues_mine(*, actor: Actor) -> list[Queue]:
    """The queues that this person works in."""
    closed = rules.queues_closed_to(actor)
    return [one for one in queues(actor=actor) if one.pk not in closed]


def proposal_on(*, case: Case) -> Proposal | None:
    """The answer that waits for a second person, if one does. For one who may see the case."""
    return Proposal.objects.filter(case=case).select_related("by").first()


def notes_on(*, case: Case) -> QuerySet[Note]:
    """What colleagues wrote on a case. For one who may see the case."""
    return Note.objects.filter(case=case).select_related("by").order_by("pk")


def danger_plan(*, community_id: int) -> DangerPlan | None:
    """What the community does when a life or a child is in danger, where its keeper has written it."""
    return DangerPlan.objects.filter(community_id=community_id).first()


def danger_steps(*, case: Case) -> QuerySet[DangerStep]:
    """The steps that were done on a case."""
    return DangerStep.objects.filter(case=case).select_related("by").order_by("pk")


def bulks(*, actor: Actor, limit: int = 20) -> list[Bulk]:
    """The last answers given in bulk: one's own, all of the community for a lead."""
    require(actor, "case.list", actor.community_id)
    found = Bulk.objects.filter(community_id=actor.community_id).select_related("by")
    found = found if _sees_all(actor) else found.filter(by_id=actor.user_id)
    return list(found.order_by("-pk")[:limit])


def _sees_all(actor: Actor) -> bool:
    return actor.role >= rules.SEES_ALL


def _free_for(actor: Actor) -> Q:
    return rules.free_for(actor.user_id, timezone.now())


def _may_see(actor: Actor, case: Case) -> bool:
    if actor.role < kinds.kind(case.kind).handler or actor.user_id in rules.excluded(case):
        return False
    if _sees_all(actor):
        return True
    if case.queue_id in rules.queues_closed_to(actor):
        return False
    if case.state in OPEN_STATES:
        return rules.is_free_for(case, actor.user_id)
    return actor.user_id in rules.answerers(case.pk)


def _sent(row: Submission) -> Sent:
    return Sent(
        uid=row.uid,
        kind=row.kind,
        body=row.body,
        created=row.created,
        times=row.merged,
        named=row.submitter_id is not None or bool(row.submitter_account),
        slowed=row.slowed,
        messages=tuple(row.messages.all()),
    )


def _outcome(case: Case, answer: Answer) -> Outcome:
    choice = kinds.kind(case.kind).choice(answer.choice)
    return Outcome(choice.id, choice.name, choice.outcome, answer.reason, answer.at, answer.overturned)
