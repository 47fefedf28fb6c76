"""Appeals: from the notice, once, decided by somebody who had no part in it, and undone in one step where right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.station.desk import selectors as desk
from linli.station.desk import services as desk_services
from linli.station.desk.models import Answer, Case
from linli.station.ledger.models import Row
from linli.station.moderation import selectors, services
from linli.station.moderation.models import Account, Decision, Item, Source
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.vocabulary import Action, LinliError
from tests.station.factories import People, item_make, submit

UPHOLD = {"category": "abuse", "action": "remove"}


def answer(actor: Actor, number: int, choice: str, values: dict[str, str] | None = None) -> Answer:
    case = Case.objects.get(community_id=actor.community_id, number=number)
    return desk_services.case_answer(
        actor=actor,
        number=number,
        version=case.version,
        choice=choice,
        reason="看过前后文之后",
        values=values or {},
    )


def code_of(decision: Decision) -> str:
    told = selectors.notice_of(decision)
    assert told is not None
    return told.code


def appeal(people: People, decision: Decision) -> desk_services.Receipt:
    return services.appeal_create(actor=people.visitor, code=code_of(decision), text="我不是这个意思")


@pytest.fixture
def item(people: People) -> Item:
    return item_make(people.forum)


@pytest.fixture
def removed(people: People, item: Item) -> Decision:
    """An item that the reviewer removed after a member's report."""
    number = services.report_create(actor=people.member, category="abuse", item=item).case_number
    answer(people.reviewer, number, "uphold", UPHOLD)
    return Decision.objects.get()


def test_an_appeal_has_a_receipt_and_a_dated_promise(people: People, removed: Decision) -> None:
    receipt = appeal(people, removed)
    assert receipt.promised_at > timezone.now() + timedelta(days=2)
    page = selectors.notice_page(community_id=removed.community_id, code=code_of(removed))
    assert (page.appeal, page.can_appeal) == ("pending", False)
    assert appeal(people, removed).code == receipt.code


def test_who_decided_never_decides_the_appeal_whatever_their_role(people: People, item: Item) -> None:
    for decider in (people.reviewer, people.lead, people.keeper):
        new = item_make(people.forum)
        number = services.report_create(actor=people.member, category="abuse", item=new).case_number
        answer(decider, number, "uphold", UPHOLD)
        case_number = appeal(people, Decision.objects.get(item=new)).case_number
        with pytest.raises(Forbidden, match="part in this case"):
            desk_services.case_take(actor=decider, number=case_number)
        with pytest.raises(Forbidden, match="part in this case"):
            answer(decider, case_number, "upheld")
        with pytest.raises(Forbidden, match="part in this case"):
            desk_services.case_hold(actor=decider, number=case_number, reason="先放一放它")
        assert decider.user_id is not None
        with pytest.raises(Forbidden):
            desk_services.case_assign(actor=people.second_lead, number=case_number, user_id=decider.user_id)
        with pytest.raises(NotFound):
            desk.case_for(actor=decider, number=case_number)
        assert not desk.queue(actor=decider, kind="appeal").filter(number=case_number).exists()
    answer(people.other, case_number, "overturned")


def test_who_once_answered_the_case_is_kept_away_too(people: People, item: Item) -> None:
    number = services.report_create(actor=people.member, category="abuse", item=item).case_number
    answer(people.other, number, "dismiss")
    desk_services.case_reverse(actor=people.lead, number=number, reason="漏看了一句话")
    answer(people.reviewer, number, "uphold", UPHOLD)
    case_number = appeal(people, Decision.objects.get()).case_number
    for kept_away in (people.other, people.reviewer):
        with pytest.raises(Forbidden):
            answer(kept_away, case_number, "upheld")
    answer(people.second_lead, case_number, "upheld")


