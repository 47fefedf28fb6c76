"""Coming and going, hours confirmed by the other side, proofs. Whoever gains from an entry never confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from linli.station.activities import selectors, turning
from linli.station.activities.models import Activity, Presence, Proof, ScanEvent, Signup
from linli.station.activities.services.telling import told
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import at_text, writing
from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.vocabulary import LinliError, Text

EARLY, AFTER = timedelta(minutes=60), timedelta(minutes=60)
LATE, OLDEST = timedelta(days=7), timedelta(days=60)
BULK = 30
MOST_SCANS = 2000
SKEW = timedelta(minutes=2)
WAYS = ("in", "out")


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan of a device: `event_id` is the device's own and never used twice."""

    event_id: str
    signup_uid: str
    way: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scanned:
    """What became of an upload: `refused` pairs an event with the reason."""

    taken: int
    known: int
    refused: list[tuple[str, Text]]


def come(*, actor: Actor, uid: str, code: str) -> Presence:
    """Checks oneself in with the code on the leader's screen. Safe to repeat."""
    return _self(actor, uid, "in", code)


def go(*, actor: Actor, uid: str, code: str) -> Presence:
    """Checks oneself out; the hours then wait for the other side. Safe to repeat."""
    return _self(actor, uid, "out", code)


def _self(actor: Actor, uid: str, way: str, code: str) -> Presence:
    require(actor, "activity.join", actor.community_id)
    now = timezone.now()
    with writing(actor.community_id):
        found = selectors.activity(actor=actor, uid=uid)
        turning.check(found.uid, way, code, now)
        signup = _mine_now(actor, found, now)
        return _mark(actor, signup, way, now)


def _mine_now(actor: Actor, found: Activity, now: datetime) -> Signup:
    mine = selectors.signup_of(actor=actor, found=found).filter(state=Signup.State.JOINED)
    near = [one for one in mine if one.shift.starts - EARLY <= now <= one.shift.ends + AFTER]
    if not near:
        raise LinliError(
            Text("现在没有您的班次。", "You have no shift now."),
            field="shift",
            mend=Text(
                "请先报名；开始前一小时起可以签到。", "Join first; checking in opens an hour before the start."
            ),
        )
    return min(near, key=lambda one: abs((one.shift.starts - now).total_seconds()))


def _mark(actor: Actor, signup: Signup, way: str, at: datetime, flags: Sequence[str] = ()) -> Presence:
    """The earliest coming and the latest going count, whatever order they arrive in."""
    kept = Presence.objects.filter(signup=signup).first()
    if kept is None and way == "out" and "offline" not in flags:
        raise LinliError(Text("还没有签到。", "You have not checked in."), field="code", value="")
    if kept is not None and kept.state in (Presence.State.CONFIRMED, Presence.State.DISPUTED):
        return kept
    if kept is None:
        kept = Presence(community_id=signup.community_id, signup=signup, came=at)
    if way == "in":
        kept.came = min(kept.came, at)
    elif kept.went is None or at > kept.went:
        kept.went = at
    _count(kept, flags)
    kept.save()
    told(actor, f"presence.{way}", "presence", signup.uid, user_id=signup.user_id, at=at_text(at))
    return kept


