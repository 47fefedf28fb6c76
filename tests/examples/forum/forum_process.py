"""The forum as a process of its own, and a reader with a browser: what it does is seen through its pages."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from forum import signature
from forum_fake_station import FakeStation

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "forum"

SECRET = "whsec_" + base64.b64encode(b"a secret for tests only!").decode()
DAY = {
    "neighbours": [
        {"key": "nb-wang", "name": "王阿姨", "about": "三号楼"},
        {"key": "nb-li", "name": "李师傅", "about": "修自行车"},
        {"key": "nb-chen", "name": "小陈", "about": "刚搬来"},
        {"key": "nb-dou", "name": "豆豆", "about": "五年级"},
    ],
    "entries": [
        {
            "key": "day-1",
            "kind": "post",
            "author": "nb-wang",
            "board": "jiefang",
            "title": "今天的菜价",
            "text": "白菜一块二。",
            "created": "2026-01-05T08:00:00+08:00",
        },
        {
            "key": "day-2",
            "kind": "comment",
            "author": "nb-li",
            "text": "比昨天便宜。",
            "thread": "day-1",
            "created": "2026-01-05T08:10:00+08:00",
        },
    ],
}


class Browser:
    """One person's cookies; forms are sent with the token that the page gave."""

    def __init__(self, base: str) -> None:
        self.http = httpx.Client(base_url=base, follow_redirects=True, timeout=15, verify=False)

    def page(self, path: str, status: int = 200) -> str:
        response = self.http.get(path)
        assert response.status_code == status, response.text
        return response.text

    def send(self, path: str, *, at: str = "", status: int = 200, **fields: str) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page(at or path))
        assert token is not None
        response = self.http.post(path, data={"csrfmiddlewaretoken": token[1], **fields})
        assert response.status_code == status, response.text
        return response

    def sign_in(self, name: str) -> Browser:
        found = re.search(rf'value="(\d+)"><span[^>]*>.</span><span><b>{name}</b>', self.page("/sign-in/"))
        assert found is not None
        self.send("/sign-in/", pick=found[1])
        return self

    def number(self) -> str:
        """The number of one's own page."""
        return self.page("/new/").split('href="/u/')[1].split("/")[0]

    def post(self, title: str, text: str) -> str:
        """The path of the new thread."""
        return self.send("/new/", board="jiefang", title=title, text=text).url.path


class Forum:
    """The forum's process."""

    def __init__(self, home: Path, station: FakeStation) -> None:
        self.home, self.station, self.key, self.secret = home, station, "key-for-tests", SECRET
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.browsers: list[Browser] = []

    def start(self) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("FORUM_")},
            "DJANGO_SETTINGS_MODULE": "another.settings",
            "FORUM_STATION_URL": self.station.url,
            "FORUM_API_KEY": self.key,
            "FORUM_WEBHOOK_SECRET": self.secret,
            "FORUM_HOME": str(self.home),
            "FORUM_PORT": str(self.port),
            "FORUM_RETRY_SECONDS": "0.1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "forum"], cwd=EXAMPLE, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()

    def close_browsers(self) -> None:
        while self.browsers:
            self.browsers.pop().http.close()

    def stop(self, *, hard: bool = False) -> None:
        self.close_browsers()
        self.process.kill() if hard else self.process.terminate()
        self.process.wait(timeout=10)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def browser(self, name: str = "") -> Browser:
        browser = Browser(self.url)
        self.browsers.append(browser)
        return browser.sign_in(name) if name else browser

    def webhook(self, kind: str, data: dict[str, Any], *, id: str = "", at: str = "", **change: Any) -> int:
        """Send an event as the station would; `change` spoils the headers or the body. The status."""
        event = {"type": kind, "id": str(uuid4()), "created_at": at or datetime.now(UTC).isoformat(), "data": data}
        body = json.dumps(event, ensure_ascii=False).encode()
        webhook_id, stamp = id or f"wh-{uuid4()}", str(change.get("stamp", int(time.time())))
        headers = {
            "webhook-id": webhook_id,
            "webhook-timestamp": stamp,
            "webhook-signature": change.get("signature") or signature.sign(SECRET, webhook_id, stamp, body),
            "content-type": "application/json",
        }
        where, content = f"{self.url}/webhooks/linli", change.get("body") or body
        sent = httpx.post(where, content=content, headers=headers, verify=False)
        return sent.status_code


def until(check: Any, seconds: float = 10) -> Any:
    """The first true answer of `check`, asked again and again."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
    return found


def entry_key(station: FakeStation, text: str) -> str:
    """The id under which the station got a text."""
    return next(one.body["id"] for one in reversed(station.sent("POST", "/items")) if text in one.body["text"])
