"""How long the words in which somebody asked are kept: as long as the desk keeps what was sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.station.people.actors import Actor
from linli.station.people.personal import GONE
from linli.station.people.retention import Category
from linli.station.rumours.models import Asked
from linli.vocabulary import Text


def _older(community_id: int, cutoff: datetime) -> QuerySet[Asked]:
    return Asked.objects.filter(community_id=community_id, created__lt=cutoff).exclude(text=GONE)


def _clear(actor: Actor, cutoff: datetime) -> int:
    return _older(actor.community_id, cutoff).update(text=GONE, url="")


RETENTION: tuple[Category, ...] = (
    Category(
        "questions",
        Text("求证时写的话", "Words in which people asked"),
        timedelta(days=3 * 365),
        Text(
            "用来认出换了说法的同一条传言；之后只留时间和话题。",
            "To know a claim in other words; then time and topic stay.",
        ),
        _clear,
        lambda community_id, cutoff: _older(community_id, cutoff).count(),
    ),
)
