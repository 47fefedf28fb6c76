"""What platforms ask for: a session, its next minute, a lease, a purchase. Ids say nothing of the child."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.minors import selectors
from linli.station.minors.book import LONGEST_LEASE, Day, Grant, Loan
from linli.station.minors.lease import signed
from linli.station.minors.models import DayBook, Link, Spend
from linli.station.minors.plan import Plan
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text

FREE_FOR = timedelta(minutes=5)
WHY: dict[str, Text] = {
    "": Text("可以。", "Allowed."),
    "spent": Text("今天的时间用完了。", "Today's minutes are used up."),
    "lent": Text("剩下的时间借给了没联网的设备，联网后会还回来。", "The rest is lent to a device that is offline."),
    "curfew": Text("现在是休息时间。", "It is time to rest."),
    "clock": Text("时钟不对，请稍等。", "The clock is wrong: wait a moment."),
    "left": Text("未成年人模式没有开。", "Minors' mode is off."),
    "once": Text("超过一次能花的数目。", "More than may be spent at once."),
    "month": Text("超过这个月能花的数目。", "More than may be spent this month."),
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a child may do now."""

    grant: Grant
    plan: Plan
    spend_left: int


@dataclass(frozen=True, slots=True)
class Lease:
    """A signed token, or why there is none. `minutes` are out of the day until it is settled."""

    token: str
    uid: str
    minutes: int
    why: str


def link_make(*, actor: Actor, code: str) -> Link:
    """Ties a platform to a child by the code of the child's page; the same id again for the same child."""
    require(actor, "minors.serve", actor.community_id)
    child = selectors.child_by_code(community_id=actor.community_id, code=code)
    with writing(actor.community_id):
        made, new = Link.objects.get_or_create(child=child, client_id=actor.client_id or 0)
        if new:
            record(
                community_id=actor.community_id,
                kind="minors.linked",
                actor=actor,
                object_type="child",
                object_id=child.uid,
                subject=f"child:{child.uid}",
            )
    return made


def allowed_now(*, actor: Actor, link: Link) -> Allowed:
    """What the plan allows at this moment; nothing is taken."""
    require(actor, "minors.serve", actor.community_id)
    now, child = timezone.now(), link.child
    plan = selectors.plan_of(child, now)
    day = selectors.day_of(child, plan, plan.day_of(now))
    if child.left:
        grant = Grant(False, "left", now, 0)
    else:
        grant = _free(day, plan, now) if selectors.is_free(link, plan) else day.look(plan, now)
    _, month = selectors.spent(child, day.day)
    return Allowed(grant, plan, max(0, min(plan.spend_once, plan.spend_month - month)))


def session_ask(*, actor: Actor, link: Link, device: str) -> Grant:
    """Opens a session or keeps it: the minute that runs now. Repeats, and other devices, are free."""
    require(actor, "minors.serve", actor.community_id)
    now = timezone.now()
    if link.child.left:
        return Grant(False, "left", now, 0)
    with writing(actor.community_id):
        plan = selectors.plan_of(link.child, now)
        day = selectors.day_of(link.child, plan, plan.day_of(now))
        if selectors.is_free(link, plan):
            return _free(day, plan, now)
        grant = day.ask(plan, _device(link, device), now)
        _save(link, day)
    return grant


def _free(day: Day, plan: Plan, now: datetime) -> Grant:
    """Lesson time at a filed educational service: nothing is taken, the curfew stays."""
    if plan.in_curfew(now):
        return Grant(False, "curfew", now, day.left)
    return Grant(True, "", min(now + FREE_FOR, plan.curfew_begins(now)), day.left)


def session_close(*, actor: Actor, link: Link, device: str) -> int:
    """The device stopped; the minutes left today."""
    require(actor, "minors.serve", actor.community_id)
    now = timezone.now()
    with writing(actor.community_id):
        plan = selectors.plan_of(link.child, now)
        day = selectors.day_of(link.child, plan, plan.day_of(now))
        day.close(_device(link, device), now)
        _save(link, day)
    return day.left