def test_who_decided_without_a_case_is_kept_away_too(people: People, item: Item) -> None:
    reason = {
        "rule": "",
        "clause": "2.1",
        "clause_title": {"zh": "不辱骂他人", "en": "Do not insult people"},
        "text": {"zh": "辱骂", "en": "An insult"},
        "action": "limit",
        "category": "abuse",
        "spans": [],
    }
    made = services.decision_make(
        actor=people.lead,
        action=Action.LIMIT,
        reasons=[reason],
        policy="test@1.0.0",
        source=Source.REVIEWER,
        item=item,
    )
    number = appeal(people, made).case_number
    with pytest.raises(Forbidden):
        answer(people.lead, number, "upheld")
    answer(people.reviewer, number, "overturned")


def test_who_decided_what_took_its_place_is_kept_away_too(people: People) -> None:
    labelled = submit(people.forum, "看广告")
    assert labelled.decision is not None
    number = appeal(people, labelled.decision).case_number
    report = services.report_create(actor=people.member, category="spam", item=labelled.item).case_number
    answer(people.reviewer, report, "uphold", UPHOLD)
    with pytest.raises(Forbidden):
        answer(people.reviewer, number, "upheld")
    answer(people.other, number, "overturned")
    labelled.item.refresh_from_db()
    assert labelled.item.state == "visible"


def test_staff_who_appeal_for_themselves_are_kept_away(people: People, removed: Decision) -> None:
    receipt = services.appeal_create(actor=people.lead, code=code_of(removed), text="这是我的帖子")
    with pytest.raises(Forbidden):
        answer(people.lead, receipt.case_number, "overturned")


def test_an_author_who_is_staff_is_kept_away(people: People, removed: Decision) -> None:
    Account.objects.update(user_id=people.keeper.user_id)
    case_number = appeal(people, removed).case_number
    with pytest.raises(Forbidden):
        answer(people.keeper, case_number, "overturned")


def test_upheld_leaves_everything_and_ends_it(people: People, item: Item, removed: Decision) -> None:
    receipt = appeal(people, removed)
    answer(people.other, receipt.case_number, "upheld")
    item.refresh_from_db()
    assert item.state == "removed"
    [newest, *_] = notices.notices_of_account(community_id=item.community_id, account=item.author.uid)
    assert (newest.kind, newest.body) == ("case.given", "由另一位审核员复核后，维持原处置。")
    with pytest.raises(LinliError, match="appealed and decided"):
        appeal(people, removed)


