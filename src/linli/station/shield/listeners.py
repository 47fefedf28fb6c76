"""Hears of items and of shields: watches what reaches a person, and tells their platform when a shield turns."""

from __future__ import annotations

from linli.station.integrations.services import webhook_emit
from linli.station.ledger.events import Event
from linli.station.shield import selectors, wire
from linli.station.shield.services import item_reached


def item_submitted(event: Event) -> None:
    """An item came in: whom was it aimed at?"""
    item_reached(community_id=event.community_id, item_uid=event.object_id)


def shield_started(event: Event) -> None:
    """`shield.started`: on, or changed."""
    _tell("shield.started", event)


def shield_ended(event: Event) -> None:
    """`shield.ended`: by its owner or by time."""
    _tell("shield.ended", event)


def _tell(kind: str, event: Event) -> None:
    shield = selectors.shield_by_uid(community_id=event.community_id, uid=event.object_id)
    client_id = shield.account.client_id
    if client_id:
        webhook_emit(community_id=event.community_id, type=kind, data=wire.shield_out(shield), client_id=client_id)
