"""Charity projects: opened with a plan and a budget, spent with receipts, told of every three months, closed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from linli.station.activities import appeals_for_money, pictures, selectors
from linli.station.activities.models import BudgetLine, Progress, Project, Spending
from linli.station.activities.services.telling import told
from linli.station.ledger.services import writing
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, require, system
from linli.vocabulary import LinliError, Text

MOST_LINES, MOST_SPENDINGS, MOST_CENTS = 20, 500, 10**11
LONGEST, AHEAD = timedelta(days=3 * 366), timedelta(days=14)
Line = tuple[str, int]


def project_open(
    *,
    actor: Actor,
    title: str,
    plan: str,
    source: str,
    answers: str,
    starts: date,
    ends: date,
    budget: Sequence[Line],
) -> Project:
    """A project with its budget (names and cents). Its money is there already: none is asked of the public."""
    require(actor, "project.run", actor.community_id)
    for name, value, longest in (("title", title, 60), ("plan", plan, 2000), ("source", source, 120)):
        _length(name, value, longest)
    _length("answers", answers, 60)
    appeals_for_money.check(title=title, plan=plan, source=source)
    if not timedelta() < ends - starts <= LONGEST:
        raise LinliError(
            Text("结束应在开始以后，三年以内。", "It ends after it starts, within three years."),
            field="ends",
            value=str(ends),
        )
    _budget(budget)
    with writing(actor.community_id):
        made = Project.objects.create(
            community_id=actor.community_id,
            title=title.strip(),
            plan=plan.strip(),
            source=source.strip(),
            answers=answers.strip(),
            starts=starts,
            ends=ends,
            lead_id=actor.user_id or 0,
        )
        for name, cents in budget:
            BudgetLine.objects.create(
                project=made, community_id=actor.community_id, name=name.strip()[:40], cents=cents
            )
        told(actor, "project.opened", "project", made.uid, cents=sum(cents for _, cents in budget))
    return made


def spending_add(
    *, actor: Actor, uid: str, line_uid: str, what: str, cents: int, day: date, receipt: bytes
) -> Spending:
    """Money spent, with a picture of its receipt; one receipt counts once in the community."""
    found = _run(actor, uid)
    made = _spending(actor, found, line_uid, what, cents, day)
    made.receipt, made.receipt_digest = _receipt(actor, receipt)
    with writing(actor.community_id):
        if found.spendings.count() >= MOST_SPENDINGS:
            raise LinliError(
                Text(f"至多 {MOST_SPENDINGS} 笔。", f"{MOST_SPENDINGS} entries at most."),
                field="what",
                value=what[:40],
            )
        made.save()
        told(actor, "spending.added", "project", found.uid, spending=made.uid, cents=cents)
    return made


def spending_correct(*, actor: Actor, uid: str, spending_uid: str, cents: int, reason: str) -> Spending:
    """Another amount in the place of one that was wrong; the wrong one stays in sight with the reason."""
    found = _run(actor, uid)
    old = found.spendings.filter(uid=spending_uid, corrected_by=None).select_related("line").first()
    if old is None:
        raise LinliError(
            Text("没有这笔支出，或者已经更正过。", "There is no such entry, or it was corrected already."),
            field="spending",
            value=spending_uid,
        )
    _length("reason", reason, 200)
    made = _spending(actor, found, old.line.uid, old.what, cents, old.day, least=0)
    made.corrects, made.reason = old, reason.strip()
    with writing(actor.community_id):
        made.save()
        told(actor, "spending.corrected", "project", found.uid, spending=made.uid, before=old.cents, cents=cents)
    return made


def progress_add(*, actor: Actor, uid: str, text: str) -> Progress:
    """How far it is."""
    found = _run(actor, uid)
    _length("text", text, 1000)
    appeals_for_money.check(text=text)
    with writing(actor.community_id):
        made = Progress.objects.create(project=found, community_id=actor.community_id, text=text.strip())
        told(actor, "project.progress", "project", found.uid)
    return made


def project_close(*, actor: Actor, uid: str, closing: str) -> Project:
    """The closing report, for good."""
    found = _run(actor, uid)
    _length("closing", closing, 2000)
    appeals_for_money.check(closing=closing)
    with writing(actor.community_id):
        found.state, found.closing, found.closed_at = Project.State.CLOSED, closing.strip(), timezone.now()
        found.save(update_fields=["state", "closing", "closed_at"])
        told(actor, "project.closed", "project", uid)
    return found


def projects_tick(*, community_id: int) -> int:
    """Reminds whoever runs a project two weeks before a word is due, and when it is late; how many."""
    today, sent = timezone.localdate(), 0
    for one in selectors.projects_live(community_id=community_id):
        due = selectors.word_due(one)
        if due - AHEAD <= today:
            _remind(one, due, late=due < today)
            sent += 1
    return sent


def _remind(found: Project, due: date, *, late: bool) -> None:
    notice_send(
        actor=system(found.community_id, "clock"),
        once=f"project-{'late' if late else 'due'}:{found.uid}:{due}",
        kind="project.late" if late else "project.due",
        title=Text(f"公益项目该报进展了：{found.title}", f"A word is due on {found.title}"),
        body=Text(
            f"{due:%Y-%m-%d} 前要公开进展或结项报告；至少每三个月一次。",
            f"Progress or the closing report by {due:%Y-%m-%d}; at least every three months.",
        ),
        object_type="project",
        object_id=found.uid,
        user_id=found.lead_id,
        link=f"/projects/{found.uid}/",
    )


def _run(actor: Actor, uid: str) -> Project:
    require(actor, "project.run", actor.community_id)
    found = selectors.project(community_id=actor.community_id, uid=uid)
    if found.state != Project.State.LIVE:
        raise LinliError(
            Text("项目已经结束，账目不再改动。", "The project is over; its books are closed."),
            field="project",
            value=found.state,
        )
    return found


def _spending(
    actor: Actor, found: Project, line_uid: str, what: str, cents: int, day: date, least: int = 1
) -> Spending:
    line = found.lines.filter(uid=line_uid).first()
    if line is None:
        raise LinliError(
            Text("预算里没有这一项。", "The budget has no such line."), field="line", value=line_uid[:20]
        )
    _length("what", what, 120)
    if not least <= cents <= MOST_CENTS:
        raise LinliError(Text("金额不对。", "The amount is wrong."), field="amount", value=cents / 100)
    if not found.starts <= day <= timezone.localdate():
        raise LinliError(
            Text("日期应在项目开始以后、今天以前。", "A day since the project began, not in the future."),
            field="day",
            value=str(day),
        )
    return Spending(
        project=found, community_id=actor.community_id, line=line, what=what.strip(), cents=cents, day=day
    )


def _receipt(actor: Actor, raw: bytes) -> tuple[bytes, str]:
    picture = pictures.tidy(raw, field="receipt")
    digest = hashlib.sha256(picture).hexdigest()
    if Spending.objects.filter(community_id=actor.community_id, receipt_digest=digest).exists():
        raise LinliError(
            Text("这张票据已经记过一笔。", "This receipt was entered already."),
            field="receipt",
            value=digest[:12],
            mend=Text(
                "一张票据只记一次；金额错了请用更正。", "A receipt counts once; correct the amount if it is wrong."
            ),
        )
    return picture, digest


def _budget(budget: Sequence[Line]) -> None:
    if not 1 <= len(budget) <= MOST_LINES:
        raise LinliError(
            Text(f"预算应有 1 到 {MOST_LINES} 项。", f"A budget has 1 to {MOST_LINES} lines."),
            field="budget",
            value=len(budget),
        )
    for name, cents in budget:
        if not name.strip() or not 0 < cents <= MOST_CENTS:
            raise LinliError(
                Text("预算每一项要有名称和金额。", "Every line of a budget has a name and an amount."),
                field="budget",
                value=name[:40],
            )


def _length(name: str, value: str, longest: int) -> None:
    if not 0 < len(value.strip()) <= longest:
        raise LinliError(
            Text(f"应是 1 到 {longest} 个字。", f"It takes 1 to {longest} characters."), field=name, value=value[:40]
        )
