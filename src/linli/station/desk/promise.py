"""The dated promise: by when an answer is due, in working days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from chinese_calendar import is_workday
from django.utils import timezone

WEEKEND = {5, 6}


def is_working_day(day: date) -> bool:
    """Whether people work in mainland China on this day: public holidays are off, make-up days are on.

    The State Council announces a year's holidays in the November before; in a year that the calendar does not know
    yet, Monday to Friday.
    """
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() not in WEEKEND


def promised_at(start: datetime, days: int) -> datetime:
    """The end (18:00 local time) of the `days`-th working day after `start`."""
    day = timezone.localtime(start).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return end_of(day)


def end_of(day: date) -> datetime:
    """When the day's work ends: 18:00 local time."""
    return timezone.make_aware(datetime.combine(day, time(18, 0)))


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    found = day + timedelta(days=1)
    while not is_working_day(found):
        found += timedelta(days=1)
    return found
