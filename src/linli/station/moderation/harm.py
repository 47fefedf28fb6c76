"""Measures of harm for special operations: what people met with, how long, and how often the rules were wrong.

There is none that counts people, accounts or posts punished: an operation cannot be judged by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from linli.station.moderation.models import Decision, Item, Source
from linli.vocabulary import Action, Text

LIMITS = [a.value for a in Action if a.rank >= Action.LABEL.rank]
WRONG = ("appeal", "released")
MEASURES: dict[str, Text] = {
    "hours": Text("有害内容从发出到被处置，中位小时数", "median hours from posting to action on harmful content"),
    "harmful": Text("每千条内容里确有危害的条数", "items found harmful in a thousand"),
    "reported": Text("每千条内容里有人举报的条数", "items that somebody reported in a thousand"),
    "wrong": Text("处置后被推翻的比例（%）", "actions that were overturned, in per cent"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an operation looks at: harms, and kinds of items (all where empty)."""

    community_id: int
    categories: Sequence[str]
    kinds: Sequence[str]


def figures(scope: Scope, since: datetime, until: datetime) -> dict[str, float | None]:
    """Each measure over `[since, until)`, None where there was nothing to measure; lower is better for all."""
    items = Item.objects.filter(community_id=scope.community_id, created__gte=since, created__lt=until)
    made = Decision.objects.filter(
        community_id=scope.community_id, created__gte=since, created__lt=until, item__isnull=False, action__in=LIMITS
    )
    if scope.kinds:
        items, made = items.filter(kind__in=scope.kinds), made.filter(item__kind__in=scope.kinds)
    rows = [
        row
        for row in made.values("item_id", "categories", "created", "item__created", "reversed_how", "source")
        if set(row["categories"]) & set(scope.categories)
    ]
    right = [row for row in rows if row["reversed_how"] not in WRONG]
    hours = [(row["created"] - row["item__created"]).total_seconds() / 3600 for row in right]
    count = items.count()
    judged = [row for row in rows if row["source"] != Source.APPEAL]
    return {
        "hours": round(median(hours), 2) if hours else None,
        "harmful": _thousand(len({row["item_id"] for row in right}), count),
        "reported": _thousand(items.filter(reports__gt=0).count(), count),
        "wrong": round(100 * (len(rows) - len(right)) / len(judged), 1) if judged else None,
    }


def _thousand(part: int, whole: int) -> float | None:
    return round(1000 * part / whole, 1) if whole else None
