"""What rules in the background, and drafts that are watched, would have done: counted, never done."""

from __future__ import annotations

from dataclasses import replace

from linli.policy import Policy, PolicyError
from linli.policy.decide import fired
from linli.station.moderation import rulebook
from linli.station.moderation.models import Item, Watched
from linli.station.moderation.services.authors import author_known
from linli.station.moderation.services.policies import policy_read
from linli.vocabulary import ACTION_ORDER, Assessment, Author
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
        known = replace(words, author=_author(item, words, policy))
        rank = max((r.action.rank for r in fired(policy, known, verdict.signals)), default=0)
        if ACTION_ORDER[rank] is not verdict.action:
            rows.append(_row(item, verdict, ACTION_ORDER[rank], draft_id=draft.pk, policy=policy.name))
    if rows:
        Watched.objects.bulk_create(rows)


def _author(item: Item, words: Words, policy: Policy) -> Author:
    """The author as this policy may know them: the live one may not have asked for their standing."""
    age = words.author.age_days or 0
    return author_known(community_id=item.community_id, account=item.author.uid, age_days=age, policies=(policy,))


def _row(item: Item, verdict: Assessment, after: str, **what: object) -> Watched:
    return Watched(community_id=item.community_id, item=item, before=verdict.action, after=after, **what)
