"""Counting the desk's work: what came in, what was answered, how long it took, whether promises were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from linli.station.desk.models import OPEN_STATES, Answer, Case, Satisfaction, Submission


@dataclass(frozen=True, slots=True)
class Work:
    """The desk's work in a time, by kind. Times are in hours; `choices` counts answers in force by (kind, choice)."""

    received: Mapping[str, int]
    answered: Mapping[str, int]
    open_now: int
    late_now: int
    median_hours: float | None
    on_time: int
    in_all: int
    choices: Mapping[tuple[str, str], int]
    satisfaction: float | None
    satisfied_by: int


def work(*, community_id: int, since: datetime, until: datetime) -> Work:
    """Submissions received in `[since, until)`; submissions whose case was answered in that time, and how fast."""
    sent = Submission.objects.filter(community_id=community_id, created__gte=since, created__lt=until)
    received = Counter(sent.values_list("kind", flat=True))
    done = _answered(community_id, since, until)
    hours = [(at - created).total_seconds() / 3600 for _, created, _, at in done]
    scores = list(
        Satisfaction.objects.filter(
            submission__community_id=community_id, created__gte=since, created__lt=until
        ).values_list("score", flat=True)
    )
    unanswered = Case.objects.filter(community_id=community_id, state__in=OPEN_STATES)
    return Work(
        received=received,
        answered=Counter(kind for kind, *_ in done),
        open_now=unanswered.count(),
        late_now=unanswered.filter(promised_at__lt=until).count(),
        median_hours=median(hours) if hours else None,
        on_time=sum(at <= promised for _, _, promised, at in done),
        in_all=len(done),
        choices=_choices(community_id, since, until),
        satisfaction=fmean(scores) if scores else None,
        satisfied_by=len(scores),
    )


def hours_to_answer(*, community_id: int, since: datetime, until: datetime) -> list[float]:
    """For each submission answered in `[since, until)`: the hours it took."""
    done = _answered(community_id, since, until)
    return [(at - created).total_seconds() / 3600 for _, created, _, at in done]


def scores(*, community_id: int, since: datetime, until: datetime) -> list[int]:
    """What those who sent gave in `[since, until)`, 1 to 5."""
    found = Satisfaction.objects.filter(submission__community_id=community_id)
    return list(found.filter(created__gte=since, created__lt=until).values_list("score", flat=True))


def _answered(community_id: int, since: datetime, until: datetime) -> list[tuple[str, datetime, datetime, datetime]]:
    sent = Submission.objects.filter(
        community_id=community_id, case__answered_at__gte=since, case__answered_at__lt=until
    )
    rows = sent.values_list("kind", "created", "promised_at", "case__answered_at")
    return [(kind, created, promised, at) for kind, created, promised, at in rows if at is not None]


def _choices(community_id: int, since: datetime, until: datetime) -> Counter[tuple[str, str]]:
    given = Answer.objects.filter(case__community_id=community_id, at__gte=since, at__lt=until, reversed_at=None)
    return Counter(given.values_list("case__kind", "choice"))
