"""How long minors' mode keeps what it knows of children: the least that the plan needs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.station.minors.models import Child, DayBook, Spend, Wish
from linli.station.people.actors import Actor
from linli.station.people.retention import Category
from linli.vocabulary import Text


def _left(community_id: int, cutoff: datetime) -> QuerySet[Child]:
    return Child.objects.filter(community_id=community_id, left__lt=cutoff)


def _days(community_id: int, cutoff: datetime) -> QuerySet[DayBook]:
    return DayBook.objects.filter(child__community_id=community_id, day__lt=cutoff.date())


def _spendings(community_id: int, cutoff: datetime) -> QuerySet[Spend]:
    return Spend.objects.filter(link__child__community_id=community_id, day__lt=cutoff.date())


def _wishes(community_id: int, cutoff: datetime) -> QuerySet[Wish]:
    return Wish.objects.filter(child__community_id=community_id, created__lt=cutoff)


def _clear(actor: Actor, cutoff: datetime) -> int:
    here = actor.community_id
    return sum(rows(here, cutoff).delete()[0] for rows in (_days, _spendings, _wishes))


RETENTION: tuple[Category, ...] = (
    Category(
        "children-left",
        Text("退出未成年人模式的孩子", "Children who left minors' mode"),
        timedelta(days=30),
        Text("误退可以找回。", "So that one who left by mistake can come back."),
        lambda actor, cutoff: _left(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _left(community_id, cutoff).count(),
    ),
    Category(
        "children-days",
        Text("孩子每天的用时、花费和请求", "Children's minutes, spendings and requests by day"),
        timedelta(days=90),
        Text("监护人看近况，月度花费上限要用。", "For guardians, and for the month's limit."),
        _clear,
        lambda community_id, cutoff: sum(rows(community_id, cutoff).count() for rows in (_days, _spendings, _wishes)),
    ),
)
