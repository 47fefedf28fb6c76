"""The mark by which every process knows that what may label posts has changed."""

from __future__ import annotations

from linli.station.ledger.ids import new_id
from linli.station.rumours.models import ImportMark


def labels_changed(community_id: int) -> None:
    """A new mark, in the transaction of the change; a random one, so that none that was rolled back comes again."""
    ImportMark.objects.update_or_create(community_id=community_id, defaults={"labels": new_id()})
