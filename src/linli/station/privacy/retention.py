"""How long each kind of data is kept: declared by category, cleared by the clock, reported with what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.module_loading import import_string

from linli.station.people.actors import Actor, require
from linli.station.people.retention import Category
from linli.station.privacy.models import RetentionRun

EVERY = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report. `overdue` is counted now, from the data itself."""

    category: Category
    last: RetentionRun | None
    deleted: int
    overdue: int


@cache
def categories() -> tuple[Category, ...]:
    """Every declared category, in the order of `config/retention.py`."""
    names: tuple[str, ...] = import_string(settings.RETENTION)
    found: list[Category | tuple[Category, ...]] = [import_string(name) for name in names]
    return tuple(one for entry in found for one in (entry if isinstance(entry, tuple) else (entry,)))


def retention_run(*, actor: Actor, now: datetime | None = None) -> dict[str, int]:
    """Clears, in the actor's community, every category not cleared in the last 20 hours; how much of each."""
    require(actor, "retention.run", actor.community_id)
    moment = now or timezone.now()
    done: dict[str, int] = {}
    for category in categories():
        if _due(actor.community_id, category, moment):
            done[category.id] = _cleared(actor, category, moment)
    return done


def report(*, community_id: int, now: datetime | None = None) -> list[Line]:
    """Each category with its last run, what it cleared in all, and what is older than promised at this moment."""
    moment = now or timezone.now()
    return [_line(community_id, category, moment) for category in categories()]


def _line(community_id: int, category: Category, now: datetime) -> Line:
    runs = _runs(community_id, category)
    cutoff = now - category.kept - EVERY - timedelta(hours=4)
    return Line(
        category=category,
        last=runs.order_by("-at").first(),
        deleted=runs.aggregate(sum=Sum("deleted"))["sum"] or 0,
        overdue=category.older(community_id, cutoff),
    )


def _due(community_id: int, category: Category, now: datetime) -> bool:
    return not _runs(community_id, category).filter(at__gt=now - EVERY).exists()


def _cleared(actor: Actor, category: Category, now: datetime) -> int:
    cutoff = now - category.kept
    deleted = category.clear(actor, cutoff)
    left = category.older(actor.community_id, cutoff)
    RetentionRun.objects.create(
        community_id=actor.community_id, category=category.id, at=now, cutoff=cutoff, deleted=deleted, left=left
    )
    return deleted


def _runs(community_id: int, category: Category) -> QuerySet[RetentionRun]:
    return RetentionRun.objects.filter(community_id=community_id, category=category.id)
