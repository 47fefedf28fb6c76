"""Starting with one tap; loosening and leaving with a guardian's PIN; two guardians who both hear of every change."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.minors import selectors
from linli.station.minors.book import zone_changes_at
from linli.station.minors.models import Child, Guardian, PlanChange
from linli.station.minors.plan import Band, Plan, checked, defaults, loosened, tightened
from linli.station.minors.selectors import INVITE, PURPOSE
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.people.codes import NOTICE_LENGTH, code_make, keyed
from linli.vocabulary import LinliError, Text

MOST_A_DAY, MOST_CHILDREN, MOST_GUARDIANS = 10, 10, 2
FAILURES, LOCKED = 5, timedelta(hours=1)
SHORTEST_PIN, LONGEST_PIN = 6, 64
CHANGED = Text("孩子的计划改了", "A child's plan was changed")


class WrongPin(Forbidden):
    """The guardian's PIN is wrong, or locked for an hour after five wrong ones."""


def mode_start(*, actor: Actor, band: str, name: str, source: str = "") -> Child:
    """Turns the mode on: anybody may, since it only tightens. `source`: an address, kept as a day's HMAC.

    Errors: `LinliError` for the band or the name, and for more than ten from one source a day.
    """
    require(actor, "minors.start", actor.community_id)
    if band not in list(Band):
        known = ", ".join(Band)
        mend = Text(f"可选：{known}", f"One of: {known}")
        raise LinliError(Text("没有这个年龄段。", "There is no such band."), field="band", value=band, mend=mend)
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 30:
        raise LinliError(
            Text("小名要有 1 到 30 个字。", "The nickname has 1 to 30 characters."), field="name", value=name
        )
    digest = keyed(f"minors:{timezone.localdate()}", source) if source else ""
    with writing(actor.community_id):
        if digest and Child.objects.filter(source=digest).count() >= MOST_A_DAY:
            raise LinliError(
                Text("今天从这里开得太多了。", "Too many were started from here today."),
                field="source",
                mend=Text("请明天再来，或联系社区的人。", "Come again tomorrow, or ask the community's staff."),
            )
        uid = new_id()
        _, code = code_make(PURPOSE, uid, NOTICE_LENGTH)
        made = Child.objects.create(
            community_id=actor.community_id,
            uid=uid,
            code_digest=code,
            name=tidy,
            plan=defaults(Band(band)).to_dict(),
            source=digest,
        )
        _record(actor, made, "minors.started", {"band": band})
    return made


def guardian_set(*, actor: Actor, child: Child, pin: str, invitation: str = "") -> Guardian:
    """A signed-in person becomes a guardian: the first who verifies, the second by the first's invitation."""
    require(actor, "minors.guard", actor.community_id)
    if not SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
        mend = Text("至少 6 位，只有家长知道。", "At least 6 characters that only the guardian knows.")
        raise LinliError(Text("家长密码太短或太长。", "The PIN is too short or too long."), field="pin", mend=mend)
    with writing(actor.community_id):
        fresh = selectors.child_by_uid(community_id=actor.community_id, uid=child.uid)
        user_id = _may_guard(actor, fresh, invitation)
        made, _ = Guardian.objects.get_or_create(child=fresh, user_id=user_id, defaults={"pin": make_password(pin)})
        Child.objects.filter(pk=fresh.pk).update(invite_digest="")
        _record(actor, fresh, "minors.guardian-set")
    return made


def guardian_invite(*, actor: Actor, child: Child, pin: str) -> str:
    """A code for the second guardian, good once. It needs the first one's PIN."""
    with_pin(actor=actor, child=child, pin=pin)
    with writing(actor.community_id):
        code, digest = code_make(INVITE, new_id(), NOTICE_LENGTH)
        Child.objects.filter(pk=child.pk).update(invite_digest=digest)
        _record(actor, child, "minors.guardian-invited")
    return code


def plan_tighten(*, actor: Actor, child: Child, plan: Plan) -> Child:
    """One tap makes it narrower, whoever taps: parts that would be looser stay as they are."""
    require(actor, "minors.start", actor.community_id)
    old = selectors.plan_of(child)
    return _change(actor, child, old, tightened(old, checked(plan)), ())


def plan_change(*, actor: Actor, child: Child, plan: Plan, pin: str) -> Child:
    """A guardian changes the plan; both guardians hear what was loosened. Another time zone waits for midnight."""
    with_pin(actor=actor, child=child, pin=pin)
    old = selectors.plan_of(child)
    return _change(actor, child, old, checked(plan), loosened(old, plan))


