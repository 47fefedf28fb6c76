"""Reading minors' mode: the child's page, a guardian's children, what is allowed now, the week in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from linli.station.desk.promise import is_working_day
from linli.station.learning import selectors as learning
from linli.station.minors.book import Day
from linli.station.minors.models import Child, DayBook, Educational, Guardian, Link, Own, Picked, SchoolTerm, Spend
from linli.station.minors.plan import Band, Plan, bands_of
from linli.station.people.actors import Actor, NotFound, require
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.station.publishing import selectors as publishing
from linli.vocabulary import LinliError, Text

PURPOSE, INVITE = "minors-child", "minors-invite"
GONE = Text("没有找到。", "Not found.")


@dataclass(frozen=True, slots=True)
class Week:
    """A week as a guardian may see it: less the older the child is. `days` is empty from sixteen on."""

    minutes: int
    days: tuple[tuple[date, int], ...]
    yuan: int | None
    wishes: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """One thing in the content pool: a `lesson` or a `work`, its page, and what it is about."""

    kind: str
    title: str
    about: str
    path: str


def child_by_code(*, community_id: int, code: str) -> Child:
    """The child whose own page a code opens."""
    try:
        digests = code_digests(PURPOSE, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    found = Child.objects.filter(community_id=community_id, code_digest__in=digests).first()
    if found is None:
        raise NotFound(GONE, field="code")
    return found


def child_by_invitation(*, community_id: int, code: str) -> Child:
    """The child to whose second guardian an invitation was given."""
    try:
        digests = code_digests(INVITE, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    found = Child.objects.filter(community_id=community_id, invite_digest__in=digests).first()
    if found is None:
        raise NotFound(GONE, field="code")
    return found


def child_by_uid(*, community_id: int, uid: str) -> Child:
    """A child by its random id. For the station's own use."""
    found = Child.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(GONE, field="child", value=uid)
    return found


