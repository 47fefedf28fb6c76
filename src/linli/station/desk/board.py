"""The queue as a board: its figures, its ages, and how near each promise is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from linli.station.desk import kinds, rules, selectors, weights, wording
from linli.station.desk.models import OPEN_STATES, Answer, Case, State, Submission
from linli.station.desk.promise import is_working_day
from linli.station.people.actors import Actor
from linli.vocabulary import Category, Text

SOON = timedelta(hours=24)
STRETCH, PAUSE, TIRED_MINUTES, TIRED_HARD = timedelta(hours=4), timedelta(minutes=10), 50, 20
HARD = frozenset({"sexual", "minor-safety", "threat", "self-harm", "hate"})
AGES = (timedelta(hours=4), timedelta(hours=24), timedelta(days=3))
AGE_NAMES = (
    Text("4 小时内", "under 4 hours"),
    Text("4 至 24 小时", "4 to 24 hours"),
    Text("1 至 3 天", "1 to 3 days"),
    Text("3 天以上", "over 3 days"),
)


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases wait in one queue (`queue_id` None: the general one), and how many are late."""

    queue_id: int | None
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a person may handle: numbers of open cases, and the oldest one's age."""

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
    why: tuple[tuple[Text, int], ...] = ()
    hard: bool = False


def figures(*, actor: Actor, now: datetime | None = None) -> Figures:
    """The figures at the head of the queue, each from one index: all that is open, less what is not this person's."""
    moment = now or timezone.now()
    cases, closed = _open_cases(actor), rules.queues_closed_to(actor)
    apart, not_yours = _apart(actor, closed)
    late, soon = Q(promised_at__lt=moment), Q(promised_at__gte=moment, promised_at__lt=moment + SOON)

    def count(which: Q) -> int:
        shut = cases.filter(which, queue_id__in=closed).count() if closed else 0
        return cases.filter(which).count() - shut

    total = count(Q()) - len(apart)
    oldest = cases.order_by("created").values_list("created", flat=True).first()
    today = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    answered = Case.objects.filter(
        community_id=actor.community_id, kind__in=selectors.handled(actor), answered_at__gte=today
    )
    return Figures(
        open=total,
        mine=cases.filter(taken_by_id=actor.user_id).count() if actor.user_id else 0,
        late=count(late) - sum(promised < moment for promised in apart),
        soon=count(soon) - sum(moment <= promised < moment + SOON for promised in apart),
        oldest=moment - oldest if oldest and total else None,
        answered_today=answered.count(),
        not_yours=not_yours,
    )


def load(*, actor: Actor, now: datetime | None = None) -> tuple[list[Load], tuple[int, ...]]:
    """The open and the late cases by queue, the fullest first; and all open ones by age (`AGE_NAMES`)."""
    moment = now or timezone.now()
    aged = {f"age{n}": Count("pk", filter=Q(created__lte=moment - age)) for n, age in enumerate(AGES)}
    grouped = _open_cases(actor).order_by().values("queue")
    found = grouped.annotate(open=Count("pk"), late=Count("pk", filter=Q(promised_at__lt=moment)), **aged)
    rows = cast(list[dict[str, Any]], list(found))
    loads = [Load(row["queue"], row["open"], row["late"]) for row in rows]
    over = [sum(row[name] for row in rows) for name in ("open", *aged)]
    ages = tuple(more - fewer for more, fewer in zip(over, [*over[1:], 0], strict=True))
    return sorted(loads, key=lambda one: -one.open), ages


def flow(*, actor: Actor, days: int = 14, now: datetime | None = None) -> list[tuple[date, int, int]]:
    """Day by day: how many cases came in, how many were answered."""
    since = timezone.localdate(now) - timedelta(days=days - 1)
    start = timezone.make_aware(datetime.combine(since, time()))
    cases = Case.objects.filter(community_id=actor.community_id, kind__in=selectors.handled(actor))
    came = cases.filter(created__gte=start).values_list("created", flat=True)
    went = cases.filter(answered_at__gte=start).values_list("answered_at", flat=True)
    by_day = Counter(timezone.localdate(at) for at in came)
    done = Counter(timezone.localdate(at) for at in went if at)
    return [(day, by_day[day], done[day]) for day in (since + timedelta(days=n) for n in range(days))]


