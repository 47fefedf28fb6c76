"""News that concerns rumours: a check changed, other stations handed something over, a rule labelled a post."""

from __future__ import annotations

from django_tasks import task

from linli.station.integrations.services import webhook_emit
from linli.station.ledger.events import Event
from linli.station.rumours import selectors, services
from linli.station.rumours.matching import CHECK, IMPORT


def check_changed(event: Event) -> None:
    """Tells the webhooks, and has labels made or taken off."""
    _, version = selectors.public_check(community_id=event.community_id, uid=event.object_id)
    webhook_emit(community_id=event.community_id, type="check.published", data=version.content)
    labels.enqueue(community_id=event.community_id, source=CHECK + event.object_id)


def import_changed(event: Event) -> None:
    """Agreement and withdrawal change labels too."""
    labels.enqueue(community_id=event.community_id, source=IMPORT + event.object_id)


def received(event: Event) -> None:
    """Objects of other stations came."""
    services.imports_take(community_id=event.community_id)


def decision_made(event: Event) -> None:
    """Notes which check a label rests on."""
    if "false-claim" in event.data.get("categories", []):
        services.label_note(community_id=event.community_id, decision_uid=event.object_id)


@task()  # type: ignore[untyped-decorator]
def labels(community_id: int, source: str) -> list[int]:
    """Labels on posts after a check changed."""
    return list(services.labels_refresh(community_id=community_id, source=source))
