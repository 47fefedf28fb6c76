"""Whose plan it is: the child's own sign-in, and a guardian whom the staff confirmed."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import record, writing
from linli.station.minors import selectors
from linli.station.minors.models import Child, Claim, Own
from linli.station.minors.services.plans import with_pin
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, Forbidden, require
from linli.vocabulary import LinliError, Text

UNSEATED = Text("孩子的监护人经核实改了", "A child's guardian was changed after a check")


def own_set(*, actor: Actor, child: Child) -> Own:
    """The child ties its own sign-in to its plan. From then on that sign-in guards nobody. Safe to repeat."""
    require(actor, "minors.own", actor.community_id)
    user_id = actor.user_id
    if user_id is None:
        raise Forbidden(Text("请先登录。", "Sign in first."), field="user")
    if selectors.children_of(actor=actor).exists():
        raise LinliError(
            Text("您是监护人，这不是孩子的账号。", "You are a guardian: this is no child's sign-in."),
            field="user",
            mend=Text("请孩子用自己的账号登录。", "The child signs in with its own account."),
        )
    with writing(actor.community_id):
        taken = Own.objects.filter(child=child).exclude(user_id=user_id).exists()
        elsewhere = Own.objects.filter(user_id=user_id).exclude(child=child).exists()
        if taken or elsewhere:
            raise LinliError(
                Text("这份计划或这个账号已经连过了。", "This plan or this sign-in is tied already."),
                field="user",
                mend=Text("请监护人在孩子的页面上解开。", "A guardian unties it on the child's page."),
            )
        made, new = Own.objects.get_or_create(child=child, user_id=user_id)
        if new:
            _record(actor, child, "minors.own-set")
    return made


def own_end(*, actor: Actor, child: Child, pin: str) -> None:
    """A guardian unties the child's sign-in. Safe to repeat."""
    with_pin(actor=actor, child=child, pin=pin)
    with writing(actor.community_id):
        gone, _ = Own.objects.filter(child=child).delete()
        if gone:
            _record(actor, child, "minors.own-ended")


def claim_make(*, actor: Actor, child: Child, text: str) -> Receipt:
    """Somebody who says that another posed as guardian asks the staff to look into it, face to face."""
    require(actor, "minors.guard", actor.community_id)
    user_id = actor.user_id
    if user_id is None or selectors.is_child(user_id=user_id):
        raise Forbidden(Text("请家长用自己的账号登录。", "A grown-up signs in first."), field="guardian")
    with writing(actor.community_id):
        Claim.objects.get_or_create(child=child, user_id=user_id)
        sender = replace(actor, system="guardian-check")
        return desk.submission_create(
            actor=sender, kind="guardian-check", body={"text": text}, subject_type="child", subject_id=child.uid
        )


def claim_confirm(*, actor: Actor, child: Child, user_id: int, replaces: bool) -> list[int]:
    """The staff confirmed a guardian. `replaces`: those before go, and are told. Whom it replaced."""
    require(actor, "minors.confirm", actor.community_id)
    with writing(actor.community_id):
        found = Claim.objects.filter(child=child, user_id=user_id).first()
        if found is None:
            raise LinliError(Text("没有这个人的申请。", "That person asked for nothing."), field="guardian")
        found.confirmed = timezone.now()
        found.save(update_fields=["confirmed"])
        before = child.guardians.exclude(user_id=user_id) if replaces else child.guardians.none()
        gone = list(before.values_list("user_id", flat=True))
        before.delete()
        for one in gone:
            _tell_unseated(actor, child, one)
        _record(actor, child, "minors.guardian-confirmed", {"replaced": len(gone)})
    return gone


def claim_undo(*, actor: Actor, child: Child, user_id: int) -> None:
    """Takes a confirmation back, with the place it gave. Those it replaced come back by an invitation or a check."""
    require(actor, "minors.confirm", actor.community_id)
    with writing(actor.community_id):
        Claim.objects.filter(child=child, user_id=user_id).update(confirmed=None)
        child.guardians.filter(user_id=user_id).delete()
        _record(actor, child, "minors.guardian-unconfirmed")


def _tell_unseated(actor: Actor, child: Child, user_id: int) -> None:
    notice_send(
        actor=actor,
        once=f"unseated:{child.uid}:{user_id}:{timezone.now():%Y%m%d%H}"[:80],
        kind="minors.changed",
        title=UNSEATED,
        body=Text(
            "社区核实后，这个孩子由另一位监护人照看。认为不对，请找社区的人。",
            "After a check another guardian looks after this child. If that is wrong, ask the staff.",
        ),
        object_type="child",
        object_id=child.uid,
        user_id=user_id,
        link="/minors/",
    )


def _record(actor: Actor, child: Child, kind: str, data: dict[str, object] | None = None) -> None:
    record(
        community_id=child.community_id,
        kind=kind,
        actor=actor,
        object_type="child",
        object_id=child.uid,
        subject=f"child:{child.uid}",
        data=data or {},
    )