def _count(kept: Presence, flags: Sequence[str]) -> None:
    """Minutes inside the shift, never more than it lasts; what is odd is flagged, not guessed at."""
    shift = kept.signup.shift
    found = {*kept.flags, *flags}
    if kept.went is not None:
        start, end = max(kept.came, shift.starts), min(kept.went, shift.ends)
        kept.minutes = max(0, int((end - start).total_seconds()) // 60)
        kept.state = Presence.State.SAID
        if kept.went - kept.came > shift.ends - shift.starts + EARLY + AFTER:
            found.add("long")
        others = Presence.objects.filter(signup__user_id=kept.signup.user_id).exclude(signup=kept.signup)
        if others.filter(came__lt=kept.went, went__gt=kept.came).exists():
            found.add("overlap")
    kept.flags = sorted(found)


def scans_merge(*, actor: Actor, uid: str, device: str, scans: Sequence[Scan]) -> Scanned:
    """Takes in what a device scanned while it was offline. Any order, any number of times: the result is one.

    A scan ahead of the clock, outside its shift's day, or of somebody who did not join is refused with its reason;
    the others are taken.
    """
    if len(scans) > MOST_SCANS:
        raise LinliError(
            Text(f"一次至多 {MOST_SCANS} 条。", f"At most {MOST_SCANS} at a time."), field="scans", value=len(scans)
        )
    refused: list[tuple[str, Text]] = []
    taken = known = 0
    now = timezone.now()
    with writing(actor.community_id):
        found = selectors.led(actor=actor, uid=uid)
        signups = {one.uid: one for one in selectors.roll(actor=actor, uid=found.uid)}
        seen = set(
            ScanEvent.objects.filter(
                community_id=actor.community_id, event_id__in=[one.event_id for one in scans]
            ).values_list("event_id", flat=True)
        )
        for one in scans:
            if one.event_id in seen:
                known += 1
                continue
            problem = _scan_problem(one, signups.get(one.signup_uid), actor, now)
            if problem is not None:
                refused.append((one.event_id, problem))
                continue
            seen.add(one.event_id)
            _take_scan(actor, signups[one.signup_uid], one, device)
            taken += 1
    return Scanned(taken, known, refused)


def _scan_problem(one: Scan, signup: Signup | None, actor: Actor, now: datetime) -> Text | None:
    if one.way not in WAYS or not 8 <= len(one.event_id) <= 40:
        return Text("这条记录的格式不对。", "This scan is malformed.")
    if signup is None or signup.state != Signup.State.JOINED:
        return Text("这个人没有报名。", "This person has not joined.")
    if signup.user_id == actor.user_id:
        return Text("不能替自己扫码。", "Nobody scans themselves in.")
    if one.at > now + SKEW:
        return Text("时间在将来，请校准设备的时钟。", "The time lies ahead: set the device's clock.")
    if not signup.shift.starts - EARLY <= one.at <= signup.shift.ends + AFTER:
        return Text("时间不在这个班次里。", "The time is outside the shift.")
    return None


def _take_scan(actor: Actor, signup: Signup, one: Scan, device: str) -> None:
    ScanEvent.objects.create(
        community_id=actor.community_id,
        event_id=one.event_id,
        signup=signup,
        way=one.way,
        at=one.at,
        device=device[:40],
    )
    flags = ["offline", "late"] if timezone.now() - one.at > LATE else ["offline"]
    _mark(actor, signup, one.way, one.at, flags)


def hours_by_hand(*, actor: Actor, uid: str, signup_uid: str, minutes: int, note: str) -> Presence:
    """Enters the hours of one who could not scan, with the reason. It is flagged, and they may dispute it."""
    now = timezone.now()
    with writing(actor.community_id):
        found = selectors.led(actor=actor, uid=uid)
        signup = _on_roll(actor, found.uid, signup_uid)
        _not_oneself(actor, signup)
        shift = signup.shift
        longest = int((shift.ends - shift.starts).total_seconds()) // 60
        if not 1 <= minutes <= longest:
            raise LinliError(
                Text(f"分钟数应是 1 到 {longest}。", f"Minutes: 1 to {longest}."), field="minutes", value=minutes
            )
        if shift.starts > now:
            raise LinliError(Text("班次还没有开始。", "The shift has not begun."), field="shift", value=shift.uid)
        if now - shift.ends > OLDEST:
            raise LinliError(
                Text("超过六十天的不能补记。", "Hours older than sixty days cannot be added."),
                field="shift",
                value=shift.uid,
            )
        if not note.strip():
            raise LinliError(Text("请写明为什么补记。", "Say why it is entered by hand."), field="note")
        if Presence.objects.filter(signup=signup).exclude(went=None).exists():
            raise LinliError(
                Text("已经有签到签退的记录。", "There is a record of coming and going."),
                field="signup",
                value=signup_uid,
            )
        flags = ["by-hand", "late"] if now - shift.ends > LATE else ["by-hand"]
        kept, _ = Presence.objects.update_or_create(
            signup=signup,
            defaults={
                "community_id": actor.community_id,
                "came": shift.starts,
                "went": shift.starts + timedelta(minutes=minutes),
                "minutes": minutes,
                "state": Presence.State.SAID,
                "flags": flags,
                "note": note.strip()[:200],
            },
        )
        told(actor, "presence.by-hand", "presence", signup.uid, user_id=signup.user_id, minutes=minutes)
    return kept


def confirm(*, actor: Actor, uid: str, signup_uids: Sequence[str]) -> int:
    """The other side's word for hours; how many it confirmed. Many at once are flagged for a spot check."""
    with writing(actor.community_id):
        found = selectors.led(actor=actor, uid=uid)
        rows = Presence.objects.filter(
            signup__shift__activity=found, signup__uid__in=signup_uids[:MOST_SCANS], state=Presence.State.SAID
        )
        waiting = list(rows.select_related("signup__shift"))
        for one in waiting:
            _not_oneself(actor, one.signup)
        many = ["bulk"] if len(waiting) > BULK else []
        for one in waiting:
            late = ["late"] if timezone.now() - one.signup.shift.ends > LATE else []
            one.flags = sorted({*one.flags, *many, *late})
            one.state, one.confirmed_by_id, one.confirmed_at = Presence.State.CONFIRMED, actor.user_id, timezone.now()
            one.save()
            told(
                actor,
                "presence.confirmed",
                "presence",
                one.signup.uid,
                user_id=one.signup.user_id,
                minutes=one.minutes,
                flags=one.flags,
            )
    return len(waiting)


def dispute(*, actor: Actor, signup_uid: str, note: str) -> Presence:
    """The person's own word against what was entered; it then counts for nothing until those who publish look."""
    require(actor, "activity.join", actor.community_id)
    with writing(actor.community_id):
        kept = Presence.objects.filter(
            signup__uid=signup_uid, community_id=actor.community_id, signup__user_id=actor.user_id or 0
        ).first()
        if kept is None:
            raise NotFound(Text("没有这条时长。", "There are no such hours."), field="signup", value=signup_uid)
        kept.state, kept.note, kept.checked = Presence.State.DISPUTED, note.strip()[:200], False
        kept.flags = sorted({*kept.flags, "disputed"})
        kept.save()
        told(actor, "presence.disputed", "presence", signup_uid, user_id=actor.user_id)
    return kept


def spot_checked(*, actor: Actor, signup_uid: str, stands: bool) -> Presence:
    """A look at flagged hours by somebody who neither did nor confirmed them: they stand, or are taken out."""
    require(actor, "activity.publish", actor.community_id)
    with writing(actor.community_id):
        kept = selectors.to_spot_check(actor=actor).filter(signup__uid=signup_uid).first()
        if kept is None:
            raise NotFound(
                Text("没有要抽查的这一条。", "There is nothing to check here."), field="signup", value=signup_uid
            )
        if actor.user_id in (kept.signup.user_id, kept.confirmed_by_id):
            raise Forbidden(
                Text("抽查要由另一个人来做。", "A spot check is another person's."), field="signup", value=signup_uid
            )
        kept.checked = True
        kept.state = Presence.State.CONFIRMED if stands else Presence.State.DISPUTED
        kept.save(update_fields=["checked", "state"])
        told(actor, "presence.checked", "presence", signup_uid, user_id=kept.signup.user_id, stands=stands)
    return kept


def proof_make(*, actor: Actor, name: str) -> tuple[Proof, str]:
    """A free proof of the actor's confirmed hours under the name they want on it, and its code."""
    require(actor, "activity.join", actor.community_id)
    if not 1 <= len(name.strip()) <= 40:
        raise LinliError(Text("请填写证明上的姓名。", "Give the name for the proof."), field="name", value=name[:40])
    found = selectors.hours(actor=actor)
    rows = [_proof_row(one) for one in found.rows if one.state == Presence.State.CONFIRMED]
    if not rows:
        raise LinliError(
            Text("还没有双方确认过的时长。", "No hours have been confirmed by both sides yet."),
            field="hours",
            value=0,
        )
    with writing(actor.community_id):
        uid = new_id()
        code, digest = code_make(selectors.PURPOSE, uid, NOTICE_LENGTH)
        made = Proof.objects.create(
            community_id=actor.community_id,
            uid=uid,
            code_digest=digest,
            user_id=actor.user_id or 0,
            name=name.strip(),
            minutes=found.confirmed,
            rows=rows,
        )
        told(actor, "proof.made", "proof", uid, user_id=actor.user_id, minutes=made.minutes)
    return made, code


def _proof_row(one: Presence) -> dict[str, object]:
    shift = one.signup.shift
    return {
        "title": shift.activity.title,
        "day": timezone.localtime(shift.starts).date().isoformat(),
        "minutes": one.minutes,
    }


def proof_withdraw(*, actor: Actor, uid: str) -> None:
    """Takes a proof back: its code then opens nothing. Safe to repeat."""
    require(actor, "activity.join", actor.community_id)
    with writing(actor.community_id):
        mine = Proof.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0, uid=uid)
        if mine.filter(withdrawn=None).update(withdrawn=timezone.now(), name="", rows=[]):
            told(actor, "proof.withdrawn", "proof", uid, user_id=actor.user_id)


def _on_roll(actor: Actor, uid: str, signup_uid: str) -> Signup:
    found = selectors.roll(actor=actor, uid=uid).filter(uid=signup_uid, state=Signup.State.JOINED).first()
    if found is None:
        raise NotFound(
            Text("名单里没有这个人。", "Nobody of this kind is on the roll."), field="signup", value=signup_uid
        )
    return found


def _not_oneself(actor: Actor, signup: Signup) -> None:
    if signup.user_id == actor.user_id:
        raise Forbidden(
            Text("自己的时长要由另一个人确认。", "Your own hours take another person's word."),
            field="signup",
            value=signup.uid,
        )
