"""The helper: phrases with their places, quotes left alone, disguise seen through, harms with their clause."""

from __future__ import annotations

import pytest

from linli.policy import load
from linli.station.codes.helper import Known, bank, rewrite, rewrite_for, shipped
from linli.station.organisations.models import Community
from linli.vocabulary import Action, Assessment, Category, Reason, Span, Text
from tests.station.api.conftest import Caller, caller_make

NOTHING = Assessment(Action.ALLOW, (), (), (), "test")
WHY = Text("为什么", "why")
SHUT = Known("闭嘴", ("请先听我说完",), WHY)


def test_a_phrase_is_found_where_it_stands() -> None:
    found = rewrite("你先闭嘴，好吗", [SHUT], NOTHING)
    assert [one.span for one in found.findings] == [Span(2, 4)]
    assert found.revised == "你先请先听我说完，好吗"


@pytest.mark.parametrize("text", ["闭 嘴", "閉嘴", "闭.嘴"])
def test_disguise_does_not_hide_it(text: str) -> None:
    assert [one.words for one in rewrite(text, [SHUT], NOTHING).findings] == [text]


@pytest.mark.parametrize("text", ["他说“闭嘴”，我很难过", "「闭嘴」这个词不好", "闭上嘴巴慢慢嚼"])
def test_quotes_and_other_words_stay(text: str) -> None:
    found = rewrite(text, [SHUT], NOTHING)
    assert found.findings == ()
    assert found.revised == text


def test_the_longest_phrase_wins() -> None:
    longer = Known("给我闭嘴", ("请先等一等",), WHY)
    assert [one.words for one in rewrite("你给我闭嘴", [SHUT, longer], NOTHING).findings] == ["给我闭嘴"]


def test_a_harm_the_phrases_do_not_know_has_its_clause_and_advice() -> None:
    reason = Reason("r", "2.1", Text("不威胁", "No threats"), WHY, Action.HOLD, Category.THREAT, (Span(0, 2),))
    found = rewrite("打他，闭嘴", [SHUT], Assessment(Action.HOLD, (Category.THREAT,), (), (reason,), "t"))
    assert [one.words for one in found.findings] == ["打他", "闭嘴"]
    assert found.findings[0].cited is not None
    assert found.findings[0].cited.path == "/rules/#clause-2.1"
    assert found.findings[0].why == bank().tips[Category.THREAT]
    assert found.revised.startswith("打他")


def test_one_who_may_need_help_is_not_corrected() -> None:
    found = rewrite("我是废物，不想活了", [SHUT], Assessment(Action.HELP, (Category.SELF_HARM,), (), (), "t"))
    assert found.needs_help
    assert found.findings == ()


def test_every_shipped_phrase_rests_on_a_clause_of_the_base_code() -> None:
    known = shipped(load("base"))
    assert len(known) > 30
    assert [one.phrase for one in known if one.cited is None] == []
    assert set(bank().tips) | {Category.SELF_HARM} == set(Category)


def test_long_and_odd_drafts_end(community: Community) -> None:
    for text in ("闭嘴" * 1000, "“" * 2000, "\u200b" * 2000, "闭" * 2000):
        assert rewrite_for(community_id=community.pk, text=text).text == text


def test_over_the_api(forum: Caller) -> None:
    found = forum("POST", "/rewrite", {"text": "你懂什么！"}).json()
    assert found["suggestions"][0]["span"] == [0, 4]
    assert found["suggestions"][0]["suggestions"]
    assert found["revised"] != "你懂什么！"
    assert forum("POST", "/rewrite", {"text": ""}).status_code == 422
    assert forum("POST", "/rewrite", {"text": "长" * 2001}).status_code == 422


def test_a_key_needs_the_scope(community: Community) -> None:
    assert caller_make(community, ["items:read"])("POST", "/rewrite", {"text": "好"}).status_code == 403
