"""How long what people were told is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.station.notifications.models import Notice
from linli.station.people.retention import Category
from linli.vocabulary import Text


def _old(community_id: int, cutoff: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(community_id=community_id, created__lt=cutoff)


RETENTION = Category(
    "notices",
    Text("告知", "Notices"),
    timedelta(days=3 * 365),
    Text("申诉期内和诉讼时效内可查。", "To be read while one may appeal or go to court."),
    lambda actor, cutoff: _old(actor.community_id, cutoff).delete()[0],
    lambda community_id, cutoff: _old(community_id, cutoff).count(),
)
