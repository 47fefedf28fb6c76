"""iCalendar of a community's open activities."""

from __future__ import annotations

from collections.abc import Iterable

from icalendar import Calendar, Event

from linli.station.activities.models import Activity
from linli.station.organisations.selectors import address


def calendar(community_id: int, name: str, found: Iterable[Activity]) -> bytes:
    """One event a shift; a cancelled activity says so, so that calendars take it out."""
    book = Calendar()
    book.add("prodid", "-//Linli//activities//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", name)
    for one in found:
        for shift in one.shifts.all():
            event = Event()
            event.add("uid", f"{shift.uid}@linli")
            event.add("dtstamp", one.created)
            event.add("dtstart", shift.starts)
            event.add("dtend", shift.ends)
            event.add("summary", one.title)
            event.add("location", one.place)
            event.add("description", one.summary)
            event.add("url", address(community_id, f"/activities/{one.uid}/"))
            event.add("status", "CANCELLED" if one.state == Activity.State.CANCELLED else "CONFIRMED")
            book.add_component(event)
    return bytes(book.to_ical())
