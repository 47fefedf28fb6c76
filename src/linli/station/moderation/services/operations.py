"""Special operations: announced with their scope and targets, begun and ended by the clock, closed with a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from linli.station.ledger.services import at_text, record, writing
from linli.station.moderation import rulebook
from linli.station.moderation.harm import MEASURES, Scope, figures
from linli.station.moderation.models import Operation, OperationState
from linli.station.moderation.services.drafts import signers
from linli.station.moderation.services.policies import policy_current
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.vocabulary import Category, ItemKind, LinliError, RuleStatus, Text

LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an operation is to be. `targets`: a measure of `harm.MEASURES` to the figure to come under."""

    title: Text
    aim: Text
    categories: Sequence[str]
    kinds: Sequence[str]
    acting: Sequence[str]
    targets: Mapping[str, float]
    starts_at: datetime
    ends_at: datetime


def operation_create(*, actor: Actor, plan: Plan) -> Operation:
    """A draft of an operation; `LinliError` names what is wrong."""
    require(actor, "policy.draft", actor.community_id)
    _checked(actor.community_id, plan)
    with writing(actor.community_id):
        made = Operation.objects.create(
            community_id=actor.community_id,
            title=plan.title.zh,
            title_en=plan.title.en,
            aim=plan.aim.zh,
            aim_en=plan.aim.en,
            categories=list(plan.categories),
            kinds=list(plan.kinds),
            acting=list(plan.acting),
            targets=[{"measure": name, "goal": goal} for name, goal in plan.targets.items()],
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            author_id=actor.user_id,
        )
        _record(actor, made, "operation.drafted")
    return made


def operation_announce(*, actor: Actor, uid: str) -> Operation:
    """Publishes it, by a lead who did not write it where there is one. It begins and ends by the clock."""
    require(actor, "policy.sign", actor.community_id)
    with writing(actor.community_id):
        found = _in(actor, uid, OperationState.DRAFT)
        if found.author_id == actor.user_id and signers(found.community_id, found.author_id):
            raise Forbidden(
                Text("起草的人不能自己公布。", "Whoever wrote it does not announce it."),
                field="operation",
                value=uid,
                mend=Text("请另一位负责人公布。", "Ask another lead."),
            )
        if found.ends_at <= timezone.now():
            raise LinliError(Text("结束的日子已经过去。", "Its last day is past."), field="ends_at")
        found.state, found.signed_by_id = OperationState.ANNOUNCED, actor.user_id
        found.announced_at = timezone.now()
        found.save()
        _record(actor, found, "operation.announced")
    operations_tick(community_id=actor.community_id)
    found.refresh_from_db()
    return found


def operation_stop(*, actor: Actor, uid: str) -> Operation:
    """Ends a running operation early, with its figures so far; one not begun is cancelled."""
    require(actor, "policy.draft", actor.community_id)
    with writing(actor.community_id):
        found = _in(actor, uid, OperationState.DRAFT, OperationState.ANNOUNCED, OperationState.RUNNING)
        if found.state == OperationState.RUNNING:
            found.ends_at = timezone.now()
            _ended(actor, found)
        else:
            found.state, found.ended_at = OperationState.CANCELLED, timezone.now()
            found.save()
            _record(actor, found, "operation.cancelled")
    return found


def operation_close(*, actor: Actor, uid: str, lessons: str) -> Operation:
    """Adds to the public report of an ended operation what was learned."""
    require(actor, "policy.draft", actor.community_id)
    with writing(actor.community_id):
        found = _in(actor, uid, OperationState.ENDED)
        found.lessons = lessons[:4000]
        found.save(update_fields=["lessons"])
        _record(actor, found, "operation.reported")
    return found


def operations_tick(*, community_id: int, now: datetime | None = None) -> int:
    """Begins and ends what is due. The number ended."""
    moment, actor = now or timezone.now(), system(community_id, "clock")
    mine = Operation.objects.filter(community_id=community_id)
    for one in mine.filter(state=OperationState.ANNOUNCED, starts_at__lte=moment):
        with writing(community_id):
            one.state = OperationState.RUNNING
            one.save(update_fields=["state"])
            _record(actor, one, "operation.begun")
    over = list(mine.filter(state=OperationState.RUNNING, ends_at__lte=moment))
    for one in over:
        with writing(community_id):
            _ended(actor, one)
    return len(over)


def report_of(operation: Operation, until: datetime) -> dict[str, Any]:
    """The figures of the operation's time up to `until`, and of a time as long as the whole of it before."""
    scope = Scope(operation.community_id, operation.categories, operation.kinds)
    span = operation.ends_at - operation.starts_at
    return {
        "before": figures(scope, operation.starts_at - span, operation.starts_at),
        "during": figures(scope, operation.starts_at, until),
    }


def _ended(actor: Actor, operation: Operation) -> None:
    operation.state, operation.ended_at = OperationState.ENDED, operation.ends_at
    operation.report = report_of(operation, operation.ends_at)
    operation.save()
    _record(actor, operation, "operation.ended")


def _checked(community_id: int, plan: Plan) -> None:
    if not plan.categories or set(plan.categories) - {c.value for c in Category}:
        raise LinliError(Text("请写明针对哪一类危害。", "Say which harm it is about."), field="categories")
    if Category.SELF_HARM in plan.categories:
        raise LinliError(
            Text("对自伤求助只提供帮助，不作专项行动。", "A cry for help is met with help, not with an operation."),
            field="categories",
        )
    if set(plan.kinds) - {k.value for k in ItemKind}:
        raise LinliError(Text("没有这种内容。", "There is no such kind of item."), field="kinds")
    if not timedelta(0) < plan.ends_at - plan.starts_at <= LONGEST:
        raise LinliError(
            Text("要有开始和结束，最长三个月。", "It has a beginning and an end, three months apart at most."),
            field="ends_at",
            value=plan.ends_at.date().isoformat(),
        )
    if not plan.targets or set(plan.targets) - set(MEASURES):
        raise LinliError(
            Text("请至少定一个减少危害的目标。", "Set a target in harm prevented, at least one."),
            field="goal_hours",
            mend=Text("不能用处罚了多少人作目标。", "How many were punished is no target."),
        )
    watching = {r.id for r in policy_current(community_id=community_id).rules if r.status is RuleStatus.BACKGROUND}
    if set(plan.acting) - watching:
        raise LinliError(
            Text("只能让现行公约里在观察的规则临时生效。", "Only rules that watch can act for a time."),
            field="acting",
            value=", ".join(plan.acting),
        )


def _in(actor: Actor, uid: str, *states: OperationState) -> Operation:
    found = rulebook.operation(community_id=actor.community_id, uid=uid)
    if found.state not in states:
        raise LinliError(
            Text("这项行动现在不能这样做。", "This cannot be done to it now."), field="operation", value=found.state
        )
    return found


def _record(actor: Actor, made: Operation, kind: str) -> None:
    record(
        community_id=made.community_id,
        kind=kind,
        actor=actor,
        object_type="operation",
        object_id=made.uid,
        data={
            "categories": made.categories,
            "acting": made.acting,
            "starts": at_text(made.starts_at),
            "ends": at_text(made.ends_at),
        },
    )