def _open_cases(actor: Actor) -> QuerySet[Case]:
    cases = Case.objects.filter(community_id=actor.community_id, is_open=1)
    own = selectors.handled(actor)
    return cases if len(own) == len(kinds.kinds()) else cases.filter(kind__in=own)


def _apart(actor: Actor, closed: set[int]) -> tuple[list[datetime], int]:
    """The promises of open cases that are not this person's: barred from, in others' hands; how many are barred."""
    barred = set(Case.excluded.through.objects.filter(user_id=actor.user_id).values_list("case_id", flat=True))
    found = _open_cases(actor).exclude(queue_id__in=closed) if closed else _open_cases(actor)
    apart = dict(found.filter(pk__in=barred).values_list("pk", "promised_at"))
    not_yours = len(apart)
    if actor.role < rules.SEES_ALL:
        held = found.filter(taken_by__isnull=False).exclude(rules.free_for(actor.user_id, timezone.now()))
        apart |= dict(held.values_list("pk", "promised_at"))
    return list(apart.values()), not_yours


def of_category(cases: QuerySet[Case], category: str) -> QuerySet[Case]:
    """The cases that were sent as, or found to be, of a harm category."""
    if category not in list(Category):
        return cases
    return cases.filter(category=category)


def lines(cases: Iterable[Case], actor: Actor, now: datetime | None = None) -> list[Line]:
    """The cases as lines of the queue, in their order."""
    moment, shown = now or timezone.now(), list(cases)
    sent: dict[int, list[dict[str, str]]] = defaultdict(list)
    for case_id, body in Submission.objects.filter(case__in=shown).order_by("pk").values_list("case_id", "body"):
        sent[case_id].append(body)
    return [_line(case, sent[case.pk], actor, moment) for case in shown]


def next_number(*, actor: Actor, after: int) -> int | None:
    """The case to look at after another: one's own first, then the first of the queue."""
    waiting = selectors.queue(actor=actor).exclude(number=after).exclude(state=State.HELD)
    own = waiting.filter(taken_by_id=actor.user_id).order_by().values_list("rank", "number")
    mine = max(own, key=lambda one: (one[0], -one[1]), default=None)
    return mine[1] if mine else waiting.values_list("number", flat=True).first()


@dataclass(frozen=True, slots=True)
class Rest:
    """How long this person has been at it without a pause, and how many hard cases that was."""

    minutes: int
    hard: int


def rest(*, actor: Actor, now: datetime | None = None) -> Rest | None:
    """Time for a break: after 50 minutes without one, or 20 hard cases. Counted from the answers, kept nowhere."""
    moment = now or timezone.now()
    given = Answer.objects.filter(case__community_id=actor.community_id, by_id=actor.user_id, at__gt=moment - STRETCH)
    first, hard = moment, 0
    for at, severity, category in given.order_by("-at").values_list("at", "case__severity", "case__category"):
        if first - at > PAUSE:
            break
        first, hard = at, hard + (severity >= 2 or category in HARD)
    found = Rest(int((moment - first).total_seconds() // 60), hard)
    return found if found.minutes >= TIRED_MINUTES or found.hard >= TIRED_HARD else None


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
        urgent=case.danger or case.priority >= 60,
        why=why(case, now),
        hard=case.severity >= 3 or case.category in HARD,
    )


def why(case: Case, now: datetime) -> tuple[tuple[Text, int], ...]:
    """Why a case stands where it stands: each reason with its points, the heaviest first."""
    found = [(name, points) for name, points in case.weights.items() if name in wording.WHY]
    time = weights.waiting(case.promised_at, now)
    named = [(wording.WHY[name], points) for name, points in [*found, ("waiting", time)] if points]
    ordered = sorted(named, key=lambda one: -abs(one[1]))
    return ((wording.IN_DANGER, 0), *ordered) if case.danger else tuple(ordered)


def _found(snapshot: dict[str, Any]) -> str:
    """The harm that a rule or a decision named, from the snapshot of an item or of a decision."""
    named = snapshot.get("assessment", {}).get("categories") or [r["category"] for r in snapshot.get("reasons", [])]
    return str(named[0]) if named else ""
