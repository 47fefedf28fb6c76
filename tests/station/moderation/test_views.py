"""The public pages of moderation: reporting, the notice, the appeal, the rules."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from linli.station.desk import selectors as desk
from linli.station.desk import services as desk_services
from linli.station.desk.models import Submission
from linli.station.moderation import services
from linli.station.notifications import selectors as notices
from tests.station.factories import POLICY, People, community_make, people_make, submit
from tests.station.pages import sign_in

pytestmark = pytest.mark.usefixtures("people")


def report(client: Client, *, quote: str = "你等着瞧", start: str = "/report/", **more: str) -> str:
    """Walks the four steps; the address of the receipt."""
    client.get(start)
    given = {"category": "abuse", "quote": quote, **more}
    assert client.post("/report/", given)["Location"] == "/report/2/"
    assert client.post("/report/2/", given)["Location"] == "/report/3/"
    assert client.post("/report/3/", given)["Location"] == "/report/4/"
    return str(client.post("/report/4/")["Location"])


def test_four_steps_end_in_a_receipt_that_opens_the_case(client: Client) -> None:
    address = report(client, text="昨天开始的")
    page = client.get(address).content.decode()
    code = address.split("/")[2]
    assert re.search(rf"{code[:4]}-{code[4:8]}-{code[8:]}", page)
    assert "承诺" in page
    followed = client.get(f"/cases/{code}/").content.decode()
    assert "昨天开始的" in followed
    assert "你等着瞧" in followed


def test_a_report_is_anonymous_unless_the_person_says_otherwise(client: Client, people: People) -> None:
    sign_in(client, people.member)
    report(client)
    assert Submission.objects.get().submitter_id is None
    report(client, quote="另一句话", named="yes")
    assert Submission.objects.order_by("-pk")[0].submitter_id == people.member.user_id


def test_going_back_keeps_what_was_typed(client: Client) -> None:
    client.post("/report/", {"category": "threat", "minors": "on"})
    assert client.post("/report/2/", {"quote": "半句话", "back": "1"})["Location"] == "/report/"
    assert 'value="threat" id="id_category_2" checked' in client.get("/report/").content.decode()
    assert "半句话" in client.get("/report/2/").content.decode()


def test_an_error_keeps_what_was_typed_and_names_its_field(client: Client) -> None:
    client.post("/report/", {"category": "threat"})
    answer = client.post("/report/2/", {"quote": "", "url": ""})
    assert answer.status_code == 422
    assert 'href="#id_quote"' in answer.content.decode()
    long = client.post("/report/2/", {"quote": "长" * 2001})
    assert long.status_code == 422
    assert "长" * 2001 in long.content.decode()


def test_a_step_that_is_not_reached_leads_back(client: Client) -> None:
    assert client.get("/report/4/")["Location"] == "/report/"
    client.post("/report/", {"category": "threat"})
    assert client.get("/report/4/")["Location"] == "/report/2/"


def test_a_report_from_a_post_names_its_item(client: Client, people: People) -> None:
    item = submit(people.forum, "今天菜价真不错").item
    assert "今天菜价真不错" in client.get(f"/report/?item={item.uid}").content.decode()
    report(client, quote="", start=f"/report/?item={item.uid}")
    assert Submission.objects.get().subject_id == item.uid


def test_a_hidden_item_can_be_reported_and_is_not_shown(client: Client, people: People) -> None:
    item = submit(people.forum, "你这个笨蛋").item
    page = client.get(f"/report/?item={item.uid}").content.decode()
    assert "笨蛋" not in page
    assert "已经找到它了" in page


def test_an_item_of_another_community_is_not_found(client: Client) -> None:
    other = people_make(community_make(slug="other"))
    item = submit(other.forum, "别的社区的话").item
    assert "别的社区的话" not in client.get(f"/report/?item={item.uid}").content.decode()


def test_a_flood_is_told_when_to_come_back_and_loses_nothing(client: Client, people: People) -> None:
    for number in range(60):
        services.report_create(actor=people.visitor, category="abuse", quote=f"第 {number} 句", source="127.0.0.1")
    client.post("/report/", {"category": "abuse"})
    client.post("/report/2/", {"quote": "再一句"})
    client.post("/report/3/", {})
    answer = client.post("/report/4/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "再一句" in answer.content.decode()


def notice_code(people: People, text: str = "你这个笨蛋") -> str:
    told = submit(people.forum, text).notice
    assert told is not None
    return told.code


def test_the_notice_says_what_why_who_and_how_to_appeal(client: Client, people: People) -> None:
    page = client.get(f"/n/{notice_code(people)}/").content.decode()
    for words in ("暂缓展示", "<mark", "笨蛋", "公约第 2.1 条", "规则自动判断", "/appeal/", "/rules/abuse-words/"):
        assert words in page


def test_a_notice_offers_a_lesson_and_leads_to_it(client: Client, people: People) -> None:
    page = client.get(f"/n/{notice_code(people)}/").content.decode()
    assert "良言一句三冬暖" in page
    assert '"/learn/kind-words/"' in page
    assert client.get("/learn/kind-words/").status_code == 200


def test_the_statement_for_machines_has_the_act_s_fields(client: Client, people: People) -> None:
    found = json.loads(client.get(f"/n/{notice_code(people)}/statement.json").content)
    assert found["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert found["automated_decision"] == "AUTOMATED_DECISION_FULLY"
    assert found["action"] == "hold"


def test_an_unknown_notice_is_not_found(client: Client, people: People) -> None:
    code = notice_code(people)
    assert client.get(f"/n/{'X' * 28}/").status_code == 404
    community_make(slug="other")
    assert client.get(f"/c/other/n/{code}/").status_code == 404


def test_an_appeal_gives_a_receipt_and_is_once(client: Client, people: People) -> None:
    code = notice_code(people)
    assert client.post(f"/n/{code}/appeal/", {"text": ""}).status_code == 422
    answer = client.post(f"/n/{code}/appeal/", {"text": "我是在说自己笨"})
    assert "/receipt/" in answer["Location"]
    assert "申诉已收到" in client.get(f"/n/{code}/").content.decode()
    assert client.get(f"/n/{code}/appeal/")["Location"] == f"/n/{code}/"


def test_a_reversed_decision_says_so(client: Client, people: People) -> None:
    code = notice_code(people)
    [case] = desk.queue(actor=people.reviewer)
    desk_services.case_answer(
        actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason="是在说自己"
    )
    assert "这项处置已经撤销" in client.get(f"/n/{code}/").content.decode()


def test_rules_show_every_clause_with_real_counts(client: Client, people: People) -> None:
    notice_code(people)
    page = client.get("/rules/").content.decode()
    assert 'id="clause-2.1"' in page
    assert "不发广告" in page
    assert "本月依据这一条处置 1 次" in page
    assert "severity[&quot;abuse&quot;]" in client.get("/rules/abuse-words/").content.decode()
    assert client.get("/rules/nothing/").status_code == 404


def test_the_document_is_what_was_published(client: Client) -> None:
    assert client.get("/rules/documents/test@1.0.0/").content.decode() == POLICY


def test_a_notice_of_an_answer_leads_to_the_case(client: Client, people: People) -> None:
    services.report_create(actor=people.member, category="abuse", quote="你等着瞧")
    [case] = desk.queue(actor=people.reviewer)
    desk_services.case_answer(
        actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason="是在说自己"
    )
    [told] = notices.notices_mine(actor=people.member)
    page = client.get(notices.notice_path(told)).content.decode()
    assert "没有发现违反公约" in page
    link = re.search(r'href="(/cases/[A-Z0-9]{12}/)"', page)
    assert link
    assert client.get(link.group(1)).status_code == 200
    assert client.get(f"{notices.notice_path(told)}appeal/").status_code == 404


def test_a_notice_of_help_shows_where_help_is(client: Client, people: People) -> None:
    page = client.get(f"/n/{notice_code(people, '有点想不开')}/").content.decode()
    assert 'href="tel:12356"' in page


@pytest.mark.parametrize("path", ["/report/", "/rules/", "/transparency/", "/cases/"])
def test_pages_answer_head_as_they_answer_get(client: Client, path: str) -> None:
    assert client.head(path).status_code == 200
