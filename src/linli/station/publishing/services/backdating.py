"""What the sample station needs to look as if it had been there for months: only a sample station may do it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import F

from linli.station.ledger.services import writing
from linli.station.publishing import campaigns
from linli.station.publishing.models import Campaign, Work, WorkVersion
from linli.vocabulary import LinliError, Text


def sample_move_back(*, community_id: int, uid: str, by: timedelta) -> None:
    """Moves a campaign and the works in it back. The record is left alone: its rows stay when they were written."""
    if not settings.SAMPLE:
        raise LinliError(Text("只有示例站能这样做。", "Only a sample station may do this."), field="LINLI_SAMPLE")
    with writing(community_id):
        found = campaigns.by_uid(community_id=community_id, uid=uid)
        works = list(found.works.values_list("pk", flat=True))
        Campaign.objects.filter(pk=found.pk).update(
            starts=found.starts - by, ends=found.ends - by, created=found.created - by
        )
        Work.objects.filter(pk__in=works).update(published_at=F("published_at") - by, changed=F("changed") - by)
        WorkVersion.objects.filter(work__in=works).update(created=F("created") - by)
