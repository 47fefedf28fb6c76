"""Proposals with their answers, plans with their tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.people.actors import Actor, NotFound, may
from linli.station.programme.models import Plan, Proposal, Task
from linli.vocabulary import Text


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


def _shown(found: Plan) -> Shown:
    tasks, today = list(found.tasks.all()), timezone.localdate()
    late = sum(one.done_at is None and one.due < today for one in tasks)
    return Shown(found, tasks, sum(one.done_at is not None for one in tasks), late)
