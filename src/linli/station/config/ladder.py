"""What the live policy of a community makes of repeated harm: its ladder, and the rules that read one's standing."""

from __future__ import annotations

from linli.policy.conditions import atoms
from linli.policy.ladder import Ladder
from linli.station.moderation.services import policy_current
from linli.station.standing.selectors import Limit
from linli.vocabulary import RuleStatus

READ = frozenset({"author_grade", "author_strikes"})


def ladder_of(community_id: int) -> Ladder:
    """For `settings.LADDER`."""
    return policy_current(community_id=community_id).ladder


def limits_of(community_id: int) -> list[Limit]:
    """For `settings.LIMITS`."""
    rules = policy_current(community_id=community_id).rules
    live = [rule for rule in rules if rule.status is RuleStatus.LIVE]
    bound = [rule for rule in live if READ & {atom.variable for atom in atoms(rule.when)}]
    return [Limit(rule.id, rule.clause, rule.explain) for rule in bound]
