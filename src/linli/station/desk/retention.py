"""How long what people sent is kept after it was answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from linli.station.desk.models import OPEN_STATES, Answer, Case, Message, Submission
from linli.station.people.actors import Actor
from linli.station.people.retention import Category
from linli.vocabulary import Text

KEPT = timedelta(days=3 * 365)


def _sent(community_id: int, cutoff: datetime) -> QuerySet[Submission]:
    told = ~Q(body={}) | ~Q(submitter=None) | ~Q(submitter_account="") | ~Q(source="")
    done = Submission.objects.filter(told, community_id=community_id, created__lt=cutoff)
    return done.exclude(case__state__in=OPEN_STATES)


def _sources(community_id: int, cutoff: datetime) -> QuerySet[Submission]:
    return Submission.objects.filter(community_id=community_id, created__lt=cutoff).exclude(source="")


def _messages(community_id: int, cutoff: datetime) -> QuerySet[Message]:
    done = Message.objects.filter(case__community_id=community_id, created__lt=cutoff)
    return done.exclude(case__state__in=OPEN_STATES)


def _pictures(community_id: int, cutoff: datetime) -> QuerySet[Case]:
    done = Case.objects.filter(community_id=community_id, created__lt=cutoff).exclude(state__in=OPEN_STATES)
    return done.exclude(snapshot={}, title="")


def _answers(community_id: int, cutoff: datetime) -> QuerySet[Answer]:
    done = Answer.objects.filter(case__community_id=community_id, at__lt=cutoff)
    return done.exclude(case__state__in=OPEN_STATES).exclude(snapshot={})


def _clear_pictures(actor: Actor, cutoff: datetime) -> int:
    cleared = _answers(actor.community_id, cutoff).update(snapshot={})
    return cleared + _pictures(actor.community_id, cutoff).update(snapshot={}, title="")


def _clear_sent(actor: Actor, cutoff: datetime) -> int:
    blank: dict[str, Any] = {"body": {}, "submitter": None, "submitter_account": "", "source": ""}
    return _sent(actor.community_id, cutoff).update(**blank)


RETENTION: tuple[Category, ...] = (
    Category(
        "submission-sources",
        Text("匿名提交的来源摘要", "Digests of where unnamed submissions came from"),
        timedelta(days=2),
        Text("只用来识别刷量；密钥两天后销毁。", "To tell a flood; its key goes after two days."),
        lambda actor, cutoff: _sources(actor.community_id, cutoff).update(source=""),
        lambda community_id, cutoff: _sources(community_id, cutoff).count(),
    ),
    Category(
        "submissions",
        Text("已答复的提交", "Submissions that were answered"),
        KEPT,
        Text("要求复查与诉讼时效。", "For a second look, and while one may go to court."),
        _clear_sent,
        lambda community_id, cutoff: _sent(community_id, cutoff).count(),
    ),
    Category(
        "messages",
        Text("已办结案件的留言", "Messages of closed cases"),
        KEPT,
        Text("与提交同时删除。", "They go with the submission."),
        lambda actor, cutoff: _messages(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _messages(community_id, cutoff).count(),
    ),
    Category(
        "case-snapshots",
        Text("已办结案件的内容快照", "Snapshots of closed cases"),
        KEPT,
        Text("申诉与监督时作证据。", "Evidence for appeals and oversight."),
        _clear_pictures,
        lambda community_id, cutoff: _pictures(community_id, cutoff).count() + _answers(community_id, cutoff).count(),
    ),
)
