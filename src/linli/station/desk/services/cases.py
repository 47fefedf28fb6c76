"""A case from open to taken, held, released, closed. Answering is in `answers`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from linli.station.desk import kinds, routing, rules, weights
from linli.station.desk.models import OPEN_STATES, Case, Note, Queue, State
from linli.station.desk.promise import promised_at
from linli.station.desk.services.tell import danger_alarm, tell_assigned, tell_closed, tell_woken
from linli.station.ledger.services import at_text, record, writing
from linli.station.organisations.selectors import actor_for
from linli.station.people.actors import Actor, NotFound, require, system
from linli.vocabulary import LinliError, Text

LOCK, DAY, HOLD_MOST = timedelta(minutes=30), timedelta(hours=8), timedelta(days=30)
REASON_LEAST = 4


class Conflict(LinliError):
    """Somebody else was first. `who` is their name, `until` when their lock ends (None: it is no lock)."""

    def __init__(self, problem: Text, *, who: str, until: datetime | None, version: int) -> None:
        self.who, self.until, self.version = who, until, version
        mend = Text("请刷新后再看。", "Load the case again and look.")
        super().__init__(problem, field="case", value=version, mend=mend)


def case_open(
    *,
    actor: Actor,
    kind: str,
    subject_type: str = "",
    subject_id: str = "",
    description: kinds.Description,
    parent: Case | None = None,
    slow: int = 0,
    first: kinds.Evidence = kinds.NO_EVIDENCE,
    reports: Sequence[float] = (),
) -> Case:
    """The open case of this kind on this subject, or a new one. `slow`: working days added to the promise.

    `first` is what the first who sent says of it, `reports` their weight, where a submission opens it.
    """
    declared = kinds.kind(kind)
    with writing(actor.community_id):
        found = open_case_on(actor.community_id, (kind,), subject_type, subject_id)
        if found is not None:
            return found
        made = Case(
            community_id=actor.community_id,
            number=_next_number(actor.community_id),
            kind=kind,
            subject_type=subject_type,
            subject_id=subject_id,
            title=description.title[:120],
            snapshot=description.snapshot,
            promised_at=promised_at(timezone.now(), declared.promise_days + slow),
            parent=parent,
            weights={"slowed": weights.SLOWED} if slow else {},
        )
        weights.weigh(made, first, description.priority)
        weights.weigh(made, description.evidence)
        weights.weigh_reports(made, reports)
        made.queue_id = queue_of(made)
        made.save(force_insert=True)
        made.excluded.set(rules.excluded_from_new(made))
        record_case(made, actor, "case.opened", {"kind": kind, "promised_at": at_text(made.promised_at)})
        if made.danger:
            danger_alarm(made)
    return made


def case_weigh(case: Case, evidence: kinds.Evidence, points: int) -> None:
    """More evidence on an open case: its weight, its queue; an alarm where a danger came to light. Saves it."""
    calm = not case.danger
    weights.weigh(case, evidence, points)
    case.queue_id = queue_of(case)
    case_save(case)
    if calm and case.danger:
        danger_alarm(case)


def queue_of(case: Case) -> int | None:
    """The queue that takes a case; None for the general one."""
    queues = Queue.objects.filter(community_id=case.community_id).order_by("pk")
    return next((queue.pk for queue in queues if routing.takes(routing.wanted(queue), case)), None)


def open_case_on(community_id: int, kind_ids: tuple[str, ...], subject_type: str, subject_id: str) -> Case | None:
    """The open case of one of these kinds on a subject, if there is one."""
    if not subject_id:
        return None
    found = Case.objects.filter(
        community_id=community_id, kind__in=kind_ids, subject_type=subject_type, subject_id=subject_id
    )
    return found.filter(state__in=OPEN_STATES).order_by("pk").first()


def case_take(*, actor: Actor, number: int) -> Case:
    """Takes a case for 30 minutes, or prolongs one's own lock. `Conflict` names who has it, and until when."""
    require(actor, "case.take", actor.community_id)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        open_or_conflict(case)
        free_or_conflict(actor, case)
        first = case.taken_by_id != actor.user_id or case.state != State.TAKEN
        case.state, case.held_reason, case.held_until = State.TAKEN, "", None
        case.taken_by_id, case.taken_until = actor.user_id, timezone.now() + LOCK
        case_save(case)
        if first:
            record_case(case, actor, "case.taken", {"until": at_text(case.taken_until)})
    return case


