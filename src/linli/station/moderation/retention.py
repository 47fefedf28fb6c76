"""How long people's words are kept at moderation."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.station.moderation.models import (
    Check,
    Decision,
    DraftState,
    Item,
    LexiconPack,
    PackState,
    PolicyDraft,
    Probe,
    Trial,
    TrialState,
    Verdict,
    Watched,
)
from linli.station.moderation.rulebook import WATCHED_DAYS
from linli.station.people.actors import Actor
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


def _drafts(community_id: int, cutoff: datetime) -> QuerySet[PolicyDraft]:
    return PolicyDraft.objects.filter(community_id=community_id, state=DraftState.DROPPED, changed__lt=cutoff)


def _packs(community_id: int, cutoff: datetime) -> QuerySet[LexiconPack]:
    given_up = LexiconPack.objects.filter(community_id=community_id, state=PackState.RETIRED, live_at=None)
    return given_up.filter(retired_at__lt=cutoff)


def _trials(community_id: int, cutoff: datetime) -> QuerySet[Trial]:
    going = (TrialState.WAITING, TrialState.RUNNING)
    return Trial.objects.filter(community_id=community_id, beat__lt=cutoff).exclude(state__in=going)


def _watched(community_id: int, cutoff: datetime) -> QuerySet[Watched]:
    return Watched.objects.filter(community_id=community_id, created__lt=cutoff)


def _checks(community_id: int, cutoff: datetime) -> QuerySet[Check]:
    drawn = Check.objects.filter(community_id=community_id, created__lt=cutoff)
    return drawn.exclude(source=Probe.GOLDEN)


def _verdicts(community_id: int, cutoff: datetime) -> QuerySet[Verdict]:
    return Verdict.objects.filter(check_of__community_id=community_id, at__lt=cutoff)


def _clear_given_up(actor: Actor, cutoff: datetime) -> int:
    drafts = _drafts(actor.community_id, cutoff).delete()[1].get("moderation.PolicyDraft", 0)
    return drafts + _packs(actor.community_id, cutoff).delete()[0]


def _clear_checks(actor: Actor, cutoff: datetime) -> int:
    verdicts = _verdicts(actor.community_id, cutoff).delete()[0]
    return verdicts + _checks(actor.community_id, cutoff).delete()[0]


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
    Category(
        "given-up-drafts",
        Text("作废的公约草案和词库草案", "Drafts of rules and of words that were given up"),
        timedelta(days=183),
        Text("半年内还能接着改。", "For half a year one may go on with them."),
        _clear_given_up,
        lambda community_id, cutoff: _drafts(community_id, cutoff).count() + _packs(community_id, cutoff).count(),
    ),
    Category(
        "trials",
        Text("试算的结果（含内容编号）", "Results of back-tests, with the ids of items"),
        timedelta(days=183),
        Text("改规则半年内能回看当时怎样算的。", "To look back at what a change was expected to do."),
        lambda actor, cutoff: _trials(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _trials(community_id, cutoff).count(),
    ),
    Category(
        "watched",
        Text("只观察的规则数到的", "What rules that only watch counted"),
        timedelta(days=WATCHED_DAYS),
        Text("看准一条规则要一段时间。", "It takes a while to judge a rule."),
        lambda actor, cutoff: _watched(actor.community_id, cutoff).delete()[0],
        lambda community_id, cutoff: _watched(community_id, cutoff).count(),
    ),
    Category(
        "blind-verdicts",
        Text("审核质量的抽查和每位审核员的判断", "Draws for reviewing quality, and each reviewer's verdicts"),
        timedelta(days=183),
        Text("质量数字只看近 28 天。", "The figures of quality look at 28 days."),
        _clear_checks,
        lambda community_id, cutoff: _checks(community_id, cutoff).count() + _verdicts(community_id, cutoff).count(),
    ),
)
