"""Counting decisions: by rule, clause, action, category, and how often they were overturned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.moderation.models import Decision, Item, StatementOfReasons

APPEALED = "appeal"


@dataclass(frozen=True, slots=True)
class Fired:
    """How often a rule or clause led to a decision in a time, and how many of these an appeal overturned."""

    times: int = 0
    overturned: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Decisions of a time by what they did, for what, who decided, and how they ended."""

    total: int
    by_action: Mapping[str, int]
    by_category: Mapping[str, int]
    by_source: Mapping[str, int]
    overturned: int
    items: int
    rules: Mapping[str, Fired] = field(default_factory=dict)
    clauses: Mapping[str, Fired] = field(default_factory=dict)


def month_start(now: datetime | None = None) -> datetime:
    """The first moment of this month, local time."""
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def counts(*, community_id: int, since: datetime, until: datetime | None = None) -> Counts:
    """Decisions made in `[since, until)`; those of them that an appeal overturned, whenever that was."""
    end = until or timezone.now()
    made = Decision.objects.filter(community_id=community_id, created__gte=since, created__lt=end)
    rows = list(made.values("action", "categories", "source", "rules", "reasons", "reversed_how"))
    items = Item.objects.filter(community_id=community_id, created__gte=since, created__lt=end)
    return Counts(
        total=len(rows),
        by_action=Counter(r["action"] for r in rows),
        by_category=Counter(r["categories"][0] for r in rows if r["categories"]),
        by_source=Counter(r["source"] for r in rows),
        overturned=sum(r["reversed_how"] == APPEALED for r in rows),
        items=items.count(),
        rules=_fired(rows, lambda row: row["rules"]),
        clauses=_fired(rows, lambda row: [reason["clause"] for reason in row["reasons"]]),
    )


def statements(*, community_id: int) -> QuerySet[StatementOfReasons]:
    """The public statements of reasons, the newest first. None of their public fields holds anybody's words."""
    found = StatementOfReasons.objects.filter(decision__community_id=community_id)
    return found.select_related("decision").order_by("-pk")


def _fired(rows: Iterable[dict[str, Any]], names: Any) -> dict[str, Fired]:
    times: Counter[str] = Counter()
    overturned: Counter[str] = Counter()
    for row in rows:
        for name in set(names(row)):
            times[name] += 1
            overturned[name] += row["reversed_how"] == APPEALED
    return {name: Fired(times[name], overturned[name]) for name in times}
