"""Making, publishing, cancelling and closing an activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from linli.station.activities import selectors
from linli.station.activities.models import Activity, Shift, Signup
from linli.station.activities.services.telling import told
from linli.station.ledger.services import writing
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, require
from linli.station.publishing.festivals import chosen
from linli.vocabulary import LinliError, Text

MOST_SHIFTS, MOST_PLACES = 40, 2000
LONGEST_SHIFT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """`[starts, ends)` and how many may come."""

    starts: datetime
    ends: datetime
    places: int
    name: str = ""


def activity_create(
    *,
    actor: Actor,
    title: str,
    summary: str,
    place: str,
    plans: Sequence[ShiftPlan],
    safety: str = "",
    hosts: Sequence[str] = (),
    festival: str = "",
    publish: bool = False,
) -> Activity:
    """An activity with its shifts, led by whoever makes it; a draft unless it is published at once."""
    require(actor, "activity.publish", actor.community_id)
    for name, value, longest in (("title", title, 60), ("summary", summary, 1000), ("place", place, 120)):
        _length(name, value, 1, longest)
    _length("safety", safety, 0, 1000)
    _plans(plans)
    with writing(actor.community_id):
        made = Activity.objects.create(
            community_id=actor.community_id,
            title=title.strip(),
            summary=summary.strip(),
            place=place.strip(),
            safety=safety.strip(),
            festival=chosen(festival),
            hosts=[one.strip()[:60] for one in hosts if one.strip()][:20],
            leader_id=actor.user_id or 0,
        )
        for plan in plans:
            Shift.objects.create(
                activity=made,
                community_id=actor.community_id,
                name=plan.name[:40],
                starts=plan.starts,
                ends=plan.ends,
                places=plan.places,
            )
        told(actor, "activity.created", "activity", made.uid, shifts=len(plans))
        if publish:
            activity_publish(actor=actor, uid=made.uid)
            made.refresh_from_db()
    return made


def activity_publish(*, actor: Actor, uid: str) -> Activity:
    """Opens a draft to everybody. Safe to repeat."""
    require(actor, "activity.publish", actor.community_id)
    return _turn(actor, uid, Activity.State.OPEN, (Activity.State.DRAFT,))


def activity_close(*, actor: Actor, uid: str) -> Activity:
    """Ends an activity that is over; hours may still be confirmed. Safe to repeat."""
    return _turn(actor, uid, Activity.State.CLOSED, (Activity.State.OPEN,))


def activity_cancel(*, actor: Actor, uid: str, reason: str) -> Activity:
    """Calls it off with a reason, and tells everyone who had joined."""
    _length("reason", reason, 1, 200)
    with writing(actor.community_id):
        found = _turn(actor, uid, Activity.State.CANCELLED, (Activity.State.OPEN, Activity.State.DRAFT), reason)
        coming = Signup.objects.filter(shift__activity=found).exclude(state=Signup.State.LEFT)
        for user_id in coming.values_list("user_id", flat=True).distinct():
            notice_send(
                actor=actor,
                once=f"activity-cancelled:{found.uid}:{user_id}",
                kind="activity.cancelled",
                title=Text(f"活动取消：{found.title}", f"Cancelled: {found.title}"),
                body=Text(f"原因：{found.reason}", f"Why: {found.reason}"),
                object_type="activity",
                object_id=found.uid,
                user_id=user_id,
                link=f"/activities/{found.uid}/",
            )
    return found


def _turn(actor: Actor, uid: str, state: str, before: Sequence[str], reason: str = "") -> Activity:
    with writing(actor.community_id):
        found = selectors.led(actor=actor, uid=uid)
        if found.state == state:
            return found
        if found.state not in before:
            raise LinliError(
                Text("这场活动现在不能这样改。", "The activity cannot be changed so now."),
                field="state",
                value=found.state,
            )
        found.state, found.reason = state, reason.strip()
        found.save(update_fields=["state", "reason"])
        told(actor, f"activity.{state}", "activity", found.uid)
    return found


def _plans(plans: Sequence[ShiftPlan]) -> None:
    if not 1 <= len(plans) <= MOST_SHIFTS:
        raise LinliError(
            Text(f"应有 1 到 {MOST_SHIFTS} 个班次。", f"It takes 1 to {MOST_SHIFTS} shifts."),
            field="shifts",
            value=len(plans),
        )
    for plan in plans:
        if not timedelta(minutes=10) <= plan.ends - plan.starts <= LONGEST_SHIFT:
            raise LinliError(
                Text("一个班次应在 10 分钟到 12 小时之间。", "A shift lasts 10 minutes to 12 hours."),
                field="ends",
                value=str(plan.ends),
                mend=Text("请改开始或结束时间。", "Change its start or its end."),
            )
        if plan.starts < timezone.now() - timedelta(days=1):
            raise LinliError(
                Text("开始时间已经过去。", "The start lies in the past."), field="starts", value=str(plan.starts)
            )
        if not 1 <= plan.places <= MOST_PLACES:
            raise LinliError(
                Text(f"名额应是 1 到 {MOST_PLACES}。", f"Places: 1 to {MOST_PLACES}."),
                field="places",
                value=plan.places,
            )


def _length(name: str, value: str, least: int, most: int) -> None:
    if not least <= len(value.strip()) <= most:
        raise LinliError(
            Text(f"应是 {least} 到 {most} 个字。", f"It takes {least} to {most} characters."),
            field=name,
            value=value[:40],
        )
