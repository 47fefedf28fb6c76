"""Starting a shield with one tap, ending it, and the friends who help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import at_text, record, writing
from linli.station.moderation.selectors import Account
from linli.station.people.actors import Actor, require, system
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.station.shield import selectors
from linli.station.shield.models import Channel, Degree, Friend, Shield
from linli.station.shield.selectors import FRIEND, PURPOSE, holds
from linli.vocabulary import LinliError, Text

HOURS = (24, 72, 168, 720)
LONGEST = max(HOURS)
MOST_FRIENDS = 5


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the person wants it. The first values are those of the one tap."""

    hours: int = 72
    channels: tuple[str, ...] = tuple(Channel.values)
    admits: int = Degree.KNOWN
    hides_counts: bool = True


ONE_TAP = Wishes()


def shield_door(*, actor: Actor, account: Account, minor: bool = False) -> Shield:
    """The account's shield, made on first use and not started: its page is where everything else begins."""
    require(actor, "shield.use", actor.community_id)
    with writing(actor.community_id):
        found = Shield.objects.filter(community_id=actor.community_id, account=account).first()
        if found is None:
            uid = new_id()
            found = Shield(community_id=actor.community_id, uid=uid, account=account)
            _, found.code_digest = code_make(PURPOSE, uid, NOTICE_LENGTH)
            found.save()
            _record(actor, found, "shield.opened")
        if minor and not found.minor:
            found.minor = True
            found.save(update_fields=["minor"])
    return found


def shield_start(*, actor: Actor, shield: Shield, wishes: Wishes = ONE_TAP) -> Shield:
    """Turns it on, or changes how it is; it ends by itself after `wishes.hours`. Safe to repeat."""
    require(actor, "shield.use", actor.community_id)
    _check(wishes)
    with writing(actor.community_id):
        fresh = selectors.shield_by_uid(community_id=actor.community_id, uid=shield.uid)
        now = timezone.now()
        fresh.started = fresh.started if holds(fresh, now) else now
        fresh.ended, fresh.ends = None, now + timedelta(hours=wishes.hours)
        fresh.channels = [c for c in Channel.values if c in wishes.channels]
        fresh.admits, fresh.hides_counts = wishes.admits, wishes.hides_counts
        fresh.save()
        _record(
            actor,
            fresh,
            "shield.started",
            {"until": at_text(fresh.ends), "channels": fresh.channels, "admits": int(fresh.admits)},
        )
    return fresh


def shield_end(*, actor: Actor, shield: Shield) -> Shield:
    """Turns it off; what was kept back can be read afterwards. Safe to repeat."""
    require(actor, "shield.use", actor.community_id)
    with writing(actor.community_id):
        fresh = selectors.shield_by_uid(community_id=actor.community_id, uid=shield.uid)
        if holds(fresh):
            _end(actor, fresh, "by-owner")
    return fresh


def shield_keep(
    *, actor: Actor, shield: Shield, wants_amends: bool | None = None, region: str | None = None
) -> Shield:
    """What the owner may change at any time: whether an apology is welcome, the region whose help is shown.

    A signed-in owner finds the shield under 我的事 from then on.
    """
    require(actor, "shield.use", actor.community_id)
    with writing(actor.community_id):
        fresh = selectors.shield_by_uid(community_id=actor.community_id, uid=shield.uid)
        fresh.user_id = fresh.user_id or actor.user_id
        fresh.wants_amends = fresh.wants_amends if wants_amends is None else wants_amends
        fresh.region = fresh.region if region is None else region[:20]
        fresh.save(update_fields=["user_id", "wants_amends", "region"])
        _record(actor, fresh, "shield.kept", {"amends": fresh.wants_amends})
    return fresh


