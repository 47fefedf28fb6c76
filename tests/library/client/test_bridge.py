"""A bridge believes only what is signed, hands in once, shows once, and says to come back when something is down."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from linli.client import Event, Linli, SignatureError, opened
from linli.client.bridge import Bridge, Incoming, Post, Reported, Withdrawn, application
from linli.client.signatures import headers as signed

SECRET = "whsec_" + "A" * 44
EVENT = {
    "type": "item.decided",
    "id": "d1",
    "created_at": "2026-11-24T00:00:00Z",
    "community": "home",
    "data": {"item": "c-1", "account": "u-1", "state": "held", "notice": {"url": "https://s.example/n/x/"}},
}


class Fake:
    """A platform that is signed with the word `good`."""

    def __init__(self, found: list[Incoming] | None = None, fails: bool = False) -> None:
        self.found, self.fails, self.shown = found or [], fails, []

    def read(self, headers: Any, body: bytes) -> Iterable[Incoming]:
        if headers.get("x-signed") != "good":
            raise SignatureError("no")
        return self.found

    def show(self, event: Event) -> None:
        if self.fails:
            raise OSError("the platform is down")
        self.shown.append(event)


def bridge(platform: Fake, status: int = 200) -> tuple[Bridge, list[httpx.Request]]:
    got: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        got.append(request)
        return httpx.Response(status, json={})

    station = Linli(
        "https://s.example", "lk", transport=httpx.MockTransport(handle), sleep=lambda _: None, attempts=2
    )
    return Bridge(station, platform, SECRET), got


def call(made: Bridge, path: str, body: bytes = b"{}", method: str = "POST", **lines: str) -> str:
    out: list[str] = []
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method, "CONTENT_LENGTH": str(len(body))}
    environ["wsgi.input"] = io.BytesIO(body)
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in lines.items()}
    application(made)(environ, lambda status, _headers: out.append(status))
    return out[0][:3]


def told(made: Bridge, event: dict[str, Any] = EVENT) -> str:
    body = json.dumps(event).encode()
    return call(made, "/linli", body, **signed(SECRET, "m1", int(time.time()), body))


def test_what_was_written_is_handed_in() -> None:
    post = Post("c-1", "早", "u-1", "小林", thread=("谁在？",), target="u-2")
    made, got = bridge(Fake([post, Withdrawn("c-0"), Reported("r9", "abuse", item="c-1", reporter="u-3")]))
    assert call(made, "/platform", x_signed="good") == "204"
    assert [(one.method, one.url.path) for one in got] == [
        ("POST", "/api/v1/items"),
        ("DELETE", "/api/v1/items/c-0"),
        ("POST", "/api/v1/reports"),
    ]
    assert json.loads(got[0].content)["context"] == {"title": "", "thread": ["谁在？"], "target": "u-2"}


def test_a_report_handed_in_twice_has_one_key() -> None:
    made, got = bridge(Fake([Reported("r9", "abuse", item="c-1")]))
    call(made, "/platform", x_signed="good")
    call(made, "/platform", x_signed="good")
    assert len({one.headers["Idempotency-Key"] for one in got}) == 1


def test_a_withdrawal_of_what_the_station_never_had_is_no_error() -> None:
    assert call(bridge(Fake([Withdrawn("c-0")]), status=404)[0], "/platform", x_signed="good") == "204"


def test_a_decision_is_shown_once_however_often_it_comes() -> None:
    platform = Fake()
    made, _ = bridge(platform)
    assert [told(made), told(made)] == ["204", "204"]
    [event] = platform.shown
    assert (event.item, event.account, event.state, event.notice_url) == (
        "c-1",
        "u-1",
        "held",
        "https://s.example/n/x/",
    )


def test_a_platform_that_is_down_is_tried_again_later() -> None:
    platform = Fake(fails=True)
    made, _ = bridge(platform)
    assert told(made) == "503"
    platform.fails = False
    assert told(made) == "204"
    assert len(platform.shown) == 1


def test_nothing_unsigned_is_believed() -> None:
    platform = Fake([Withdrawn("c-0")])
    made, got = bridge(platform)
    assert call(made, "/platform", x_signed="bad") == "401"
    assert call(made, "/linli", json.dumps(EVENT).encode()) == "401"
    assert (got, platform.shown) == ([], [])


@pytest.mark.parametrize(("path", "method"), [("/", "POST"), ("/platform", "GET"), ("/linli/x", "POST")])
def test_other_addresses_are_not_there(path: str, method: str) -> None:
    assert call(bridge(Fake())[0], path, method=method) == "404"


@pytest.mark.parametrize(("status", "answer"), [(422, "422"), (401, "422"), (503, "503")])
def test_the_platform_learns_whether_to_come_back(status: int, answer: str) -> None:
    made, _ = bridge(Fake([Post("c-1", "早", "u-1")]), status=status)
    assert call(made, "/platform", x_signed="good") == answer


def test_a_body_too_large_is_not_read() -> None:
    assert call(bridge(Fake())[0], "/platform", b"x" * 2_000_001, x_signed="good") == "413"


@pytest.mark.parametrize("body", [b"[]", b"{}", b"x", b'{"type": 1}'])
def test_a_signed_body_that_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(SignatureError):
        opened(SECRET, signed(SECRET, "m1", int(time.time()), body), body)
