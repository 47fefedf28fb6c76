"""What the station does by the clock, in every community: a call a minute; a missed one does no harm."""

from __future__ import annotations

import structlog

from linli.station.activities.services import projects_tick
from linli.station.desk.services import desk_tick
from linli.station.exchange.services import exchange_tick
from linli.station.honours.services import honours_tick
from linli.station.integrations.repeats import repeats_prune
from linli.station.integrations.services import deliveries_prune
from linli.station.ledger.missed import deliver_missed, tasks_prune
from linli.station.moderation.services import (
    checks_draw,
    decisions_expire,
    drafts_into_effect,
    operations_tick,
    trials_wake,
)
from linli.station.notifications.subscribing import subscriptions_prune
from linli.station.organisations.selectors import community_ids
from linli.station.people.actors import system
from linli.station.pledges.services import pledges_tick
from linli.station.privacy.retention import retention_run
from linli.station.programme.services import programme_tick
from linli.station.publishing.services import publishing_tick
from linli.station.shield.services import shields_expire
from linli.station.transparency.checkpoints import clock as checkpoint_clock
from linli.station.transparency.witnesses import witness_tick

log = structlog.get_logger(__name__)


def tick() -> None:
    """Ends decisions whose time is over, reminds, escalates, closes, delivers what was missed.

    One community's failure keeps no other back.
    """
    for community_id in community_ids():
        try:
            _tick(community_id)
        except Exception:
            log.exception("the clock failed", community=community_id)
    tasks_prune()
    repeats_prune()
    deliveries_prune()
    trials_wake()
    missed = deliver_missed()
    if missed:
        log.warning("news delivered again", count=missed)


def _tick(community_id: int) -> None:
    drafts_into_effect(community_id=community_id)
    operations_tick(community_id=community_id)
    checks_draw(community_id=community_id)
    ended = decisions_expire(community_id=community_id)
    taken = exchange_tick(community_id=community_id)
    unshielded = shields_expire(community_id=community_id)
    honours_tick(community_id=community_id)
    projects_tick(community_id=community_id)
    pledges_tick(community_id=community_id)
    programme_tick(community_id=community_id)
    publishing_tick(community_id=community_id)
    done = desk_tick(community_id=community_id)
    checkpoint_clock(community_id=community_id)
    witness_tick(community_id=community_id)
    subscriptions_prune(community_id=community_id)
    cleared = retention_run(actor=system(community_id, "clock"))
    if any(cleared.values()):
        log.info("retention", community=community_id, **cleared)
    if ended or taken or unshielded or any(done.values()):
        log.info("clock", community=community_id, ended=ended, taken=taken, unshielded=unshielded, **done)
