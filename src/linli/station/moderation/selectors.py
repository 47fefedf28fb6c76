"""Reading items, decisions and statements of reasons, always of one community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.station.desk import selectors as desk
from linli.station.moderation.models import Account as Account  # apps above name its type through here
from linli.station.moderation.models import Decision, PolicyVersion, Source, StatementOfReasons
from linli.station.moderation.models import Item as Item
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import Text

APPEAL_DAYS = 183
MENDABLE = ("label", "limit", "hold", "remove")
NO_APPEAL = {
    "reversed": Text("这项处置已经撤销。", "This decision has been reversed already."),
    "replaced": Text(
        "这项处置已被新的处置取代，请从新的告知申诉。", "Another decision took its place: appeal from that notice."
    ),
    "over": Text("这项处置已经到期。", "This decision is over."),
    "late": Text("已过申诉期限（半年）。", "The time to appeal, half a year, is over."),
    "decided": Text("这项处置已经复核过一次。", "This decision has been appealed and decided."),
}


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What the holder of a notice about a decision reads. `code` and `path` open it again."""

    code: str
    path: str
    title: Text
    body: Text
    created: datetime
    decision: Decision | None
    statement: StatementOfReasons | None
    in_force: bool
    appeal: str

    @property
    def can_appeal(self) -> bool:
        """Whether the holder may appeal now."""
        return self.appeal == "open"


@dataclass(frozen=True, slots=True)
class Told:
    """The notice of a decision as its author's client gets it. `path` is below the community's address."""

    code: str
    path: str
    title: Text
    body: Text

    @property
    def appeal_path(self) -> str:
        """Where the author appeals."""
        return f"{self.path}appeal/"


def in_force(now: datetime | None = None) -> Q:
    """The decisions that count now: not reversed, not replaced, not lifted, not over."""
    moment = now or timezone.now()
    return Q(reversed_at=None, replaced_by=None, lifted_at=None) & (Q(expires_at=None) | Q(expires_at__gt=moment))


def decisions_in_force(*, item: Item) -> list[Decision]:
    """An item's decisions in force, the oldest first."""
    return list(Decision.objects.filter(in_force(), item=item).order_by("pk"))


def item_of(*, actor: Actor, external_id: str, client_id: int | None = None) -> Item:
    """A client's own item by the client's id; staff name the client. `NotFound` for any other."""
    require(actor, "item.list", actor.community_id)
    owner = actor.client_id if actor.client_id is not None else client_id or 0
    found = Item.objects.filter(community_id=actor.community_id, client_id=owner, external_id=external_id)
    return _one(found.select_related("author").first(), external_id)


def item_by_uid(*, community_id: int, uid: str) -> Item:
    """An item of the community by its random id. For the station's own use."""
    return _one(Item.objects.filter(community_id=community_id, uid=uid).select_related("author").first(), uid)


def item_by_url(*, community_id: int, url: str) -> Item | None:
    """The newest item of the community at this address, for one who pastes a link into the report form."""
    if not url.strip():
        return None
    return Item.objects.filter(community_id=community_id, url=url.strip()).order_by("-pk").first()


def items(*, actor: Actor) -> QuerySet[Item]:
    """A client's own items, all of the community for staff, the newest first."""
    require(actor, "item.list", actor.community_id)
    found = Item.objects.filter(community_id=actor.community_id)
    if actor.client_id is not None:
        found = found.filter(client_id=actor.client_id)
    return found.select_related("author").order_by("-pk")


def items_lately(*, community_id: int, since: datetime, limit: int = 2_000) -> list[Item]:
    """The newest items that are still there, private messages left out. For the station's own use."""
    rows = Item.objects.filter(community_id=community_id, created__gte=since, withdrawn_at=None).exclude(
        kind="message"
    )
    return list(rows.select_related("author").order_by("-pk")[:limit])


def decisions(*, actor: Actor) -> QuerySet[Decision]:
    """Decisions with their statements: a client's own, all of the community for staff, the newest first."""
    require(actor, "decision.list", actor.community_id)
    found = Decision.objects.filter(community_id=actor.community_id)
    if actor.client_id is not None:
        found = found.filter(account__client_id=actor.client_id)
    return found.select_related("item", "account", "statement").order_by("-pk")


def decision_by_uid(*, community_id: int, uid: str) -> Decision:
    """A decision of the community. For the station's own use."""
    found = Decision.objects.filter(community_id=community_id, uid=uid)
    one = found.select_related("item", "account", "statement").first()
    if one is None:
        raise NotFound(Text("没有这项处置。", "There is no such decision."), field="decision", value=uid)
    return one


