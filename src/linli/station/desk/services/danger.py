"""When a life or a child is in danger: the community's plan, and its steps done on a case.

The operator writes whom to call and whose duty it is. Nothing here sends anybody's data anywhere: people act.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from linli.station.desk import rules
from linli.station.desk.models import Case, DangerPlan, DangerStep
from linli.station.desk.services.cases import case_locked, case_save, open_or_conflict, reason_checked, record_case
from linli.station.ledger.services import record, seal, writing
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text

STEPS_MOST, STEP_LIMIT, DUTY_LIMIT = 12, 200, 1000


def danger_plan_set(
    *, actor: Actor, contact: str, phone: str, duty: str, steps: Sequence[str], hours: str = ""
) -> DangerPlan:
    """A keeper says who is called, when they are there, whose duty it is, and which steps are ticked on a case."""
    require(actor, "danger.plan", actor.community_id)
    listed = list(dict.fromkeys(step.strip() for step in steps if step.strip()))
    _checked({"contact": (contact, 60), "phone": (phone, 40), "duty": (duty, DUTY_LIMIT)}, hours, listed)
    given = {"contact": contact.strip(), "phone": phone.strip(), "duty": duty.strip(), "hours": hours.strip()}
    with writing(actor.community_id):
        made, _ = DangerPlan.objects.update_or_create(
            community_id=actor.community_id, defaults={**given, "steps": listed, "changed": timezone.now()}
        )
        sealed = seal(community_id=actor.community_id, subject="danger-plan", content=repr((given, listed)))
        record(
            community_id=actor.community_id,
            kind="danger.plan",
            actor=actor,
            object_type="danger-plan",
            object_id=str(made.pk),
            data={"steps": len(listed), "plan": sealed},
        )
    return made


def danger_step_do(*, actor: Actor, number: int, step: str, skipped: str = "") -> DangerStep:
    """One step of the plan is done on a case, or not needed there (`skipped`: why)."""
    require(actor, "case.answer", actor.community_id)
    why = reason_checked(skipped)[:STEP_LIMIT] if skipped.strip() else ""
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        open_or_conflict(case)
        if step not in steps_open(case) or actor.user_id is None:
            raise NotFound(Text("清单里没有这一步，或已经办过。", "No such step, or it is done."), field="step")
        made = DangerStep.objects.create(case=case, step=step, by_id=actor.user_id, skipped=why)
        record_case(case, actor, "danger.step", {"skipped": bool(why), "left": len(steps_open(case))})
    return made


def danger_end(*, actor: Actor, number: int, reason: str) -> Case:
    """After a look there is no danger: the case goes back to its place in the order, and the reason is kept."""
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        open_or_conflict(case)
        if case.danger and actor.user_id is not None:
            case.danger = False
            case.notes.create(by_id=actor.user_id, text=text[:1000])
            case_save(case)
            record_case(case, actor, "danger.ended", {})
    return case


def steps_open(case: Case) -> list[str]:
    """The steps of the plan that are still to be done on a case; none where there is no danger or no plan."""
    if not case.danger:
        return []
    plan = DangerPlan.objects.filter(community_id=case.community_id).first()
    done = set(case.danger_steps.values_list("step", flat=True))
    return [step for step in plan.steps if step not in done] if plan else []


def steps_done_or_refused(case: Case) -> None:
    """An answer waits until the list is done: help comes before the ruling."""
    left = steps_open(case)
    if left:
        raise LinliError(
            Text("紧急清单还没有办完。", "The list for danger is not done yet."),
            field="steps",
            value=left[0],
            mend=Text(
                f"还有 {len(left)} 步：办一步勾一步，不需要的写明原因。",
                f"{len(left)} to go: tick each, or say why it is not needed.",
            ),
        )


def _checked(named: dict[str, tuple[str, int]], hours: str, steps: list[str]) -> None:
    for field, (value, limit) in named.items():
        if not value.strip() or len(value.strip()) > limit:
            raise LinliError(
                Text("请填写，不要太长。", "It is needed, and not too long."),
                field=field,
                value=value,
                mend=Text(f"1 至 {limit} 个字。", f"1 to {limit} characters."),
            )
    if len(steps) > STEPS_MOST or any(len(step) > STEP_LIMIT for step in steps) or len(hours) > 60:
        raise LinliError(
            Text("清单太长。", "The list is too long."),
            field="steps",
            mend=Text(
                f"最多 {STEPS_MOST} 步，每步 {STEP_LIMIT} 个字以内。",
                f"At most {STEPS_MOST} steps of {STEP_LIMIT} characters.",
            ),
        )