def case_release(*, actor: Actor, number: int) -> Case:
    """Gives a case that one has taken back to the queue; a lead may give back anybody's."""
    require(actor, "case.take", actor.community_id)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        open_or_conflict(case)
        if case.taken_by_id != actor.user_id:
            require(actor, "case.assign", actor.community_id)
        set_free(case)
        record_case(case, actor, "case.released", {})
    return case


def case_hold(*, actor: Actor, number: int, reason: str, until: datetime | None = None) -> Case:
    """Puts a case aside, with a reason and a date (a working day on where none is given), at most 30 days ahead.

    It stays one's own and its promise stays. When the date comes the clock gives it back to its handler.
    """
    require(actor, "case.take", actor.community_id)
    text, day = reason_checked(reason), _held_until(until)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        open_or_conflict(case)
        free_or_conflict(actor, case)
        case.state, case.held_reason, case.held_until = State.HELD, text[:200], day
        case.taken_by_id, case.taken_until = actor.user_id, None
        case_save(case)
        record_case(case, actor, "case.held", {"until": at_text(day)})
    return case


def case_assign(*, actor: Actor, number: int, user_id: int, note: str = "") -> Case:
    """A lead, or the one who holds it, gives a case to a person of the community who may handle it, for a day.

    `note` is for that person: what was done, what is left.
    """
    require(actor, "case.take", actor.community_id)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        open_or_conflict(case)
        if case.taken_by_id != actor.user_id or actor.user_id is None:
            require(actor, "case.assign", actor.community_id)
        rules.may_handle(actor_for(user_id=user_id, community_id=actor.community_id), case)
        case.state, case.taken_by_id, case.taken_until = State.TAKEN, user_id, timezone.now() + DAY
        case.held_reason, case.held_until = "", None
        case_save(case)
        if note.strip():
            note_add(actor, case, note)
        record_case(case, actor, "case.assigned", {"until": at_text(case.taken_until)}, subject=f"user:{user_id}")
        tell_assigned(actor, case, user_id)
    return case


def cases_wake(*, community_id: int, now: datetime) -> int:
    """What was held until now is its handler's again, for a day; then it is anybody's. How many."""
    over = Case.objects.filter(community_id=community_id, state=State.HELD, held_until__lte=now)
    woken = list(over.order_by("pk"))
    for case in woken:
        case.state, case.taken_until, case.held_reason, case.held_until = State.TAKEN, now + DAY, "", None
        case_save(case)
        record_case(case, system(community_id, "clock"), "case.woken", {})
        if case.taken_by_id is not None:
            tell_woken(case)
    return len(woken)


def note_add(actor: Actor, case: Case, text: str) -> None:
    """A word for colleagues on a case; nobody else reads it."""
    if actor.user_id is None:
        raise NotFound(Text("请先登录。", "Please sign in."))
    Note.objects.create(case=case, by_id=actor.user_id, text=_plain(text)[:1000])


def case_close(*, actor: Actor, case_id: int, why: str) -> None:
    """Closes an open case that has nothing left to answer; `why` is a machine word. For the station's own use."""
    with writing(actor.community_id):
        case = Case.objects.filter(pk=case_id, community_id=actor.community_id, state__in=OPEN_STATES).first()
        if case is None:
            return
        case.state, case.taken_by_id, case.taken_until, case.closed_why = State.CLOSED, None, None, why
        case_save(case)
        record_case(case, actor, "case.closed", {"why": why})
        tell_closed(actor, case)


def cases_touch(*, actor: Actor, subject_type: str, subject_id: str, why: str) -> None:
    """Raises the version of the open cases on a subject that changed: who looked before must look again."""
    with writing(actor.community_id):
        found = Case.objects.filter(
            community_id=actor.community_id, subject_type=subject_type, subject_id=subject_id, state__in=OPEN_STATES
        )
        for case in found.order_by("pk"):
            case_save(case)
            record_case(case, actor, "case.changed", {"why": why})


def exclusions_refresh(*, community_id: int, subject_type: str, subject_id: str) -> None:
    """Works out again who may not handle the open cases on a subject, for the queue; taking asks anew in any case."""
    with writing(community_id):
        found = Case.objects.filter(community_id=community_id, subject_type=subject_type, subject_id=subject_id)
        for case in found.filter(state__in=OPEN_STATES):
            case.excluded.set(rules.excluded(case))


