"""Ask, check, publish, told: every step through the pages, seen as the other side sees it."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from linli.station.desk.models import Case, Submission
from linli.station.notifications.models import Notice
from linli.station.organisations.models import Community
from linli.station.rumours.models import Asked, Check, Claim
from tests.station.factories import People, community_make
from tests.station.pages import signed_in
from tests.station.rumours.scene import RUMOUR, asks, publishes, writes


def page_of(code: str) -> str:
    return Client().get(f"/cases/{code}/").content.decode()


def test_ask_check_publish_told_and_corrected(people: People) -> None:
    nobody = asks()
    member = asks(RUMOUR + "，是真的吗", ip="10.1.1.2", by=people.member)
    claim = Claim.objects.get()
    assert Case.objects.get().subject_id == claim.uid
    receipt = Client().get(f"/rumours/sent/{nobody}/").content.decode()
    assert "第 <b>1</b> 位" in receipt
    assert "2 人在问" in receipt
    check = writes(people.reviewer, claim)
    assert Client().get(f"/rumours/checks/{check.uid}/").status_code == 404  # a draft is nobody's but the editors'
    publishes(people.other, check)
    public = Client().get(f"/rumours/checks/{check.uid}/").content.decode()
    for shown in ("螃蟹和西红柿可以一起吃", "不实", "还不清楚的", "虾蟹与维生素", "利益关系", "SHA-256"):
        assert shown in public
    assert "核查好了" in page_of(nobody)
    assert f"/rumours/checks/{check.uid}/" in page_of(nobody)
    mine = signed_in(people.member).get("/me/").content.decode()
    assert "您的求证有了答复" in mine
    told = Notice.objects.filter(user_id=people.member.user_id).count()

    writes(people.other, claim, verdict="misleading", correction="补充了过敏的情况，结论改为有误导。")
    still = Client().get(f"/rumours/checks/{check.uid}/").content.decode()
    assert "有误导" not in still  # what is public stays until another editor agrees
    publishes(people.reviewer, check)
    now = Client().get(f"/rumours/checks/{check.uid}/").content.decode()
    assert "有误导" in now
    assert "补充了过敏的情况" in now
    assert "不实" in Client().get(f"/rumours/checks/{check.uid}/?version=1").content.decode()
    assert "核查有更正（第 2 版）" in page_of(nobody)
    assert "核查有更正（第 2 版）" in page_of(member)
    assert Notice.objects.filter(user_id=people.member.user_id).count() == told + 1


def test_a_checked_claim_is_found_and_nothing_is_stored(people: People) -> None:
    asks()
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check)
    before = (Claim.objects.count(), Asked.objects.count(), Submission.objects.count())
    found = Client().post("/rumours/", {"text": "群里都在传螃蟹和西红柿一起吃会产生砒霜，让人中毒"}).content.decode()
    assert "螃蟹和西红柿可以一起吃" in found
    assert "就是这条" in found
    opposite = Client().post("/rumours/", {"text": "螃蟹和西红柿一起吃不会产生砒霜，也不会让人中毒"}).content.decode()
    assert "就是这条" not in opposite
    by_link = Client().post("/rumours/", {"text": "https://news.example/forward"}).content.decode()
    assert "螃蟹和西红柿可以一起吃" in by_link
    assert (Claim.objects.count(), Asked.objects.count(), Submission.objects.count()) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请贴上想求证的话"),
        ("？", "请贴上想求证的话"),
        ("字" * 2100, "最多 2000 个字"),
        ("https://gone.example/x", "打不开"),
    ],
)
def test_what_cannot_be_asked_says_so_and_keeps_the_words(community: Community, text: str, said: str) -> None:
    answer = Client().post("/rumours/", {"text": text})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert text in answer.content.decode()
    assert Client().post("/rumours/ask/", {"text": text}).status_code == 422


def test_markup_in_a_question_is_only_text(people: People) -> None:
    code = asks("<script>alert(1)</script>螃蟹和西红柿一起吃会中毒")
    claim = Claim.objects.get()
    for page in (
        Client().get(f"/cases/{code}/"),
        signed_in(people.reviewer).get("/desk/rumours/"),
        signed_in(people.reviewer).get(f"/desk/rumours/{claim.uid}/"),
        Client().get("/rumours/"),
    ):
        assert "<script>alert" not in page.content.decode()


def test_nothing_is_published_without_a_source_a_second_editor_and_every_part(people: People) -> None:
    asks()
    claim = Claim.objects.get()
    author = signed_in(people.reviewer)
    path = f"/desk/rumours/{claim.uid}/"
    parts = {"verdict": "false", "title": "标题", "summary": "一句", "known": "查明", "interests": "无"}
    draft = {"act": "save", "ready": "1", **parts}
    refused = author.post(path, draft)
    assert refused.status_code == 422
    assert "没有来源不能发布" in refused.content.decode()
    assert "查明" in refused.content.decode()
    assert author.post(path, {"act": "source", "url": "https://gone.example/x"}).status_code == 422
    by_hand = {
        "act": "source",
        "url": "https://gone.example/x",
        "copy": "网页已经打不开，这是打印件上的原文，一共三段。",
    }
    assert author.post(path, by_hand).status_code == 302
    assert author.post(path, draft | {"interests": ""}).status_code == 422
    assert author.post(path, draft).status_code == 302
    case = Case.objects.get(subject_id=claim.uid)
    assert author.get(f"/desk/{case.number}/").status_code == 403  # its author does not even see the case
    check = Check.objects.get()
    publishes(people.other, check, label="")
    assert "编辑手工存档" in Client().get(f"/rumours/checks/{check.uid}/").content.decode()


def test_two_who_wrote_are_both_kept_from_publishing(people: People) -> None:
    asks()
    claim = Claim.objects.get()
    writes(people.reviewer, claim)
    writes(people.other, claim, known="两个人都写过。")
    case = Case.objects.get(subject_id=claim.uid)
    for wrote in (people.reviewer, people.other):
        assert signed_in(wrote).get(f"/desk/{case.number}/").status_code == 403
    publishes(people.lead, Check.objects.get())


def test_a_withdrawn_check_says_so_and_is_told(people: People) -> None:
    code = asks()
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check)
    path = f"/desk/rumours/{check.claim.uid}/"
    assert signed_in(people.lead).post(path, {"act": "withdraw", "why": ""}).status_code == 422
    assert (
        signed_in(people.lead).post(path, {"act": "withdraw", "why": "来源本身出了错，重新查。"}).status_code == 302
    )
    assert "这条核查已撤回" in Client().get(f"/rumours/checks/{check.uid}/").content.decode()
    assert "原来的核查已撤回" in page_of(code)
    assert "可以一起吃" not in Client().get("/rumours/").content.decode()
    feed = Client().get("/exchange/feed.json").json()["items"]
    assert [(item["@type"], item["version"]) for item in feed] == [("ClaimReview", 1), ("Tombstone", 2)]


def test_an_answer_taken_back_withdraws_what_it_published(people: People) -> None:
    code = asks()
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check)
    case = Case.objects.get(subject_id=check.claim.uid)
    signed_in(people.other).post(f"/desk/{case.number}/reverse/", {"reason": "点错了，还要再核对"})
    assert "已撤回" in Client().get(f"/rumours/checks/{check.uid}/").content.decode()
    assert "撤回" in page_of(code)


def test_claims_are_merged_and_split(people: People) -> None:
    first = asks()
    second = asks("听说吃了螃蟹再吃番茄就会砷中毒身亡", ip="10.1.1.9")
    third = asks("每天喝八杯水才健康，少一杯都不行", ip="10.1.1.8")
    one, two, _ = Claim.objects.order_by("pk")
    editor = signed_in(people.reviewer)
    assert editor.post(f"/desk/rumours/{two.uid}/", {"act": "merge", "into": one.uid}).status_code == 302
    assert Case.objects.filter(is_open=1, kind="rumour").count() == 2
    check = writes(people.reviewer, one)
    publishes(people.other, check)
    for code in (first, second):
        assert "核查好了" in page_of(code)
    assert "核查好了" not in page_of(third)
    assert editor.get(f"/desk/rumours/{two.uid}/").status_code == 200  # the old address leads to the one claim

    asks("每天喝八杯水才健康，少一杯都不行", ip="10.1.1.7")
    water = Claim.objects.get(text__startswith="每天喝八杯水")
    apart = Asked.objects.filter(claim=water).order_by("-pk")[0]
    done = editor.post(f"/desk/rumours/{water.uid}/", {"act": "split", "asked": [str(apart.pk)]})
    assert done.status_code == 302
    assert Claim.objects.filter(text__startswith="每天喝八杯水").count() == 2
    assert Case.objects.filter(is_open=1, kind="rumour").count() == 2


def test_other_answers_of_the_desk(people: People) -> None:
    code = asks("我觉得这部电影不好看，你们说是不是")
    case = Case.objects.get()
    page = signed_in(people.reviewer)
    given = {"answer": "no-fact", "reason": "这是个人看法，没有可以查证的事实。", "version": str(case.version)}
    assert page.post(f"/desk/{case.number}/", {**given, "confirm": "1"}).status_code == 302
    assert "我们不评判" in page_of(code)


def test_a_question_that_was_answered_before_is_told_of_later_corrections(people: People) -> None:
    asks()
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check)
    late = asks("海边的亲戚说蟹和番茄相克，吃了会出人命", ip="10.1.1.5")
    case = Case.objects.get(is_open=1)
    given = {"answer": "known", "check": check.uid, "reason": "见已发布的核查。", "version": str(case.version)}
    done = signed_in(people.other).post(f"/desk/{case.number}/", {**given, "confirm": "1"})
    assert done.status_code == 302, re.findall(r"errorlist.*?</ul>", done.content.decode())
    assert "已经核查过" in page_of(late)
    writes(people.other, check.claim, correction="补充了一个来源。")
    publishes(people.reviewer, check)
    assert "核查有更正" in page_of(late)


def test_feeds_dump_json_ld_and_card(people: People) -> None:
    asks("我家电话 13800138000，螃蟹和西红柿一起吃会产生砒霜，让人中毒", ip="10.2.2.2")
    claim = Claim.objects.get()
    signed_in(people.reviewer).post(f"/desk/rumours/{claim.uid}/", {"act": "word", "text": RUMOUR, "topic": "food"})
    check = writes(people.reviewer, claim)
    publishes(people.other, check)
    page = Client().get(f"/rumours/checks/{check.uid}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    review = json.loads(found[1])
    assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", RUMOUR)
    assert review["reviewRating"]["alternateName"] == "不实"
    assert review["citation"][0]["url"].startswith("https://health.example")
    signed = Client().get(f"/rumours/checks/{check.uid}/review.json").json()
    assert signed["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert "可以一起吃" in Client().get("/rumours/feed.atom").content.decode()
    assert Client().get("/rumours/feed.json").json()["items"][0]["title"] == "螃蟹和西红柿可以一起吃"
    dump = json.loads(Client().get("/rumours/checks.jsonl").content.decode().splitlines()[0])
    assert (dump["verdict"], dump["asked"], dump["version"]) == ("false", 1, 1)
    claims = json.loads(Client().get("/rumours/claims.jsonl").content.decode().splitlines()[0])
    assert (claims["text"], claims["verdict"]) == (RUMOUR, "false")
    card = Client().get(f"/rumours/checks/{check.uid}/card.svg").content.decode()
    for shown in ("不实", "螃蟹和西红柿可以", "扫码看来源"):
        assert shown in card
    for public in (page, json.dumps(dump), json.dumps(claims), card, json.dumps(signed)):
        assert "13800138000" not in public  # what people typed is not published


def test_the_map_shows_no_small_numbers(people: People) -> None:
    for number in range(4):
        asks(f"明天全市停水{number + 2}天，大家快去接水", ip=f"10.3.0.{number}")
    editor = signed_in(people.reviewer)
    for claim in Claim.objects.all():
        editor.post(f"/desk/rumours/{claim.uid}/", {"act": "word", "text": claim.text, "topic": "notice"})
    assert 'class="n"' not in Client().get("/rumours/map/").content.decode()
    asks("听说明天要停水一整天，是不是真的", ip="10.3.0.99")
    last = Claim.objects.order_by("-pk")[0]
    editor.post(f"/desk/rumours/{last.uid}/", {"act": "word", "text": last.text, "topic": "notice"})
    shown = Client().get("/rumours/map/").content.decode()
    assert re.findall(r'class="n"[^>]*>(\d+)<', shown) == ["5"]


def test_communities_see_nothing_of_each_other(people: People) -> None:
    asks()
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check)
    community_make(slug="beside")
    for path in (f"/rumours/checks/{check.uid}/", f"/rumours/checks/{check.uid}/card.svg"):
        assert Client().get(f"/c/beside{path}").status_code == 404
    assert "可以一起吃" not in Client().get("/c/beside/rumours/").content.decode()
    found = Client().post("/c/beside/rumours/", {"text": RUMOUR}).content.decode()
    assert "就是这条" not in found
    assert Client().get("/c/beside/rumours/checks.jsonl").content == b""


def test_a_flood_of_questions_is_slowed_then_refused(people: People) -> None:
    for number in range(60):
        asks(f"第{number}种水果{number * 7}不能放冰箱会有毒", ip="10.9.9.9")
    answer = Client().post("/rumours/ask/", {"text": "再问一条：冰箱里的西瓜会长毒"}, REMOTE_ADDR="10.9.9.9")
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert "西瓜会长毒" in answer.content.decode()
    assert Submission.objects.filter(slowed=True).exists()


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_only_editors_write(people: People, role: str) -> None:
    asks()
    claim = Claim.objects.get()
    page = signed_in(people.visitor if role == "visitor" else people.member)
    for act in ("save", "source", "word", "merge", "split", "withdraw"):
        answer = page.post(f"/desk/rumours/{claim.uid}/", {"act": act, "text": "改掉", "topic": "food"})
        assert answer.status_code in (302, 403)
    claim.refresh_from_db()
    assert claim.topic == "other"
    assert not Check.objects.exists()
