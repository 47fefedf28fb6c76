"""The pages of the desk: following by a code, the queue, one case."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from linli.station.desk import selectors as desk
from linli.station.desk import services as desk_services
from linli.station.desk.models import Answer, Case
from linli.station.moderation import services
from linli.station.moderation.models import Decision, Item
from linli.station.moderation.panels import CLEARED
from linli.station.moderation.selectors import notice_of
from linli.station.notifications.models import Notice
from linli.station.people.models import User
from tests.station.factories import People, community_make, submit
from tests.station.pages import signed_in

pytestmark = pytest.mark.usefixtures("people")
REASON = "结合上文看，这是在说事。"


def reported(people: People, **more: object) -> str:
    given = {"category": "abuse", "quote": "你等着瞧", "source": "203.0.113.9", **more}
    return services.report_create(actor=people.visitor, **given).code  # type: ignore[arg-type]


def held(people: People) -> Case:
    item = submit(people.forum, "你这个笨蛋").item
    return Case.objects.get(subject_id=item.uid)


def answer(case: Case, what: str = "dismiss", **more: str) -> dict[str, str]:
    return {"answer": what, "reason": REASON, "version": str(case.version), "category": "abuse", **more}


# Following by a code ---------------------------------------------------------------------------------------------


def test_a_code_is_read_as_people_type_it(client: Client, people: People) -> None:
    code = reported(people)
    typed = f" {code[:4].lower()} {code[4:8]}－{code[8:].lower()} "
    assert client.post("/cases/", {"code": typed})["Location"] == f"/cases/{code}/"


@pytest.mark.parametrize("typed", ["", "ABCD", "0O1I-LLLL-0000", "一二三四五六七八九十十一"])
def test_a_code_that_cannot_be_one_stays_in_the_field(client: Client, typed: str) -> None:
    page = client.post("/cases/", {"code": typed})
    assert page.status_code == 422
    assert typed in page.content.decode()
    assert 'href="#id_code"' in page.content.decode()


def test_an_unknown_code_in_the_address_leads_to_the_form(client: Client) -> None:
    page = client.get("/cases/ABCDEFGH2345/")
    assert page.status_code == 404
    assert 'name="code"' in page.content.decode()


def test_a_code_of_another_community_opens_nothing(client: Client, people: People) -> None:
    community_make(slug="other")
    assert client.get(f"/c/other/cases/{reported(people)}/").status_code == 404


def test_the_road_from_received_to_answered(client: Client, people: People) -> None:
    code = reported(people)
    assert "排队中" in client.get(f"/cases/{code}/").content.decode()
    [case] = desk.queue(actor=people.reviewer)
    desk_services.case_take(actor=people.reviewer, number=case.number)
    assert "正在处理" in client.get(f"/cases/{code}/").content.decode()
    case.refresh_from_db()
    desk_services.case_answer(
        actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason=REASON
    )
    page = client.get(f"/cases/{code}/").content.decode()
    assert "没有发现违反公约" in page
    assert REASON in page
    assert User.objects.get(pk=people.reviewer.user_id).username not in page


def test_messages_go_both_ways(client: Client, people: People) -> None:
    code = reported(people)
    client.post(f"/cases/{code}/", {"say": "message", "text": "他又发了一次"})
    [case] = desk.queue(actor=people.reviewer)
    reviewer = signed_in(people.reviewer)
    page = reviewer.get(f"/desk/{case.number}/").content.decode()
    assert "他又发了一次" in page
    [sent] = desk.sent_to(actor=people.reviewer, case=case)
    reviewer.post(f"/desk/{case.number}/ask/", {"to": sent.uid, "text": "发在哪个群？"})
    assert "发在哪个群？" in client.get(f"/cases/{code}/").content.decode()


def test_an_empty_message_names_its_field(client: Client, people: People) -> None:
    page = client.post(f"/cases/{reported(people)}/", {"say": "message", "text": " "})
    assert page.status_code == 422
    assert 'href="#message_text"' in page.content.decode()


def answered(people: People) -> tuple[str, Case]:
    code = reported(people)
    case = desk.queue(actor=people.reviewer).order_by("-pk")[0]
    desk_services.case_answer(
        actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason=REASON
    )
    return code, case


def test_satisfaction_is_kept_and_may_be_changed(client: Client, people: People) -> None:
    code, _ = answered(people)
    client.post(f"/cases/{code}/", {"say": "score", "score": "2"})
    client.post(f"/cases/{code}/", {"say": "score", "score": "4"})
    assert re.search('value="4"[^>]* checked', client.get(f"/cases/{code}/").content.decode())


def test_not_solved_goes_to_somebody_else(client: Client, people: People) -> None:
    code, case = answered(people)
    bad = client.post(f"/cases/{code}/", {"say": "again", "reason": "嗯"})
    assert bad.status_code == 422
    client.post(f"/cases/{code}/", {"say": "again", "reason": "他换了个号继续骂"})
    assert "排队中" in client.get(f"/cases/{code}/").content.decode()
    assert [c.parent_id for c in desk.queue(actor=people.other)] == [case.pk]
    assert not desk.queue(actor=people.reviewer).exists()


def test_the_receipt_can_be_kept_as_a_picture(client: Client, people: People) -> None:
    code = reported(people)
    picture = client.get(f"/cases/{code}/receipt.svg")
    assert picture["Content-Type"].startswith("image/svg+xml")
    assert "attachment" in picture["Content-Disposition"]
    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in picture.content.decode()


# The queue -------------------------------------------------------------------------------------------------------


def test_the_queue_has_its_figures_and_filters(people: People) -> None:
    held(people)
    reported(people)
    reported(people, category="fraud", quote="恭喜中奖")
    page = signed_in(people.reviewer)
    everything = page.get("/desk/").content.decode()
    assert everything.count('data-label="承诺"') == 3
    assert page.get("/desk/?kind=review").content.decode().count('data-label="承诺"') == 1
    assert page.get("/desk/?category=fraud").content.decode().count('data-label="承诺"') == 1
    assert page.get("/desk/?state=mine").content.decode().count('data-label="承诺"') == 0
    assert page.get("/desk/?kind=nonsense&state=x&category=y&page=z").status_code == 200


def test_the_reviewer_reads_the_words_and_the_link_that_were_pasted(people: People) -> None:
    reported(people, quote="楼上天天半夜搬桌子", url="https://example.org/p/1")
    [case] = desk.queue(actor=people.reviewer)
    page = signed_in(people.reviewer).get(f"/desk/{case.number}/").content.decode()
    assert '<blockquote class="quote" data-harsh>楼上天天半夜搬桌子</blockquote>' in page
    assert '<p class="code">https://example.org/p/1</p>' in page


def test_a_case_past_its_promise_says_so_in_words(people: People) -> None:
    case = held(people)
    Case.objects.filter(pk=case.pk).update(promised_at=case.created - timedelta(days=2))
    assert "超期 2 天" in signed_in(people.reviewer).get("/desk/").content.decode()


def test_those_who_have_a_part_are_told_that_it_is_not_theirs(people: People) -> None:
    item = submit(people.forum, "今天菜价不错").item
    services.report_create(actor=people.reviewer, category="abuse", item=item)
    page = signed_in(people.reviewer)
    assert "另有 1 件与您有关" in page.get("/desk/").content.decode()
    refused = page.get(f"/desk/{Case.objects.get().number}/")
    assert refused.status_code == 403
    assert "须由另一个人处理" in refused.content.decode()
    assert "今天菜价不错" not in refused.content.decode()


# One case --------------------------------------------------------------------------------------------------------


def test_taking_shows_the_lock_and_keeps_others_out(people: People) -> None:
    case = held(people)
    mine, other = signed_in(people.reviewer), signed_in(people.other)
    mine.post(f"/desk/{case.number}/take/")
    assert "由您处理，锁定到" in mine.get(f"/desk/{case.number}/").content.decode()
    refused = other.get(f"/desk/{case.number}/")
    assert refused.status_code == 403
    assert "正在处理这个案件" in refused.content.decode()
    assert "锁定到" in refused.content.decode()
    mine.post(f"/desk/{case.number}/release/")
    assert other.get(f"/desk/{case.number}/").status_code == 200


def test_a_preview_shows_every_notice_and_changes_nothing(people: People) -> None:
    case = held(people)
    before = Notice.objects.count()
    page = signed_in(people.reviewer).post(f"/desk/{case.number}/", answer(case, "uphold:remove"))
    shown = page.content.decode()
    assert "给作者" in shown
    assert "您的内容不再展示" in shown
    assert REASON in shown
    case.refresh_from_db()
    assert (case.state, Notice.objects.count(), Answer.objects.count()) == ("new", before, 0)
    assert Item.objects.get().state == "held"


def test_confirming_answers_and_goes_to_the_next(people: People) -> None:
    case = held(people)
    reported(people)
    done = signed_in(people.reviewer).post(f"/desk/{case.number}/", answer(case, "uphold:remove", confirm="1"))
    assert done["Location"] == f"/desk/next/{case.number}/"
    assert Item.objects.get().state == "removed"
    assert Decision.objects.latest("pk").reasons[0]["text"]["zh"] == REASON


def test_editing_again_keeps_everything(people: People) -> None:
    case = held(people)
    page = signed_in(people.reviewer).post(f"/desk/{case.number}/", answer(case, "uphold:limit", edit="1"))
    assert REASON in page.content.decode()
    assert 'value="uphold:limit" id="id_answer_4" checked' in page.content.decode()


def test_a_reason_is_insisted_on_and_a_starter_is_one(people: People) -> None:
    case = held(people)
    page = signed_in(people.reviewer)
    assert page.post(f"/desk/{case.number}/", answer(case, reason="")).status_code == 422
    assert page.post(f"/desk/{case.number}/", answer(case, reason="好")).status_code == 422
    started = answer(case, reason="", starter=f"dismiss|{CLEARED[0].zh}")
    assert page.post(f"/desk/{case.number}/", started).status_code == 200


def test_a_change_meanwhile_keeps_the_typed_reason(people: People) -> None:
    case = held(people)
    typed = answer(case, "dismiss", confirm="1")
    services.report_create(actor=people.visitor, category="abuse", item=Item.objects.get(), source="203.0.113.7")
    page = signed_in(people.reviewer)
    changed = page.post(f"/desk/{case.number}/", typed)
    assert changed.status_code == 409
    shown = changed.content.decode()
    assert "这个案件刚刚有了变化" in shown
    assert REASON in shown
    assert Item.objects.get().state == "held"
    now = Case.objects.get()
    assert f'name="version" value="{now.version}"' in shown


def test_another_who_was_faster_is_named_and_the_reason_kept(people: People) -> None:
    case = held(people)
    typed = answer(case, "dismiss", confirm="1")
    first = signed_in(people.reviewer)
    second = signed_in(people.other)
    assert second.get(f"/desk/{case.number}/").status_code == 200
    first.post(f"/desk/{case.number}/take/")
    late = second.post(f"/desk/{case.number}/", typed)
    assert late.status_code in (403, 409)
    assert REASON in late.content.decode()


def test_holding_needs_a_reason_and_keeps_the_case(people: People) -> None:
    case = held(people)
    page = signed_in(people.reviewer)
    assert page.post(f"/desk/{case.number}/hold/", {"reason": "等"}).status_code == 422
    page.post(f"/desk/{case.number}/hold/", {"reason": "等提交人补充截图"})
    case.refresh_from_db()
    assert (case.state, case.taken_by_id) == ("held", people.reviewer.user_id)


def test_a_lead_takes_an_answer_back(people: People) -> None:
    case = held(people)
    signed_in(people.reviewer).post(f"/desk/{case.number}/", answer(case, "uphold:remove", confirm="1"))
    other = signed_in(people.other)
    assert other.post(f"/desk/{case.number}/reverse/", {"reason": "办错了，没看上文"}).status_code == 403
    lead = signed_in(people.lead)
    assert "撤回答复" in lead.get(f"/desk/{case.number}/").content.decode()
    lead.post(f"/desk/{case.number}/reverse/", {"reason": "办错了，没看上文"})
    assert Item.objects.get().state == "held"
    case.refresh_from_db()
    assert case.state == "new"


def test_an_appeal_shows_what_was_decided_and_keeps_the_decider_out(people: People) -> None:
    case = held(people)
    signed_in(people.reviewer).post(f"/desk/{case.number}/", answer(case, "uphold:remove", confirm="1"))
    code = code_of(Decision.objects.latest("pk"))
    services.appeal_create(actor=people.visitor, code=code, text="我在说自己")
    appeal = Case.objects.get(kind="appeal")
    assert signed_in(people.reviewer).get(f"/desk/{appeal.number}/").status_code == 403
    page = signed_in(people.other)
    shown = page.get(f"/desk/{appeal.number}/").content.decode()
    for words in ("我在说自己", "原来的处置", REASON, "当时的原文"):
        assert words in shown
    page.post(f"/desk/{appeal.number}/", answer(appeal, "overturned", confirm="1"))
    assert Item.objects.get().state == "visible"


def code_of(decision: Decision) -> str:
    told = notice_of(decision)
    assert told is not None
    return told.code


def test_a_member_is_refused_and_a_visitor_is_asked_to_sign_in(client: Client, people: People) -> None:
    case = held(people)
    for path in ("/desk/", f"/desk/{case.number}/", "/desk/next/"):
        assert client.get(path)["Location"].startswith("/accounts/login/?next=")
        assert signed_in(people.member).get(path).status_code == 403


def test_a_lead_gives_a_case_to_a_colleague_who_may_handle_it(people: People) -> None:
    case = held(people)
    services.report_create(actor=people.other, category="abuse", item=Item.objects.get())
    lead = signed_in(people.lead)
    page = lead.get(f"/desk/{case.number}/").content.decode()
    shown = page.partition('name="person"')[2].partition("</select>")[0]
    assert f'value="{people.reviewer.user_id}"' in shown
    assert f'value="{people.other.user_id}"' not in shown
    assert lead.post(f"/desk/{case.number}/assign/", {"person": str(people.other.user_id)}).status_code == 302
    case.refresh_from_db()
    assert case.taken_by_id is None
    lead.post(f"/desk/{case.number}/assign/", {"person": str(people.reviewer.user_id)})
    case.refresh_from_db()
    assert (case.state, case.taken_by_id) == ("taken", people.reviewer.user_id)
    reviewer, handed = signed_in(people.reviewer), {"person": str(people.lead.user_id), "note": "还差一份截图"}
    assert reviewer.post(f"/desk/{case.number}/assign/", handed).status_code == 302
    case.refresh_from_db()
    assert case.taken_by_id == people.lead.user_id
    assert "还差一份截图" in lead.get(f"/desk/{case.number}/").content.decode()
    assert reviewer.post(f"/desk/{case.number}/assign/", handed).status_code == 403


def test_more_cases_ask_no_more_of_the_database(people: People, django_assert_max_num_queries: object) -> None:
    for number in range(12):
        reported(people, quote=f"第 {number} 句", source=f"203.0.113.{number}")
    page = signed_in(people.reviewer)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert page.get("/desk/").content.decode().count('data-label="承诺"') == 12


def test_a_case_answered_meanwhile_says_by_whom_and_keeps_the_reason(people: People) -> None:
    case = held(people)
    typed = answer(case, "uphold:remove", confirm="1")
    User.objects.filter(pk=people.reviewer.user_id).update(display_name="林审核")
    signed_in(people.reviewer).post(f"/desk/{case.number}/", answer(case, reason="他在说自己，不违规", confirm="1"))
    late = signed_in(people.lead).post(f"/desk/{case.number}/", typed)
    assert late.status_code == 409
    assert "林审核" in late.content.decode()
    assert REASON in late.content.decode()
    assert Item.objects.get().state == "visible"
