"""The times that figures are shown for: the last thirty days, or a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from linli.vocabulary import LinliError, Text

MONTHS = 6
LATELY = "30d"


@dataclass(frozen=True, slots=True)
class Period:
    """`[since, until)`, and its id: `30d`, or a month as `2026-11`."""

    id: str
    since: datetime
    until: datetime


def period_of(name: str, now: datetime | None = None) -> Period:
    """The period with this id; the last 30 days for an empty one. `LinliError` for what is none."""
    moment = timezone.localtime(now)
    if name in ("", LATELY):
        return Period(LATELY, moment - timedelta(days=30), moment)
    try:
        start = timezone.make_aware(datetime.strptime(name, "%Y-%m"))
    except ValueError:
        raise LinliError(
            Text("没有这个时间段。", "There is no such period."),
            field="period",
            value=name,
            mend=Text("写 30d，或月份如 2026-11。", "Write 30d, or a month such as 2026-11."),
        ) from None
    return Period(name, start, max(start, min(_next_month(start), moment)))


def months(now: datetime | None = None) -> list[str]:
    """The ids of the last months, this one first."""
    moment = timezone.localtime(now).replace(day=1)
    found = []
    for _ in range(MONTHS):
        found.append(f"{moment:%Y-%m}")
        moment = (moment - timedelta(days=1)).replace(day=1)
    return found


def month_before(name: str) -> str:
    """The id of the month before a month."""
    start = datetime.strptime(name, "%Y-%m")
    return f"{start - timedelta(days=1):%Y-%m}"


def _next_month(start: datetime) -> datetime:
    return timezone.make_aware(datetime(start.year + start.month // 12, start.month % 12 + 1, 1))
