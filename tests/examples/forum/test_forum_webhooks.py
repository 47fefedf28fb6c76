"""What the station tells the forum: believed only with a fresh signature, applied once, newest wins."""

from __future__ import annotations

import time
from typing import Any

import pytest
from forum_fake_station import REASON, FakeStation
from forum_process import Forum, entry_key


def decided(station: FakeStation, key: str, state: str, action: str) -> dict[str, Any]:
    notice = station.notice(f"later-{key}") if state != "visible" else None
    reasons = [{**REASON, "action": action, "spans": [[0, 2]]}]
    return {"item": key, "state": state, "action": action, "decision": "d", "notice": notice, "reasons": reasons}


def test_a_removal_and_its_reversal_are_seen_by_every_reader(forum: Forum, station: FakeStation) -> None:
    author, reader = forum.browser("李师傅"), forum.browser("小陈")
    path = author.post("广场舞时间", "请大家晚上小声点")
    key = entry_key(station, "请大家晚上小声点")
    assert forum.webhook("item.decided", decided(station, key, "removed", "remove")) == 204
    page = reader.page(path)
    assert "请大家晚上小声点" not in page
    assert "已被移除" in page
    assert "广场舞时间" not in reader.page("/b/jiefang/")
    assert "您的一条内容被移除" in author.page("/notices/")
    assert forum.webhook("item.reversed", decided(station, key, "visible", "")) == 204
    assert "请大家晚上小声点" in reader.page(path)
    assert "复核后已恢复" in reader.page(path)
    assert "这个处置已经撤销" in author.page("/notices/")


def test_an_older_event_that_comes_late_changes_nothing(forum: Forum, station: FakeStation) -> None:
    path = forum.browser("李师傅").post("迟到的信", "先来后到")
    key = entry_key(station, "先来后到")
    forum.webhook("item.reversed", decided(station, key, "visible", ""))
    forum.webhook("item.decided", decided(station, key, "removed", "remove"), at="2026-01-01T00:00:00Z")
    assert "先来后到" in forum.browser().page(path)


def test_the_same_webhook_twice_counts_once(forum: Forum, station: FakeStation) -> None:
    path = forum.browser("李师傅").post("一次就好", "回声测试")
    key = entry_key(station, "回声测试")
    removed = decided(station, key, "removed", "remove")
    assert forum.webhook("item.decided", removed, id=f"once-{key}") == 204
    forum.webhook("item.reversed", decided(station, key, "visible", ""))
    assert forum.webhook("item.decided", removed, id=f"once-{key}") == 204
    assert "回声测试" in forum.browser().page(path)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"signature": "v1,AAAA"},
        {"stamp": int(time.time()) - 3600},
        {"body": b'{"type":"item.decided","data":{}}'},
    ],
)
def test_a_doubtful_webhook_is_refused(forum: Forum, station: FakeStation, spoilt: dict[str, Any]) -> None:
    path = forum.browser("李师傅").post("可疑的信", "谁写的")
    key = entry_key(station, "谁写的")
    assert forum.webhook("item.decided", decided(station, key, "removed", "remove"), **spoilt) == 401
    assert "谁写的" in forum.browser().page(path)


def test_what_is_not_known_does_no_harm(forum: Forum) -> None:
    assert forum.webhook("station.sang", {"song": "茉莉花"}) == 204
    assert forum.webhook("item.decided", {"item": "nobody's", "state": "removed"}) == 204
    assert forum.webhook("case.answered", {"receipt": "NOBODY", "state": "answered"}) == 204


def test_a_decision_put_back_in_force_shows_again_in_the_notice(forum: Forum, station: FakeStation) -> None:
    author = forum.browser("李师傅")
    path = author.post("来来回回", "撤了又恢复")
    key = entry_key(station, "撤了又恢复")
    removed = decided(station, key, "removed", "remove")
    forum.webhook("item.decided", removed)
    forum.webhook("item.reversed", {**removed, "state": "visible"})
    assert f"later-{key}" in author.page("/notices/").split("已撤销")[1]
    forum.webhook("item.decided", removed)
    assert "撤了又恢复" not in forum.browser().page(path)


def test_what_remains_after_one_decision_fell_is_asked_for(forum: Forum, station: FakeStation) -> None:
    author = forum.browser("李师傅")
    path = author.post("还有一层", "原来就有标签【label】")
    key = entry_key(station, "原来就有标签")
    forum.webhook("item.decided", decided(station, key, "removed", "remove"))
    forum.webhook("item.reversed", decided(station, key, "labelled", "remove"))
    assert station.sent("GET", f"/items/{key}")
    assert "原来就有标签" in forum.browser().page(path)


def test_a_notice_about_the_account_reaches_its_neighbour(forum: Forum, station: FakeStation) -> None:
    notice = station.notice("pause-1")
    paused = {"item": None, "account": "nb-chen", "state": None, "action": "pause", "notice": notice}
    told = {
        "account": "nb-chen",
        "code": "pause-1",
        "url": notice["url"],
        "title": {"zh": "您的账号：暂停三天", "en": "x"},
    }
    forum.webhook("notice.created", told)
    forum.webhook("item.decided", {**paused, "reasons": [{**REASON, "action": "pause", "spans": []}]})
    page = forum.browser("小陈").page("/notices/")
    assert "您的账号：暂停三天" in page
    assert "我要申诉" in page.split("您的账号：暂停三天")[1].split("</li>\n<li")[0]
    assert "您的账号：暂停三天" not in forum.browser("王阿姨").page("/notices/")


@pytest.mark.parametrize(
    ("state", "action"), [("labelled", "label"), ("limited", "limit"), ("held", "hold"), ("removed", "remove")]
)
def test_each_effect_and_its_undoing_as_a_reader_sees_them(
    forum: Forum, station: FakeStation, state: str, action: str
) -> None:
    """With the decision in force the reader's page shows it; reversed, the words are there as they were."""
    author, reader = forum.browser("王阿姨"), forum.browser("小陈")
    words = f"路灯坏了三天{action}"
    path = author.post(f"报修{action}", words)
    assert words in reader.page(path)
    plain = "公约第 2.1 条" in reader.page(path)
    key = entry_key(station, words)
    assert forum.webhook("item.decided", decided(station, key, state, action)) == 204
    shown = reader.page(path, 404 if state == "held" else 200)
    marks = {"labelled": "含有", "limited": "这条内容被折叠了", "held": "", "removed": "已被移除"}
    assert marks[state] in shown
    assert (words in shown) == (state in {"labelled", "limited"})
    assert forum.webhook("item.reversed", decided(station, key, "visible", "")) == 204
    after = reader.page(path)
    assert words in after
    assert "这条内容被折叠了" not in after
    assert ("公约第 2.1 条" in after) == plain


def test_a_label_leads_every_reader_to_the_check_that_it_rests_on(forum: Forum, station: FakeStation) -> None:
    path = forum.browser("李师傅").post("转发", "螃蟹加番茄等于砒霜")
    key, check = entry_key(station, "螃蟹加番茄等于砒霜"), "https://station.example/rumours/checks/k1/"
    event = decided(station, key, "labelled", "label")
    event["reasons"][0]["link"] = check
    assert forum.webhook("item.decided", event) == 204
    shown = forum.browser("小陈").page(path)
    assert f'href="{check}"' in shown
    assert "看核查与来源" in shown
    event["reasons"][0]["link"] = "javascript:alert(1)"
    forum.webhook("item.decided", event)
    assert "javascript:" not in forum.browser().page(path)
