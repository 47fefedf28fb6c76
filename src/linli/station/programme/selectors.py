"""Proposals with their answers, plans with their tasks, calls for grants with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils import timezone

from linli.station.people.actors import Actor, NotFound, may
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.station.programme.models import (
    Application,
    Call,
    Experiment,
    Plan,
    Proposal,
    Question,
    Review,
    Seat,
    Task,
    Term,
    Voice,
)
from linli.vocabulary import Text

GUARDIAN = "council-guardian"
GRANTED = (Application.State.AWARDED, Application.State.REPORTED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan with its tasks as a page shows them."""

    plan: Plan
    tasks: list[Task]
    done: int
    late: int

    @property
    def share(self) -> int:
        """The part of the tasks that is done, of a hundred."""
        return round(100 * self.done / len(self.tasks)) if self.tasks else 0


def answered(*, community_id: int) -> QuerySet[Proposal]:
    """The proposals that were answered and may be shown, the latest first."""
    found = Proposal.objects.filter(community_id=community_id, open=True).exclude(state=Proposal.State.WAITING)
    return found.prefetch_related("plans").order_by("-answered_at")


def waiting_count(*, community_id: int) -> int:
    """How many proposals wait for an answer."""
    return Proposal.objects.filter(community_id=community_id, state=Proposal.State.WAITING).count()


def proposal_by_uid(*, community_id: int, uid: str) -> Proposal:
    """One in any state, for the station's own use."""
    found = Proposal.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这条建议。", "There is no such proposal."), field="proposal", value=uid)
    return found


def plans(*, community_id: int) -> list[Shown]:
    """Every plan with its tasks: those under way first, by their end."""
    found = Plan.objects.filter(community_id=community_id).prefetch_related("tasks__who", "proposal")
    order = {Plan.State.LIVE: 0, Plan.State.DONE: 1, Plan.State.DROPPED: 2}
    return sorted(map(_shown, found), key=lambda one: (order[Plan.State(one.plan.state)], one.plan.ends))


def plan(*, community_id: int, uid: str) -> Shown:
    """One plan."""
    found = Plan.objects.filter(community_id=community_id, uid=uid).prefetch_related("tasks__who").first()
    if found is None:
        raise NotFound(Text("没有这项计划。", "There is no such plan."), field="plan", value=uid)
    return _shown(found)


def leads(actor: Actor, found: Plan) -> bool:
    """Whether the actor may change a plan."""
    return may(actor, "plan.make", found.community_id)


def tasks_mine(*, actor: Actor) -> QuerySet[Task]:
    """What the actor has promised to do and has not done, the first due first."""
    found = Task.objects.filter(community_id=actor.community_id, who_id=actor.user_id or 0, done_at=None)
    return found.filter(plan__state=Plan.State.LIVE).select_related("plan")


def tasks_due(*, community_id: int, by: date) -> QuerySet[Task]:
    """Open tasks that are due by a day and have somebody to do them."""
    found = Task.objects.filter(community_id=community_id, done_at=None, due__lte=by, plan__state=Plan.State.LIVE)
    return found.exclude(who=None).select_related("plan")


def calls(*, community_id: int) -> QuerySet[Call]:
    """Every call, the last to close first."""
    return Call.objects.filter(community_id=community_id)


def call(*, community_id: int, uid: str) -> Call:
    """One call."""
    found = calls(community_id=community_id).filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这次征集。", "There is no such call."), field="call", value=uid)
    return found


def granted(found: Call) -> QuerySet[Application]:
    """What a call gave money to: public."""
    return found.applications.filter(state__in=GRANTED).defer("photo", "report_photo").order_by("created")


def awarded(found: Call) -> int:
    """How much of a call was given, in cents."""
    return int(granted(found).aggregate(all=Sum("award"))["all"] or 0)


def application_by_uid(*, community_id: int, uid: str) -> Application:
    """One in any state, for the station's own use."""
    found = Application.objects.filter(community_id=community_id, uid=uid).select_related("call").first()
    if found is None:
        raise NotFound(Text("没有这份申请。", "There is no such application."), field="application", value=uid)
    return found


def application(*, actor: Actor, uid: str) -> Application:
    """One for whoever may read it: who sent it, those who review, and everybody once it has a grant."""
    found = application_by_uid(community_id=actor.community_id, uid=uid)
    own = actor.user_id is not None and found.applicant_id == actor.user_id
    if not own and found.state not in GRANTED and not may(actor, "grant.review", found.community_id):
        raise NotFound(Text("没有这份申请。", "There is no such application."), field="application", value=uid)
    return found


def applications_mine(*, actor: Actor) -> QuerySet[Application]:
    """What the actor has applied for."""
    found = Application.objects.filter(community_id=actor.community_id, applicant_id=actor.user_id or 0)
    return found.defer("photo", "report_photo").select_related("call").order_by("-created")


