"""For the sample station alone: a discussion that was over before the station was loaded."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from linli.station.codes.models import CodeVersion
from linli.station.people.actors import Actor
from linli.vocabulary import LinliError, Text

DAYS = 8


def sample_closed(*, actor: Actor, uid: str, number: int) -> None:
    """Moves a discussion back by some days, so that its time is over."""
    if not settings.SAMPLE:
        raise LinliError(Text("只在示例站里。", "In a sample station only."), field="LINLI_SAMPLE")
    found = CodeVersion.objects.filter(community_id=actor.community_id, code__uid=uid, number=number)
    now = timezone.now()
    found.update(opened_at=now - timedelta(days=DAYS), closes_at=now - timedelta(days=1))