def decisions_about(*, community_id: int, item_uid: str) -> QuerySet[Decision]:
    """Every decision about one item, the oldest first: its history, for the page of a case."""
    found = Decision.objects.filter(community_id=community_id, item__uid=item_uid)
    return found.select_related("statement", "by", "reversed_by").order_by("pk")


def account_of(*, community_id: int, client_id: int, external_id: str) -> Account | None:
    """A client's account by the client's id."""
    found = Account.objects.filter(community_id=community_id, client_id=client_id, external_id=external_id)
    return found.first()


def account_by_uid(*, community_id: int, uid: str) -> Account | None:
    """An account by its random id. For the station's own use."""
    return Account.objects.filter(community_id=community_id, uid=uid).first() if uid else None


def accounts_of_user(*, community_id: int, user_id: int) -> tuple[str, ...]:
    """The random ids of the accounts that are a person's own."""
    mine = Account.objects.filter(community_id=community_id, user_id=user_id)
    return tuple(mine.order_by("pk").values_list("uid", flat=True))


def automatic_decisions(*, community_id: int, accounts: tuple[str, ...]) -> QuerySet[Decision]:
    """What rules alone decided about some accounts (random ids), the newest first, for the account's owner."""
    made = Decision.objects.filter(community_id=community_id, account__uid__in=accounts, source=Source.AUTOMATIC)
    return made.select_related("item", "account", "statement").order_by("-pk")


def notice_page(*, community_id: int, code: str) -> NoticePage:
    """A notice with its decision and statement of reasons, for whoever holds its code."""
    notice = notices.notice_by_code(community_id=community_id, code=code)
    decision = None
    if notice.object_type == "decision":
        decision = decision_by_uid(community_id=community_id, uid=notice.object_id)
    return NoticePage(
        code=notices.notice_code(notice),
        path=notices.notice_path(notice),
        title=Text(notice.title, notice.title_en),
        body=Text(notice.body, notice.body_en),
        created=notice.created,
        decision=decision,
        statement=decision.statement if decision else None,
        in_force=decision is not None and counts(decision),
        appeal=appeal_state(decision) if decision else "",
    )


def counts(decision: Decision) -> bool:
    """Whether a decision is in force now."""
    ended = decision.reversed_at or decision.replaced_by_id or decision.lifted_at
    return not ended and not _over(decision)


def _over(decision: Decision) -> bool:
    return decision.expires_at is not None and decision.expires_at <= timezone.now()


def appeal_state(decision: Decision) -> str:
    """`open` where its author may appeal, `pending` where an appeal is under way, else a word of `NO_APPEAL`."""
    if decision.reversed_at is not None:
        return "reversed"
    if decision.replaced_by_id is not None:
        return "replaced"
    if _over(decision):
        return "over"
    case = desk.case_of(
        community_id=decision.community_id, subject_type="decision", subject_id=decision.uid, kind="appeal"
    )
    if case is not None:
        return "pending" if case.state in ("new", "taken", "held") else "decided"
    return "open" if decision.created > timezone.now() - timedelta(days=APPEAL_DAYS) else "late"


def revision_pending(*, item: Item) -> datetime | None:
    """By when a person is promised to look at what the author put right; None where nothing waits."""
    case = desk.case_of(community_id=item.community_id, subject_type="item", subject_id=item.uid, kind="revision")
    return case.promised_at if case is not None and case.is_open else None


def may_mend(decision: Decision) -> bool:
    """Whether its author may still put the item right where they wrote it."""
    item = decision.item
    return item is not None and item.withdrawn_at is None and decision.action in MENDABLE and counts(decision)


def policy_live(*, community_id: int) -> PolicyVersion | None:
    """The community's live policy document; None before the first was published."""
    return PolicyVersion.objects.filter(community_id=community_id, live=True).first()


def policy_versions(*, community_id: int) -> QuerySet[PolicyVersion]:
    """Every version that was ever published, the newest first; anyone may read them."""
    return PolicyVersion.objects.filter(community_id=community_id).order_by("-pk")


def _one(item: Item | None, value: str) -> Item:
    if item is None:
        raise NotFound(Text("没有这条内容。", "There is no such item."), field="item", value=value)
    return item


def notice_of(decision: Decision) -> Told | None:
    """The notice that told the author of a decision."""
    found = notices.notice_about(community_id=decision.community_id, object_type="decision", object_id=decision.uid)
    if found is None:
        return None
    code, path = notices.notice_code(found), notices.notice_path(found)
    return Told(code, path, Text(found.title, found.title_en), Text(found.body, found.body_en))
