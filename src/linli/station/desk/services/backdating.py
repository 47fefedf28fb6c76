"""For the sample station alone: what the desk shows is moved back to when it would have been."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Min
from django.utils import timezone

from linli.station.desk import kinds, weights
from linli.station.desk.models import Answer, Case, Submission
from linli.station.desk.promise import promised_at
from linli.station.ledger.services import writing
from linli.vocabulary import LinliError, Text


def sample_times(*, community_id: int, sent: Mapping[str, datetime], answered: Mapping[int, datetime]) -> None:
    """Moves submissions (by their ids) and answers in force (by the numbers of their cases) to these times.

    The record is left alone: its rows stay at the moment they were written. `LinliError` off a sample station.
    """
    if not settings.SAMPLE:
        raise LinliError(Text("只有示例站能这样做。", "Only a sample station may do this."), field="LINLI_SAMPLE")
    with writing(community_id):
        for uid, at in sent.items():
            Submission.objects.filter(community_id=community_id, uid=uid).update(created=at)
        for case in Case.objects.filter(community_id=community_id, submissions__uid__in=sent).distinct():
            _promise_again(case)
        for number, at in answered.items():
            _answered(community_id, number, at)


def _promise_again(case: Case) -> None:
    first = case.submissions.aggregate(first=Min("created"))["first"]
    case.created = min(case.created, first)
    case.promised_at = promised_at(case.created, kinds.kind(case.kind).promise_days)
    weights.order(case)
    case.save(update_fields=["created", "promised_at", "priority", "rank"])
    case.submissions.update(promised_at=case.promised_at)


def _answered(community_id: int, number: int, at: datetime) -> None:
    found = Answer.objects.filter(case__community_id=community_id, case__number=number, reversed_at=None)
    found.update(at=at)
    Case.objects.filter(community_id=community_id, number=number).exclude(answered_at=None).update(answered_at=at)


def sample_spread(*, community_id: int) -> None:
    """Gives every case that was answered within a minute of coming in a past of some hours or days.

    The same sample gets the same times. For what apps above loaded in one go; `sample_times` sets exact moments.
    """
    if not settings.SAMPLE:
        raise LinliError(Text("只有示例站能这样做。", "Only a sample station may do this."), field="LINLI_SAMPLE")
    quick = Case.objects.filter(community_id=community_id, answered_at__lt=F("created") + timedelta(minutes=1))
    for number, case in enumerate(quick.order_by("number")):
        sent_ago, took = timedelta(hours=26 + 19 * number % 90), timedelta(hours=2 + 7 * number % 21)
        came = timezone.now() - sent_ago
        first = case.submissions.order_by("pk").first()
        if first is not None:
            sent = {first.uid: came}
            sample_times(community_id=community_id, sent=sent, answered={case.number: came + took})
