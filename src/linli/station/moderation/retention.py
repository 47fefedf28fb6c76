"""How long people's words are kept at moderation."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.station.moderation.models import Decision, Item
from linli.station.people.retention import Category
from linli.vocabulary import Text

EMPTY = {"text": "", "context": {}, "assessment": {}, "url": ""}


def _withdrawn(community_id: int, cutoff: datetime) -> QuerySet[Item]:
    gone = Item.objects.filter(community_id=community_id, withdrawn_at__lt=cutoff)
    return gone.exclude(text="", context={}, assessment={})


def _threads(community_id: int, cutoff: datetime) -> QuerySet[Item]:
    return Item.objects.filter(community_id=community_id, created__lt=cutoff).exclude(context={})


def _evidence(community_id: int, cutoff: datetime) -> QuerySet[Decision]:
    return Decision.objects.filter(community_id=community_id, created__lt=cutoff).exclude(snapshot={})


RETENTION: tuple[Category, ...] = (
    Category(
        "withdrawn-items",
        Text("作者撤回的内容", "Items their authors withdrew"),
        timedelta(days=30),
        Text("撤回后仍可能有举报要答复。", "A report on it may still have to be answered."),
        lambda actor, cutoff: _withdrawn(actor.community_id, cutoff).update(**EMPTY),
        lambda community_id, cutoff: _withdrawn(community_id, cutoff).count(),
    ),
    Category(
        "item-context",
        Text("内容的上文（含他人的话）", "What stood around an item, others' words among it"),
        timedelta(days=183),
        Text("申诉期半年内要能看懂上文。", "For the half year in which one may appeal."),
        lambda actor, cutoff: _threads(actor.community_id, cutoff).update(context={}),
        lambda community_id, cutoff: _threads(community_id, cutoff).count(),
    ),
    Category(
        "decision-evidence",
        Text("处置时的内容快照", "What an item was when it was decided"),
        timedelta(days=3 * 365),
        Text("申诉、监督与诉讼时效。", "For appeals, oversight and the courts."),
        lambda actor, cutoff: _evidence(actor.community_id, cutoff).update(snapshot={}),
        lambda community_id, cutoff: _evidence(community_id, cutoff).count(),
    ),
)
