"""How long what reached a person, their friends' keys and apologies are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from linli.station.people.actors import Actor
from linli.station.people.retention import Category
from linli.station.shield.models import Amends, Friend, Reached
from linli.vocabulary import Text


def _reached(community_id: int, cutoff: datetime) -> QuerySet[Reached]:
    return Reached.objects.filter(community_id=community_id, at__lt=cutoff)


def _friends(community_id: int, cutoff: datetime) -> QuerySet[Friend]:
    over = Q(revoked__lt=cutoff) | Q(shield__ended__lt=cutoff) | Q(shield__ends__lt=cutoff)
    return Friend.objects.filter(over, shield__community_id=community_id)


def _amends(community_id: int, cutoff: datetime) -> QuerySet[Amends]:
    return Amends.objects.filter(shield__community_id=community_id, created__lt=cutoff)


def _clear_amends(actor: Actor, cutoff: datetime) -> int:
    return _amends(actor.community_id, cutoff).delete()[0]


RETENTION: tuple[Category, ...] = (
    Category(
        "reached",
        Text("谁的哪条内容冲着谁来", "Which items were aimed at whom"),
        timedelta(days=183),
        Text("取证与看出围攻要半年。", "For evidence, and to see a pile-on."),
        lambda actor, cutoff: _reached(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _reached(community_id, cutoff).count(),
    ),
    Category(
        "shield-friends",
        Text("防护结束后，朋友的帮忙权限", "Friends' leave to help, after a shield ended"),
        timedelta(days=30),
        Text("结束后一个月内可能再打开。", "It may be turned on again within a month."),
        lambda actor, cutoff: _friends(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _friends(community_id, cutoff).count(),
    ),
    Category(
        "apologies",
        Text("道歉的邀请和内容", "Apologies and invitations to one"),
        timedelta(days=183),
        Text("给当事人看的时间。", "For the person to read it."),
        _clear_amends,
        lambda community_id, cutoff: _amends(community_id, cutoff).count(),
    ),
)
