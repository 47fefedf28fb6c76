"""What the desk does as time passes: reminders before a promise, escalation after it, closing in the end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.desk import weights
from linli.station.desk.models import OPEN_STATES, Case, SourceKey, State
from linli.station.desk.services.cases import case_save, cases_wake, record_case
from linli.station.desk.services.reminders import escalate, remind
from linli.station.ledger.services import writing
from linli.station.people.actors import system

CLOSE_AFTER = timedelta(days=30)
AT_ONCE = 500


def desk_tick(*, community_id: int, now: datetime | None = None) -> dict[str, int]:
    """Reminds, escalates and closes; how many of each. Safe to repeat: nobody is told twice."""
    moment = now or timezone.now()
    source_keys_purge(now=moment)
    with writing(community_id):
        return {
            "reminded": remind(community_id=community_id, now=moment),
            "escalated": _escalate(community_id, moment),
            "woken": cases_wake(community_id=community_id, now=moment),
            "closed": _close(community_id, moment),
        }


def source_keys_purge(*, now: datetime | None = None) -> int:
    """Destroys the keys of days past: from then on nobody can tell whether two submissions had one source."""
    today = timezone.localdate(now or timezone.now())
    deleted, _ = SourceKey.objects.filter(day__lt=today - timedelta(days=1)).delete()
    return deleted


def _open(community_id: int) -> QuerySet[Case]:
    return Case.objects.filter(community_id=community_id, state__in=OPEN_STATES).order_by("pk")


def _escalate(community_id: int, now: datetime) -> int:
    """What is late gains weight, is recorded, and goes to the leads who may handle it: one notice a lead."""
    late = list(_open(community_id).filter(promised_at__lte=now, escalated_at=None)[:AT_ONCE])
    for case in late:
        case.escalated_at = now
        weights.weigh_one(case, "late", weights.LATE)
        case_save(case)
        record_case(case, system(community_id, "clock"), "case.late", {})
    escalate(community_id=community_id, late=late)
    return len(late)


def _close(community_id: int, now: datetime) -> int:
    done = Case.objects.filter(community_id=community_id, state=State.ANSWERED, answered_at__lte=now - CLOSE_AFTER)
    cases = list(done.order_by("pk")[:AT_ONCE])
    for case in cases:
        case.state = State.CLOSED
        case_save(case)
        record_case(case, system(community_id, "clock"), "case.closed", {"why": "done"})
    return len(cases)
