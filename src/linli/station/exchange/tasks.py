"""Telling other stations at once. Their reading of our feed is what counts: a push that fails is only logged."""

from __future__ import annotations

import structlog
from django_tasks import task

from linli.station.exchange import services
from linli.station.exchange.fetching import JSON, Unfetched, fetch
from linli.station.exchange.messages import signed
from linli.station.exchange.selectors import object_by_uid, peers_to_tell, station_id
from linli.station.ledger.events import Event

log = structlog.get_logger(__name__)


def object_published(event: Event) -> None:
    """Plans a push to every station that has an inbox; the sending itself holds no transaction."""
    for peer in peers_to_tell(community_id=event.community_id):
        push.enqueue(community_id=event.community_id, inbox=peer.inbox, uid=event.object_id)


@task()  # type: ignore[untyped-decorator]
def push(community_id: int, inbox: str, uid: str) -> bool:
    """Sends one object to one inbox; whether it was taken."""
    row = object_by_uid(community_id=community_id, uid=uid)
    key, private = services.signing_key(community_id=community_id)
    body = services.as_sent(row)
    lines = signed(inbox, body, key=private, key_id=f"{station_id(community_id)}#{key.uid}")
    try:
        answer = fetch(inbox, types=JSON, method="POST", content=body, headers=lines, limit=64_000)
    except Unfetched as failed:
        log.info("push failed", inbox=inbox, why=failed.why)
        return False
    return answer.status in (200, 202)