def shields_expire(*, community_id: int) -> int:
    """Ends the shields whose time is over; how many. The clock calls it."""
    now, ended = timezone.now(), 0
    due = Shield.objects.filter(community_id=community_id, started__isnull=False, ended=None, ends__lte=now)
    for uid in list(due.values_list("uid", flat=True)[:500]):
        with writing(community_id):
            fresh = selectors.shield_by_uid(community_id=community_id, uid=uid)
            if fresh.ended is None and fresh.ends is not None and fresh.ends <= now:
                _end(system(community_id, "clock"), fresh, "by-time")
                ended += 1
    return ended


def friend_add(*, actor: Actor, shield: Shield, name: str) -> Friend:
    """A place for somebody the person trusts, opened by a code that only the person gives away."""
    require(actor, "shield.use", actor.community_id)
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 30:
        raise LinliError(
            Text("称呼要有 1 到 30 个字。", "The name has 1 to 30 characters."), field="name", value=name
        )
    with writing(actor.community_id):
        if shield.friends.filter(revoked=None).count() >= MOST_FRIENDS:
            raise LinliError(
                Text(f"最多请 {MOST_FRIENDS} 位朋友。", f"At most {MOST_FRIENDS} friends."),
                field="name",
                mend=Text("先收回一位。", "Take one back first."),
            )
        uid = new_id()
        _, digest = code_make(FRIEND, uid, NOTICE_LENGTH)
        made = Friend.objects.create(shield=shield, uid=uid, code_digest=digest, name=tidy)
        _record(actor, shield, "shield.friend-added")
    return made


def friend_remove(*, actor: Actor, shield: Shield, uid: str) -> None:
    """Takes a friend's place back at once. Safe to repeat."""
    require(actor, "shield.use", actor.community_id)
    with writing(actor.community_id):
        if shield.friends.filter(uid=uid, revoked=None).update(revoked=timezone.now()):
            _record(actor, shield, "shield.friend-removed")


def friend_lengthen(*, actor: Actor, friend: Friend) -> Shield:
    """A friend starts it for a day, or lengthens it to a day from now; never shortens or ends it."""
    require(actor, "shield.use", actor.community_id)
    with writing(actor.community_id):
        fresh = selectors.shield_by_uid(community_id=actor.community_id, uid=friend.shield.uid)
        now = timezone.now()
        until = now + timedelta(hours=HOURS[0])
        if not holds(fresh, now):
            fresh.started, fresh.ended, fresh.ends = now, None, until
            fresh.channels = fresh.channels or list(ONE_TAP.channels)
        elif fresh.ends is not None and fresh.ends < until:
            fresh.ends = until
        fresh.save()
        _record(actor, fresh, "shield.started", {"until": at_text(fresh.ends), "by": "friend"})
    return fresh


def _check(wishes: Wishes) -> None:
    if not 1 <= wishes.hours <= LONGEST:
        mend = Text(f"1 到 {LONGEST} 小时。", f"1 to {LONGEST} hours.")
        raise LinliError(Text("时间不对。", "The time is wrong."), field="hours", value=wishes.hours, mend=mend)
    unknown = sorted(set(wishes.channels) - set(Channel.values))
    if unknown or not wishes.channels:
        known = ", ".join(Channel.values)
        raise LinliError(
            Text("请至少选一种渠道。", "Choose at least one channel."),
            field="channels",
            value=", ".join(unknown),
            mend=Text(f"可选：{known}", f"One of: {known}"),
        )
    if wishes.admits not in Degree.values:
        raise LinliError(Text("没有这个范围。", "There is no such degree."), field="admits", value=wishes.admits)


def _end(actor: Actor, shield: Shield, how: str) -> None:
    shield.ended = timezone.now()
    shield.save(update_fields=["ended"])
    _record(actor, shield, "shield.ended", {"how": how})


def _record(actor: Actor, shield: Shield, kind: str, data: dict[str, object] | None = None) -> None:
    record(
        community_id=shield.community_id,
        kind=kind,
        actor=actor,
        object_type="shield",
        object_id=shield.uid,
        subject=f"account:{shield.account.uid}",
        data=data or {},
    )