def lease_make(*, actor: Actor, link: Link, device: str, minutes: int) -> Lease:
    """Lends minutes to a device for use without the net: they are out of the day from now on."""
    require(actor, "minors.serve", actor.community_id)
    if not 1 <= minutes <= LONGEST_LEASE:
        mend = Text(f"1 到 {LONGEST_LEASE} 分钟。", f"1 to {LONGEST_LEASE} minutes.")
        raise LinliError(Text("分钟数不对。", "The minutes are wrong."), field="minutes", value=minutes, mend=mend)
    now = timezone.now()
    if link.child.left:
        return Lease("", "", 0, "left")
    with writing(actor.community_id):
        plan = selectors.plan_of(link.child, now)
        day = selectors.day_of(link.child, plan, plan.day_of(now))
        uid = f"{day.day:%Y%m%d}-{new_id()}"
        loan = day.lend(plan, uid, _device(link, device), minutes, now)
        if not isinstance(loan, Loan):
            return Lease("", "", 0, loan)
        _save(link, day)
    payload = {
        "v": 1,
        "jti": uid,
        "child": link.uid,
        "dev": device,
        "iat": int(now.timestamp()),
        "exp": int(loan.expires),
        "minutes": loan.minutes,
        "allow": allow_of(plan),
    }
    return Lease(signed(signing_key(), payload), uid, loan.minutes, "")


def lease_settle(*, actor: Actor, link: Link, uid: str, used: int) -> int:
    """Ends a lease with what was used; the minutes that came back. A second report changes nothing."""
    require(actor, "minors.serve", actor.community_id)
    with writing(actor.community_id):
        on = _lease_day(uid)
        row = DayBook.objects.filter(child=link.child, day=on).first() if on else None
        if row is None:
            return 0
        plan = selectors.plan_of(link.child)
        day = selectors.day_of(link.child, plan, row.day)
        loan = day.loans.get(uid)
        if loan is None or not loan.device.startswith(f"{link.pk}:"):
            return 0
        back = day.settle(uid, used)
        _save(link, day)
    return back


def spend(*, actor: Actor, link: Link, once: str, yuan: int) -> str:
    """A purchase in whole yuan (rounded up): empty where it is allowed, else `once`, `month` or `left`.

    The same `once` again gets the same answer and is counted once; every platform counts into one month.
    """
    require(actor, "minors.serve", actor.community_id)
    if not 1 <= yuan <= 100_000:
        raise LinliError(Text("金额不对。", "The amount is wrong."), field="yuan", value=yuan)
    with writing(actor.community_id):
        known = Spend.objects.filter(link=link, once=once).first()
        if known is not None:
            return "" if known.yuan == yuan else "once"
        plan = selectors.plan_of(link.child)
        day = plan.day_of(timezone.now())
        _, month = selectors.spent(link.child, day)
        if link.child.left or yuan > plan.spend_once or month + yuan > plan.spend_month:
            return "left" if link.child.left else "once" if yuan > plan.spend_once else "month"
        Spend.objects.create(link=link, once=once, yuan=yuan, day=day)
    return ""


def allow_of(plan: Plan) -> dict[str, Any]:
    """The parts of a plan that a platform acts on."""
    return {
        "contacts": str(plan.contacts),
        "search": str(plan.search),
        "pool": str(plan.pool),
        "live_host": plan.live_host,
        "marketing": False,
        "rest_after": plan.rest_after,
    }


def signing_key() -> Ed25519PrivateKey:
    """The station's key for leases, from its secret."""
    return _key(str(settings.SECRET_KEY))


def public_key() -> str:
    """What devices check leases with: 32 bytes, base64url."""
    raw = signing_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.urlsafe_b64encode(raw).decode("ascii")


@lru_cache(maxsize=2)
def _key(secret: str) -> Ed25519PrivateKey:
    derived = HKDF(hashes.SHA256(), 32, None, b"linli.minors.leases").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


def _device(link: Link, device: str) -> str:
    return f"{link.pk}:{device}"[:80]


def _lease_day(uid: str) -> date | None:
    """The day in a lease's id."""
    try:
        return datetime.strptime(uid[:8], "%Y%m%d").date() if uid.isascii() else None
    except ValueError:
        return None


def _save(link: Link, day: Day) -> None:
    values = {"state": day.to_dict(), "used": min(day.used, 1440)}
    DayBook.objects.update_or_create(child=link.child, day=day.day, defaults=values)
