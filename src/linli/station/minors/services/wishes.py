"""The child asks, and is answered; and a door to help that needs nobody's consent."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import record, writing
from linli.station.minors import selectors
from linli.station.minors.models import Child, DayBook, Wish
from linli.station.minors.services.plans import with_pin
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text

MOST_A_DAY, LONGEST = 3, 60


def wish_make(*, actor: Actor, child: Child, minutes: int, words: str) -> Wish:
    """“20 more minutes for homework”: both guardians hear of it. Three a day at most."""
    require(actor, "minors.start", actor.community_id)
    tidy = " ".join(words.split())[:60]
    if not 1 <= minutes <= LONGEST:
        mend = Text(f"1 到 {LONGEST} 分钟。", f"1 to {LONGEST} minutes.")
        raise LinliError(Text("分钟数不对。", "The minutes are wrong."), field="minutes", value=minutes, mend=mend)
    if not tidy:
        raise LinliError(Text("写一写要做什么。", "Say what for."), field="words")
    today = selectors.plan_of(child).day_of(timezone.now())
    with writing(actor.community_id):
        if child.wishes.filter(day=today).count() >= MOST_A_DAY:
            raise LinliError(
                Text("今天已经问过三次了。", "You have asked three times today."),
                field="words",
                mend=Text("和家长当面说说吧。", "Talk to your guardian."),
            )
        made = Wish.objects.create(child=child, minutes=minutes, words=tidy, day=today)
        for user_id in child.guardians.values_list("user_id", flat=True):
            notice_send(
                actor=actor,
                once=f"wish:{made.uid}:{user_id}",
                kind="minors.wish",
                title=Text(f"{child.name} 想再要 {minutes} 分钟", f"{child.name} asks for {minutes} more minutes"),
                body=Text(f"用来：{tidy}", f"For: {tidy}"),
                object_type="child",
                object_id=child.uid,
                user_id=user_id,
                link=f"/minors/{child.uid}/",
            )
    return made


def wish_answer(*, actor: Actor, child: Child, uid: str, give: bool, pin: str, words: str = "") -> Wish:
    """A guardian's answer, once. Given minutes are added to that day, whatever is left of it."""
    if give:
        with_pin(actor=actor, child=child, pin=pin)
    require(actor, "minors.guard", actor.community_id)
    selectors.child_for(actor=actor, uid=child.uid)
    with writing(actor.community_id):
        found = child.wishes.filter(uid=uid).first()
        if found is None:
            raise LinliError(Text("没有这个请求。", "There is no such request."), field="wish", value=uid)
        if found.state != Wish.State.WAITING:
            return found
        found.state = Wish.State.GIVEN if give else Wish.State.DECLINED
        found.answer = " ".join(words.split())[:60]
        found.save(update_fields=["state", "answer"])
        if give:
            DayBook.objects.get_or_create(child=child, day=found.day)
            DayBook.objects.filter(child=child, day=found.day).update(extra=F("extra") + found.minutes)
        record(
            community_id=child.community_id,
            kind="minors.wish-answered",
            actor=actor,
            object_type="child",
            object_id=child.uid,
            subject=f"child:{child.uid}",
            data={"given": give, "minutes": found.minutes},
        )
    return found


def door_ask(*, actor: Actor, text: str, child: Child | None = None, source: str = "") -> Receipt:
    """The help door: a child tells a grown-up at the station. No guardian ever sees it, nor that it was used."""
    nobody = Actor(actor.role, actor.community_id, system="help-door")
    return desk.submission_create(
        actor=nobody,
        kind="help-door",
        body={"text": text},
        subject_type="child" if child else "",
        subject_id=child.uid if child else "",
        source=source,
    )