def cases_hand_back(*, community_id: int, user_id: int, role: int) -> int:
    """Gives back to the queue what a person holds and their role no longer handles. How many cases."""
    with writing(community_id):
        theirs = Case.objects.filter(community_id=community_id, taken_by_id=user_id, state__in=OPEN_STATES)
        lost = [case for case in theirs.order_by("pk") if role < kinds.kind(case.kind).handler]
        for case in lost:
            set_free(case)
            record_case(case, system(community_id, "roles"), "case.released", {})
    return len(lost)


def case_close_unsent(*, actor: Actor, kind: str, subject_type: str, subject_id: str, why: str) -> None:
    """Closes the open case of a kind on a subject, unless somebody sent to it: they are still to be answered."""
    found = open_case_on(actor.community_id, (kind,), subject_type, subject_id)
    if found is not None and not found.submissions.exists():
        case_close(actor=actor, case_id=found.pk, why=why)


def case_close_about(*, actor: Actor, kind: str, subject_type: str, subject_id: str, why: str) -> None:
    """Closes the open case of a kind on a subject; everyone who sent hears why."""
    found = open_case_on(actor.community_id, (kind,), subject_type, subject_id)
    if found is not None:
        case_close(actor=actor, case_id=found.pk, why=why)


def case_locked(actor: Actor, number: int) -> Case:
    """The actor's community's case with this number, as it is now; call it inside `writing`."""
    found = Case.objects.filter(community_id=actor.community_id, number=number).select_related("taken_by").first()
    if found is None:
        raise NotFound(Text("没有这个案件。", "There is no such case."), field="case", value=number)
    return found


def case_save(case: Case) -> None:
    """Saves a change of a case, which raises its version."""
    case.version += 1
    weights.order(case)
    case.save()


def _held_until(until: datetime | None) -> datetime:
    now = timezone.now()
    day = until or promised_at(now, 1)
    if not now < day <= now + HOLD_MOST:
        raise LinliError(
            Text("搁置的日期不对。", "The date is not one to hold until."),
            field="until",
            value=day,
            mend=Text("请选今后 30 天内的一天。", "Choose a day within the next 30."),
        )
    return day


def _plain(text: str) -> str:
    return "".join(c for c in text.strip() if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff"))


def reason_checked(reason: str) -> str:
    """A reason of at least four characters that says something."""
    tidy = _plain(reason)
    if sum(c.isalnum() for c in tidy) < REASON_LEAST or len(tidy) > 2000:
        raise LinliError(
            Text("请写明理由。", "Please give the reason."),
            field="reason",
            value=reason,
            mend=Text("4 至 2000 个字，当事人会看到。", "4 to 2000 characters; the people concerned will read it."),
        )
    return tidy


def _next_number(community_id: int) -> int:
    last = Case.objects.filter(community_id=community_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def open_or_conflict(case: Case) -> None:
    if case.state in OPEN_STATES:
        return
    answer = case.answers.filter(reversed_at=None).select_related("by").first()
    who = str(answer.by) if answer else ""
    raise Conflict(
        Text(f"这个案件已经办结（{who}）。", f"This case has been answered ({who})."),
        who=who,
        until=None,
        version=case.version,
    )


def free_or_conflict(actor: Actor, case: Case) -> None:
    if rules.is_free_for(case, actor.user_id):
        return
    who, until = str(case.taken_by), case.taken_until
    local = f"{timezone.localtime(until):%m-%d %H:%M}" if until else ""
    raise Conflict(
        Text(f"{who} 正在处理，锁定到 {local}。", f"{who} is handling it, until {local}."),
        who=who,
        until=until,
        version=case.version,
    )


def set_free(case: Case) -> None:
    case.state, case.held_reason, case.held_until = State.NEW, "", None
    case.taken_by_id, case.taken_until = None, None
    case_save(case)


def record_case(case: Case, actor: Actor, kind: str, data: dict[str, Any], subject: str = "") -> None:
    record(
        community_id=case.community_id,
        kind=kind,
        actor=actor,
        object_type="case",
        object_id=case.uid,
        subject=subject,
        data={"version": case.version, **data},
    )
