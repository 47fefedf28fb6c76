"""The ladder of penalties that is in force in a community: that of its live policy."""

from __future__ import annotations

from linli.policy.ladder import Ladder
from linli.station.moderation.services import policy_current


def ladder_of(community_id: int) -> Ladder:
    """For `settings.LADDER`."""
    return policy_current(community_id=community_id).ladder
