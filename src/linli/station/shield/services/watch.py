"""Watching what reaches a person. A finding tells the person, and changes nothing for anybody else."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from linli.detectors.pile_on import HURTFUL, Finding, Incoming, Limits, Watch, aimed
from linli.station.ledger.services import record, writing
from linli.station.moderation import selectors as moderation
from linli.station.moderation.selectors import Account, Item
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, system
from linli.station.shield import selectors
from linli.station.shield.models import Reached, Watching
from linli.station.shield.services.shields import shield_door
from linli.vocabulary import Category, Signal, Text

NEAR, NEW_ACCOUNT = "near", "new-account"
TITLE = Text("好像有很多人在冲着您说伤人的话", "Many people seem to be turning on you")
ADVICE = Text(
    "您可以一键打开防护：陌生人的私信、评论、转发和 @ 先不送到您面前，到时自动恢复。证据会留好。这不是您的错。",
    "One tap shields you: messages, comments, reposts and mentions of strangers stay away for a while, and what was "
    "said is kept as evidence. It is not your fault.",
)


def item_reached(*, community_id: int, item_uid: str) -> Reached | None:
    """Notes that an item was aimed at an account, and looks whether a pile-on begins. Safe to repeat."""
    item = moderation.item_by_uid(community_id=community_id, uid=item_uid)
    target = _target(item)
    if target is None or target.pk == item.author_id:
        return None
    with writing(community_id):
        hurt, stranger = hurt_of(item.assessment), _stranger(item, target)
        shield = selectors.shield_of(
            community_id=community_id, client_id=item.client_id, account_id=target.external_id
        )
        during = shield is not None and selectors.holds(shield)
        values = {
            "community_id": community_id, "account": target, "author": item.author, "hurt": hurt,
            "stranger": stranger, "during": during, "at": item.created,
        }  # fmt: skip
        made, new = Reached.objects.get_or_create(item=item, defaults=values)
        if new:
            _observe(item, target, made)
    return made


def hurt_of(assessment: dict[str, Any]) -> float:
    """How hurtful a stored assessment says an item is to a person, in [0, 1]."""
    signals = assessment.get("signals", [])
    return max((min(float(s["score"]), 1.0) for s in signals if s["category"] in HURTFUL), default=0.0)


def attack_of(assessment: dict[str, Any]) -> tuple[float, bool]:
    """How strongly a stored assessment says that an item attacks a person, and whether one model alone says so."""
    return aimed(
        Signal(Category(s["category"]), float(s["score"]), s["detector"]) for s in assessment.get("signals", [])
    )


def _target(item: Item) -> Account | None:
    name = str(item.context.get("target", ""))
    if not name:
        return None
    return moderation.account_of(community_id=item.community_id, client_id=item.client_id, external_id=name[:100])


def _stranger(item: Item, target: Account) -> bool:
    """Nobody the platform calls near, nor one to whom the person has spoken."""
    if NEAR in item.context.get("tags", []):
        return False
    return not Reached.objects.filter(account=item.author, author=target).exists()


def _observe(item: Item, target: Account, reached: Reached) -> None:
    row, _ = Watching.objects.get_or_create(community_id=item.community_id, account=target)
    watch = Watch.from_dict(row.state)
    age = 0 if NEW_ACCOUNT in item.context.get("tags", []) else None
    at, usual = item.created.timestamp(), selectors.usual_share(community_id=item.community_id)
    attack, alone = attack_of(item.assessment)
    found = watch.observe(
        Incoming(at, item.author.uid, item.text, attack, reached.stranger, age, alone), Limits(floor=usual)
    )
    row.state = watch.to_dict()
    if found is not None:
        row.finding, row.found = finding_json(found), timezone.now()
    row.save()
    if found is not None:
        _tell(system(item.community_id, "shield"), target, row, found)


def finding_json(found: Finding) -> dict[str, Any]:
    """A finding as it is kept: counts and sentences, nobody's name."""
    return {
        "window": found.window,
        "items": found.items,
        "hurtful": found.hurtful,
        "authors": found.authors,
        "strangers": round(found.strangers, 3),
        "copies": found.copies,
        "young": found.young,
        "reasons": [reason._asdict() for reason in found.reasons()],
    }


def _tell(actor: Actor, target: Account, row: Watching, found: Finding) -> None:
    shield = shield_door(actor=actor, account=target)
    record(
        community_id=row.community_id,
        kind="shield.pile-on",
        actor=actor,
        object_type="shield",
        object_id=shield.uid,
        subject=f"account:{target.uid}",
        data={"items": found.items, "hurtful": found.hurtful, "authors": found.authors},
    )
    notice_send(
        actor=actor,
        once=f"pile-on:{shield.uid}:{int(found.at)}",
        kind="shield.pile-on",
        title=TITLE,
        body=ADVICE,
        object_type="shield",
        object_id=shield.uid,
        user_id=shield.user_id,
        account=target.uid,
        link=f"/shield/{selectors.code_of(shield)}/",
    )
