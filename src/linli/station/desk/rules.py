"""Who may handle a case: fairness that no role overrides."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from linli.station.desk import kinds
from linli.station.desk.models import Answer, Case, Proposal, Queue, State, Submission
from linli.station.people.actors import Actor, Forbidden
from linli.station.people.roles import Role
from linli.vocabulary import Text

SEES_ALL = Role.LEAD
REOPEN_DAYS = 30


def facts(case: Case) -> kinds.CaseFacts:
    """What a kind's own functions may know of a case."""
    return kinds.CaseFacts(
        id=case.pk,
        uid=case.uid,
        number=case.number,
        community_id=case.community_id,
        kind=case.kind,
        subject_type=case.subject_type,
        subject_id=case.subject_id,
        parent_id=case.parent_id,
    )


def excluded(case: Case) -> set[int]:
    """Who may not handle the case: who sent it, who answered the case it comes from, whom its kind names."""
    senders = Submission.objects.filter(case_id=case.pk, submitter__isnull=False).values_list(
        "submitter_id", flat=True
    )
    out = {user for user in senders if user is not None}
    out |= set(Proposal.objects.filter(case_id=case.pk).values_list("by_id", flat=True))
    return out | excluded_from_new(case)


def excluded_from_new(case: Case) -> set[int]:
    """The same for a case that nobody has sent to yet."""
    return answerers(case.parent_id) | kinds.kind(case.kind).excluded(facts(case))


def answerers(case_id: int | None) -> set[int]:
    """Everyone who ever answered a case or confirmed its answer, also where the answer was taken back."""
    if case_id is None:
        return set()
    given = Answer.objects.filter(case_id=case_id).values_list("by_id", "second_id")
    return {user for pair in given for user in pair if user is not None}


def may_handle(actor: Actor, case: Case) -> None:
    """Raises `Forbidden` unless this person may handle this case, now."""
    least = kinds.kind(case.kind).handler
    if actor.user_id is None or actor.role < least:
        raise Forbidden(
            Text("这类案件不由这个角色处理。", "Cases of this kind are not handled by this role."),
            field="case",
            value=case.number,
            mend=Text(f"需要的角色：{Role(least).label}。", f"The role it takes: {Role(least).name.lower()}."),
        )
    if case.queue_id in queues_closed_to(actor):
        raise Forbidden(
            Text("这个队列由指定的同事处理。", "This queue has its own people."),
            field="case",
            value=case.number,
            mend=Text("负责人可以把您加进队列。", "A lead may add you to the queue."),
        )
    if actor.user_id in excluded(case):
        raise Forbidden(
            Text(
                "您与这个案件有关，须由另一个人处理。", "You have a part in this case: somebody else must handle it."
            ),
            field="case",
            value=case.number,
            mend=Text("请留给同事。", "Leave it to a colleague."),
        )


def queues_closed_to(actor: Actor) -> set[int]:
    """The queues whose people this person is not among; none for a lead."""
    if actor.role >= SEES_ALL:
        return set()
    members = Queue.people.through.objects.filter(queue__community_id=actor.community_id)
    manned: set[int] = set()
    own: set[int] = set()
    for queue_id, user_id in members.values_list("queue_id", "user_id"):
        manned.add(queue_id)
        if user_id == actor.user_id:
            own.add(queue_id)
    return manned - own


def is_free_for(case: Case, user_id: int | None) -> bool:
    """True unless another person holds the case now."""
    if case.taken_by_id is None or case.taken_by_id == user_id:
        return True
    if case.state == State.HELD:
        return False
    return case.taken_until is None or case.taken_until <= timezone.now()


def free_for(user_id: int | None, now: datetime) -> Q:
    """`is_free_for` as a condition of a query."""
    lapsed = ~Q(state=State.HELD) & (Q(taken_until=None) | Q(taken_until__lte=now))
    return Q(taken_by=None) | Q(taken_by_id=user_id) | lapsed


def can_reopen(case: Case) -> bool:
    """Whether one who sent may ask for a second look: once, within 30 days of an answer."""
    answer = Answer.objects.filter(case=case, reversed_at=None).first()
    if case.state != State.ANSWERED or case.parent_id is not None or answer is None:
        return False
    return answer.at >= timezone.now() - timedelta(days=REOPEN_DAYS)
