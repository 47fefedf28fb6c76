"""What there is to join, who is coming, whose hours count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from linli.station.activities.models import Activity, Presence, Project, Proof, Shift, Signup, Spending
from linli.station.people.actors import Actor, Forbidden, NotFound, may, require
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.vocabulary import Text

PURPOSE = "proof"
LONG_PAST = timedelta(days=60)
_TAKEN = Count("signups", filter=Q(signups__state=Signup.State.JOINED))
_WAITING = Count("signups", filter=Q(signups__state=Signup.State.WAITING))


@dataclass(frozen=True, slots=True)
class Hours:
    """What the station recorded of a person: confirmed minutes, and those that still wait for the other side."""

    confirmed: int
    waiting: int
    rows: list[Presence]


@dataclass(frozen=True, slots=True)
class Spent:
    """A line of a budget, in cents, and what was spent of it, corrections counted in place of what they correct."""

    uid: str
    name: str
    budget: int
    spent: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Public figures of volunteering: activities held, people who came, minutes confirmed by both sides."""

    held: int
    people: int
    minutes: int


def activities(*, community_id: int) -> QuerySet[Activity]:
    """Those that anyone may see and that are not long past, the next first."""
    since = timezone.now() - timedelta(days=1)
    shown = Activity.objects.filter(community_id=community_id, state__in=("open", "cancelled"))
    return shown.filter(shifts__ends__gte=since).distinct().order_by("shifts__starts", "pk")


def for_festival(*, community_id: int, festival: str) -> QuerySet[Activity]:
    """What is and was done for one day of the calendar, whatever year, the newest first."""
    found = Activity.objects.filter(community_id=community_id, festival=festival, state__in=("open", "closed"))
    return found.prefetch_related("shifts").order_by("-created", "-pk")


def past(*, community_id: int) -> QuerySet[Activity]:
    """Those that are over, the latest first."""
    found = Activity.objects.filter(community_id=community_id, state__in=("open", "closed"))
    return found.exclude(shifts__ends__gte=timezone.now()).order_by("-created")


def activity(*, actor: Actor, uid: str) -> Activity:
    """One of the community's; a draft only for those who lead it."""
    found = Activity.objects.filter(community_id=actor.community_id, uid=uid).select_related("leader").first()
    if found is None or (found.state == Activity.State.DRAFT and not leads(actor, found)):
        raise NotFound(Text("没有这场活动。", "There is no such activity."), field="activity", value=uid)
    return found


def leads(actor: Actor, found: Activity) -> bool:
    """Whether the actor runs this activity: its leader, or one who may publish activities."""
    if actor.community_id != found.community_id:
        return False
    return (actor.user_id is not None and actor.user_id == found.leader_id) or may(
        actor, "activity.publish", found.community_id
    )


def led(*, actor: Actor, uid: str) -> Activity:
    """An activity for those who run it; `Forbidden` for others."""
    found = activity(actor=actor, uid=uid)
    if not leads(actor, found):
        raise Forbidden(
            Text("只有活动的负责人能做这件事。", "Only those who run the activity may do this."),
            field="activity",
            value=uid,
        )
    return found


def shifts(found: Activity) -> QuerySet[Shift]:
    """Its shifts with the places taken and those who wait."""
    return found.shifts.annotate(taken=_TAKEN, waiting=_WAITING).order_by("starts", "pk")


def signups_mine(*, actor: Actor) -> QuerySet[Signup]:
    """What the actor has joined, the next first; the long past is left out."""
    mine = Signup.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0)
    mine = mine.exclude(state=Signup.State.LEFT).filter(shift__ends__gte=timezone.now() - LONG_PAST)
    return mine.select_related("shift__activity", "presence").order_by("shift__starts")


def signup_of(*, actor: Actor, found: Activity) -> QuerySet[Signup]:
    """The actor's own places in an activity."""
    return signups_mine(actor=actor).filter(shift__activity=found)


def roll(*, actor: Actor, uid: str) -> QuerySet[Signup]:
    """Everybody in an activity, for those who run it."""
    found = led(actor=actor, uid=uid)
    everyone = Signup.objects.filter(shift__activity=found).exclude(state=Signup.State.LEFT)
    return everyone.select_related("user", "shift", "presence").order_by("shift__starts", "state", "created", "pk")


def hours(*, actor: Actor) -> Hours:
    """The actor's own hours."""
    rows = Presence.objects.filter(community_id=actor.community_id, signup__user_id=actor.user_id or 0)
    rows = rows.select_related("signup__shift__activity").order_by("-came")
    found = list(rows)
    by_state = {state: sum(one.minutes for one in found if one.state == state) for state in ("confirmed", "said")}
    return Hours(by_state["confirmed"], by_state["said"], found)


