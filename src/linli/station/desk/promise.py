"""The dated promise: by when an answer is due, in working days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

WEEKEND = {5, 6}


def is_working_day(day: date) -> bool:
    """Monday to Friday. Public holidays belong here when a calendar of them is chosen."""
    return day.weekday() not in WEEKEND


def promised_at(start: datetime, days: int) -> datetime:
    """The end (18:00 local time) of the `days`-th working day after `start`."""
    day = timezone.localtime(start).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return timezone.make_aware(datetime.combine(day, time(18, 0)))
