"""Who sees what in each of the station's states, and what the station was told."""

from __future__ import annotations

import pytest
from forum_fake_station import FakeStation
from forum_process import Forum, entry_key, until
from test_forum_webhooks import decided


def test_a_post_reaches_the_station_and_every_reader(forum: Forum, station: FakeStation) -> None:
    author = forum.browser("王阿姨")
    path = author.post("借一把梯子", "谁家有梯子？<b>急</b>")
    assert "谁家有梯子？&lt;b&gt;急&lt;/b&gt;" in forum.browser().page(path)
    assert "借一把梯子" in forum.browser().page("/")
    sent = station.sent("POST", "/items")[-1]
    assert sent.headers["authorization"] == "Bearer key-for-tests"
    assert sent.headers["idempotency-key"]
    assert sent.body["text"] == "借一把梯子\n谁家有梯子？<b>急</b>"
    assert sent.body["kind"] == "post"
    assert sent.body["author"] == {"id": "nb-wang", "name": "王阿姨"}
    assert sent.body["url"].startswith(forum.url)


def test_a_reply_carries_its_thread_and_whom_it_speaks_to(forum: Forum, station: FakeStation) -> None:
    path = forum.browser("王阿姨").post("拼车", "明早七点去火车站")
    forum.browser("李师傅").send(f"{path}reply/", at=path, text="我有一个空位")
    forum.browser("小陈").send(f"{path}reply/", at=path, text="算我一个")
    sent = station.sent("POST", "/items")[-1].body
    assert sent["kind"] == "comment"
    assert sent["context"] == {"title": "拼车", "thread": ["明早七点去火车站", "我有一个空位"], "target": "nb-wang"}


@pytest.mark.parametrize(
    ("mark", "in_list", "in_thread", "by_author"),
    [
        ("label", "标签一文", "含有辱骂他人的词语", "标签一文"),
        ("limit", "", "这条内容被折叠了", "这条内容在别人那里是折叠的"),
        ("hold", "", "", "待审核"),
        ("remove", "", "这条内容违反公约，已被移除", "您的这条内容已被移除"),
    ],
)
def test_each_state(forum: Forum, mark: str, in_list: str, in_thread: str, by_author: str) -> None:
    title = "标签一文" if mark == "label" else f"帖子-{mark}"
    author, reader = forum.browser("王阿姨"), forum.browser("小陈")
    path = author.post(title, f"原话{mark}【{mark}】")
    assert (title in reader.page("/b/jiefang/")) == bool(in_list)
    page = reader.page(path, 200 if in_thread else 404)
    assert in_thread in page
    assert (f"原话{mark}" in page) == (mark in {"label", "limit"})
    assert by_author in author.page(path)
    assert "/rules/#clause-2.1" in author.page(path)


def test_help_is_shown_to_the_author_alone(forum: Forum) -> None:
    author = forum.browser("小陈")
    path = author.post("睡不着", "最近很难【help】")
    assert "12356" in author.page(path)
    assert "12356" not in forum.browser("李师傅").page(path)
    assert "最近很难" in forum.browser("李师傅").page(path)


def test_a_profile_is_sent_again_when_it_changes(forum: Forum, station: FakeStation) -> None:
    me = forum.browser("李师傅")
    own = me.number()
    me.send(f"/u/{own}/", text="修车二十年")
    me.send(f"/u/{own}/", text="修车二十年，也【hold】")
    ids = [one.body["id"] for one in station.sent("POST", "/items") if one.body["text"].startswith("修车二十年")]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert "修车二十年" not in forum.browser().page(f"/u/{own}/")
    assert "待审核" in me.page(f"/u/{own}/")


def test_what_is_taken_back_is_gone_here_and_there(forum: Forum, station: FakeStation) -> None:
    author = forum.browser("王阿姨")
    path = author.post("写错了", "请忽略这一条")
    entry = path.strip("/").split("/")[1]
    forum.browser("小陈").send(f"/e/{entry}/withdraw/", at="/new/", status=404)
    author.send(f"/e/{entry}/withdraw/", at=path)
    author.page(path, 404)
    assert station.sent("DELETE", f"/items/{station.sent('POST', '/items')[-1].body['id']}")


def test_the_sample_day_takes_its_states_from_the_station(forum: Forum) -> None:
    until(lambda: forum.browser().http.get("/go/day-2/").status_code == 200)
    assert "比昨天便宜" in forum.browser().page("/go/day-2/")
    assert "今天的菜价" in forum.browser().page("/go/day-1/")