def child_for(*, actor: Actor, uid: str) -> Child:
    """A child of this guardian's; for anybody else there is none."""
    found = children_of(actor=actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(GONE, field="child", value=uid)
    return found


def children_of(*, actor: Actor) -> QuerySet[Child]:
    """The children a signed-in person is guardian of."""
    if actor.user_id is None:
        return Child.objects.none()
    found = Child.objects.filter(community_id=actor.community_id, guardians__user_id=actor.user_id)
    return found.order_by("pk")


def children_only_of(*, community_id: int, user_id: int | None) -> list[str]:
    """The random ids of the children who have this guardian and no other. For the station's own use."""
    if user_id is None:
        return []
    alone = Guardian.objects.filter(child=OuterRef("pk")).exclude(user_id=user_id)
    found = Child.objects.filter(community_id=community_id, guardians__user_id=user_id).exclude(Exists(alone))
    return list(found.order_by("pk").values_list("uid", flat=True))


def guardian(*, child: Child, user_id: int | None) -> Guardian | None:
    """The person's place as a guardian of the child."""
    return Guardian.objects.filter(child=child, user_id=user_id).first() if user_id else None


def claimant(child: Child, name: str) -> int:
    """Who asked to be confirmed as a guardian, by sign-in name. For the desk."""
    found = child.claims.filter(user__username=name.strip()).values_list("user_id", flat=True).first()
    if found is None:
        raise NotFound(
            Text("这个登录名没有申请过。", "Nobody of that sign-in name asked."),
            field="who",
            value=name[:60],
            mend=Text("请当面问对方的登录名。", "Ask them for it when you meet."),
        )
    return found


def code_of(child: Child) -> str:
    """The code of the child's own page."""
    return code_again(PURPOSE, child.uid, child.code_digest, NOTICE_LENGTH)


def own_child(*, actor: Actor) -> Child | None:
    """The child whose own sign-in this is."""
    if actor.user_id is None:
        return None
    found = Child.objects.filter(community_id=actor.community_id, own__user_id=actor.user_id, left=None)
    return found.first()


def is_child(*, user_id: int) -> bool:
    """Whether a sign-in is a child's own, in any community. For the station's own use."""
    return Own.objects.filter(user_id=user_id, child__left=None).exists()


def link_of(*, actor: Actor, uid: str) -> Link:
    """A platform's own link; another platform's does not exist for it."""
    links = Link.objects.filter(uid=uid, client_id=actor.client_id or 0, child__community_id=actor.community_id)
    found = links.select_related("child").first()
    if found is None:
        raise NotFound(GONE, field="child", value=uid)
    return found


def plan_of(child: Child, now: datetime | None = None) -> Plan:
    """The plan in force at a moment."""
    moment = now or timezone.now()
    later = child.next_at is not None and child.next_at <= moment and child.next_plan
    return Plan.from_dict(child.next_plan if later else child.plan)


def free_day(community_id: int, day: date) -> bool:
    """Whether there is no school: a weekend, a holiday, or outside the terms where terms are known."""
    if not is_working_day(day):
        return True
    terms = SchoolTerm.objects.filter(community_id=community_id)
    return terms.exists() and not terms.filter(first__lte=day, last__gte=day).exists()


def terms(*, actor: Actor) -> QuerySet[SchoolTerm]:
    """The community's terms, for leads."""
    require(actor, "minors.terms", actor.community_id)
    return SchoolTerm.objects.filter(community_id=actor.community_id).order_by("-first")


def day_of(child: Child, plan: Plan, day: date) -> Day:
    """The child's day as the arithmetic takes it; new where nothing has happened yet."""
    row = DayBook.objects.filter(child=child, day=day).first()
    budget = plan.minutes_on(free_day(child.community_id, day))
    return Day.from_dict(day, budget, row.extra if row else 0, row.state if row else {})


def educational(*, community_id: int) -> QuerySet[Educational]:
    """The platforms whose time does not count. Anyone may read them."""
    return Educational.objects.filter(community_id=community_id).order_by("pk")


def is_free(link: Link, plan: Plan) -> bool:
    """Whether this platform's time does not count: a filed educational service, where the plan says so."""
    here = link.child.community_id
    return plan.education_free and educational(community_id=here).filter(client_id=link.client_id).exists()


def pool(*, community_id: int, band: Band) -> list[Pooled]:
    """What there is for a band: the lessons of its ages, and what a lead picked from the published works."""
    taught = [one for one in learning.lessons(community_id=community_id).values() if band in bands_of(one.ages)]
    lessons = [Pooled("lesson", one.title.zh, one.aim.zh, f"/learn/{one.id}/") for one in taught]
    chosen = [one.work for one in picked(community_id=community_id) if band in one.bands]
    works = [
        Pooled("work", str(one.content["title"]), str(one.content.get("summary", "")), f"/read/{one.work.uid}/")
        for one in publishing.stream(community_id=community_id).filter(work__uid__in=chosen)
    ]
    return [*works, *lessons]


def picked(*, community_id: int) -> QuerySet[Picked]:
    """The works that a lead picked, for whom."""
    return Picked.objects.filter(community_id=community_id).order_by("-pk")


def spent(child: Child, day: date) -> tuple[int, int]:
    """What the child spent on the day and in its month, in yuan, at every platform together."""
    rows = Spend.objects.filter(link__child=child, day__year=day.year, day__month=day.month)
    today = rows.filter(day=day).aggregate(sum=Sum("yuan"))["sum"] or 0
    return today, rows.aggregate(sum=Sum("yuan"))["sum"] or 0


def week_of(child: Child, now: datetime | None = None) -> Week:
    """The last seven days for a guardian. No content, no platform, no help door: there is nothing here to show them.

    Under eight: minutes a day and yuan. Eight to sixteen: minutes a day. From sixteen: the week's total alone.
    """
    plan = plan_of(child, now)
    last = plan.day_of(now or timezone.now())
    first = last - timedelta(days=6)
    rows = dict(DayBook.objects.filter(child=child, day__range=(first, last)).values_list("day", "used"))
    young, grown = plan.band in (Band.UNDER_3, Band.FROM_3), plan.band == Band.FROM_16
    yuan = Spend.objects.filter(link__child=child, day__range=(first, last)).aggregate(sum=Sum("yuan"))["sum"] or 0
    days = tuple((first + timedelta(days=n), rows.get(first + timedelta(days=n), 0)) for n in range(7))
    return Week(
        minutes=sum(rows.values()),
        days=() if grown else days,
        yuan=yuan if young else None,
        wishes=child.wishes.filter(day__range=(first, last)).count(),
    )


def started(*, community_id: int, since: datetime, until: datetime) -> int:
    """How many children began in `[since, until)` and have not left, for the public figures."""
    return Child.objects.filter(community_id=community_id, created__gte=since, created__lt=until, left=None).count()
