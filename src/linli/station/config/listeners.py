"""Who hears of what: listeners by the kind of a recorded event, by dotted name (see `ledger/events.py`)."""

from __future__ import annotations

from linli.station.ledger.events import Listeners

LISTENERS: dict[str, Listeners] = {}