def mode_leave(*, actor: Actor, child: Child, pin: str) -> Child:
    """Ends the mode; it needs a guardian's PIN. The other guardian hears of it."""
    with_pin(actor=actor, child=child, pin=pin)
    with writing(actor.community_id):
        Child.objects.filter(pk=child.pk, left=None).update(left=timezone.now())
        _record(actor, child, "minors.left")
        _tell(actor, child, Text("未成年人模式已关闭。", "Minors' mode was ended."), f"left:{child.uid}:{new_id()}")
    child.refresh_from_db()
    return child


def with_pin(*, actor: Actor, child: Child, pin: str) -> Guardian:
    """The guardian who acts, by sign-in and PIN; `WrongPin` otherwise. Five wrong ones lock it for an hour."""
    require(actor, "minors.guard", actor.community_id)
    found = selectors.guardian(child=child, user_id=actor.user_id)
    if found is None:
        raise Forbidden(
            Text("只有监护人可以放宽或关闭。", "Only a guardian loosens or ends it."),
            field="guardian",
            mend=Text("孩子可以在自己的页面提出请求。", "The child may ask on its own page."),
        )
    now = timezone.now()
    if found.locked_until and found.locked_until > now:
        raise WrongPin(Text("输错太多次，一小时后再试。", "Too many wrong PINs: try in an hour."), field="pin")
    if not check_password(pin, found.pin):
        found.failures += 1
        locked = now + LOCKED if found.failures >= FAILURES else None
        failures = 0 if locked else found.failures
        Guardian.objects.filter(pk=found.pk).update(failures=failures, locked_until=locked)
        raise WrongPin(Text("家长密码不对。", "The PIN is wrong."), field="pin")
    if found.failures:
        Guardian.objects.filter(pk=found.pk).update(failures=0, locked_until=None)
    return found


def _may_guard(actor: Actor, child: Child, invitation: str) -> int:
    if actor.user_id is None:
        raise Forbidden(Text("请先登录。", "Sign in first."), field="guardian")
    guardians = list(child.guardians.values_list("user_id", flat=True))
    if actor.user_id in guardians:
        return actor.user_id
    if selectors.is_child(user_id=actor.user_id):
        raise Forbidden(
            Text("这是孩子自己的账号，不能做监护人。", "This is a child's own sign-in: it guards nobody."),
            field="guardian",
            mend=Text("请家长用自己的账号登录。", "A grown-up signs in with an account of their own."),
        )
    if child.claims.filter(user_id=actor.user_id).exclude(confirmed=None).exists():
        return actor.user_id
    if guardians:
        invited = (
            selectors.child_by_invitation(community_id=child.community_id, code=invitation) if invitation else None
        )
        if invited != child or len(guardians) >= MOST_GUARDIANS:
            raise Forbidden(
                Text("这个孩子已经有监护人。", "This child has a guardian."),
                field="invitation",
                mend=Text(
                    "请第一位监护人发邀请；不是您认识的人设的，可以请社区核实。",
                    "Ask the first for an invitation; where it is nobody you know, ask the staff to look into it.",
                ),
            )
    if Guardian.objects.filter(user_id=actor.user_id).count() >= MOST_CHILDREN:
        raise LinliError(
            Text(f"一个人最多照看 {MOST_CHILDREN} 个孩子。", f"One person guards at most {MOST_CHILDREN} children."),
            field="guardian",
        )
    return actor.user_id


def _change(actor: Actor, child: Child, old: Plan, new: Plan, wider: tuple[str, ...]) -> Child:
    with writing(actor.community_id):
        fresh = selectors.child_by_uid(community_id=actor.community_id, uid=child.uid)
        if new == old:
            return fresh
        if new.zone != old.zone:
            fresh.next_plan, fresh.next_at = new.to_dict(), zone_changes_at(old, new, timezone.now())
        else:
            fresh.plan, fresh.next_plan, fresh.next_at = new.to_dict(), {}, None
        fresh.save(update_fields=["plan", "next_plan", "next_at"])
        made = PlanChange.objects.create(
            child=fresh, by_id=actor.user_id, before=old.to_dict(), after=new.to_dict(), loosened=list(wider)
        )
        _record(actor, fresh, "minors.plan-changed", {"loosened": list(wider)})
        if wider:
            body = Text("计划里有放宽的地方，请看一看。", "Some parts were loosened: please have a look.")
            _tell(actor, fresh, body, f"plan:{made.pk}")
    return fresh


def _tell(actor: Actor, child: Child, body: Text, once: str) -> None:
    for user_id in child.guardians.values_list("user_id", flat=True):
        if user_id != actor.user_id:
            notice_send(
                actor=actor,
                once=f"{once}:{user_id}"[:80],
                kind="minors.changed",
                title=CHANGED,
                body=body,
                object_type="child",
                object_id=child.uid,
                user_id=user_id,
                link=f"/minors/{child.uid}/",
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
