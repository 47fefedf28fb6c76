"""Reminders that people can bear: one digest a person a working day; what is late goes to the leads, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from linli.station.desk import kinds, rules, wording
from linli.station.desk.models import OPEN_STATES, Case
from linli.station.desk.promise import end_of, is_working_day, next_working_day
from linli.station.notifications import selectors as notices
from linli.station.notifications.services import notice_send
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import system
from linli.station.people.roles import Role
from linli.vocabulary import Text

MORNING = time(9, 0)
NAMED, AT_MOST = 20, 5_000


@dataclass(frozen=True, slots=True)
class _Due:
    mine: tuple[int, ...]
    pool: int
    late: int


def remind(*, community_id: int, now: datetime) -> int:
    """From nine on a working day: what each person is to answer by the end of the next one. The number of digests.

    Nobody is told twice a day, and nobody who has nothing to do is told at all.
    """
    local = timezone.localtime(now)
    if not is_working_day(local.date()) or local.time() < MORNING:
        return 0
    until = end_of(next_working_day(local.date()))
    soon = Case.objects.filter(community_id=community_id, state__in=OPEN_STATES, promised_at__lte=until)
    due = list(soon.defer("snapshot").order_by("promised_at", "pk")[:AT_MOST])
    if not due:
        return 0
    barred = _barred(due)
    waiting = _not_told(community_id, local.date())
    found = {user_id: _for(user_id, role, due, barred, now) for user_id, role in waiting}
    told = {user_id: one for user_id, one in found.items() if one.mine or one.pool}
    for user_id, one in told.items():
        _digest(community_id, user_id, local.date(), until, one)
    soon.filter(reminded_at=None).update(reminded_at=now)
    return len(told)


def escalate(*, community_id: int, late: Sequence[Case]) -> None:
    """Tells each lead which cases have just become late, those they may handle, in one notice."""
    if not late:
        return
    barred = _barred(late)
    for member in staff_of(community_id=community_id, least=Role.LEAD):
        theirs = [c for c in late if _may(member.user_id, Role(member.role), c, barred)]
        if theirs:
            _tell_late(community_id, member.user_id, theirs)


def _not_told(community_id: int, day: date) -> list[tuple[int, Role]]:
    staff = [(m.user_id, Role(m.role)) for m in staff_of(community_id=community_id)]
    told = notices.told_of(community_id=community_id, onces=[_once(user_id, day) for user_id, _ in staff])
    return [(user_id, role) for user_id, role in staff if _once(user_id, day) not in told]


def _once(user_id: int, day: date) -> str:
    return f"case.due:{day:%Y%m%d}:{user_id}"


def _barred(cases: Iterable[Case]) -> set[tuple[int, int]]:
    """Pairs of case and person who may not meet."""
    wanted = {case.pk for case in cases}
    kept = Case.excluded.through.objects.filter(case_id__gte=min(wanted), case_id__lte=max(wanted))
    return {pair for pair in kept.values_list("case_id", "user_id") if pair[0] in wanted}


def _may(user_id: int, role: Role, case: Case, barred: set[tuple[int, int]]) -> bool:
    return role >= kinds.kind(case.kind).handler and (case.pk, user_id) not in barred


def _for(user_id: int, role: Role, due: list[Case], barred: set[tuple[int, int]], now: datetime) -> _Due:
    theirs = [c for c in due if _may(user_id, role, c, barred) and rules.is_free_for(c, user_id)]
    mine = tuple(c.number for c in theirs if c.taken_by_id == user_id)
    return _Due(mine, len(theirs) - len(mine), sum(c.promised_at <= now for c in theirs))


def _digest(community_id: int, user_id: int, day: date, until: datetime, due: _Due) -> None:
    counts = {"mine": len(due.mine), "pool": due.pool, "late": due.late}
    by = f"{timezone.localtime(until):%m-%d %H:%M}"
    listed = f"\n{_listed(due.mine)}" if due.mine else ""
    body = Text(*(half.format(until=by, **counts) + listed for half in wording.DUE_BODY))
    _send(community_id, user_id, _once(user_id, day), "case.due", wording.DUE, len(due.mine) + due.pool, body)


def _tell_late(community_id: int, user_id: int, late: list[Case]) -> None:
    body = Text(*(half.format(numbers=_listed([c.number for c in late])) for half in wording.LATE_BODY))
    _send(community_id, user_id, f"case.late:{late[0].uid}:{user_id}", "case.late", wording.LATE, len(late), body)


def _send(community_id: int, user_id: int, once: str, kind: str, title: Text, count: int, body: Text) -> None:
    notice_send(
        actor=system(community_id, "clock"),
        once=once,
        kind=kind,
        title=Text(*(half.format(n=count) for half in title)),
        body=body,
        object_type="digest",
        object_id=once.partition(":")[2][:40],
        user_id=user_id,
        link="/desk/",
    )


def _listed(numbers: Sequence[int]) -> str:
    more = f" … (+{len(numbers) - NAMED})" if len(numbers) > NAMED else ""
    return " ".join(f"#{number}" for number in numbers[:NAMED]) + more
