"""Answering a case, and taking an answer back with everything it did."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from linli.station.desk import kinds, rules
from linli.station.desk.models import OPEN_STATES, Answer, Case, Proposal, State
from linli.station.desk.services.cases import (
    Conflict,
    case_locked,
    case_save,
    free_or_conflict,
    note_add,
    open_or_conflict,
    reason_checked,
    record_case,
    set_free,
)
from linli.station.desk.services.danger import steps_done_or_refused
from linli.station.desk.services.tell import (
    tell_answered,
    tell_overturned,
    tell_proposed,
    tell_returned,
    tell_taken_back,
)
from linli.station.ledger.services import seal, writing
from linli.station.organisations.selectors import actor_for
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text


def case_answer(
    *,
    actor: Actor,
    number: int,
    version: int,
    choice: str,
    reason: str,
    values: Mapping[str, str] | None = None,
    bulk_id: int | None = None,
) -> Answer | Proposal:
    """Answers a case: the effect, the answer with its snapshot, the news to everyone who sent, in one transaction.

    An answer that takes two people (`Choice.two`) becomes a `Proposal` first. Errors: `Conflict` where the case
    changed since `version` or another person holds it; `Forbidden` for one who has a part in it; `LinliError` without
    a reason, for an unknown choice or field, or while steps of the plan for danger are open.
    """
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    with writing(actor.community_id):
        case = _answerable(actor, number, version)
        steps_done_or_refused(case)
        picked = kinds.kind(case.kind).choice(choice)
        given = kinds.clean(picked.fields, values or {})
        if picked.two(given):
            return _proposed(actor, case, picked, text, given)
        return _give(actor, case, picked, Answer(choice=choice, reason=text, values=given, bulk_id=bulk_id))


def answer_trial(
    *, actor: Actor, number: int, version: int, choice: str, reason: str, values: Mapping[str, str]
) -> Answer:
    """`case_answer` as if the second person had agreed already. For a preview, which takes it back."""
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    with writing(actor.community_id):
        case = _answerable(actor, number, version)
        steps_done_or_refused(case)
        picked = kinds.kind(case.kind).choice(choice)
        given = kinds.clean(picked.fields, values)
        return _give(actor, case, picked, Answer(choice=choice, reason=text, values=given))


def proposal_confirm(*, actor: Actor, number: int, version: int) -> Answer:
    """Another person agrees: the proposed answer is given, in the name of who proposed it and who confirmed."""
    require(actor, "case.answer", actor.community_id)
    with writing(actor.community_id):
        case = _answerable(actor, number, version)
        asked = _proposal(case)
        picked = kinds.kind(case.kind).choice(asked.choice)
        proposer = actor_for(user_id=asked.by_id, community_id=case.community_id)
        answer = Answer(choice=asked.choice, reason=asked.reason, values=asked.values, second_id=actor.user_id)
        asked.delete()
        return _give(proposer, case, picked, answer)


def proposal_return(*, actor: Actor, number: int, reason: str) -> Case:
    """Another person disagrees: the case is open again, and who proposed reads why."""
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    with writing(actor.community_id):
        case = case_locked(actor, number)
        rules.may_handle(actor, case)
        open_or_conflict(case)
        asked = _proposal(case)
        note_add(actor, case, text)
        asked.delete()
        case.excluded.set(rules.excluded(case))
        case_save(case)
        record_case(case, actor, "case.returned", {"choice": asked.choice}, subject=f"user:{asked.by_id}")
        tell_returned(actor, case, asked.by_id, text)
    return case


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


def _answerable(actor: Actor, number: int, version: int) -> Case:
    case = case_locked(actor, number)
    rules.may_handle(actor, case)
    open_or_conflict(case)
    free_or_conflict(actor, case)
    _same_version(case, version)
    return case


def _give(actor: Actor, case: Case, picked: kinds.Choice, answer: Answer) -> Answer:
    now = kinds.kind(case.kind).describe(case.community_id, case.subject_type, case.subject_id)
    act = kinds.Act(actor, rules.facts(case), picked.id, answer.reason, answer.values)
    answer.effect = picked.effect(act)
    _answered(actor, case, answer, now.snapshot)
    tell_answered(actor, case, answer, picked)
    return answer


def _proposed(actor: Actor, case: Case, picked: kinds.Choice, text: str, given: dict[str, str]) -> Proposal:
    if hasattr(case, "proposal"):
        raise LinliError(
            Text("已有一个处理在等确认。", "A proposal waits to be confirmed already."),
            field="case",
            value=case.number,
            mend=Text("请先确认或退回它。", "Confirm or return it first."),
        )
    if actor.user_id is None:
        raise NotFound(Text("请先登录。", "Please sign in."))
    _would_do(actor, case, picked, text, given)
    made = Proposal.objects.create(case=case, choice=picked.id, reason=text, values=given, by_id=actor.user_id)
    set_free(case)
    case.excluded.set(rules.excluded(case))
    record_case(case, actor, "case.proposed", {"choice": picked.id, "proposal": made.uid})
    tell_proposed(actor, case)
    return made


def _would_do(actor: Actor, case: Case, picked: kinds.Choice, text: str, given: dict[str, str]) -> None:
    """Finds now what would fail when the second person confirms; changes nothing."""
    with suppress(_Back), transaction.atomic():
        picked.effect(kinds.Act(actor, rules.facts(case), picked.id, text, given))
        raise _Back


class _Back(Exception):
    """Ends a trial."""


def _proposal(case: Case) -> Proposal:
    found = Proposal.objects.filter(case=case).first()
    if found is None:
        raise LinliError(
            Text("没有等待确认的处理。", "Nothing waits to be confirmed."), field="case", value=case.number
        )
    return found


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
    case.taken_by_id, case.taken_until, case.held_reason, case.held_until = actor.user_id, None, "", None
    case_save(case)
    sealed = seal(community_id=case.community_id, subject=f"case:{case.uid}", content=answer.reason)
    record_case(
        case,
        actor,
        "case.answered",
        {"answer": answer.uid, "choice": answer.choice, "reason": sealed, "second": answer.second_id is not None},
    )
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
