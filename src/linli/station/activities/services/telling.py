"""One row of the record for each change of this app."""

from __future__ import annotations

from linli.station.ledger.services import record
from linli.station.people.actors import Actor


def told(actor: Actor, kind: str, object_type: str, uid: str, *, user_id: int | None = None, **data: object) -> None:
    """Records a change; `user_id` is the person it is about."""
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type=object_type,
        object_id=uid,
        subject=f"user:{user_id}" if user_id is not None else "",
        data=dict(data),
    )
