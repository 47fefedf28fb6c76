"""The queue as a board: its figures, its ages, and how near each promise is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from linli.station.desk import kinds, selectors
from linli.station.desk.models import OPEN_STATES, Case, State, Submission
from linli.station.desk.promise import is_working_day
from linli.station.people.actors import Actor
from linli.vocabulary import Category, Text

SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Figures:
    """Load and ageing of what a person may handle: numbers of open cases, and the oldest one's age."""

    open: int
    mine: int
    late: int
    soon: int
    oldest: timedelta | None
    answered_today: int
    not_yours: int


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the queue. `nearness`: `late`, `soon`, `due`; `left`: time to the promise, below 0 when late."""

    case: Case
    title: str
    kind: Text
    sent: int
    category: str
    nearness: str
    left: timedelta
    mine: bool
    urgent: bool


def figures(*, actor: Actor, now: datetime | None = None) -> Figures:
    """The figures at the head of the queue."""
    moment = now or timezone.now()
    mine = selectors.queue(actor=actor)
    oldest = mine.order_by("created").values_list("created", flat=True).first()
    found = mine.aggregate(
        open=Count("pk"),
        mine=Count("pk", filter=Q(taken_by_id=actor.user_id)),
        late=Count("pk", filter=Q(promised_at__lt=moment)),
        soon=Count("pk", filter=Q(promised_at__gte=moment, promised_at__lt=moment + SOON)),
    )
    today = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    answered = Case.objects.filter(
        community_id=actor.community_id, kind__in=selectors.handled(actor), answered_at__gte=today
    )
    return Figures(
        **found,
        oldest=moment - oldest if oldest else None,
        answered_today=answered.count(),
        not_yours=_not_yours(actor).count(),
    )


def of_category(cases: QuerySet[Case], category: str) -> QuerySet[Case]:
    """The cases that were sent as, or found to be, of a harm category."""
    if category not in list(Category):
        return cases
    sent = Q(submissions__body__category=category) | Q(snapshot__assessment__categories__0=category)
    return cases.filter(pk__in=Case.objects.filter(sent).values("pk"))


def lines(cases: Iterable[Case], actor: Actor, now: datetime | None = None) -> list[Line]:
    """The cases as lines of the queue, in their order."""
    moment, shown = now or timezone.now(), list(cases)
    sent: dict[int, list[dict[str, str]]] = defaultdict(list)
    for case_id, body in Submission.objects.filter(case__in=shown).order_by("pk").values_list("case_id", "body"):
        sent[case_id].append(body)
    return [_line(case, sent[case.pk], actor, moment) for case in shown]


def next_number(*, actor: Actor, after: int) -> int | None:
    """The case to look at after another: one's own first, then the most urgent of the queue."""
    waiting = selectors.queue(actor=actor).exclude(number=after).exclude(state=State.HELD)
    mine = waiting.filter(taken_by_id=actor.user_id).values_list("number", flat=True).first()
    return mine or waiting.values_list("number", flat=True).first()


def nearness(promised_at: datetime, now: datetime) -> str:
    """`late` after the promise, `soon` on its last working day, else `due`."""
    if promised_at < now:
        return "late"
    days = (promised_at - now).days
    working = sum(is_working_day((now + timedelta(days=d + 1)).date()) for d in range(days))
    return "soon" if working == 0 else "due"


def _line(case: Case, sent: list[dict[str, str]], actor: Actor, now: datetime) -> Line:
    category = next((b["category"] for b in sent if b.get("category")), _found(case.snapshot))
    return Line(
        case=case,
        title=case.title or next((t for b in sent if (t := b.get("quote") or b.get("url"))), "")[:60],
        kind=kinds.kind(case.kind).name,
        sent=len(sent),
        category=category,
        nearness=nearness(case.promised_at, now) if case.state in OPEN_STATES else "",
        left=case.promised_at - now,
        mine=case.taken_by_id == actor.user_id and case.state in OPEN_STATES,
        urgent=case.priority >= 60,
    )


def _found(snapshot: dict[str, Any]) -> str:
    """The harm that a rule or a decision named, from the snapshot of an item or of a decision."""
    named = snapshot.get("assessment", {}).get("categories") or [r["category"] for r in snapshot.get("reasons", [])]
    return str(named[0]) if named else ""


def _not_yours(actor: Actor) -> QuerySet[Case]:
    barred = Case.excluded.through.objects.filter(user_id=actor.user_id).values("case_id")
    cases = Case.objects.filter(community_id=actor.community_id, state__in=OPEN_STATES)
    return cases.filter(kind__in=selectors.handled(actor), pk__in=barred)
