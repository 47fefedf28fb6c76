"""How long activities keep what they hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.station.activities.models import ScanEvent, Signup
from linli.station.people.retention import Category
from linli.vocabulary import Text


def _scans(community_id: int, cutoff: datetime) -> QuerySet[ScanEvent]:
    return ScanEvent.objects.filter(community_id=community_id, received__lt=cutoff)


def _absent(community_id: int, cutoff: datetime) -> QuerySet[Signup]:
    """Sign-ups that led to no hours."""
    return Signup.objects.filter(community_id=community_id, shift__ends__lt=cutoff, presence=None)


RETENTION = (
    Category(
        "scans",
        Text("点名时的扫码", "Scans at the roll"),
        timedelta(days=183),
        Text(
            "核对和抽查时长用，之后时长本身已经足够。", "To check hours with; later the hours themselves are enough."
        ),
        lambda actor, cutoff: _scans(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _scans(community_id, cutoff).count(),
    ),
    Category(
        "sign-ups",
        Text("没有去成的报名", "Sign-ups that came to nothing"),
        timedelta(days=183),
        Text("候补、监护人同意的争议期过后就不再需要。", "Not needed once questions of places and consent are past."),
        lambda actor, cutoff: _absent(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _absent(community_id, cutoff).count(),
    ),
)
