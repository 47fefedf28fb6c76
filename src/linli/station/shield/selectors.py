"""Reading shields: by code, by account; what may be shown; what reached a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from linli.station.moderation import selectors as moderation
from linli.station.people.actors import Actor, NotFound, require
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.station.shield.models import Amends, Channel, Degree, Friend, Reached, Shield, Watching
from linli.vocabulary import LinliError, Text

LEAST_USUAL, MOST_USUAL, ENOUGH = 0.02, 0.06, 500
LATELY = timedelta(days=14)
Row = TypeVar("Row", Shield, Friend, Amends)
PURPOSE, FRIEND, AMENDS = "shield", "shield-friend", "shield-amends"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a platform does with one thing for the protected person: `show`, `fold` or `keep-back`, and why."""

    id: str
    how: str
    why: Text


@dataclass(frozen=True, slots=True)
class Arrived:
    """What has come in a time, in numbers."""

    items: int
    hurtful: int
    authors: int
    kept_back: int


OPEN = Text("照常。", "As usual.")
KEPT = Text("对方开着防护，暂时不接收陌生人的消息。", "They are protected and take nothing from strangers for now.")
FOLDED = Text("可能伤人，先折叠，点开才看。", "It may hurt, so it is folded.")


def holds(shield: Shield, now: datetime | None = None) -> bool:
    """Whether a shield is on."""
    moment = now or timezone.now()
    on = shield.started is not None and shield.ended is None
    return on and shield.ends is not None and shield.ends > moment


def on_now(now: datetime | None = None) -> Q:
    """The shields that are on."""
    return Q(started__isnull=False, ended=None, ends__gt=now or timezone.now())


def shield_by_code(*, community_id: int, code: str) -> Shield:
    """The shield that its owner's code opens; `NotFound` for any other."""
    return _by_code(Shield.objects.filter(community_id=community_id), PURPOSE, code)


def friend_by_code(*, community_id: int, code: str) -> Friend:
    """A trusted friend's place by its code, while it was not taken back."""
    found = Friend.objects.filter(shield__community_id=community_id, revoked=None).select_related("shield")
    return _by_code(found, FRIEND, code)


def amends_by_code(*, community_id: int, code: str) -> Amends:
    """An invitation to apologise by the code that its author was sent."""
    found = Amends.objects.filter(shield__community_id=community_id, ended=None).select_related("shield", "author")
    return _by_code(found, AMENDS, code)


def apologies(shield: Shield) -> QuerySet[Amends]:
    """What was written to a person who still wants to hear it; nothing to one who changed their mind."""
    written = Amends.objects.filter(shield=shield, written__isnull=False).select_related("author")
    return written.order_by("pk") if shield.wants_amends else written.none()


def shield_of(*, community_id: int, client_id: int, account_id: str) -> Shield | None:
    """The shield of a client's account, by the client's id of it."""
    account = moderation.account_of(community_id=community_id, client_id=client_id, external_id=account_id)
    return Shield.objects.filter(account=account).select_related("account").first() if account else None


def shields_mine(*, actor: Actor) -> QuerySet[Shield]:
    """The shields that a signed-in person keeps under 我的事."""
    if actor.user_id is None:
        return Shield.objects.none()
    return Shield.objects.filter(community_id=actor.community_id, user_id=actor.user_id).select_related("account")


def code_of(shield: Shield) -> str:
    """The owner's code."""
    return code_again(PURPOSE, shield.uid, shield.code_digest, NOTICE_LENGTH)


def friend_code(friend: Friend) -> str:
    """A friend's code, shown to the owner."""
    return code_again(FRIEND, friend.uid, friend.code_digest, NOTICE_LENGTH)


def lets_in(shield: Shield | None, *, channel: str, degree: int) -> bool:
    """Whether something may reach the person now. `degree`: 1 mutual, 2 followed or known, 3 a stranger."""
    if shield is None or not holds(shield) or channel not in shield.channels:
        return True
    return degree <= shield.admits


def shown(shield: Shield | None, things: Iterable[Mapping[str, object]], hurts: Mapping[str, float]) -> list[Shown]:
    """What the protected person is shown of things `{id, channel, degree}`; `hurts` by id, from the station."""
    return [_shown(shield, thing, hurts.get(str(thing["id"]), 0.0)) for thing in things]


