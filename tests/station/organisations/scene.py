"""Organisations with somebody who speaks for them, for tests of others too."""

from __future__ import annotations

from linli.station.organisations import bodies
from linli.station.organisations.models import Organisation
from linli.station.people.actors import Actor
from tests.station.factories import People


def registered(people: People, name: str = "柳荫里小学", kind: str = "school", **more: str) -> Organisation:
    """An organisation with a contact that nobody confirmed yet."""
    given = {"scope": "柳荫里片区", "contact": f"{name}办公室 010-0000", **more}
    return bodies.organisation_add(actor=people.lead, kind=kind, name=name, **given)


def spoken_for(
    people: People, speaker: Actor, name: str = "柳荫里小学", kind: str = "school", **more: str
) -> Organisation:
    """One whose contact `speaker` confirmed."""
    made = registered(people, name, kind, **more)
    bodies.contact_confirm(actor=speaker, code=bodies.contact_ask(actor=people.lead, uid=made.uid))
    made.refresh_from_db()
    return made


def pages(people: People) -> dict[str, dict[str, object]]:
    """What the pages of organisations are called with."""
    made = registered(people)
    by_uid: dict[str, object] = {"uid": made.uid}
    return {
        **dict.fromkeys(("organisation", "organisation-change", "organisation-act"), by_uid),
        "organisation-contact": {"code": bodies.contact_ask(actor=people.lead, uid=made.uid)},
    }
