"""What a policy may know of an author: their standing is worked out only where one of its rules reads it."""

from __future__ import annotations

from collections.abc import Iterable

from linli.policy import Policy
from linli.policy.armed import reads
from linli.station.standing.selectors import standing_of
from linli.vocabulary import Author

STANDING = frozenset({"author_strikes", "author_grade", "author_organisation"})


def read_by(policies: Iterable[Policy]) -> bool:
    """Whether any of these policies reads an author's strikes, grade or class."""
    return any(STANDING & reads(policy) for policy in policies)


def author_known(*, community_id: int, account: str, age_days: int, policies: Iterable[Policy]) -> Author:
    """An account as the policies may know it, now."""
    if not read_by(policies):
        return Author(id=account, age_days=age_days)
    found = standing_of(community_id=community_id, account=account)
    return Author(
        id=account,
        age_days=age_days,
        strikes=found.strikes.total,
        grade=found.grade,
        organisation=found.organisation,
    )
