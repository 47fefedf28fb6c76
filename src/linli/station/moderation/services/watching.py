"""What rules in the background, and drafts that are watched, would have done: counted, never done."""

from __future__ import annotations

from linli.policy import PolicyError
from linli.policy.decide import fired
from linli.station.moderation import rulebook
from linli.station.moderation.models import Item, Watched
from linli.station.moderation.services.policies import policy_read
from linli.vocabulary import ACTION_ORDER, Assessment
from linli.vocabulary import Item as Words


def watch(item: Item, words: Words, verdict: Assessment) -> None:
    """Keeps what would have come of an item just assessed; nothing for one in which nothing was found."""
    if not verdict.signals:
        return
    rows = [
        _row(item, verdict, reason.action, rule=reason.rule, policy=verdict.policy) for reason in verdict.background
    ]
    for draft in rulebook.watching(community_id=item.community_id):
        try:
            policy = policy_read(draft.document)
        except PolicyError:  # what lint learned since may refuse an old draft: it is not watched, and harms nobody
            continue
        rank = max((r.action.rank for r in fired(policy, words, verdict.signals)), default=0)
        if ACTION_ORDER[rank] is not verdict.action:
            rows.append(_row(item, verdict, ACTION_ORDER[rank], draft_id=draft.pk, policy=policy.name))
    if rows:
        Watched.objects.bulk_create(rows)


def _row(item: Item, verdict: Assessment, after: str, **what: object) -> Watched:
    return Watched(community_id=item.community_id, item=item, before=verdict.action, after=after, **what)
