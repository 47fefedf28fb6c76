"""Taking a place, waiting for one, giving it back."""

from __future__ import annotations

from django.utils import timezone

from linli.station.activities.models import Activity, Shift, Signup
from linli.station.activities.services.telling import told
from linli.station.ledger.services import writing
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text


def join(*, actor: Actor, shift_uid: str, minor: bool = False, guardian: str = "") -> Signup:
    """A place in a shift, or one in the queue for it. Safe to repeat. A minor needs a guardian's consent by name."""
    require(actor, "activity.join", actor.community_id)
    if minor and not guardian.strip():
        raise LinliError(
            Text("未满十八岁，需要监护人同意。", "Under eighteen it takes a guardian's consent."),
            field="guardian",
            mend=Text("请监护人在旁，填上怎么称呼。", "Ask your guardian to be there and give a name."),
        )
    with writing(actor.community_id):
        shift = _open_shift(actor, shift_uid)
        found = Signup.objects.filter(shift=shift, user_id=actor.user_id or 0).first()
        if found is not None and found.state != Signup.State.LEFT:
            return found
        _no_overlap(actor, shift)
        taken = shift.signups.filter(state=Signup.State.JOINED).count()
        state = Signup.State.JOINED if taken < shift.places else Signup.State.WAITING
        kept, _ = Signup.objects.update_or_create(
            shift=shift,
            user_id=actor.user_id or 0,
            defaults={
                "community_id": actor.community_id,
                "state": state,
                "minor": minor,
                "guardian": guardian.strip()[:40] if minor else "",
                "created": timezone.now(),
            },
        )
        told(actor, "signup.made", "signup", kept.uid, user_id=actor.user_id, state=str(state))
    return kept


def leave(*, actor: Actor, shift_uid: str) -> Signup:
    """Gives a place back before the shift begins; whoever waited longest gets it and is told."""
    require(actor, "activity.join", actor.community_id)
    with writing(actor.community_id):
        found = Signup.objects.filter(
            shift__uid=shift_uid, community_id=actor.community_id, user_id=actor.user_id or 0
        ).first()
        if found is None:
            raise NotFound(
                Text("您没有报这个班次。", "You have not joined this shift."), field="shift", value=shift_uid
            )
        if found.state == Signup.State.LEFT:
            return found
        if hasattr(found, "presence"):
            raise LinliError(
                Text("已经签到，不能再退出。", "You have checked in; you cannot leave now."),
                field="shift",
                value=shift_uid,
            )
        was, found.state = found.state, Signup.State.LEFT
        found.save(update_fields=["state"])
        told(actor, "signup.left", "signup", found.uid, user_id=actor.user_id or 0)
        if was == Signup.State.JOINED:
            _next(actor, found.shift)
    return found


def _open_shift(actor: Actor, uid: str) -> Shift:
    shift = Shift.objects.filter(uid=uid, community_id=actor.community_id).select_related("activity").first()
    if shift is None or shift.activity.state == Activity.State.DRAFT:
        raise NotFound(Text("没有这个班次。", "There is no such shift."), field="shift", value=uid)
    if shift.activity.state != Activity.State.OPEN or shift.ends <= timezone.now():
        raise LinliError(Text("报名已经结束。", "Joining is over."), field="shift", value=uid)
    return shift


def _no_overlap(actor: Actor, shift: Shift) -> None:
    mine = Signup.objects.filter(user_id=actor.user_id or 0).exclude(state=Signup.State.LEFT).exclude(shift=shift)
    if mine.filter(shift__starts__lt=shift.ends, shift__ends__gt=shift.starts).exists():
        raise LinliError(
            Text("和您已报的另一个班次时间重了。", "It overlaps another shift that you have joined."),
            field="shift",
            value=shift.uid,
            mend=Text("请先退出那一个。", "Leave the other one first."),
        )


def _next(actor: Actor, shift: Shift) -> None:
    first = shift.signups.filter(state=Signup.State.WAITING).order_by("created", "pk").first()
    if first is None or shift.starts <= timezone.now():
        return
    first.state = Signup.State.JOINED
    first.save(update_fields=["state"])
    told(actor, "signup.moved-up", "signup", first.uid, user_id=first.user_id)
    title = shift.activity.title
    notice_send(
        actor=actor,
        once=f"signup-moved-up:{first.uid}:{first.created.timestamp():.0f}",
        kind="signup.moved-up",
        title=Text(f"候补到了：{title}", f"You have a place: {title}"),
        body=Text(
            "有人退出，名额是您的了。来不了请早点退出。",
            "Somebody left; the place is yours. Leave early if you cannot come.",
        ),
        object_type="signup",
        object_id=first.uid,
        user_id=first.user_id,
        link=f"/activities/{shift.activity.uid}/",
    )
