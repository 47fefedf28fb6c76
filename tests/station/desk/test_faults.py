"""What goes wrong at a desk: two on one case, a decision inside a reversal, clocks that jump, own appeals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from linli.station.desk import kinds, services
from linli.station.desk.models import Answer, Case, Proposal
from linli.station.desk.services import Conflict
from linli.station.ledger import chain
from linli.station.ledger import selectors as ledger
from linli.station.moderation import services as moderation
from linli.station.moderation.models import Decision, Item
from linli.station.moderation.selectors import notice_of
from linli.station.notifications.models import Notice
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.vocabulary import LinliError
from tests.station.factories import People, item_make
from tests.station.pages import signed_in

REMOVE = {"category": "abuse", "action": "remove"}


def report(people: People) -> Case:
    item = item_make(people.forum)
    made = moderation.report_create(actor=people.visitor, category="abuse", item=item, source="192.0.2.1")
    return Case.objects.get(number=made.case_number)


def answer(actor: Actor, case: Case, choice: str = "uphold", version: int = 0) -> Answer | Proposal:
    seen = version or Case.objects.get(pk=case.pk).version
    values = REMOVE if choice == "uphold" else {}
    return services.case_answer(
        actor=actor, number=case.number, version=seen, choice=choice, reason="看过原文和上文了", values=values
    )


# Two reviewers on one case ------------------------------------------------------------------------------------------


def test_of_two_who_answer_the_same_case_the_second_is_told(people: People) -> None:
    case = report(people)
    seen = case.version
    answer(people.reviewer, case, version=seen)
    with pytest.raises(Conflict):
        answer(people.other, case, "dismiss", version=seen)
    assert Answer.objects.get().by_id == people.reviewer.user_id
    assert Item.objects.get().state == "removed"


def test_of_two_who_confirm_one_proposal_the_second_is_told(people: People) -> None:
    case = report(people)
    services.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="反复辱骂邻居",
        values={**REMOVE, "pause_days": "7"},
    )
    seen = Case.objects.get().version
    services.proposal_confirm(actor=people.other, number=case.number, version=seen)
    with pytest.raises(LinliError):
        services.proposal_confirm(actor=people.lead, number=case.number, version=seen)
    assert Decision.objects.count() == 2
    with pytest.raises(LinliError):
        services.proposal_return(actor=people.lead, number=case.number, reason="其实不该暂停")


# A decision in the middle of a reversal -----------------------------------------------------------------------------


def test_a_reversal_that_fails_half_way_changes_nothing(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    case = report(people)
    answer(people.reviewer, case)
    rows = ledger.rows_of(community_id=case.community_id).count()
    notices = Notice.objects.count()

    def broken(*_args: object, **_more: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("linli.station.desk.services.answers.tell_taken_back", broken)
    with pytest.raises(OSError, match="disk"):
        services.case_reverse(actor=people.reviewer, number=case.number, reason="看错了上下文")
    assert Item.objects.get().state == "removed"
    assert Answer.objects.get().reversed_at is None
    assert (ledger.rows_of(community_id=case.community_id).count(), Notice.objects.count()) == (rows, notices)


def test_a_decision_that_comes_while_one_is_taken_back_finds_the_case_changed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second reviewer's answer arrives inside the reversal: it is refused, and the reversal is whole."""
    case = report(people)
    answer(people.reviewer, case)
    seen = Case.objects.get().version
    caught: list[LinliError] = []
    undo = kinds.kind("report").choice("uphold").undo

    def meanwhile(act: kinds.Act, effect: object) -> None:
        undo(act, effect)  # type: ignore[arg-type]
        try:
            with transaction.atomic():
                answer(people.other, case, "dismiss", version=seen)
        except LinliError as refused:
            caught.append(refused)

    choice = kinds.kind("report").choice("uphold")
    changed = kinds.Choice(choice.id, choice.name, choice.outcome, choice.fields, choice.effect, meanwhile)
    monkeypatch.setattr(kinds.Kind, "choice", lambda self, id: changed if id == "uphold" else choice)
    services.case_reverse(actor=people.reviewer, number=case.number, reason="看错了上下文")
    assert isinstance(caught[0], Conflict)
    assert (Item.objects.get().state, Case.objects.get().state) == ("visible", "new")
    assert Answer.objects.filter(reversed_at=None).count() == 0


def test_an_appeal_under_way_is_closed_when_its_decision_is_reversed_and_its_author_hears(people: People) -> None:
    case = report(people)
    answer(people.reviewer, case)
    told = notice_of(Decision.objects.get())
    assert told is not None
    moderation.appeal_create(actor=people.visitor, code=told.code, text="我没有骂人")
    appeal = Case.objects.get(kind="appeal")
    services.case_take(actor=people.other, number=appeal.number)
    services.case_reverse(actor=people.reviewer, number=case.number, reason="看错了上下文")
    with pytest.raises(Conflict):
        answer(people.other, appeal, "upheld")
    assert Case.objects.get(pk=appeal.pk).closed_why == "reversed"
    assert Notice.objects.filter(kind="case.closed").exists()


