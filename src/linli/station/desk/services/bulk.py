"""One answer for many cases alike: looked at first, given once, taken back in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from linli.station.desk import kinds, rules
from linli.station.desk.models import Bulk, Case
from linli.station.desk.services.answers import case_answer, case_reverse
from linli.station.desk.services.cases import case_locked, reason_checked
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text

MOST = 100


@dataclass(frozen=True, slots=True)
class Pick:
    """A case as it was seen."""

    number: int
    version: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a bulk answer would do to one case; `refused` says why it would not be answered."""

    number: int
    title: str
    refused: LinliError | None


def bulk_preview(
    *, actor: Actor, picks: Sequence[Pick], choice: str, reason: str, values: Mapping[str, str]
) -> list[Foreseen]:
    """Case by case what `bulk_answer` would do; nothing is changed."""
    require(actor, "case.answer", actor.community_id)
    reason_checked(reason)
    _few(picks)
    return [_foreseen(actor, pick, choice, reason, values) for pick in picks]


def bulk_answer(
    *, actor: Actor, picks: Sequence[Pick], choice: str, reason: str, values: Mapping[str, str]
) -> tuple[Bulk, list[Foreseen]]:
    """Answers each case that can be answered so; those that cannot are told with their reason and stay as they are.

    A case of danger and an answer that takes two people are never answered in bulk.
    """
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    _few(picks)
    if actor.user_id is None:
        raise NotFound(Text("请先登录。", "Please sign in."))
    with writing(actor.community_id):
        made = Bulk.objects.create(community_id=actor.community_id, choice=choice, reason=text, by_id=actor.user_id)
        done = [_one(actor, pick, choice, text, values, made.pk) for pick in picks]
        answered = sum(one.refused is None for one in done)
        _record(
            actor, made, "bulk.answered", {"choice": choice, "answered": answered, "refused": len(done) - answered}
        )
    return made, done


def bulk_reverse(*, actor: Actor, uid: str, reason: str) -> list[Foreseen]:
    """Takes every answer of a bulk back that is still in force: one's own, or any for a lead."""
    require(actor, "case.answer", actor.community_id)
    text = reason_checked(reason)
    with writing(actor.community_id):
        found = Bulk.objects.filter(community_id=actor.community_id, uid=uid).first()
        if found is None:
            raise NotFound(Text("没有这一批。", "There is no such bulk."), field="bulk", value=uid)
        if found.by_id != actor.user_id:
            require(actor, "case.reverse", actor.community_id)
        numbers = found.answers.filter(reversed_at=None).values_list("case__number", flat=True).order_by("pk")
        done = [_back(actor, number, text) for number in numbers]
        found.reversed_at, found.reversed_by_id = timezone.now(), actor.user_id
        found.save(update_fields=["reversed_at", "reversed_by"])
        _record(actor, found, "bulk.reversed", {"reversed": sum(one.refused is None for one in done)})
    return done


def _foreseen(actor: Actor, pick: Pick, choice: str, reason: str, values: Mapping[str, str]) -> Foreseen:
    with writing(actor.community_id), transaction.atomic():
        found = _one(actor, pick, choice, reason, values, None)
        transaction.set_rollback(True)
    return found


def _one(
    actor: Actor, pick: Pick, choice: str, reason: str, values: Mapping[str, str], bulk_id: int | None
) -> Foreseen:
    title = ""
    try:
        with transaction.atomic():
            case = case_locked(actor, pick.number)
            rules.may_handle(actor, case)
            title = case.title
            _plain_enough(case, choice, values)
            case_answer(
                actor=actor,
                number=pick.number,
                version=pick.version,
                choice=choice,
                reason=reason,
                values=values,
                bulk_id=bulk_id,
            )
    except LinliError as refused:
        return Foreseen(pick.number, title, refused)
    return Foreseen(pick.number, title, None)


def _back(actor: Actor, number: int, reason: str) -> Foreseen:
    try:
        with transaction.atomic():
            case = case_reverse(actor=actor, number=number, reason=reason)
    except LinliError as refused:
        return Foreseen(number, "", refused)
    return Foreseen(number, case.title, None)


def _plain_enough(case: Case, choice: str, values: Mapping[str, str]) -> None:
    if case.danger or kinds.kind(case.kind).choice(choice).two(values):
        raise LinliError(
            Text("这一件要单独处理。", "This one is to be handled by itself."), field="case", value=case.number
        )


def _few(picks: Sequence[Pick]) -> None:
    if not 1 <= len(picks) <= MOST:
        raise LinliError(
            Text(f"请选 1 至 {MOST} 件。", f"Choose 1 to {MOST} cases."), field="cases", value=len(picks)
        )


def _record(actor: Actor, bulk: Bulk, kind: str, data: dict[str, object]) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="bulk",
        object_id=bulk.uid,
        data=data,
    )