def test_overturned_undoes_all_and_tells_all(people: People, item: Item, removed: Decision) -> None:
    receipt = appeal(people, removed)
    answer(people.other, receipt.case_number, "overturned")
    item.refresh_from_db()
    removed.refresh_from_db()
    assert (item.state, removed.reversed_how) == ("visible", "appeal")
    report = Answer.objects.get(choice="uphold")
    assert report.overturned
    assert [n.kind for n in notices.notices_mine(actor=people.member)] == ["case.over", "case.given"]
    with pytest.raises(LinliError, match="reversed already"):
        appeal(people, removed)
    kinds = list(Row.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds.index("decision.reversed") < kinds.index("case.overturned") < len(kinds) - 1


def test_an_overturned_appeal_can_itself_be_taken_back(people: People, item: Item, removed: Decision) -> None:
    receipt = appeal(people, removed)
    answer(people.other, receipt.case_number, "overturned")
    desk_services.case_reverse(actor=people.other, number=receipt.case_number, reason="点错了按钮")
    item.refresh_from_db()
    removed.refresh_from_db()
    assert (item.state, removed.reversed_at) == ("removed", None)
    assert not Answer.objects.get(choice="uphold").overturned
    assert Case.objects.get(number=receipt.case_number).state == "new"
    answer(people.second_lead, receipt.case_number, "overturned")
    item.refresh_from_db()
    assert item.state == "visible"


def test_a_hold_confirmed_and_overturned_clears_the_author_altogether(people: People) -> None:
    held = submit(people.forum, "你这个笨蛋")
    review = Case.objects.get()
    answer(people.reviewer, review.number, "uphold", {"category": "abuse", "action": "limit"})
    held.item.refresh_from_db()
    assert held.item.state == "limited"
    limit = Decision.objects.get(action="limit")
    assert limit.statement.automated_decision == "AUTOMATED_DECISION_PARTIALLY"
    assert limit.statement.spans == [[3, 5]]
    assert held.decision is not None
    with pytest.raises(LinliError, match="Another decision took its place"):
        appeal(people, held.decision)
    answer(people.other, appeal(people, limit).case_number, "overturned")
    held.item.refresh_from_db()
    assert held.item.state == "visible"
    assert not selectors.decisions_in_force(item=held.item)


def test_a_reviewers_slip_puts_the_hold_back(people: People) -> None:
    held = submit(people.forum, "你这个笨蛋")
    number = Case.objects.get().number
    answer(people.reviewer, number, "uphold", UPHOLD)
    desk_services.case_reverse(actor=people.reviewer, number=number, reason="处置选错了")
    held.item.refresh_from_db()
    assert held.item.state == "held"
    answer(people.reviewer, number, "dismiss")
    held.item.refresh_from_db()
    assert held.item.state == "visible"
    desk_services.case_reverse(actor=people.reviewer, number=number, reason="又看了一遍")
    held.item.refresh_from_db()
    assert held.item.state == "held"


def test_an_appeal_of_a_hold_that_comes_before_its_review(people: People) -> None:
    held = submit(people.forum, "你这个笨蛋")
    assert held.decision is not None
    receipt = appeal(people, held.decision)
    review = Case.objects.get(kind="review")
    assert desk.queue(actor=people.reviewer, kind="appeal").exists()
    answer(people.reviewer, review.number, "uphold", UPHOLD)
    assert not desk.queue(actor=people.reviewer, kind="appeal").exists()
    assert desk.queue(actor=people.other, kind="appeal").exists()
    with pytest.raises(Forbidden):
        answer(people.reviewer, receipt.case_number, "upheld")
    answer(people.other, receipt.case_number, "overturned")
    held.item.refresh_from_db()
    assert held.item.state == "visible"
    assert Answer.objects.get(case=review).overturned


def test_an_appeal_decided_before_the_review_closes_it(people: People) -> None:
    held = submit(people.forum, "你这个笨蛋")
    assert held.decision is not None
    answer(people.reviewer, appeal(people, held.decision).case_number, "overturned")
    review = Case.objects.get(kind="review")
    assert (review.state, review.closed_why) == ("closed", "reversed")


def test_a_reversal_closes_an_appeal_under_way_and_says_why(people: People, removed: Decision) -> None:
    receipt = appeal(people, removed)
    number = Case.objects.get(kind="report").number
    desk_services.case_reverse(actor=people.reviewer, number=number, reason="看错了上下文")
    followed = desk.followed(desk.submission_by_code(community_id=removed.community_id, code=receipt.code))
    assert followed.state == "closed"
    assert followed.closed is not None
    assert "已经撤销" in followed.closed.zh


def test_too_late_and_over(people: People, removed: Decision) -> None:
    Decision.objects.update(created=timezone.now() - timedelta(days=200))
    with pytest.raises(LinliError, match="half a year"):
        appeal(people, removed)
    Decision.objects.update(expires_at=timezone.now() - timedelta(days=1))
    with pytest.raises(LinliError, match="is over"):
        appeal(people, removed)


@pytest.mark.parametrize("code", ["", "23456", "不是编号", "2" * 28])
def test_a_wrong_code_opens_nothing(people: People, removed: Decision, code: str) -> None:
    with pytest.raises(NotFound):
        selectors.notice_page(community_id=removed.community_id, code=code)
    with pytest.raises(NotFound):
        services.appeal_create(actor=people.visitor, code=code, text="我不同意")


def test_an_appeal_says_why(people: People, removed: Decision) -> None:
    with pytest.raises(LinliError) as refused:
        services.appeal_create(actor=people.visitor, code=code_of(removed), text=" ")
    assert refused.value.field == "text"


def test_a_notice_about_an_answer_cannot_be_appealed(people: People, removed: Decision) -> None:
    [told] = notices.notices_mine(actor=people.member)
    with pytest.raises(NotFound, match="no decision"):
        services.appeal_create(actor=people.visitor, code=notices.notice_code(told), text="我不同意")
