"""Who hears of what: listeners by the kind of a recorded event, by dotted name (see `ledger/events.py`)."""

from __future__ import annotations

from linli.station.ledger.events import Listeners

WEBHOOKS = "linli.station.moderation.listeners"
RUMOURS = "linli.station.rumours.listeners"
TELLING = "linli.station.notifications.tasks"
SHIELD = "linli.station.shield.listeners"
LISTENERS: dict[str, Listeners] = {
    "check.published": Listeners(durable=(f"{RUMOURS}.check_changed",)),
    "check.withdrawn": Listeners(durable=(f"{RUMOURS}.check_changed",)),
    "exchange.received": Listeners(durable=(f"{RUMOURS}.received",)),
    "import.changed": Listeners(durable=(f"{RUMOURS}.import_changed",)),
    "decision.made": Listeners(durable=(f"{WEBHOOKS}.item_decided", f"{RUMOURS}.decision_made")),
    "decision.reinstated": Listeners(durable=(f"{WEBHOOKS}.item_decided",)),
    "decision.reversed": Listeners(durable=(f"{WEBHOOKS}.item_reversed",)),
    "decision.lifted": Listeners(durable=(f"{WEBHOOKS}.item_reversed",)),
    "decision.expired": Listeners(durable=(f"{WEBHOOKS}.item_reversed",)),
    "case.answered": Listeners(durable=(f"{WEBHOOKS}.case_answered",)),
    "case.reversed": Listeners(durable=(f"{WEBHOOKS}.case_answered",)),
    "case.overturned": Listeners(durable=(f"{WEBHOOKS}.case_answered",)),
    "membership.set": Listeners(durable=("linli.station.desk.listeners.role_changed",)),
    "object.published": Listeners(durable=("linli.station.exchange.tasks.object_published",)),
    "item.submitted": Listeners(prompt=(f"{SHIELD}.item_submitted",)),
    "shield.started": Listeners(durable=(f"{SHIELD}.shield_started",)),
    "shield.ended": Listeners(durable=(f"{SHIELD}.shield_ended",)),
    "notice.created": Listeners(durable=(f"{WEBHOOKS}.notice_created", f"{TELLING}.notice_created")),
    "subscription.created": Listeners(durable=(f"{TELLING}.subscription_created",)),
}
