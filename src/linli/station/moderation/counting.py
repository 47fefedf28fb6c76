"""Counting what moderation did in a time, for the public figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.station.moderation.models import Decision, Item, Source

FALSE_ALARM = ("appeal", "released")


@dataclass(frozen=True, slots=True)
class Counts:
    """Decisions of a time. A decision counts in each of its categories; false alarms by each rule that fired."""

    items: int
    total: int
    by_action: Mapping[str, int]
    by_category: Mapping[str, int]
    by_source: Mapping[str, int]
    false_alarms: int
    false_alarms_by_rule: Mapping[str, int]


def counts(*, community_id: int, since: datetime, until: datetime) -> Counts:
    """What came in and what was decided in `[since, until)`; how it ended is as known now."""
    made = Decision.objects.filter(community_id=community_id, created__gte=since, created__lt=until)
    items = Item.objects.filter(community_id=community_id, created__gte=since, created__lt=until)
    wrong = list(made.filter(source=Source.AUTOMATIC, reversed_how__in=FALSE_ALARM).values_list("rules", flat=True))
    return Counts(
        items=items.count(),
        total=made.count(),
        by_action=Counter(made.values_list("action", flat=True)),
        by_category=Counter(c for found in made.values_list("categories", flat=True) for c in found),
        by_source=Counter(made.values_list("source", flat=True)),
        false_alarms=len(wrong),
        false_alarms_by_rule=Counter(rule for rules in wrong for rule in rules),
    )