# Clocks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=-1), timedelta(days=400)])
def test_a_clock_that_jumps_loses_nothing_and_tells_nobody_twice(people: People, jump: timedelta) -> None:
    case = report(people)
    services.case_hold(actor=people.reviewer, number=case.number, reason="等当事人补充截图")
    now = timezone.now()
    moments = [now, now + jump, now, now + jump, now]
    for moment in moments:
        services.desk_tick(community_id=case.community_id, now=moment)
    found = Case.objects.get(pk=case.pk)
    assert found.state in {"held", "taken"}
    assert found.taken_by_id == people.reviewer.user_id
    onces = list(Notice.objects.values_list("once", flat=True))
    assert len(onces) == len(set(onces))
    kinds_told = [n.kind for n in Notice.objects.filter(user_id=people.lead.user_id)]
    assert kinds_told.count("case.late") <= 1
    rows = [row.sequence for row in ledger.rows_of(community_id=case.community_id)]
    assert rows == list(range(1, len(rows) + 1))
    assert chain.GENESIS


def test_a_lock_from_a_clock_that_was_ahead_does_not_bar_for_long(people: People) -> None:
    case = report(people)
    services.case_take(actor=people.reviewer, number=case.number)
    Case.objects.update(taken_until=timezone.now() + timedelta(days=400))
    with pytest.raises(Conflict):
        services.case_take(actor=people.other, number=case.number)
    services.case_release(actor=people.lead, number=case.number)
    assert services.case_take(actor=people.other, number=case.number).taken_by_id == people.other.user_id


# One's own appeal ---------------------------------------------------------------------------------------------------

Route = Callable[[Actor, Case], object]
BARRED: dict[str, Route] = {
    "take": lambda actor, case: services.case_take(actor=actor, number=case.number),
    "hold": lambda actor, case: services.case_hold(actor=actor, number=case.number, reason="先放一放再说"),
    "answer": lambda actor, case: answer(actor, case, "upheld"),
    "overturn": lambda actor, case: answer(actor, case, "overturned"),
    "confirm": lambda actor, case: services.proposal_confirm(actor=actor, number=case.number, version=case.version),
    "return": lambda actor, case: services.proposal_return(actor=actor, number=case.number, reason="不同意这样"),
    "assign": lambda actor, case: services.case_assign(actor=actor, number=case.number, user_id=actor.user_id or 0),
    "reverse": lambda actor, case: services.case_reverse(actor=actor, number=case.number, reason="撤回看看吧"),
    "note": lambda actor, case: services.note_write(actor=actor, number=case.number, text="是我办的，没问题"),
}
PAGES = ("", "take/", "hold/", "assign/", "note/", "confirm/", "return/", "reverse/", "ask/", "calm/", "step/")


@pytest.fixture(params=["reviewer", "lead", "keeper"])
def decider(people: People, request: pytest.FixtureRequest) -> Actor:
    found: Actor = getattr(people, request.param)
    return found


def appealed(people: People, decider: Actor) -> Case:
    case = report(people)
    answer(decider, case)
    told = notice_of(Decision.objects.get())
    assert told is not None
    moderation.appeal_create(actor=people.visitor, code=told.code, text="我没有骂人")
    return Case.objects.get(kind="appeal")


def test_nobody_decides_the_appeal_from_their_own_decision_by_any_service(people: People, decider: Actor) -> None:
    appeal = appealed(people, decider)
    for name, route in BARRED.items():
        with pytest.raises((Forbidden, NotFound, LinliError)) as refused:
            route(decider, Case.objects.get(pk=appeal.pk))
        assert refused.value, name
    pick = [services.Pick(appeal.number, appeal.version)]
    _, done = services.bulk_answer(actor=decider, picks=pick, choice="upheld", reason="一起维持原处置", values={})
    assert isinstance(done[0].refused, Forbidden)
    found = Case.objects.get(pk=appeal.pk)
    assert (found.state, found.taken_by_id) == ("new", None)
    assert not Answer.objects.filter(case=appeal).exists()


def test_nor_by_any_page(people: People, decider: Actor) -> None:
    appeal = appealed(people, decider)
    page = signed_in(decider)
    typed = {
        "answer": "upheld",
        "reason": "看过了没有问题",
        "version": str(appeal.version),
        "confirm": "1",
        "person": str(decider.user_id),
        "text": "你好",
        "step": "一步",
        "pick": f"{appeal.number}:{appeal.version}",
    }
    for path in PAGES:
        assert page.post(f"/desk/{appeal.number}/{path}", typed).status_code in {403, 404}, path
    page.post("/desk/bulk/", typed)
    assert page.get(f"/desk/{appeal.number}/").status_code == 403
    assert Case.objects.get(pk=appeal.pk).state == "new"
    assert not Answer.objects.filter(case=appeal).exists()


def test_nor_after_the_case_went_through_other_hands(people: People) -> None:
    """Taken back and answered again by another: the first decider stays barred from the appeal."""
    case = report(people)
    answer(people.reviewer, case, "dismiss")
    services.case_reverse(actor=people.lead, number=case.number, reason="这一句确实伤人")
    answer(people.other, case)
    told = notice_of(Decision.objects.get())
    assert told is not None
    moderation.appeal_create(actor=people.visitor, code=told.code, text="我没有骂人")
    appeal = Case.objects.get(kind="appeal")
    for barred in (people.reviewer, people.other):
        with pytest.raises(Forbidden):
            services.case_take(actor=barred, number=appeal.number)
    services.case_take(actor=people.second_lead, number=appeal.number)
