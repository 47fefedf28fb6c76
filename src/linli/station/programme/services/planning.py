"""Proposing, answering, planning, doing, handing over, closing honestly."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import record, writing
from linli.station.notifications.services import notice_send
from linli.station.organisations.selectors import actor_for
from linli.station.people.actors import Actor, Forbidden, NotFound, may, require, system
from linli.station.people.roles import Role
from linli.station.programme import selectors
from linli.station.programme.models import Plan, Proposal, Task
from linli.vocabulary import LinliError, Text

AHEAD, REPORT_AHEAD = timedelta(days=2), timedelta(days=14)
MOST_TASKS = 60
LONGEST_DAYS = 3 * 366


def proposal_send(*, actor: Actor, title: str, text: str, show: bool = True, source: str = "") -> Receipt:
    """Takes in a proposal, named or not; it is answered within the promise, and shown then if its sender wants."""
    checked_length("title", title, 60)
    checked_length("text", text, 2000)
    with writing(actor.community_id):
        made = Proposal.objects.create(
            community_id=actor.community_id,
            title=title.strip(),
            text=text.strip(),
            open=show,
            proposer_id=actor.user_id,
        )
        told(actor, "proposal.sent", "proposal", made.uid)
        return desk.submission_create(
            actor=Actor(actor.role, actor.community_id, actor.user_id, system="programme"),
            kind="proposal",
            body={},
            subject_type="proposal",
            subject_id=made.uid,
            source=source,
        )


def proposal_answer(*, actor: Actor, uid: str, state: str, answer: str) -> str:
    """What became of it, with the answer that everyone may read; the state it had."""
    with writing(actor.community_id):
        found = selectors.proposal_by_uid(community_id=actor.community_id, uid=uid)
        before, found.state, found.answer = found.state, state, answer
        found.answered_at = None if state == Proposal.State.WAITING else timezone.now()
        found.save(update_fields=["state", "answer", "answered_at"])
        told(actor, f"proposal.{state}", "proposal", uid)
    return str(before)


def plan_make(
    *, actor: Actor, title: str, aim: str, answers: str, ends: date, helpers: str = "", proposal_uid: str = ""
) -> Plan:
    """A plan with its aim, who answers for it and its end; from a proposal where one is named."""
    require(actor, "plan.make", actor.community_id)
    for name, value, longest in (("title", title, 60), ("aim", aim, 500), ("answers", answers, 60)):
        checked_length(name, value, longest)
    checked_day("ends", ends)
    with writing(actor.community_id):
        proposal = (
            selectors.proposal_by_uid(community_id=actor.community_id, uid=proposal_uid) if proposal_uid else None
        )
        made = Plan.objects.create(
            community_id=actor.community_id,
            title=title.strip(),
            aim=aim.strip(),
            answers=answers.strip(),
            helpers=helpers.strip()[:200],
            ends=ends,
            proposal=proposal,
            lead_id=actor.user_id or 0,
        )
        told(actor, "plan.made", "plan", made.uid)
    return made


def task_add(*, actor: Actor, plan_uid: str, title: str, due: date, who_id: int | None = None) -> Task:
    """Something to do by a day, by a member of the community or by whoever takes it."""
    require(actor, "plan.make", actor.community_id)
    checked_length("title", title, 80)
    checked_day("due", due)
    with writing(actor.community_id):
        found = _live(actor, plan_uid)
        if found.tasks.count() >= MOST_TASKS:
            raise LinliError(
                Text(f"至多 {MOST_TASKS} 件事。", f"{MOST_TASKS} tasks at most."), field="title", value=""
            )
        _member(actor, who_id)
        made = Task.objects.create(
            plan=found, community_id=actor.community_id, title=title.strip(), due=due, who_id=who_id
        )
        told(actor, "task.added", "task", made.uid, user_id=who_id)
    return made


def task_done(*, actor: Actor, uid: str, evidence: str, minutes: int = 0) -> Task:
    """Done, with what shows it, by whoever had it to do or one who leads. Safe to repeat."""
    checked_length("evidence", evidence, 300)
    if not 0 <= minutes <= 100_000:
        raise LinliError(Text("分钟数不对。", "The minutes are wrong."), field="minutes", value=minutes)
    with writing(actor.community_id):
        found = _task(actor, uid)
        _may_do(actor, found)
        if found.done_at is None:
            found.done_at, found.evidence, found.minutes = timezone.now(), evidence.strip(), minutes
            found.save(update_fields=["done_at", "evidence", "minutes"])
            told(actor, "task.done", "task", uid, user_id=found.who_id)
    return found


def task_hand_over(*, actor: Actor, uid: str, who_id: int) -> Task:
    """Gives a task to somebody else, who is told."""
    with writing(actor.community_id):
        found = _task(actor, uid)
        _may_do(actor, found)
        _member(actor, who_id)
        found.who_id = who_id
        found.save(update_fields=["who"])
        told(actor, "task.handed-over", "task", uid, user_id=who_id)
        _remind(actor, found, "task.given", Text("有件事交给您了", "Something was handed to you"))
    return found


def plan_close(*, actor: Actor, uid: str, done: bool, closing: str) -> Plan:
    """Ends a plan with what came of it, also when it failed: the words are public."""
    require(actor, "plan.make", actor.community_id)
    checked_length("closing", closing, 2000)
    with writing(actor.community_id):
        found = _live(actor, uid)
        found.state, found.closing = (Plan.State.DONE if done else Plan.State.DROPPED), closing.strip()
        found.save(update_fields=["state", "closing"])
        told(actor, f"plan.{found.state}", "plan", uid)
    return found


def programme_tick(*, community_id: int) -> int:
    """Reminds each person once two days ahead, and once more when the day is past; how many reminders."""
    today, sent = timezone.localdate(), 0
    for one in selectors.tasks_due(community_id=community_id, by=today + AHEAD):
        late = one.due < today
        words = (
            Text("有件事过了日子", "Something is overdue")
            if late
            else Text("有件事快到日子", "Something is due soon")
        )
        _remind(system(community_id, "clock"), one, "task.late" if late else "task.due", words)
        sent += 1
    return sent + _remind_grants(community_id, today)


def _remind_grants(community_id: int, today: date) -> int:
    """Those who hold a grant hear two weeks before its report is due, and when it is late."""
    due = selectors.reports_due(community_id=community_id, by=today + REPORT_AHEAD)
    for one in due:
        late = one.report_by is not None and one.report_by < today
        notice_send(
            actor=system(community_id, "clock"),
            once=f"grant-report-{'late' if late else 'due'}:{one.uid}",
            kind="grant.late" if late else "grant.due",
            title=Text(f"该交结项报告了：{one.title}", f"A report is due: {one.title}"),
            body=Text(
                f"{one.report_by} 前写几句话，有一张照片就够。",
                f"A few words by {one.report_by}; one photo is enough.",
            ),
            object_type="application",
            object_id=one.uid,
            user_id=one.applicant_id,
            link=f"/grants/applications/{one.uid}/",
        )
    return len(due)


def _remind(actor: Actor, found: Task, kind: str, words: Text) -> None:
    notice_send(
        actor=actor,
        once=f"{kind}:{found.uid}:{found.who_id}",
        kind=kind,
        title=Text(f"{words.zh}：{found.title}", f"{words.en}: {found.title}"),
        body=Text(f"{found.plan.title}，{found.due:%m月%d日}前。", f"{found.plan.title}, by {found.due:%d %b}."),
        object_type="task",
        object_id=found.uid,
        user_id=found.who_id,
        link=f"/plans/{found.plan.uid}/",
    )


def _live(actor: Actor, uid: str) -> Plan:
    found = selectors.plan(community_id=actor.community_id, uid=uid).plan
    if found.state != Plan.State.LIVE:
        raise LinliError(Text("这项计划已经结束。", "The plan has ended."), field="plan", value=found.state)
    return found


def _task(actor: Actor, uid: str) -> Task:
    found = Task.objects.filter(community_id=actor.community_id, uid=uid).select_related("plan").first()
    if found is None:
        raise NotFound(Text("没有这件事。", "There is no such task."), field="task", value=uid)
    return found


def _may_do(actor: Actor, found: Task) -> None:
    if (actor.user_id is None or found.who_id != actor.user_id) and not may(actor, "plan.make", found.community_id):
        raise Forbidden(
            Text("只有负责这件事的人能改。", "Only whoever has it to do may change it."),
            field="task",
            value=found.uid,
        )


def _member(actor: Actor, who_id: int | None) -> None:
    if who_id is not None and actor_for(user_id=who_id, community_id=actor.community_id).role < Role.MEMBER:
        raise LinliError(Text("这个人不是成员。", "This person is no member."), field="who", value=who_id)


def checked_day(name: str, value: date) -> None:
    """Raises for a day before today or beyond three years."""
    if not 0 <= (value - timezone.localdate()).days <= LONGEST_DAYS:
        raise LinliError(
            Text("日子应在今天以后，三年以内。", "A day from today on, within three years."),
            field=name,
            value=str(value),
        )


def checked_length(name: str, value: str, longest: int) -> None:
    """Raises unless there are words, and not too many."""
    if not 0 < len(value.strip()) <= longest:
        raise LinliError(
            Text(f"应是 1 到 {longest} 个字。", f"It takes 1 to {longest} characters."), field=name, value=value[:40]
        )


def told(actor: Actor, kind: str, object_type: str, uid: str, *, user_id: int | None = None) -> None:
    """Records a change; `user_id` is the person it is about."""
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type=object_type,
        object_id=uid,
        subject=f"user:{user_id}" if user_id is not None else "",
    )
