"""Reviewing quality: drawing what is judged again, giving a verdict blind, adding golden texts."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.kinds import Description
from linli.station.ledger.services import record, writing
from linli.station.moderation import selectors_quality as quality
from linli.station.moderation.models import Check, Decision, Item, ItemState, Probe, Source, Verdict
from linli.station.moderation.services.decisions import snapshot_of
from linli.station.moderation.services.items import evidence_of
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.vocabulary import Category, LinliError, Text

T = TypeVar("T")
NONE = "none"
VERDICTS = (NONE, *(category.value for category in Category))
SECOND_A_DAY, SAMPLE_A_DAY, WINDOW = 10, 20, timedelta(days=7)


def golden_add(*, actor: Actor, text: str, truth: str, why: str) -> Check:
    """A lead adds a text whose verdict is beyond doubt, with the reason that a reviewer reads afterwards."""
    require(actor, "quality.manage", actor.community_id)
    words, reason = text.strip(), why.strip()
    if not words or len(words) > 2000 or not 4 <= len(reason) <= 300:
        raise LinliError(
            Text("请写内容和理由。", "Write the text and the reason."),
            field="why" if words else "text",
            value=why,
            mend=Text("内容 1 至 2000 字，理由 4 至 300 字。", "Text 1 to 2000 characters, reason 4 to 300."),
        )
    _known(truth)
    with writing(actor.community_id):
        made = Check.objects.create(
            community_id=actor.community_id, source=Probe.GOLDEN, text=words, truth=truth, why=reason, wanted=1000
        )
        _record(actor, made, "quality.golden")
    return made


def checks_draw(*, community_id: int, now: datetime | None = None) -> int:
    """Once a day: at random some decisions of people of the last week for a blind second look, and some items that
    were let through, to estimate what is missed. The number drawn."""
    moment = now or timezone.now()
    drawn = Check.objects.filter(community_id=community_id).exclude(source=Probe.GOLDEN)
    if drawn.filter(created__gt=moment - timedelta(hours=24)).exists():
        return 0
    with writing(community_id):
        made = [*_second(community_id, moment), *_sample(community_id, moment)]
        for one in made:
            one.created = moment
            one.save(force_insert=True)
            _record(system(community_id, "clock"), one, "quality.drawn")
    return len(made)


def check_judge(*, actor: Actor, uid: str, said: str) -> Verdict:
    """A reviewer's verdict on one check, given once, by one who neither judged it first nor wrote it.

    An item that was let through and is found harmful goes to the desk as any other.
    """
    require(actor, "case.answer", actor.community_id)
    _known(said)
    with writing(actor.community_id):
        check = quality.check_for(actor=actor, uid=uid)
        if actor.user_id is None:
            raise Forbidden(Text("请先登录。", "Please sign in."), field="user")
        made = Verdict.objects.create(check_of=check, by_id=actor.user_id, said=said)
        _record(actor, check, "quality.verdict")
        if check.source == Probe.SAMPLE and said != NONE and check.item is not None:
            _to_the_desk(check.item)
    return made


def _known(said: str) -> None:
    if said not in VERDICTS:
        raise LinliError(
            Text("请选一项。", "Choose one."),
            field="said",
            value=said,
            mend=Text("一种危害，或“没有问题”。", "A harm, or “nothing wrong”."),
        )


def _second(community_id: int, now: datetime) -> list[Check]:
    made = Decision.objects.filter(community_id=community_id, source=Source.REVIEWER, created__gt=now - WINDOW)
    found = list(made.exclude(item=None).select_related("item").exclude(item__text=""))
    return [
        Check(
            community_id=community_id,
            source=Probe.SECOND,
            item=one.item,
            first=one.categories[0],
            first_by_id=one.by_id,
            rules=_fired(one.item),
        )
        for one in _some(found, SECOND_A_DAY)
        if one.item is not None and one.categories
    ]


def _sample(community_id: int, now: datetime) -> list[Check]:
    allowed = Item.objects.filter(community_id=community_id, state=ItemState.VISIBLE, created__gt=now - WINDOW)
    numbers = list(allowed.exclude(text="").filter(decisions=None).values_list("pk", flat=True)[:100_000])
    picked = Item.objects.filter(pk__in=_some(numbers, SAMPLE_A_DAY))
    return [Check(community_id=community_id, source=Probe.SAMPLE, item=one) for one in picked]


def _some(found: list[T], count: int) -> list[T]:
    return secrets.SystemRandom().sample(found, min(count, len(found)))


def _fired(item: Item | None) -> list[str]:
    reasons = item.assessment.get("reasons", []) if item else []
    return [reason["rule"] for reason in reasons if reason.get("rule")]


def _to_the_desk(item: Item) -> None:
    title = " ".join(item.text.split())[:60] or "·"
    desk.case_open(
        actor=system(item.community_id, "quality"),
        kind="review",
        subject_type="item",
        subject_id=item.uid,
        description=Description(title, snapshot_of(item), 10, evidence_of(item)),
    )


def _record(actor: Actor, check: Check, kind: str) -> None:
    record(
        community_id=check.community_id,
        kind=kind,
        actor=actor,
        object_type="check",
        object_id=check.uid,
        data={"source": str(check.source)},
    )
