"""Nothing lost, nothing doubled: with the station away, with answers lost, and across a kill."""

from __future__ import annotations

import json
from pathlib import Path

from forum_fake_station import FakeStation
from forum_process import DAY, Forum, until


def keys(station: FakeStation, text: str) -> list[str]:
    return [one.headers["idempotency-key"] for one in station.sent("POST", "/items") if text in one.body["text"]]


def test_words_wait_for_the_station_in_their_author_s_sight_alone(forum: Forum, station: FakeStation) -> None:
    author, reader = forum.browser("王阿姨"), forum.browser("小陈")
    station.down = True
    path = author.post("停电通知", "今晚九点检修")
    assert "正在送审" in author.page(path)
    reader.page(path, 404)
    until(lambda: len(keys(station, "今晚九点检修")) >= 3)
    station.down = False
    until(lambda: reader.http.get(path).status_code == 200)
    assert len(set(keys(station, "今晚九点检修"))) == 1


def test_a_lost_answer_is_asked_for_again_and_counts_once(forum: Forum, station: FakeStation) -> None:
    station.swallow = 1
    path = forum.browser("王阿姨").post("小猫丢了", "橘色的，叫豆包")
    until(lambda: forum.browser().http.get(path).status_code == 200)
    sent = keys(station, "叫豆包")
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert sum("叫豆包" in one.body.get("text", "") for one in station.requests) == 2


def test_a_refusal_is_shown_and_not_tried_again(forum: Forum, station: FakeStation) -> None:
    author = forum.browser("王阿姨")
    path = author.post("坏的", "【bad】")
    assert "邻里站没有收下这条内容" in author.page(path)
    assert "文字不合规格" in author.page("/station/")
    assert len(keys(station, "【bad】")) == 1


def test_later_words_of_one_subject_wait_for_earlier_ones(forum: Forum, station: FakeStation) -> None:
    author = forum.browser("小陈")
    own = author.number()
    station.down = True
    author.send(f"/u/{own}/", text="第一稿")
    author.send(f"/u/{own}/", text="第二稿")
    station.down = False
    until(lambda: keys(station, "第二稿"))
    accepted = [one.body["text"] for one in station.requests if one.body.get("kind") == "profile"]
    assert "第二稿" not in accepted[: accepted.index("第二稿")]
    until(lambda: "第二稿" in forum.browser().page(f"/u/{own}/"))


def test_a_kill_loses_nothing(tmp_path: Path) -> None:
    station = FakeStation()
    (tmp_path / "day.json").write_text(json.dumps(DAY), encoding="utf-8")
    forum = Forum(tmp_path, station)
    forum.start()
    try:
        station.down = True
        path = forum.browser("王阿姨").post("临停之前", "这句话不能丢")
        forum.stop(hard=True)
        station.down = False
        forum.start()
        until(lambda: forum.browser().http.get(path).status_code == 200)
        assert len(set(keys(station, "这句话不能丢"))) == 1
    finally:
        forum.stop()
        station.close()


def test_an_answer_that_makes_no_sense_is_not_taken_for_one(forum: Forum, station: FakeStation) -> None:
    station.nonsense = 2
    path = forum.browser("王阿姨").post("怪事", "站说了句胡话")
    assert forum.browser().http.get(path).status_code == 404
    until(lambda: forum.browser().http.get(path).status_code == 200)
    assert len(set(keys(station, "站说了句胡话"))) == 1


def test_a_forum_that_starts_before_its_station_catches_up(tmp_path: Path) -> None:
    station = FakeStation()
    station.down = True
    (tmp_path / "day.json").write_text(json.dumps(DAY), encoding="utf-8")
    for entry in DAY["entries"]:
        station.post_item({"id": entry["key"], "text": entry["text"]})
    forum = Forum(tmp_path, station)
    forum.start()
    try:
        until(lambda: station.sent("GET", "/items"))
        assert "今天的菜价" not in forum.browser().page("/")
        station.down = False
        until(lambda: "今天的菜价" in forum.browser().page("/"))
    finally:
        forum.stop()
        station.close()
