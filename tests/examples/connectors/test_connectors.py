"""Each connector against requests and answers as its platform documents them: what goes in, what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from linli.client import SignatureError
from tests.examples.connectors.conftest import FOLDER, World, mac, recorded

Make = Callable[[str], World]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["discourse", "mastodon", "wordpress", "generic"])
def test_a_connector_is_one_folder_with_its_readme(name: str) -> None:
    assert sorted(p.name for p in (FOLDER / name).iterdir() if p.name != "__pycache__") == [
        "README.md",
        "connector.py",
    ]


# Discourse ------------------------------------------------------------------------------------------------------


def discourse(world: World, event: str, body: bytes) -> None:
    lines = {"X-Discourse-Event": event, "X-Discourse-Event-Signature": f"sha256={mac(body)}"}
    world.bridge.from_platform(lines, body)


def test_a_post_of_discourse_is_handed_in(world: Make) -> None:
    made = world("discourse")
    discourse(made, "post_created", recorded("discourse-post-created.json"))
    [(method, path, body)] = made.sent()
    assert (method, path) == ("POST", "/items")
    assert (body["id"], body["text"], body["author"]) == ("1042", "楼道灯坏了", {"id": "12", "name": "小林"})
    assert body["context"]["title"] == "三号楼"
    assert body["context"]["target"] == "laoqin"
    assert body["kind"] == "comment"


def test_a_deleted_post_is_withdrawn_and_a_private_message_never_leaves(world: Make) -> None:
    made = world("discourse")
    discourse(made, "post_destroyed", recorded("discourse-post-created.json"))
    private = recorded("discourse-post-created.json").replace(b'"regular"', b'"private_message"')
    discourse(made, "post_created", private)
    discourse(made, "topic_created", b'{"topic": {"id": 1}}')
    assert [(method, path) for method, path, _ in made.sent()] == [("DELETE", "/items/1042")]


def test_discourse_hides_shows_and_notes(world: Make) -> None:
    made = world("discourse")
    made.hear(item="1042", state="held")
    made.hear("item.reversed", item="1042", state="visible")
    made.hear(item="1042", state="labelled")
    paths = [(method, path) for method, path, _ in made.shown()]
    assert paths == [
        ("POST", "/post_actions.json"),
        ("PUT", "/posts/1042/unhide"),
        ("PUT", "/posts/1042/notice"),
        ("PUT", "/posts/1042/unhide"),
        ("PUT", "/posts/1042/notice"),
    ]
    assert "take_action=true" in made.shown()[0][2]
    assert "s.example%2Fn%2Fx" in made.shown()[4][2]
    assert made.platform_got[0].headers["Api-Username"] == "system"


def test_a_post_that_is_gone_is_no_error_and_a_wrong_key_is(world: Make) -> None:
    made = world("discourse")
    made.answers["/post_actions.json"] = (404, {})
    made.hear(item="1042", state="removed")
    made.answers["/post_actions.json"] = (403, {})
    with pytest.raises(httpx.HTTPStatusError):
        made.hear(item="1042", state="removed")


# Mastodon -------------------------------------------------------------------------------------------------------


def mastodon(world: World, body: bytes) -> None:
    world.bridge.from_platform({"X-Hub-Signature": f"sha256={mac(body)}"}, body)


def test_a_report_of_mastodon_hands_in_the_status_and_not_who_reported(world: Make) -> None:
    made = world("mastodon")
    mastodon(made, recorded("mastodon-report-created.json"))
    post, report = made.sent()
    assert (post[1], post[2]["id"], post[2]["text"]) == ("/items", "900", "加微信 & 领券\n快来")
    assert (report[1], report[2]["item"], report[2]["category"]) == ("/reports", "900", "spam")
    assert "witness" not in json.dumps(made.sent())
    assert "reporter" not in report[2]


def test_a_report_of_an_account_names_its_page_and_private_statuses_stay(world: Make) -> None:
    made = world("mastodon")
    told = json.loads(recorded("mastodon-report-created.json"))
    told["object"]["statuses"][0]["visibility"] = "direct"
    mastodon(made, json.dumps(told).encode())
    assert made.sent() == []
    told["object"]["statuses"] = []
    mastodon(made, json.dumps(told).encode())
    assert made.sent()[0][2]["url"] == "https://m.example/@maker"


def test_a_decision_travels_as_a_flag_and_a_pause_silences(world: Make) -> None:
    made = world("mastodon")
    reasons = [{"clause": "2.2", "text": {"zh": "广告", "en": "advert"}}]
    made.hear(item="900", state="removed", reasons=reasons)
    made.hear(item=None, action="pause", state=None)
    made.hear("item.reversed", item=None, action="pause", state=None)
    made.hear(item="900", state="labelled")
    shown = made.shown()
    assert [(method, path) for method, path, _ in shown] == [
        ("POST", "/api/v1/reports"),
        ("POST", "/api/v1/admin/accounts/10/action"),
        ("POST", "/api/v1/admin/accounts/10/unsilence"),
    ]
    flag = httpx.QueryParams(shown[0][2])
    assert (flag["status_ids[]"], flag["forward"], flag["account_id"]) == ("900", "true", "10")
    assert "2.2" in flag["comment"]
    assert "type=silence" in shown[1][2]


# WordPress ------------------------------------------------------------------------------------------------------


def test_comments_are_read_and_no_address_leaves(world: Make) -> None:
    made = world("wordpress")
    made.answers["/wp-json/wp/v2/comments"] = (200, json.loads(recorded("wordpress-comments.json")))
    assert made.module.look(made.bridge, made.bridge.platform, NOW) == 2
    first, second = (body for _, _, body in made.sent())
    assert (first["id"], first["author"]["id"], first["text"]) == ("31", "comment-31", "写得真好")
    assert (second["author"]["id"], second["text"]) == ("user-4", "同意 & 支持")
    for secret in ("secret@example.org", "203.0.113", "axiu@example.org"):
        assert secret not in json.dumps(made.sent())
    assert dict(made.platform_got[0].url.params)["context"] == "edit"


def test_the_mark_moves_on_only_when_all_was_handed_in(world: Make) -> None:
    made = world("wordpress")
    made.answers["/wp-json/wp/v2/comments"] = (500, {})
    with pytest.raises(httpx.HTTPStatusError):
        made.module.look(made.bridge, made.bridge.platform, NOW)
    assert not made.bridge.platform.mark.exists()
    made.answers["/wp-json/wp/v2/comments"] = (200, [])
    made.module.look(made.bridge, made.bridge.platform, NOW)
    assert made.bridge.platform.mark.read_text() < NOW.isoformat()


@pytest.mark.parametrize(
    ("state", "status"), [("held", "hold"), ("removed", "trash"), ("visible", "approve"), ("labelled", "approve")]
)
def test_a_decision_is_a_comment_s_status(world: Make, state: str, status: str) -> None:
    made = world("wordpress")
    made.hear(item="31", state=state)
    [request] = made.platform_got
    assert request.url.path == "/wp-json/wp/v2/comments/31"
    assert json.loads(request.content) == {"status": status}
    assert request.headers["Authorization"].startswith("Basic ")


def test_wordpress_sends_no_webhooks_so_none_is_believed(world: Make) -> None:
    with pytest.raises(SignatureError):
        world("wordpress").bridge.from_platform({}, b"{}")


# The one to copy ------------------------------------------------------------------------------------------------


def test_the_one_to_copy_works_both_ways(world: Make) -> None:
    made = world("generic")
    body = '{"event": "created", "post": {"id": 7, "text": "早", "author": 3}}'.encode()
    made.bridge.from_platform({"X-Signature": mac(body)}, body)
    made.hear(item="7", state="held")
    assert made.sent()[0][2]["id"] == "7"
    assert json.loads(made.platform_got[0].content) == {"state": "held", "notice": "https://s.example/n/x/"}


@pytest.mark.parametrize("name", ["discourse", "mastodon", "generic"])
def test_nothing_unsigned_is_believed(world: Make, name: str) -> None:
    made = world(name)
    for lines in ({}, {"X-Signature": "0"}, {"X-Hub-Signature": "sha256=0"}, {"X-Discourse-Event-Signature": "0"}):
        with pytest.raises(SignatureError):
            made.bridge.from_platform(lines, b"{}")
    assert made.station_got == []
