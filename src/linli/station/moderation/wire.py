"""Items, decisions and notices as the API gives them."""

from __future__ import annotations

from typing import Any

from linli.policy import Policy, Rule
from linli.station.desk.services import Receipt
from linli.station.moderation import selectors
from linli.station.moderation.figures import public_statement
from linli.station.moderation.listeners import notice_data
from linli.station.moderation.models import Decision, Item
from linli.station.moderation.services import Submitted
from linli.station.notifications import selectors as notices
from linli.station.organisations.selectors import address
from linli.vocabulary import Action


def item_out(item: Item) -> dict[str, Any]:
    """An item, without what was found in it."""
    return {
        "id": item.external_id,
        "kind": item.kind,
        "text": item.text,
        "state": item.state,
        "author": item.author.external_id,
        "url": item.url,
        "version": item.version,
        "created_at": item.created,
        "edited_at": item.edited,
    }


def submitted_out(done: Submitted) -> dict[str, Any]:
    """The answer to an item that came in."""
    told = notice_data(done.item.community_id, done.notice)
    return _whole(done.item, done.decision, told)


def item_whole(item: Item) -> dict[str, Any]:
    """An item with its assessment and the strongest decision in force."""
    now = selectors.decisions_in_force(item=item)
    decision = max(now, key=lambda d: Action(d.action).rank, default=None)
    told = notice_data(item.community_id, selectors.notice_of(decision)) if decision else None
    return _whole(item, decision, told)


def _whole(item: Item, decision: Decision | None, told: dict[str, str] | None) -> dict[str, Any]:
    return {
        "item": item_out(item),
        "assessment": item.assessment or None,
        "decision": decision_out(decision) if decision else None,
        "notice": told,
    }


def decision_out(decision: Decision) -> dict[str, Any]:
    """A decision, short."""
    return {
        "id": decision.uid,
        "action": decision.action,
        "source": decision.source,
        "reasons": decision.reasons,
        "policy": decision.policy,
        "created_at": decision.created,
        "expires_at": decision.expires_at,
    }


def statement_out(decision: Decision) -> dict[str, Any]:
    """A decision with its statement of reasons, for the client whose account it is about."""
    return {
        **decision_out(decision),
        "item": decision.item.external_id if decision.item else None,
        "account": decision.account.external_id,
        "categories": decision.categories,
        "reversed_at": decision.reversed_at,
        "statement": public_statement(decision.statement),
    }


def receipt_out(community_id: int, receipt: Receipt) -> dict[str, Any]:
    """A receipt, and where its holder follows it."""
    return {
        "receipt": receipt.code,
        "promised_at": receipt.promised_at,
        "url": address(community_id, f"/cases/{receipt.code}/"),
        "merged": receipt.merged,
        "slowed": receipt.slowed,
    }


def notice_out(notice: Any) -> dict[str, Any]:
    """A notice to a client's account, with the decision it tells where there is one."""
    decision = None
    if notice.object_type == "decision":
        decision = selectors.decision_by_uid(community_id=notice.community_id, uid=notice.object_id)
    url = address(notice.community_id, notices.notice_path(notice))
    can_appeal = decision is not None and selectors.appeal_state(decision) == "open"
    return {
        "code": notices.notice_code(notice),
        "kind": notice.kind,
        "title": {"zh": notice.title, "en": notice.title_en},
        "body": {"zh": notice.body, "en": notice.body_en},
        "created_at": notice.created,
        "url": url,
        "appeal_url": f"{url}appeal/" if can_appeal else None,
        "item": decision.item.external_id if decision and decision.item else None,
        "action": decision.action if decision else None,
        "reasons": decision.reasons if decision else [],
    }


def policy_out(policy: Policy, document: str) -> dict[str, Any]:
    """The policy whole: there is no secret rule."""
    return {
        "policy": policy.name,
        "title": policy.title._asdict(),
        "effective": policy.effective.isoformat(),
        "clauses": [{"id": c.id, "title": c.title._asdict(), "text": c.text._asdict()} for c in policy.clauses],
        "rules": [_rule_out(rule) for rule in policy.rules],
        "thresholds": {category.value: value for category, value in policy.thresholds.items()},
        "document": document,
    }


def _rule_out(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "clause": rule.clause,
        "category": rule.category.value,
        "status": rule.status.value,
        "when": rule.when,
        "action": rule.action.value,
        "explain": rule.explain._asdict(),
    }
