"""Answering a case, and taking an answer back with everything it did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from linli.station.desk import kinds, rules
from linli.station.desk.models import OPEN_STATES, Answer, Case, State
from linli.station.desk.services.cases import (
    Conflict,
    case_locked,
    case_save,
    free_or_conflict,
    open_or_conflict,
    reason_checked,
    record_case,
)
from linli.station.desk.services.tell import tell_answered, tell_overturned, tell_taken_back
from linli.station.ledger.services import seal, writing
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text


def case_answer(
    *, actor: Actor, number: int, version: int, choice: str, reason: str, values: Mapping[str, str] | None = None
) -> Answer:
    """Answers a case: the effect, the answer with its snapshot, the news to everyone who sent, in one transaction.

    Errors: `Conflict` where the case changed since `version` or another person holds it; `Forbidden` for one who has
    a part in it; `LinliError` without a reason, for an unknown choice or field.
    """
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        open_or_conflict(case)
        free_or_conflict(actor, case)
        _same_version(case, version)
        picked = kinds.kind(case.kind).choice(choice)
        given = kinds.clean(picked.fields, values or {})
        now = kinds.kind(case.kind).describe(case.community_id, case.subject_type, case.subject_id)
        effect = picked.effect(kinds.Act(actor, rules.facts(case), choice, text, given))
        answer = _answered(actor, case, Answer(choice=choice, reason=text, values=given, effect=effect), now.snapshot)
        tell_answered(actor, case, answer, picked)
    return answer


def case_reverse(*, actor: Actor, number: int, reason: str) -> Case:
    """Takes the answer in force back with every effect, and opens the case again. One's own, or any for a lead."""
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        answer = case.answers.filter(reversed_at=None).first()
        if answer is None:
            raise LinliError(
                Text("没有可撤回的答复。", "There is no answer to take back."), field="case", value=number
            )
        if answer.by_id != actor.user_id:
            require(actor, "case.reverse", actor.community_id)
        rules.may_handle(actor, case)
        _no_twin(case)
        _undo(actor, case, answer, text)
        case.state, case.taken_by_id, case.taken_until, case.answered_at = State.NEW, None, None, None
        case_save(case)
        record_case(case, actor, "case.reversed", {"answer": answer.uid, "choice": answer.choice})
        tell_taken_back(actor, case, answer)
    return case


def answer_overturn(*, actor: Actor, case_id: int, by_case: str) -> None:
    """Marks the answer of a case as overturned on appeal, and tells everyone who sent. For an appeal's effect.

    `by_case` is the random id of the appeal's case.
    """
    _set_overturned(actor, case_id, by_case, True)


def answer_restore(*, actor: Actor, case_id: int, by_case: str) -> None:
    """Takes `answer_overturn` back, when the appeal's answer is taken back."""
    _set_overturned(actor, case_id, by_case, False)


def _set_overturned(actor: Actor, case_id: int, by_case: str, overturned: bool) -> None:
    with writing(actor.community_id):
        case = Case.objects.get(pk=case_id, community_id=actor.community_id)
        answer = case.answers.filter(reversed_at=None).first()
        if answer is None or answer.overturned == overturned:
            return
        answer.overturned = overturned
        answer.save(update_fields=["overturned"])
        case_save(case)
        kind = "case.overturned" if overturned else "case.restored"
        record_case(case, actor, kind, {"answer": answer.uid, "by": by_case})
        tell_overturned(actor, case, answer)


def _same_version(case: Case, version: int) -> None:
    if case.version != version:
        raise Conflict(
            Text("这个案件刚刚有了变化。", "This case has just changed."),
            who=str(case.taken_by or ""),
            until=case.taken_until,
            version=case.version,
        )


def _answered(actor: Actor, case: Case, answer: Answer, snapshot: dict[str, Any]) -> Answer:
    if actor.user_id is None:
        raise NotFound(Text("请先登录。", "Please sign in."))
    answer.case, answer.by_id, answer.snapshot = case, actor.user_id, snapshot
    answer.save(force_insert=True)
    case.state, case.answered_at = State.ANSWERED, answer.at
    case.taken_by_id, case.taken_until, case.held_reason = actor.user_id, None, ""
    case_save(case)
    sealed = seal(community_id=case.community_id, subject=f"case:{case.uid}", content=answer.reason)
    record_case(case, actor, "case.answered", {"answer": answer.uid, "choice": answer.choice, "reason": sealed})
    return answer


def _undo(actor: Actor, case: Case, answer: Answer, reason: str) -> None:
    picked = kinds.kind(case.kind).choice(answer.choice)
    act = kinds.Act(actor, rules.facts(case), answer.choice, reason, answer.values)
    picked.undo(act, answer.effect)
    answer.reversed_at, answer.reversed_by_id, answer.reversed_why = timezone.now(), actor.user_id, reason
    answer.save(update_fields=["reversed_at", "reversed_by", "reversed_why"])


def _no_twin(case: Case) -> None:
    if not case.subject_id:
        return
    twins = Case.objects.filter(
        community_id=case.community_id, kind=case.kind, subject_type=case.subject_type, subject_id=case.subject_id
    )
    twin = twins.filter(state__in=OPEN_STATES).exclude(pk=case.pk).first()
    if twin is not None:
        raise LinliError(
            Text(f"同一对象已有新案件 {twin.number}。", f"Case {twin.number} is open on the same subject."),
            field="case",
            value=twin.number,
            mend=Text("请在新案件中更正。", "Correct it in the new case."),
        )
