"""Tells connected clients what was decided about their items and their accounts, through the webhooks' outbox."""

from __future__ import annotations

from typing import Any

from linli.station.desk import selectors as desk
from linli.station.integrations.services import webhook_emit
from linli.station.ledger.events import Event
from linli.station.moderation import selectors
from linli.station.moderation.models import Decision
from linli.station.moderation.selectors import Told
from linli.station.notifications import selectors as notices
from linli.station.organisations.selectors import address


def item_decided(event: Event) -> None:
    """`item.decided`: a decision was made, or put back in force."""
    _tell_decision("item.decided", event)


def item_reversed(event: Event) -> None:
    """`item.reversed`: a decision was reversed, its time is over, or its author put the item right (`ended`)."""
    _tell_decision("item.reversed", event, {"ended": event.kind.removeprefix("decision.")})


def case_answered(event: Event) -> None:
    """`case.answered`: to each client whose account sent; those without an account follow by their receipt."""
    for sent in desk.sent_by_accounts(community_id=event.community_id, case_uid=event.object_id):
        account = selectors.account_by_uid(community_id=event.community_id, uid=sent.account)
        if account is None or not account.client_id:
            continue
        data = {
            "receipt": sent.followed.code,
            "account": account.external_id,
            "kind": sent.followed.kind,
            "state": sent.followed.state,
            "promised_at": sent.followed.promised_at.isoformat(),
            "answer": _answer(sent.followed),
            "url": address(event.community_id, f"/cases/{sent.followed.code}/"),
        }
        webhook_emit(community_id=event.community_id, type="case.answered", data=data, client_id=account.client_id)


def notice_created(event: Event) -> None:
    """`notice.created`: to the client of the account that the station told something."""
    notice = notices.notice_by_uid(community_id=event.community_id, uid=event.object_id)
    account = selectors.account_by_uid(community_id=event.community_id, uid=notice.account)
    if account is None or not account.client_id:
        return
    path = notices.notice_path(notice)
    data = {
        "account": account.external_id,
        "kind": notice.kind,
        "title": {"zh": notice.title, "en": notice.title_en},
        "body": {"zh": notice.body, "en": notice.body_en},
        "code": notices.notice_code(notice),
        "url": address(event.community_id, path),
    }
    webhook_emit(community_id=event.community_id, type="notice.created", data=data, client_id=account.client_id)


def decision_data(decision: Decision) -> dict[str, Any]:
    """A decision as webhooks tell it. `item` is null and `account` named where it is about an account."""
    item = decision.item
    return {
        "item": item.external_id if item else None,
        "account": decision.account.external_id,
        "state": item.state if item else None,
        "paused_until": decision.account.paused_until.isoformat() if decision.account.paused_until else None,
        "action": decision.action,
        "decision": decision.uid,
        "notice": notice_data(decision.community_id, selectors.notice_of(decision)),
        "reasons": decision.reasons,
    }


def notice_data(community_id: int, told: Told | None) -> dict[str, str] | None:
    """A notice as webhooks and the API tell it: its code and where to read and appeal."""
    if told is None:
        return None
    return {
        "code": told.code,
        "url": address(community_id, told.path),
        "appeal_url": address(community_id, told.appeal_path),
    }


def _tell_decision(type_: str, event: Event, more: dict[str, Any] | None = None) -> None:
    decision = selectors.decision_by_uid(community_id=event.community_id, uid=event.object_id)
    client_id = decision.account.client_id
    if client_id:
        data = decision_data(decision) | (more or {})
        webhook_emit(community_id=event.community_id, type=type_, data=data, client_id=client_id)


def _answer(followed: desk.Followed) -> dict[str, Any] | None:
    if followed.answer is None:
        return None
    return {
        "choice": followed.answer.choice,
        "outcome": followed.answer.outcome._asdict(),
        "reason": followed.answer.reason,
        "at": followed.answer.at.isoformat(),
        "overturned": followed.answer.overturned,
    }
