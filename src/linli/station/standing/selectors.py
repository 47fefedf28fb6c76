"""Reading standing. Strikes and corrections are worked out from the record: what was reversed counts no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from linli.policy.ladder import Ladder
from linli.station.desk import selectors as desk
from linli.station.ledger import selectors as ledger
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, NotFound, require
from linli.station.standing import reckoning
from linli.station.standing.models import Holder, Profile, Renewal
from linli.station.standing.models import Kind as Kind  # apps above name an account's class through here
from linli.station.standing.reckoning import Outcome, Strike, Strikes
from linli.vocabulary import Text

BY_PEOPLE = frozenset({"reviewer", "appeal"})
PUT_RIGHT = frozenset({"item.edited", "item.withdrawn"})


@dataclass(frozen=True, slots=True)
class Limit:
    """A live rule of the policy that reads an account's grade or strikes: the only limits that follow from them."""

    rule: str
    clause: str
    explain: Text


@dataclass(frozen=True, slots=True)
class Standing:
    """An account as its owner sees it. `grade` is empty for one that does not publish to many."""

    account: str
    profile: Profile | None
    strikes: Strikes
    corrections: int
    points: int
    grade: str

    @property
    def organisation(self) -> bool:
        """Whether a lead said that an institution or a medium speaks through it."""
        return self.profile is not None and self.profile.kind in (Kind.INSTITUTION, Kind.MEDIA)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A reporter's accuracy (0.5 to 1.5) with what it was worked out from, as its owner sees it."""

    weight: float
    right: int
    wrong: int
    since: datetime | None


def ladder_of(community_id: int) -> Ladder:
    """The ladder of the community's live policy (`settings.LADDER` names who knows it)."""
    find: Callable[[int], Ladder] = import_string(settings.LADDER)
    return find(community_id)


def limits_of(community_id: int) -> list[Limit]:
    """What the community's live policy makes of grades and strikes (`settings.LIMITS` names who knows it)."""
    find: Callable[[int], list[Limit]] = import_string(settings.LIMITS)
    return find(community_id)


def standing_of(*, community_id: int, account: str, now: datetime | None = None) -> Standing:
    """An account's strikes, corrections and grade, from the record."""
    moment, ladder = now or timezone.now(), ladder_of(community_id)
    since = _renewed(Holder.objects.filter(community_id=community_id, account=account, user=None))
    rows = _rows(community_id, account)
    each = [one for one in _strikes(rows, ladder) if since is None or one.at > since]
    counted = reckoning.strikes(each, ladder, moment)
    corrections = [at for at in _corrections(rows) if since is None or at > since]
    profile = profile_of(community_id=community_id, account=account)
    points = reckoning.points(counted.each, corrections, moment)
    graded = profile is not None and profile.kind != Kind.PERSONAL
    return Standing(account, profile, counted, len(corrections), points, reckoning.grade(points) if graded else "")


def accuracy_of(
    *, community_id: int, user_id: int | None = None, account: str = "", now: datetime | None = None
) -> Accuracy:
    """How far one's reports proved right. For its owner, and for the order of the queue alone."""
    if user_id is None and not account:
        return Accuracy(1.0, 0, 0, None)
    held = Holder.objects.filter(community_id=community_id)
    since = _renewed(held.filter(user_id=user_id) if user_id is not None else held.filter(user=None, account=account))
    told = desk.outcomes_of(community_id=community_id, user_id=user_id, account=account)
    found = [Outcome(at, choice == "uphold" and not overturned) for at, choice, overturned in told]
    found = [one for one in found if since is None or one.at > since]
    right = sum(one.right for one in found)
    weight = reckoning.accuracy(found, now or timezone.now())
    return Accuracy(round(weight, 3), right, len(found) - right, since)


def profile_of(*, community_id: int, account: str) -> Profile | None:
    """An account's class, where one was given."""
    return Profile.objects.filter(community_id=community_id, account=account).first()


def audience_of(*, community_id: int, account: str) -> int:
    """To how many an account publishes, 0 to 3."""
    found = profile_of(community_id=community_id, account=account)
    return found.audience if found else 0


def accounts_mine(*, actor: Actor) -> list[str]:
    """The accounts about which this person was told something, as the station knows them to be theirs."""
    return notices.accounts_of(community_id=actor.community_id, user_id=actor.user_id) if actor.user_id else []


def account_by_notice(*, community_id: int, code: str) -> str:
    """The account that the holder of a notice's code speaks for."""
    found = notices.notice_by_code(community_id=community_id, code=code)
    if not found.account:
        raise NotFound(Text("这条告知与账号无关。", "This notice is about no account."), field="code")
    return found.account


def holder_by_uid(*, community_id: int, uid: str) -> Holder:
    """Whose standing an appeal is about. For the station's own use."""
    found = Holder.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这份记录。", "There is no such standing."), field="standing", value=uid)
    return found


def profiles(*, actor: Actor) -> list[Profile]:
    """The accounts that publish to many, for leads."""
    require(actor, "standing.profile", actor.community_id)
    return list(Profile.objects.filter(community_id=actor.community_id).order_by("-changed")[:200])


def _rows(community_id: int, account: str) -> list[Any]:
    found = ledger.rows_about(community_id=community_id, subject=f"account:{account}")
    return list(found.values_list("kind", "at", "object_id", "data"))


def _strikes(rows: list[Any], ladder: Ladder) -> list[Strike]:
    """Replays the record: made, reversed, reinstated."""
    made: dict[str, Strike] = {}
    reversed_: set[str] = set()
    lasts = timedelta(days=ladder.expires_days)
    for kind, at, uid, data in rows:
        if kind == "decision.made" and data["source"] in BY_PEOPLE:
            weight = ladder.weight(data["action"])
            made[uid] = Strike(uid, data["item"] or "", data["action"], weight, at, at + lasts)
        elif kind == "decision.reversed":
            reversed_.add(uid)
        elif kind == "decision.reinstated":
            reversed_.discard(uid)
    return [one for uid, one in made.items() if uid not in reversed_]


def _corrections(rows: list[Any]) -> list[datetime]:
    """When a thing that was decided against was changed or taken back by its author, once a thing."""
    decided = {data["item"] for kind, _, _, data in rows if kind == "decision.made" and data["item"]}
    found: dict[str, datetime] = {}
    for kind, at, uid, _ in rows:
        if kind in PUT_RIGHT and uid in decided:
            found.setdefault(uid, at)
    return list(found.values())


def _renewed(holders: Any) -> datetime | None:
    found = Renewal.objects.filter(holder__in=holders, undone=False).order_by("-at").first()
    return found.at if found else None
