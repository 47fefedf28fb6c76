"""Decisions: made with reasons and a notice, reversed with every effect, over when their time is over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.ledger.services import at_text, record, seal, writing
from linli.station.moderation import selectors
from linli.station.moderation.models import Account, Decision, Item, ItemState, Source
from linli.station.moderation.services.statements import (
    decided_body,
    decided_title,
    lifted_body,
    reversed_body,
    statement_make,
)
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, require, system
from linli.vocabulary import ACTION_ORDER, Action, Category, LinliError, Text

STATES = {
    Action.LABEL: ItemState.LABELLED,
    Action.LIMIT: ItemState.LIMITED,
    Action.HOLD: ItemState.HELD,
    Action.REMOVE: ItemState.REMOVED,
}
NOT_A_WORD = re.compile(r"[^A-Za-z0-9@._:/+-]")


def decision_make(
    *,
    actor: Actor,
    action: Action,
    reasons: list[dict[str, Any]],
    policy: str,
    source: str,
    item: Item | None = None,
    account: Account | None = None,
    case_id: int | None = None,
    case_kind: str = "",
    expires_at: datetime | None = None,
    replaces: Iterable[Decision] = (),
) -> Decision:
    """One decision about an item, or (`pause`) an account: statement of reasons, notice, record, new state.

    `reasons` have the shape of an assessment's and are never empty; `replaces` names the decisions it takes the
    place of. Errors: `LinliError` for what the code never allows.
    """
    require(actor, "decision.make", actor.community_id)
    owner = _owner(item, account)
    _allowed(action, reasons, item)
    with writing(actor.community_id):
        made = Decision.objects.create(
            community_id=actor.community_id,
            item=item,
            account=owner,
            action=action,
            categories=list(dict.fromkeys(r["category"] for r in reasons)),
            source=source,
            rules=[r["rule"] for r in reasons if r.get("rule")],
            reasons=reasons,
            policy=policy,
            snapshot=snapshot_of(item) if item else {},
            case_id=case_id,
            by_id=actor.user_id,
            expires_at=expires_at,
        )
        for old in replaces:
            Decision.objects.filter(pk=old.pk).update(replaced_by=made)
            desk.exclusions_refresh(community_id=actor.community_id, subject_type="decision", subject_id=old.uid)
        statement_make(made, case_kind)
        _record(actor, made, "decision.made")
        refresh(made)
        _notify(actor, made)
    return made


def decision_reverse(*, actor: Actor, decision: Decision, how: str, replaced_too: bool) -> list[Decision]:
    """Takes a decision back with every effect; those it took back.

    `replaced_too`: the decisions whose place it took are reversed with it (an appeal clears the author altogether);
    otherwise they count again (a reviewer's slip is put right). `how` is a machine word.
    """
    require(actor, "decision.reverse", actor.community_id)
    with writing(actor.community_id):
        now = timezone.now()
        taken = [d for d in _line(decision, replaced_too) if d.reversed_at is None]
        for one in taken:
            one.reversed_at, one.reversed_by_id, one.reversed_how = now, actor.user_id, how
            one.save(update_fields=["reversed_at", "reversed_by", "reversed_how"])
            _record(actor, one, "decision.reversed", {"how": how})
        if not replaced_too:
            Decision.objects.filter(replaced_by=decision).update(replaced_by=None)
        refresh(decision)
        if taken:
            _notify_reversed(actor, decision, now)
        if how != "appeal":
            _close_appeals(actor, taken)
        _close_revision(actor, decision)
    return taken


def decision_reinstate(*, actor: Actor, uids: Iterable[str]) -> None:
    """Puts decisions that were reversed back in force: the counterpart of `decision_reverse`."""
    with writing(actor.community_id):
        for uid in uids:
            one = selectors.decision_by_uid(community_id=actor.community_id, uid=uid)
            one.reversed_at, one.reversed_by_id, one.reversed_how = None, None, ""
            one.save(update_fields=["reversed_at", "reversed_by", "reversed_how"])
            _record(actor, one, "decision.reinstated")
            refresh(one)
            if one.replaced_by_id is None:
                _notify_again(actor, one)


def decisions_lift(*, actor: Actor, item: Item) -> list[Decision]:
    """Ends what people decided about an item that its author put right since. The decisions were right: they count
    as strikes and can be appealed. Those it ended."""
    require(actor, "decision.reverse", actor.community_id)
    with writing(actor.community_id):
        now = timezone.now()
        ended = [one for one in selectors.decisions_in_force(item=item) if one.source != Source.AUTOMATIC]
        for one in ended:
            one.lifted_at = now
            one.save(update_fields=["lifted_at"])
            _record(actor, one, "decision.lifted")
        item_refresh(item.pk)
        if ended:
            _notify_lifted(actor, ended[-1])
    return ended


def decisions_unlift(*, actor: Actor, uids: Iterable[str]) -> None:
    """The counterpart of `decisions_lift`: they are in force again."""
    with writing(actor.community_id):
        for uid in uids:
            one = selectors.decision_by_uid(community_id=actor.community_id, uid=uid)
            one.lifted_at = None
            one.save(update_fields=["lifted_at"])
            _record(actor, one, "decision.reinstated")
            refresh(one)
            _notify_again(actor, one)


def decisions_expire(*, community_id: int, now: datetime | None = None) -> int:
    """Ends what is over: the item's state is worked out again and the record told. The number ended."""
    moment = now or timezone.now()
    actor = system(community_id, "clock")
    with writing(community_id):
        over = Decision.objects.filter(community_id=community_id, expired=False, expires_at__lte=moment)
        ended = list(over.select_related("item", "account").order_by("pk"))
        for one in ended:
            one.expired = True
            one.save(update_fields=["expired"])
            _record(actor, one, "decision.expired")
            refresh(one)
    return len(ended)


def refresh(decision: Decision) -> None:
    """Works out again what a decision touches: the item's state, the account's pause. The decisions are the truth."""
    if decision.item_id is not None:
        item_refresh(decision.item_id)
    if decision.action == Action.PAUSE:
        account_refresh(decision.account_id)


def item_refresh(item_id: int) -> None:
    """The item's state: that of its strongest decision in force."""
    item = Item.objects.get(pk=item_id)
    strongest = max(
        (Action(d.action).rank for d in selectors.decisions_in_force(item=item)), default=Action.ALLOW.rank
    )
    state = STATES.get(ACTION_ORDER[strongest], ItemState.VISIBLE)
    state = ItemState.WITHDRAWN if item.withdrawn_at else state
    Item.objects.filter(pk=item_id).update(state=state)


def account_refresh(account_id: int) -> None:
    """Until when the account is paused: the latest end of the pauses in force."""
    pauses = Decision.objects.filter(selectors.in_force(), account_id=account_id, action=Action.PAUSE)
    ends = [d.expires_at for d in pauses if d.expires_at]
    Account.objects.filter(pk=account_id).update(paused_until=max(ends, default=None))


def snapshot_of(item: Item) -> dict[str, Any]:
    """An item's content and context as they stand, for a decision or a case."""
    return {
        "item": item.uid,
        "external_id": item.external_id,
        "kind": item.kind,
        "text": item.text,
        "url": item.url,
        "version": item.version,
        "state": item.state,
        "author": {"account": item.author.uid, "name": item.author.name},
        "context": item.context,
        "assessment": item.assessment,
    }


def _owner(item: Item | None, account: Account | None) -> Account:
    owner = item.author if item is not None else account
    if owner is None:
        raise ValueError("a decision needs an item or an account")
    return owner


def _allowed(action: Action, reasons: list[dict[str, Any]], item: Item | None) -> None:
    categories = {r["category"] for r in reasons}
    if not reasons or action == Action.ALLOW:
        raise LinliError(Text("没有理由的处置不成立。", "There is no decision without a reason."), field="reasons")
    if action == Action.PAUSE and item is not None:
        raise LinliError(Text("暂停的对象是账号。", "A pause is of an account."), field="action", value=action)
    if action != Action.PAUSE and item is None:
        raise LinliError(Text("处置的对象是一条内容。", "A decision is about an item."), field="action", value=action)
    if Category.SELF_HARM in categories and action != Action.HELP and len(categories) == 1:
        raise LinliError(
            Text("对自伤求助只提供帮助，不处罚。", "Self-harm is met with help, never with a penalty."),
            field="action",
            value=action,
            mend=Text("请选择「提供帮助」。", "Choose “help”."),
        )
    if Category.FALSE_CLAIM in categories and action.rank > Action.LABEL.rank and len(categories) == 1:
        raise LinliError(
            Text("不实信息至多加注标签。", "A false claim is labelled, no more."),
            field="action",
            value=action,
            mend=Text("请选择「加注标签」。", "Choose “label”."),
        )


def _line(decision: Decision, replaced_too: bool) -> list[Decision]:
    """The decision and, where asked, all those before it in whose place it stands, and those in its place now."""
    found = [decision]
    if not replaced_too:
        return found
    while (later := found[0].replaced_by) is not None:
        found.insert(0, later)
    for one in found:
        found.extend(d for d in Decision.objects.filter(replaced_by=one) if d not in found)
    return found


def _close_appeals(actor: Actor, taken: list[Decision]) -> None:
    for one in taken:
        desk.case_close_about(actor=actor, kind="appeal", subject_type="decision", subject_id=one.uid, why="reversed")


def _close_revision(actor: Actor, decision: Decision) -> None:
    """What the author put right needs no look where no decision of a person is left."""
    item = decision.item
    if item is None or any(one.source != Source.AUTOMATIC for one in selectors.decisions_in_force(item=item)):
        return
    desk.case_close_about(actor=actor, kind="revision", subject_type="item", subject_id=item.uid, why="reversed")


def _notify(actor: Actor, made: Decision) -> None:
    notice_send(
        actor=actor,
        once=f"decision:{made.uid}",
        kind="decision.made",
        title=decided_title(made),
        body=decided_body(made),
        object_type="decision",
        object_id=made.uid,
        account=made.account.uid,
        user_id=made.account.user_id,
    )


def _notify_reversed(actor: Actor, decision: Decision, now: datetime) -> None:
    notice_send(
        actor=actor,
        once=f"reversal:{decision.uid}:{now.timestamp():.0f}",
        kind="decision.reversed",
        title=Text("处置已撤销", "A decision was reversed"),
        body=reversed_body(),
        object_type="decision",
        object_id=decision.uid,
        account=decision.account.uid,
        user_id=decision.account.user_id,
    )


def _notify_lifted(actor: Actor, decision: Decision) -> None:
    notice_send(
        actor=actor,
        once=f"lifted:{decision.uid}:{timezone.now().timestamp():.0f}",
        kind="decision.lifted",
        title=Text("改好了，处置已解除", "Put right: the decision is lifted"),
        body=lifted_body(),
        object_type="decision",
        object_id=decision.uid,
        account=decision.account.uid,
        user_id=decision.account.user_id,
    )


def _notify_again(actor: Actor, decision: Decision) -> None:
    notice_send(
        actor=actor,
        once=f"again:{decision.uid}:{timezone.now().timestamp():.0f}",
        kind="decision.made",
        title=decided_title(decision),
        body=decided_body(decision),
        object_type="decision",
        object_id=decision.uid,
        account=decision.account.uid,
        user_id=decision.account.user_id,
    )


def _record(actor: Actor, made: Decision, kind: str, more: dict[str, Any] | None = None) -> None:
    sealed = seal(community_id=made.community_id, subject=_content_key(made), content=made.snapshot.get("text", ""))
    record(
        community_id=made.community_id,
        kind=kind,
        actor=actor,
        object_type="decision",
        object_id=made.uid,
        subject=f"account:{made.account.uid}",
        data={
            "item": made.item.uid if made.item else None,
            "action": made.action,
            "categories": made.categories,
            "source": made.source,
            "policy": NOT_A_WORD.sub("_", made.policy)[:80],
            "rules": [NOT_A_WORD.sub("_", rule)[:80] for rule in made.rules],
            "text": sealed,
            "until": at_text(made.expires_at),
            **(more or {}),
        },
    )


def _content_key(made: Decision) -> str:
    return f"item:{made.item.uid}" if made.item else f"account:{made.account.uid}"