def to_review(*, actor: Actor) -> QuerySet[Application]:
    """What waits for the actor's review: neither their own nor one they have written on or keep out of."""
    found = Application.objects.filter(community_id=actor.community_id, state=Application.State.WAITING)
    if not may(actor, "grant.review", actor.community_id) or actor.user_id is None:
        return found.none()
    seen = Review.objects.filter(reviewer_id=actor.user_id).values("application")
    return found.exclude(applicant_id=actor.user_id).exclude(pk__in=seen).defer("photo", "report_photo")


def reviews(found: Application) -> QuerySet[Review]:
    """The reviews that count."""
    return found.reviews.filter(conflict=False).select_related("reviewer").order_by("pk")


def kept_out(found: Application) -> set[int]:
    """Who may not judge it: who sent it, and who declared a part in it."""
    declared = found.reviews.filter(conflict=True, reviewer__isnull=False).values_list("reviewer_id", flat=True)
    own = {found.applicant_id} if found.applicant_id is not None else set()
    return own | {one for one in declared if one is not None}


def grant_spent(found: Application) -> int:
    """How much of a grant was spent, in cents."""
    return int(found.spendings.aggregate(all=Sum("cents"))["all"] or 0)


def reports_due(*, community_id: int, by: date) -> list[Application]:
    """Grants whose report is due by a day and is not there."""
    found = Application.objects.filter(community_id=community_id, state=Application.State.AWARDED)
    return list(found.filter(report_by__lte=by).exclude(applicant=None).defer("photo", "report_photo"))


def terms(*, community_id: int) -> QuerySet[Term]:
    """Every youth council, the latest first."""
    return Term.objects.filter(community_id=community_id)


def term(*, community_id: int, uid: str) -> Term:
    """One youth council."""
    found = terms(community_id=community_id).filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这一届。", "There is no such council."), field="term", value=uid)
    return found


def seated(found: Term) -> QuerySet[Seat]:
    """Its members, the youngest first."""
    return found.seats.filter(state=Seat.State.SEATED)


def seat_of(*, actor: Actor, found: Term) -> Seat | None:
    """The actor's own seat, whatever its state but left."""
    return found.seats.filter(user_id=actor.user_id or 0).exclude(state=Seat.State.LEFT).first()


def guardian_code(found: Seat) -> str:
    """The code by which a guardian consents, for the member to hand over."""
    return code_again(GUARDIAN, found.uid, found.consent_digest, NOTICE_LENGTH)


def seat_by_code(*, community_id: int, code: str) -> Seat:
    """The seat whose guardian holds this code."""
    digests = code_digests(GUARDIAN, code, NOTICE_LENGTH)
    found = Seat.objects.filter(community_id=community_id, consent_digest__in=digests).select_related("term").first()
    if found is None:
        raise NotFound(Text("没有这个地址。", "There is no such address."), field="code", value="")
    return found


def asking(*, actor: Actor, found: Term) -> QuerySet[Seat]:
    """Who asks for a seat, for those who keep the council."""
    return (
        found.seats.filter(state=Seat.State.ASKED)
        if may(actor, "council.keep", found.community_id)
        else Seat.objects.none()
    )


def question(*, community_id: int, uid: str) -> Question:
    """One question."""
    found = Question.objects.filter(community_id=community_id, uid=uid).select_related("term").first()
    if found is None:
        raise NotFound(Text("没有这个问题。", "There is no such question."), field="question", value=uid)
    return found


def voices(found: Question) -> QuerySet[Voice]:
    """What members said, the youngest first."""
    return found.voices.exclude(text="").select_related("seat")


def questions_mine(*, actor: Actor) -> QuerySet[Question]:
    """What waits for the actor's word, as a member of a council."""
    mine = Seat.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0, state=Seat.State.SEATED)
    open_now = Question.objects.filter(community_id=actor.community_id, answered_at=None, term__seats__in=mine)
    return open_now.exclude(voices__seat__in=mine)


def experiments(*, community_id: int) -> QuerySet[Experiment]:
    """Every experiment, the latest first, also those of which nothing came."""
    return Experiment.objects.filter(community_id=community_id)


def experiment(*, community_id: int, uid: str) -> Experiment:
    """One experiment."""
    found = experiments(community_id=community_id).filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这次试验。", "There is no such experiment."), field="experiment", value=uid)
    return found


def _shown(found: Plan) -> Shown:
    tasks, today = list(found.tasks.all()), timezone.localdate()
    late = sum(one.done_at is None and one.due < today for one in tasks)
    return Shown(found, tasks, sum(one.done_at is not None for one in tasks), late)
