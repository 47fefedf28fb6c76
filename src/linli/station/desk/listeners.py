"""What the desk does when a person's role changes: what they can no longer handle goes back to the queue."""

from __future__ import annotations

from linli.station.desk.services import cases_hand_back
from linli.station.ledger.events import Event
from linli.station.organisations.selectors import membership_by_id


def role_changed(event: Event) -> None:
    """`membership.set`."""
    found = membership_by_id(int(event.object_id))
    if found is not None:
        cases_hand_back(community_id=event.community_id, user_id=found.user_id, role=found.role)
