"""Who acts on a shield's page: whoever holds its code, signed in or not."""

from __future__ import annotations

from linli.station.organisations.requests import Request
from linli.station.people.actors import Actor


def holder(request: Request) -> Actor:
    """The holder of a code: the code is the permission, as a receipt's is."""
    actor = request.actor
    return Actor(actor.role, actor.community_id, user_id=actor.user_id, system="shield-code")
