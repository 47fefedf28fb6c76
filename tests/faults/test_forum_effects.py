"""Every effect and its undoing as the readers of the sample forum see them, with a real station behind it.

Nothing between them is made up: the forum speaks to the station's API, the station's worker sends the webhooks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).resolve().parent
FORUM = HERE.parents[1] / "examples" / "forum"
sys.path[:0] = [str(HERE.parent / "examples" / "forum"), str(FORUM)]

from forum_process import DAY, Browser, Forum, until  # noqa: E402

from tests.faults.live_station import Station  # noqa: E402

pytestmark = pytest.mark.faults
SCOPES = "items:write,items:read,reports:write,cases:read,shield,minors"
EVENTS = "item.decided,item.reversed,case.answered,notice.created"
SECONDS = 60.0


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Station, Forum]]:
    station = Station(tmp_path_factory.mktemp("station"))
    station.start()
    home = tmp_path_factory.mktemp("forum")
    (home / "day.json").write_text(json.dumps({**DAY, "entries": []}), encoding="utf-8")
    forum = Forum(home, SimpleNamespace(url=station.url))  # type: ignore[arg-type]
    forum.key = station.operate("apikey", "forum", "--scopes", SCOPES).splitlines()[-1]
    hook = station.operate("webhook", "add", "forum", f"{forum.url}/webhooks/linli", "--events", EVENTS)
    forum.secret = next(word for word in hook.split() if word.startswith("whsec_"))
    forum.start()
    yield station, forum
    forum.stop()
    station.stop()


def agreed(forum: Forum, name: str) -> Browser:
    """A neighbour who has read the code and agreed to it, as the gate asks."""
    me = forum.browser(name)
    if me.http.get("/new/").url.path == "/agree/":
        version = me.page("/agree/").split('name="version" value="')[1].split('"')[0]
        me.send("/agree/", version=version)
    return me


def written(forum: Forum, title: str, text: str) -> tuple[Browser, Browser, str, str]:
    """Author, reader, the thread's path, and the id at the station."""
    author, reader = agreed(forum, "王阿姨"), forum.browser("小陈")
    path = author.post(title, text)
    number = path.strip("/").split("/")[1]
    import sqlite3

    with sqlite3.connect(forum.home / "forum.sqlite3") as base:
        [(key,)] = base.execute("SELECT key FROM forum_entry WHERE id = ?", (number,)).fetchall()
    return author, reader, path, key


def sees(reader: Browser, path: str, words: str) -> bool:
    answer = reader.http.get(path)
    return answer.status_code == 200 and words in answer.text


@pytest.mark.parametrize(
    ("action", "mark", "legible"),
    [("label", "标签", True), ("limit", "这条内容被折叠了", True), ("remove", "已被移除", False)],
)
def test_what_a_person_decides_and_an_appeal_undoes(
    pair: tuple[Station, Forum], action: str, mark: str, legible: bool
) -> None:
    station, forum = pair
    words = f"楼下的路灯坏了三天了{action}"
    author, reader, path, key = written(forum, f"报修{action}", words)
    until(lambda: sees(reader, path, words), SECONDS)
    assert mark not in reader.page(path)
    station.does("decide", item=key, action=action)
    until(lambda: sees(reader, path, mark), SECONDS)
    assert (words in reader.page(path)) == legible
    assert "我要申诉" in author.page("/notices/")
    station.does("overturn", item=key)
    until(lambda: sees(reader, path, words) and mark not in reader.page(path), SECONDS)
    assert "已撤销" in author.page("/notices/")


def test_what_a_rule_holds_and_a_reviewer_releases(pair: tuple[Station, Forum]) -> None:
    station, forum = pair
    words = "你就是个傻逼，全家都是傻逼"
    author, reader, path, key = written(forum, "气话", words)
    assert "待审核" in author.page(path)
    assert reader.http.get(path).status_code == 404
    station.does("release", item=key)
    until(lambda: sees(reader, path, words), SECONDS)


def test_what_is_put_right_is_read_by_all_after_a_person_looked(pair: tuple[Station, Forum]) -> None:
    station, forum = pair
    author, reader, path, key = written(forum, "合唱队", "唱成这样还好意思出来")
    station.does("decide", item=key, action="remove")
    until(lambda: sees(reader, path, "已被移除"), SECONDS)
    author.send(f"/e/{path.strip('/').split('/')[1]}/edit/", title="合唱队", text="周三晚上七点在活动室排练")
    assert not sees(reader, path, "周三晚上七点")
    station.does("restore", item=key)
    until(lambda: sees(reader, path, "周三晚上七点"), SECONDS)
    assert "已解除" in author.page("/notices/")


def test_a_paused_account_is_heard_by_nobody_until_the_pause_is_taken_back(pair: tuple[Station, Forum]) -> None:
    station, forum = pair
    author, reader, _, key = written(forum, "拼车", "明早七点去火车站")
    number = station.does("decide", item=key, action="nudge", pause="3")
    assert station.does("paused", account="nb-wang")
    until(lambda: "暂停" in author.page("/notices/"), SECONDS)
    later = author.post("拼车二", "后天也去火车站")
    assert reader.http.get(later).status_code == 404
    assert "暂停发言" in author.page(later)
    station.does("reverse", number=number)
    assert not station.does("paused", account="nb-wang")
    until(lambda: "已撤销" in author.page("/notices/"), SECONDS)
    again = author.post("拼车三", "大后天还去火车站")
    until(lambda: sees(reader, again, "大后天还去火车站"), SECONDS)
