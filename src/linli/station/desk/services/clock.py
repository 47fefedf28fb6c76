"""What the desk does as time passes: reminders before a promise, escalation after it, closing in the end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.desk import kinds, rules, wording
from linli.station.desk.models import OPEN_STATES, Case, SourceKey, State
from linli.station.desk.services.cases import case_save, record_case
from linli.station.ledger.services import writing
from linli.station.notifications.services import notice_send
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import system
from linli.station.people.roles import Role
from linli.vocabulary import Text

REMIND_BEFORE = timedelta(hours=24)
CLOSE_AFTER = timedelta(days=30)
LATE = 50
AT_ONCE = 500


def desk_tick(*, community_id: int, now: datetime | None = None) -> dict[str, int]:
    """Reminds, escalates and closes; how many of each. Safe to repeat: nobody is told twice."""
    moment = now or timezone.now()
    source_keys_purge(now=moment)
    with writing(community_id):
        return {
            "reminded": _remind(community_id, moment),
            "escalated": _escalate(community_id, moment),
            "closed": _close(community_id, moment),
        }


def source_keys_purge(*, now: datetime | None = None) -> int:
    """Destroys the keys of days past: from then on nobody can tell whether two submissions had one source."""
    today = timezone.localdate(now or timezone.now())
    deleted, _ = SourceKey.objects.filter(day__lt=today - timedelta(days=1)).delete()
    return deleted


def _open(community_id: int) -> QuerySet[Case]:
    return Case.objects.filter(community_id=community_id, state__in=OPEN_STATES).order_by("pk")


def _remind(community_id: int, now: datetime) -> int:
    due = _open(community_id).filter(promised_at__lte=now + REMIND_BEFORE, promised_at__gt=now, reminded_at=None)
    cases = list(due[:AT_ONCE])
    for case in cases:
        Case.objects.filter(pk=case.pk).update(reminded_at=now)
        people = [case.taken_by_id] if case.taken_by_id else _staff(case, kinds.kind(case.kind).handler)
        _tell(case, "case.due", wording.DUE, people)
    return len(cases)


def _escalate(community_id: int, now: datetime) -> int:
    late = list(_open(community_id).filter(promised_at__lte=now, escalated_at=None)[:AT_ONCE])
    for case in late:
        case.escalated_at, case.priority = now, min(300, case.priority + LATE)
        case_save(case)
        record_case(case, system(community_id, "clock"), "case.late", {})
        _tell(case, "case.late", wording.LATE, _staff(case, max(Role.LEAD, kinds.kind(case.kind).handler)))
    return len(late)


def _close(community_id: int, now: datetime) -> int:
    done = Case.objects.filter(community_id=community_id, state=State.ANSWERED, answered_at__lte=now - CLOSE_AFTER)
    cases = list(done.order_by("pk")[:AT_ONCE])
    for case in cases:
        case.state = State.CLOSED
        case_save(case)
        record_case(case, system(community_id, "clock"), "case.closed", {"why": "done"})
    return len(cases)


def _staff(case: Case, least: Role) -> list[int]:
    kept_away = rules.excluded(case)
    members = staff_of(community_id=case.community_id, least=least)
    return [m.user_id for m in members if m.user_id not in kept_away]


def _tell(case: Case, kind: str, title: Text, people: list[int]) -> None:
    promised = f"{timezone.localtime(case.promised_at):%Y-%m-%d %H:%M}"
    for user_id in people:
        notice_send(
            actor=system(case.community_id, "clock"),
            once=f"{kind}:{case.uid}:{user_id}:{case.promised_at:%Y%m%d}",
            kind=kind,
            title=Text(title.zh.format(number=case.number), title.en.format(number=case.number)),
            body=Text(f"答应的期限：{promised}。", f"The answer was promised by {promised}."),
            object_type="case",
            object_id=case.uid,
            user_id=user_id,
            link=f"/desk/{case.number}/",
        )
