"""Reports and appeals: from what a person says to a submission at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F

from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import writing
from linli.station.moderation import selectors
from linli.station.moderation.models import Account, Item
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, NotFound
from linli.station.standing.selectors import accuracy_of
from linli.vocabulary import LinliError, Text


def report_create(
    *,
    actor: Actor,
    category: str,
    text: str = "",
    item: Item | None = None,
    account: Account | None = None,
    url: str = "",
    quote: str = "",
    minors: bool = False,
    source: str = "",
    reporter: Account | None = None,
) -> Receipt:
    """Reports an item or an account, or what stands elsewhere at `url` (`quote`: its words). Anyone may, unnamed.

    `reporter`: the client's account that reports, who then hears by a notice; `source`: where an unnamed one comes
    from; `minors`: a minor is involved. The same reporter on the same subject gets the same receipt.
    """
    found = item or selectors.item_by_url(community_id=actor.community_id, url=url)
    kind, uid = ("item", found.uid) if found else ("account", account.uid) if account else ("", "")
    involved = "yes" if minors else ""
    body: Mapping[str, str] = {"category": category, "text": text, "url": url, "quote": quote, "minors": involved}
    with writing(actor.community_id):
        receipt = desk.submission_create(
            actor=actor,
            kind="report",
            body=body,
            subject_type=kind,
            subject_id=uid,
            source=source,
            account=reporter.uid if reporter else "",
            weight=_weight(actor, reporter),
        )
        if found is not None and not receipt.merged:
            Item.objects.filter(pk=found.pk).update(reports=F("reports") + 1)
    return receipt


def _weight(actor: Actor, reporter: Account | None) -> float:
    """How far what this reporter sent before proved right; for the order of the queue alone."""
    account = reporter.uid if reporter else ""
    user_id = None if account else actor.user_id
    return accuracy_of(community_id=actor.community_id, user_id=user_id, account=account).weight


def appeal_create(*, actor: Actor, code: str, text: str, source: str = "") -> Receipt:
    """The author appeals a decision from its notice; `code` is the notice's. Somebody else will decide, by a date."""
    notice = notices.notice_by_code(community_id=actor.community_id, code=code)
    if notice.object_type != "decision":
        raise NotFound(Text("这条告知没有可申诉的处置。", "This notice has no decision to appeal."), field="notice")
    decision = selectors.decision_by_uid(community_id=actor.community_id, uid=notice.object_id)
    _may_appeal(selectors.appeal_state(decision))
    sender = Actor(actor.role, actor.community_id, actor.user_id, actor.client_id, system="appeal")
    return desk.submission_create(
        actor=sender,
        kind="appeal",
        body={"text": text},
        subject_type="decision",
        subject_id=decision.uid,
        source=source,
        account=decision.account.uid,
    )


def _may_appeal(state: str) -> None:
    if state in selectors.NO_APPEAL:
        raise LinliError(selectors.NO_APPEAL[state], field="notice", value=state)
