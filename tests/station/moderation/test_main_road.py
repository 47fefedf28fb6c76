"""The road everything stands on: an item in, a decision out, an appeal to somebody else, everything undone."""

from __future__ import annotations

import pytest

from linli.station.desk import selectors as desk
from linli.station.desk import services as desk_services
from linli.station.ledger import selectors as ledger
from linli.station.moderation import selectors, services
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Forbidden
from tests.station.factories import People, submit


def test_a_clean_item_is_visible_and_has_no_decision(people: People) -> None:
    done = submit(people.forum, "今天的讲座很好")
    assert (done.item.state, done.decision, done.notice) == ("visible", None, None)


def test_a_hold_has_reasons_a_notice_and_a_case(people: People) -> None:
    done = submit(people.forum, "你这个笨蛋")
    assert done.item.state == "held"
    assert done.decision is not None
    assert done.decision.statement.clause == "2.1"
    assert done.decision.statement.spans == [[3, 5]]
    assert done.notice is not None
    page = selectors.notice_page(community_id=people.forum.community_id, code=done.notice.code)
    assert page.decision == done.decision
    assert page.can_appeal
    [case] = desk.queue(actor=people.reviewer)
    assert (case.kind, case.subject_id) == ("review", done.item.uid)


def test_report_to_answer_to_appeal_to_reversal(people: People) -> None:
    community_id = people.forum.community_id
    item = submit(people.forum, "你们都不行").item
    receipt = services.report_create(actor=people.visitor, category="abuse", item=item, source="203.0.113.9")

    case = desk_services.case_take(actor=people.reviewer, number=receipt.case_number)
    desk_services.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="这句话辱骂了其他居民",
        values={"category": "abuse", "action": "remove"},
    )
    item.refresh_from_db()
    assert item.state == "removed"
    followed = desk.followed(desk.submission_by_code(community_id=community_id, code=receipt.code))
    assert followed.answer is not None
    assert followed.answer.choice == "uphold"

    [decision] = selectors.decisions(actor=people.lead)
    told = selectors.notice_of(decision)
    assert told is not None
    appeal = services.appeal_create(actor=people.visitor, code=told.code, text="这是一句玩笑话")
    with pytest.raises(Forbidden):
        desk_services.case_take(actor=people.reviewer, number=appeal.case_number)
    case = desk_services.case_take(actor=people.other, number=appeal.case_number)
    desk_services.case_answer(
        actor=people.other, number=case.number, version=case.version, choice="overturned", reason="语境是朋友间的玩笑"
    )

    item.refresh_from_db()
    assert item.state == "visible"
    followed = desk.followed(desk.submission_by_code(community_id=community_id, code=receipt.code))
    assert followed.answer is not None
    assert followed.answer.overturned
    kinds = [n.kind for n in notices.notices_of_account(community_id=community_id, account=item.author.uid)]
    assert sorted(kinds) == ["case.given", "decision.made", "decision.reversed"]
    recorded = [row.kind for row in ledger.rows_of(community_id=community_id)]
    for kind in (
        "item.submitted",
        "submission.created",
        "case.opened",
        "case.taken",
        "decision.made",
        "case.answered",
    ):
        assert kind in recorded
    assert recorded.count("decision.reversed") == 1
