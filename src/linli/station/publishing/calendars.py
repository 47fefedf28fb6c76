"""iCalendar of festivals with their ideas, and of campaigns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from icalendar import Calendar, Event

from linli.station.organisations.requests import in_words
from linli.station.organisations.selectors import address
from linli.station.publishing import campaigns, festivals

AHEAD, SHOWN, HALF_YEAR = 365, 100, 190


def book(community_id: int, name: str, today: date) -> bytes:
    """A year of days from `today`, and every campaign that is not over."""
    made = Calendar()
    made.add("prodid", "-//Linli//calendar//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for day in festivals.coming(today, AHEAD):
        uid = f"{day.day}-{day.name.en.replace(' ', '-').lower()}@linli"
        made.add_component(_event(uid, day.name.zh, day.day, day.day, day.idea.zh))
    for one in campaigns.every(community_id=community_id).filter(ends__gte=today)[:SHOWN]:
        event = _event(f"{one.uid}@linli", one.title, one.starts, one.ends, one.invitation)
        event.add("url", address(community_id, f"/campaigns/{one.uid}/"))
        made.add_component(event)
    return bytes(made.to_ical())


def days_to_choose() -> list[tuple[str, str]]:
    """The days of the coming half year, as the choices of a form; the first is none."""
    days = festivals.coming(timezone.localdate(), HALF_YEAR)
    return [("", "—"), *((one.slug, f"{in_words(one.name)} {one.day}") for one in days)]


def _event(uid: str, title: str, starts: date, ends: date, about: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime(starts.year, starts.month, starts.day, tzinfo=UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends + timedelta(days=1))
    event.add("summary", title)
    event.add("description", about)
    return event