def _shown(shield: Shield | None, thing: Mapping[str, object], hurt: float) -> Shown:
    name, channel, degree = str(thing["id"]), str(thing["channel"]), int(str(thing["degree"]))
    if not lets_in(shield, channel=channel, degree=degree):
        return Shown(name, "keep-back", KEPT)
    if shield is not None and holds(shield) and hurt >= 0.3:
        return Shown(name, "fold", FOLDED)
    return Shown(name, "show", OPEN)


def hurts(*, actor: Actor, external_ids: list[str]) -> dict[str, float]:
    """How hurtful the station read a client's own items to be, by the client's id."""
    require(actor, "shield.use", actor.community_id)
    rows = Reached.objects.filter(item__community_id=actor.community_id, item__client_id=actor.client_id or 0)
    return dict(rows.filter(item__external_id__in=external_ids).values_list("item__external_id", "hurt"))


def reached(shield: Shield, *, since: datetime | None = None) -> QuerySet[Reached]:
    """What was aimed at the person, the newest first; what its author took back is left out."""
    rows = Reached.objects.filter(account_id=shield.account_id, item__withdrawn_at=None)
    rows = rows.filter(at__gte=since) if since else rows
    return rows.select_related("item", "author").order_by("-at", "-pk")


def arrived(shield: Shield, since: datetime) -> Arrived:
    """The numbers of what came since a moment."""
    rows = list(reached(shield, since=since).values_list("hurt", "author_id", "during", "stranger"))
    return Arrived(
        items=len(rows),
        hurtful=sum(hurt >= 0.3 for hurt, _, _, _ in rows),
        authors=len({author for _, author, _, _ in rows}),
        kept_back=sum(during and stranger for _, _, during, stranger in rows),
    )


def usual_share(*, community_id: int) -> float:
    """How much of what reaches people here hurts in ordinary times, within the bounds that a detector can bear.

    An attack on one person hardly moves it, and nobody can raise it far by attacking many.
    """
    lately = Reached.objects.filter(community_id=community_id, at__gte=timezone.now() - LATELY)
    sums = lately.aggregate(items=Count("pk"), hurtful=Count("pk", filter=Q(hurt__gte=0.3)))
    items, hurtful = sums["items"], sums["hurtful"]
    return min(max(LEAST_USUAL, hurtful / items / 2), MOST_USUAL) if items >= ENOUGH else LEAST_USUAL


def watching(account_id: int) -> Watching | None:
    """The pile-on watch over an account."""
    return Watching.objects.filter(account_id=account_id).first()


def under_attack(account_id: int) -> Watching | None:
    """The watch where it has a finding that goes on."""
    found = watching(account_id)
    return found if found is not None and found.state.get("active_since") is not None else None


def minor_shielded(*, community_id: int, account_id: int) -> bool:
    """Whether the platform said that a shield's owner is a minor."""
    return Shield.objects.filter(community_id=community_id, account_id=account_id, minor=True).exists()


def shield_by_uid(*, community_id: int, uid: str) -> Shield:
    """A shield by its random id. For the station's own use."""
    found = Shield.objects.filter(community_id=community_id, uid=uid).select_related("account").first()
    if found is None:
        raise NotFound(Text("没有找到。", "Not found."), field="shield", value=uid)
    return found


CHANNEL_NAMES = {
    Channel.MESSAGE: Text("私信", "messages"),
    Channel.COMMENT: Text("评论", "comments"),
    Channel.REPOST: Text("转发", "reposts"),
    Channel.MENTION: Text("@提到", "mentions"),
}
DEGREE_NAMES = {
    Degree.KNOWN: Text("放行我关注的人和来往过的人", "those I follow or have talked with"),
    Degree.FRIENDS: Text("只放行互相关注的人", "only mutual friends"),
    Degree.NOBODY: Text("谁都不放行", "nobody"),
}


def _by_code(rows: QuerySet[Row], purpose: str, code: str) -> Row:
    try:
        digests = code_digests(purpose, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    found = rows.filter(code_digest__in=digests).first()
    if found is None:
        raise NotFound(Text("没有这个地址。", "There is no such page."), field="code")
    return found