def test_what_a_rule_held_is_put_right_by_its_author_and_read_by_all(forum: Forum, station: FakeStation) -> None:
    author, reader = forum.browser("王阿姨"), forum.browser("小陈")
    path = author.post("楼道", "堆东西的人真是【hold】")
    entry = path.strip("/").split("/")[1]
    reader.page(path, 404)
    assert f"/e/{entry}/edit/" in author.page(path)
    assert f"/e/{entry}/edit/" in author.page("/notices/")
    reader.send(f"/e/{entry}/edit/", at="/new/", status=404, title="x", text="别人改的")
    author.send(f"/e/{entry}/edit/", title="楼道", text="请不要在楼道堆东西")
    assert "请不要在楼道堆东西" in reader.page(path)
    sent = station.sent("POST", "/items")
    assert sent[-1].body["id"] == sent[-2].body["id"]
    assert sent[-1].headers["idempotency-key"] != sent[-2].headers["idempotency-key"]


def test_what_a_person_removed_stays_away_until_somebody_looked(forum: Forum, station: FakeStation) -> None:
    author, reader = forum.browser("李师傅"), forum.browser("小陈")
    path = author.post("修车", "不会修就别修")
    entry, key = path.strip("/").split("/")[1], entry_key(station, "不会修就别修")
    station.decided[key] = "removed"
    forum.webhook("item.decided", decided(station, key, "removed", "remove"))
    author.send(f"/e/{entry}/edit/", title="修车", text="修不好可以再来找我")
    assert "修不好可以再来找我" not in reader.page(path)
    assert "已被移除" in reader.page(path)
    lifted = {**decided(station, key, "visible", "remove"), "notice": station.notice(f"later-{key}")}
    assert forum.webhook("item.reversed", {**lifted, "ended": "lifted"}) == 204
    assert "修不好可以再来找我" in reader.page(path)
    told = author.page("/notices/")
    assert "您改好了，这个处置已经解除" in told


def test_a_change_waits_for_the_station_and_is_not_shown_before(forum: Forum, station: FakeStation) -> None:
    author, reader = forum.browser("王阿姨"), forum.browser("小陈")
    path = author.post("合唱", "周三晚上排练")
    station.down = True
    author.send(f"/e/{path.strip('/').split('/')[1]}/edit/", title="合唱", text="改到周四晚上排练")
    reader.page(path, 404)
    station.down = False
    until(lambda: reader.http.get(path).status_code == 200)
    assert "改到周四晚上排练" in reader.page(path)


def test_a_paused_neighbour_is_told_and_heard_again_when_it_ends(forum: Forum, station: FakeStation) -> None:
    """Paused, what they write reaches nobody and they read why; the pause taken back, it is as before."""
    author, reader = forum.browser("小陈"), forum.browser("王阿姨")
    notice = station.notice("pause-2")
    pause = {"item": None, "account": "nb-chen", "state": None, "action": "pause", "notice": notice, "reasons": []}
    station.paused.add("nb-chen")
    assert forum.webhook("item.decided", pause) == 204
    path = author.post("转让", "九成新的书桌")
    reader.page(path, 404)
    assert "这个账号暂停发言" in author.page(path)
    assert "我要申诉" in author.page("/notices/")
    station.paused.clear()
    assert forum.webhook("item.reversed", {**pause, "ended": "reversed"}) == 204
    assert "已撤销" in author.page("/notices/").split("pause-2")[0]
    assert "七成新的椅子" in reader.page(author.post("转让二", "七成新的椅子"))


def test_nobody_writes_before_they_agreed_to_the_code(forum: Forum, station: FakeStation) -> None:
    """The consent gate: the code is shown before the first words, again for a new version, and taken back at will."""
    station.version = "v1"
    me = forum.browser()
    me.send("/sign-in/", name="新来的小吴")
    assert me.http.get("/new/").url.path == "/agree/"
    assert "请不要辱骂他人" in me.page("/agree/")
    assert "公约刚刚更新" in me.send("/agree/", version="v0").text
    assert station.agreed == set()
    me.send("/agree/", version="v1")
    assert len(station.agreed) == 1
    path = me.post("大家好", "刚搬来三号楼")
    assert "刚搬来三号楼" in forum.browser().page(path)
    me.send("/agree/withdraw/", at="/agree/")
    assert station.agreed == set()
    assert me.http.get("/new/").url.path == "/agree/"
    refused = me.send("/new/", at="/agree/", status=400, board="jiefang", title="又一条", text="没有同意就发")
    assert "没有同意就发" in refused.text
    assert not [one for one in station.sent("POST", "/items") if "没有同意就发" in one.body["text"]]