def totals(*, community_id: int) -> Totals:
    """The community's figures, from confirmed hours alone."""
    found = Presence.objects.filter(community_id=community_id, state=Presence.State.CONFIRMED)
    summed = found.aggregate(
        held=Count("signup__shift__activity", distinct=True),
        people=Count("signup__user", distinct=True),
        minutes=Sum("minutes"),
    )
    return Totals(summed["held"], summed["people"], summed["minutes"] or 0)


def to_spot_check(*, actor: Actor) -> QuerySet[Presence]:
    """Hours with flags that nobody has looked at yet, for those who may publish activities."""
    require(actor, "activity.publish", actor.community_id)
    found = Presence.objects.filter(community_id=actor.community_id, checked=False).exclude(flags=[])
    return found.select_related("signup__user", "signup__shift__activity", "confirmed_by").order_by("came")


def proofs_mine(*, actor: Actor) -> list[tuple[Proof, str]]:
    """The actor's proofs with their codes."""
    found = Proof.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0).order_by("-created")
    return [(one, code_again(PURPOSE, one.uid, one.code_digest, NOTICE_LENGTH)) for one in found]


def proof_by_code(*, community_id: int, code: str) -> Proof:
    """A proof that still stands; `NotFound` for one that was taken back."""
    digests = code_digests(PURPOSE, code, NOTICE_LENGTH)
    found = Proof.objects.filter(community_id=community_id, code_digest__in=digests, withdrawn=None).first()
    if found is None:
        raise NotFound(
            Text("没有这份证明，或者本人已经收回。", "There is no such proof, or its owner took it back."),
            field="code",
            value="",
        )
    return found


def confirmed(*, community_id: int, since: datetime, until: datetime) -> tuple[int, int]:
    """Of how many people the other side confirmed hours in `[since, until)`, and how many minutes."""
    found = Presence.objects.filter(community_id=community_id, state=Presence.State.CONFIRMED)
    summed = found.filter(confirmed_at__gte=since, confirmed_at__lt=until).aggregate(
        people=Count("signup__user", distinct=True), minutes=Sum("minutes")
    )
    return int(summed["people"]), int(summed["minutes"] or 0)


EVERY = timedelta(days=90)


def projects(*, community_id: int) -> QuerySet[Project]:
    """Every charity project, those under way first."""
    return Project.objects.filter(community_id=community_id).order_by("-state", "-created")


def projects_live(*, community_id: int) -> QuerySet[Project]:
    """Those under way, with the moment of the last word on each."""
    found = projects(community_id=community_id).filter(state=Project.State.LIVE)
    return found.annotate(last_word=Max("progress__created"))


def project(*, community_id: int, uid: str) -> Project:
    """One project."""
    found = Project.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个项目。", "There is no such project."), field="project", value=uid)
    return found


def word_due(found: Project) -> date:
    """By when progress is due: three months after the last word; the closing report three months after the end."""
    last = found.progress.aggregate(last=Max("created"))["last"]
    since = max(timezone.localtime(last).date(), found.starts) if last else found.starts
    return min(since, found.ends) + EVERY


def words_due_mine(*, actor: Actor) -> list[tuple[Project, date]]:
    """The actor's own projects on which a word is due within two weeks."""
    mine = projects_live(community_id=actor.community_id).filter(lead_id=actor.user_id or 0)
    due = [(one, word_due(one)) for one in mine]
    return [(one, day) for one, day in due if day <= timezone.localdate() + timedelta(days=14)]


def spent(found: Project) -> list[Spent]:
    """Each line of the budget and what of it was spent."""
    standing = found.spendings.filter(corrected_by=None)
    sums = dict(standing.values_list("line").annotate(sum=Sum("cents")).order_by())
    return [Spent(one.uid, one.name, one.cents, sums.get(one.pk, 0)) for one in found.lines.all()]


def spendings(found: Project) -> QuerySet[Spending]:
    """Every entry, also those that were corrected, without the pictures."""
    return found.spendings.select_related("line", "corrected_by", "corrects").defer("receipt", "corrects__receipt")


def receipt(*, community_id: int, uid: str, spending_uid: str) -> bytes:
    """The picture of a receipt; `NotFound` where there is none."""
    found = Spending.objects.filter(community_id=community_id, project__uid=uid, uid=spending_uid).first()
    if found is None or not found.receipt:
        raise NotFound(Text("没有这张票据。", "There is no such receipt."), field="spending", value=spending_uid)
    return bytes(found.receipt)
