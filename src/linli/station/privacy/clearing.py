"""How long privacy's own rows and the station's sessions are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from linli.station.people.retention import Category
from linli.station.privacy.models import RetentionRun, RightsRequest
from linli.vocabulary import Text


def _requests(community_id: int, cutoff: datetime) -> QuerySet[RightsRequest]:
    return RightsRequest.objects.filter(community_id=community_id, done_at__lt=cutoff)


def _runs(community_id: int, cutoff: datetime) -> QuerySet[RetentionRun]:
    return RetentionRun.objects.filter(community_id=community_id, at__lt=cutoff)


def _sessions(cutoff: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=min(cutoff + timedelta(days=1), timezone.now()))


RETENTION: tuple[Category, ...] = (
    Category(
        "sessions",
        Text("过期的登录", "Sign-ins that ran out"),
        timedelta(days=1),
        Text("两周不用自动失效，失效后一天内删除。", "They end after two weeks and go within a day."),
        lambda _actor, cutoff: _sessions(cutoff).delete()[0],
        lambda _community_id, cutoff: _sessions(cutoff).count(),
    ),
    Category(
        "rights-requests",
        Text("办结的权利请求", "Rights requests that were met"),
        timedelta(days=3 * 365),
        Text("证明已按时办理（《个人信息保护法》第五十四条审计）。", "To prove that it was done in time."),
        lambda actor, cutoff: _requests(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _requests(community_id, cutoff).count(),
    ),
    Category(
        "retention-runs",
        Text("清理记录", "Records of clearing"),
        timedelta(days=3 * 365),
        Text("证明确实清理过。", "To prove that it was done."),
        lambda actor, cutoff: _runs(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _runs(community_id, cutoff).count(),
    ),
)
