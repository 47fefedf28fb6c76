"""The API's own road: an item in, its decision, a report, an appeal, and what each may see."""

from __future__ import annotations

from typing import Any

import pytest

from linli.station.desk import services as desk
from tests.station.api.conftest import Caller
from tests.station.factories import People

ITEM: dict[str, Any] = {
    "id": "c-1",
    "kind": "comment",
    "text": "你这个笨蛋",
    "author": {"id": "u-1", "name": "小林"},
    "context": {"title": "楼下的灯", "thread": ["灯坏了"], "target": "u-2"},
    "url": "http://forum.example/c-1",
}


def test_an_item_is_decided_and_its_author_can_read_why(forum: Caller) -> None:
    answer = forum("POST", "/items", ITEM)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["item"]["state"], body["decision"]["action"]) == ("held", "hold")
    assert body["decision"]["reasons"][0]["spans"] == [[3, 5]]
    assert body["notice"]["appeal_url"] == body["notice"]["url"] + "appeal/"
    assert forum("POST", "/items", ITEM).status_code == 200
    assert forum("GET", "/items/c-1").json() == forum("POST", "/items", ITEM).json()
    told = forum("GET", "/notices?account=u-1").json()["results"]
    assert [(n["code"], n["action"], n["item"]) for n in told] == [(body["notice"]["code"], "hold", "c-1")]


def test_another_text_is_a_new_version_assessed_again(forum: Caller) -> None:
    forum("POST", "/items", ITEM)
    answer = forum("POST", "/items", {**ITEM, "text": "谢谢你"})
    assert answer.status_code == 200
    assert (answer.json()["item"]["state"], answer.json()["item"]["version"]) == ("visible", 2)


def test_a_withdrawn_item_is_withdrawn_for_good_reads(forum: Caller) -> None:
    forum("POST", "/items", ITEM)
    assert forum("DELETE", "/items/c-1").json()["item"]["state"] == "withdrawn"
    assert forum("DELETE", "/items/c-1").status_code == 200
    assert forum("GET", "/items/c-1").json()["item"]["state"] == "withdrawn"


def test_a_report_is_followed_to_its_answer(forum: Caller, people: People) -> None:
    forum("POST", "/items", {**ITEM, "text": "今天天气好"})
    sent = forum(
        "POST", "/reports", {"item": "c-1", "category": "abuse", "text": "语气不好", "reporter": {"id": "u-3"}}
    )
    assert sent.status_code == 201
    receipt = sent.json()["receipt"]
    case = forum("GET", f"/cases/{receipt}").json()
    assert (case["state"], case["answer"]) == ("new", None)
    number = desk_number(people)
    taken = desk.case_take(actor=people.reviewer, number=number)
    desk.case_answer(
        actor=people.reviewer, number=number, version=taken.version, choice="dismiss", reason="没有辱骂，只是闲谈"
    )
    answered = forum("GET", f"/cases/{receipt}").json()
    assert answered["answer"]["choice"] == "dismiss"
    assert "by" not in answered["answer"]


def desk_number(people: People) -> int:
    from linli.station.desk import selectors

    case = selectors.queue(actor=people.reviewer).first()
    assert case is not None
    return case.number


def test_an_appeal_from_a_notice(forum: Caller) -> None:
    code = forum("POST", "/items", ITEM).json()["notice"]["code"]
    sent = forum("POST", "/appeals", {"notice": code, "text": "朋友间的玩笑话"})
    assert sent.status_code == 201
    assert forum("GET", f"/cases/{sent.json()['receipt']}").json()["kind"] == "appeal"


