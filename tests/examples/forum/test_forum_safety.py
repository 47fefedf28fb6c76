"""The shield as its owner and as a stranger see it; a child's plan as the forum keeps to it."""

from __future__ import annotations

import time

from forum_fake_station import FakeStation
from forum_process import Forum


def test_the_target_is_spared_and_everybody_else_sees_as_before(forum: Forum, station: FakeStation) -> None:
    target, stranger = forum.browser("王阿姨"), forum.browser("小陈")
    path = target.post("花开了", "今天的花开了")
    stranger.send(f"{path}reply/", at=path, text="谁要看你的花，丑死了")
    assert "丑死了" in target.page(path)
    target.send("/safety/shield/", at="/safety/", turn="on")
    assert "防护开着" in target.page("/safety/")
    shown = target.page(path)
    assert "丑死了" not in shown
    assert "先不送到您面前" in shown
    assert "丑死了" in stranger.page(path)
    assert "丑死了" in forum.browser().page(path)
    view = station.sent("POST", "/shields/view")[-1].body
    assert {thing["degree"] for thing in view["things"]} == {3}
    assert "丑死了" not in str(view)
    target.send("/safety/shield/", at="/safety/", turn="off")
    assert "丑死了" in target.page(path)


def test_a_shield_s_end_comes_by_webhook(forum: Forum, station: FakeStation) -> None:
    target = forum.browser("王阿姨")
    target.send("/safety/shield/", at="/safety/", turn="on")
    account = station.sent("POST", "/shields")[-1].body["account"]
    station.shields.clear()
    forum.webhook("shield.ended", {"account": account, "on": False})
    path = target.post("叶子", "叶子也绿了")
    forum.browser("小陈").send(f"{path}reply/", at=path, text="叶子有什么好看")
    assert "叶子有什么好看" in target.page(path)


def test_a_child_is_asked_to_rest_in_the_station_s_words(forum: Forum, station: FakeStation) -> None:
    child = forum.browser("豆豆")
    assert "没有这个编号" in child.send("/safety/", code="BAD").text
    assert child.page("/safety/").count("今天还有") == 0
    child.send("/safety/", code="GOOD")
    assert "今天还有 30 分钟" in child.page("/safety/")
    number = child.number()
    station.minutes = 0
    time.sleep(1.1)  # another session is another device
    shown = forum.browser().send("/sign-in/", status=403, pick=number).text
    station.minutes = 30
    assert "今天的时间用完了" in shown
    assert "/help-door/" in shown
    asked = station.sent("POST", "/minors/sessions")[-1].body
    assert set(asked) == {"child", "device"}
    assert asked["child"] == "kid-1"
