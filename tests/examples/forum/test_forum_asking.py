"""Reports with receipts, notices with reasons, appeals, and messages that stay private."""

from __future__ import annotations

import re

from forum_fake_station import FakeStation
from forum_process import Forum, entry_key, until


def number(path: str) -> str:
    return path.strip("/").split("/")[1]


def test_anybody_can_report_and_follow_the_receipt(forum: Forum, station: FakeStation) -> None:
    path = forum.browser("王阿姨").post("便宜茶叶", "加我拿货")
    visitor = forum.browser()
    done = visitor.send(f"/e/{number(path)}/report/", category="spam", text="像广告")
    key = entry_key(station, "加我拿货")
    sent = station.sent("POST", "/reports")[-1].body
    assert {name: sent[name] for name in sent if name != "source"} == {
        "item": key,
        "category": "spam",
        "text": "像广告",
    }
    assert "127.0.0.1" not in sent["source"]
    receipt = re.search(r"<code>(R\d+-TEST)</code>", done.text)
    assert receipt is not None
    visitor.page(done.url.path)
    assert "2026年12月3日" in done.text
    answer = {"choice": "uphold", "reason": "是广告，已移除"}
    forum.webhook("case.answered", {"receipt": receipt[1], "state": "answered", "answer": answer})
    assert "是广告，已移除" in visitor.page(done.url.path)
    assert receipt[1] not in visitor.page("/station/")


def test_a_member_s_report_names_the_account_to_the_station_alone(forum: Forum, station: FakeStation) -> None:
    path = forum.browser("王阿姨").post("闲话", "说人长短")
    member = forum.browser("小陈")
    member.send(f"/e/{number(path)}/report/", category="abuse", text="")
    assert station.sent("POST", "/reports")[-1].body["reporter"] == {"id": "nb-chen", "name": "小陈"}
    assert "辱骂、骚扰某个人" in member.page("/reports/")
    assert "小陈" not in forum.browser().page(path)


def test_a_report_waits_for_the_station_too(forum: Forum, station: FakeStation) -> None:
    path = forum.browser("王阿姨").post("等一等", "站在维护")
    station.down = True
    visitor = forum.browser()
    done = visitor.send(f"/e/{number(path)}/report/", category="abuse", text="稍后送到")
    assert "正在送往邻里站" in done.text
    station.down = False
    until(lambda: "R0" in visitor.page(done.url.path))
    answered = {
        one.headers["idempotency-key"] for one in station.sent("POST", "/reports") if one.body["text"] == "稍后送到"
    }
    assert len(answered) == 1


def test_an_author_reads_why_and_appeals_from_the_notice(forum: Forum, station: FakeStation) -> None:
    author = forum.browser("小陈")
    author.post("气话", "你这【hold】")
    page = author.page("/notices/")
    assert "含有辱骂他人的词语" in page
    assert "<mark>【h</mark>" in page
    notice = re.search(r'action="(/notices/\d+/appeal/)"', page)
    assert notice is not None
    assert "请填写这一项" in author.send(notice[1], at="/notices/", status=400, text=" ").text
    author.send(notice[1], at="/notices/", text="我是在转述剧里的台词")
    key = entry_key(station, "你这【hold】")
    assert station.sent("POST", "/appeals")[-1].body == {"notice": f"n-{key}", "text": "我是在转述剧里的台词"}
    page = author.page("/notices/")
    assert re.search(r"<code>A\d+-TEST</code>", page)
    assert notice[1] not in page
    forum.browser("李师傅").send(notice[1], at="/new/", status=404, text="别人的")


def test_a_private_message_leaves_the_forum_only_when_a_party_reports_it(forum: Forum, station: FakeStation) -> None:
    wang, chen, li = forum.browser("王阿姨"), forum.browser("小陈"), forum.browser("李师傅")
    wang.send(f"/messages/{li.number()}/", text="私下说一句【remove】")
    assert not [one for one in station.requests if "私下说一句" in str(one.body)]
    talk = f"/messages/{wang.number()}/"
    assert talk in li.page("/messages/")
    link = re.search(r'href="(/e/\d+/report/)"', li.page(talk))
    assert link is not None
    chen.page(link[1], 404)
    forum.browser().page(link[1], 404)
    li.send(link[1], category="abuse", text="他骂我")
    sent = [one for one in station.requests if one.body.get("kind") == "message" or one.body.get("text") == "他骂我"]
    assert [one.path for one in sent] == ["/api/v1/items", "/api/v1/reports"]
    assert sent[0].body["submitted_by_party"] is True
    assert "私下说一句" not in li.page(talk)


def test_the_page_of_calls_shows_no_one_s_words(forum: Forum, station: FakeStation) -> None:
    forum.browser("王阿姨").post("悄悄话标题", "悄悄话正文")
    page = forum.browser().page("/station/")
    assert "POST /items" in page
    assert "悄悄话" not in page
    assert "key-for-tests" not in page