def test_statements_of_reasons(forum: Caller) -> None:
    forum("POST", "/items", ITEM)
    [found] = forum("GET", "/decisions").json()["results"]
    assert found["item"] == "c-1"
    assert found["statement"]["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"


def test_policy_and_figures_are_public(forum: Caller) -> None:
    nobody = Caller("", forum.actor, "")
    policy = nobody("GET", "/policy").json()
    assert policy["policy"] == "test@1.0.0"
    assert policy["rules"][0]["when"]
    assert nobody("GET", "/transparency").json()["record_rows"] > 0
    assert nobody("GET", "/transparency?period=soon").status_code == 422


def test_pages_by_cursor_are_whole_and_of_one_list(forum: Caller, stranger: Caller) -> None:
    for number in range(120):
        forum("POST", "/items", {**ITEM, "id": f"i-{number}", "text": "好"})
    seen: list[str] = []
    cursor, pages = "", 0
    while cursor is not None:
        body = forum("GET", f"/items?cursor={cursor}").json()
        seen += [item["id"] for item in body["results"]]
        cursor, pages, last = body["next"], pages + 1, cursor
    assert seen == [f"i-{n}" for n in reversed(range(120))]
    assert pages == 3
    for other in (stranger("GET", f"/items?cursor={last}"), forum("GET", f"/decisions?cursor={last}")):
        assert other.status_code == 422
        assert other.json()["field"] == "cursor"


def test_advice_stores_nothing(forum: Caller) -> None:
    answer = forum("POST", "/assess", {"text": "今天天气好"})
    assert (answer.status_code, answer.json()["action"]) == (200, "allow")
    assert forum("GET", "/items").json() == {"results": [], "next": None}


BROKEN: dict[str, tuple[Any, int, str]] = {
    "empty": (b"", 422, "body"),
    "binary": (bytes(range(256)), 400, "body"),
    "gb18030": ('{"id":"你好"}'.encode("gb18030"), 400, "body"),
    "deep": (b'{"id":' + b"[" * 5_000, 400, "body"),
    "lone surrogate": (b'{"id":"\\ud800"}', 400, "body"),
    "a list": ([ITEM], 400, "body"),
    "unknown field": ({**ITEM, "colour": "red"}, 422, "colour"),
    "unknown field within": ({**ITEM, "author": {"id": "u", "phone": "1"}}, 422, "author.phone"),
    "missing": ({"id": "x", "author": {"id": "u"}}, 422, "text"),
    "nul": ({**ITEM, "text": "a\0b"}, 422, "text"),
    "number for text": ({**ITEM, "text": 7}, 422, "text"),
    "long": ({**ITEM, "text": "长" * 100_001}, 422, "text"),
    "no such kind": ({**ITEM, "kind": "poem"}, 422, "kind"),
    "blank id": ({**ITEM, "id": "  "}, 422, "id"),
    "private message": ({**ITEM, "kind": "message"}, 403, "kind"),
    "too large": (b'{"id":"' + b"a" * 1_000_001 + b'"}', 413, ""),
}


@pytest.mark.parametrize(("body", "status", "field"), BROKEN.values(), ids=BROKEN)
def test_bad_input_is_refused_with_its_field_in_both_languages(
    forum: Caller, body: Any, status: int, field: str
) -> None:
    answer = forum("POST", "/items", body)
    told = answer.json()
    assert (answer.status_code, told["status"], told.get("field", "")) == (status, status, field)
    assert answer["Content-Type"] == "application/problem+json"
    assert told["detail"]
    assert told["detail_en"]
    assert len(answer.content) < 4_000


def test_a_form_is_not_taken_for_json(forum: Caller) -> None:
    from django.test import Client

    answer = Client().post("/api/v1/items", {"id": "x"}, headers={"Authorization": f"Bearer {forum.key}"})
    assert answer.status_code == 415


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("PUT", "/items", 405)])
def test_what_no_end_point_answers_is_a_problem_too(forum: Caller, method: str, path: str, status: int) -> None:
    answer = forum(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_report_of_nothing_is_refused(forum: Caller) -> None:
    assert forum("POST", "/reports", {"category": "abuse"}).json()["field"] == "item"
