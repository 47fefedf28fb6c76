"""A connector loaded from its folder, with a platform and a station that keep what they are told."""

from __future__ import annotations

import hmac
import importlib.util
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from linli.client import Linli
from linli.client.bridge import Bridge
from linli.client.signatures import headers as signed

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / "examples" / "connectors"
SECRET = "whsec_" + "B" * 44
PLATFORM = {
    "PLATFORM_URL": "https://p.example",
    "PLATFORM_SECRET": "shared",
    "DISCOURSE_URL": "https://d.example",
    "DISCOURSE_KEY": "k",
    "DISCOURSE_SECRET": "shared",
    "MASTODON_URL": "https://m.example",
    "MASTODON_TOKEN": "t",
    "MASTODON_SECRET": "shared",
    "WORDPRESS_URL": "https://w.example",
    "WORDPRESS_USER": "u",
    "WORDPRESS_PASSWORD": "p",
}


@dataclass
class World:
    """Both ends of a bridge. `answers` maps a path of the platform's to what it answers."""

    bridge: Bridge
    module: ModuleType
    answers: dict[str, tuple[int, Any]]
    platform_got: list[httpx.Request] = field(default_factory=list)
    station_got: list[httpx.Request] = field(default_factory=list)

    def sent(self) -> list[tuple[str, str, Any]]:
        """What the station was told."""
        return [
            (r.method, r.url.path.removeprefix("/api/v1"), json.loads(r.content or b"null")) for r in self.station_got
        ]

    def shown(self) -> list[tuple[str, str, str]]:
        """What the platform was told."""
        return [(r.method, r.url.path, httpx.QueryParams(r.content.decode()).__str__()) for r in self.platform_got]

    def hear(self, type: str = "item.decided", **data: Any) -> None:
        """An event of the station, signed."""
        whole = {"item": "1", "account": "10", "state": "held", "action": "hold", "reasons": [], **data}
        whole["notice"] = {"url": "https://s.example/n/x/"}
        body = json.dumps({"type": type, "id": "d", "created_at": "x", "community": "home", "data": whole}).encode()
        self.bridge.from_linli(signed(SECRET, f"m{time.monotonic_ns()}", int(time.time()), body), body)


@pytest.fixture
def world(tmp_path: Path) -> Callable[[str], World]:
    def made(name: str) -> World:
        module = _load(name)
        answers: dict[str, tuple[int, Any]] = {}
        station_got: list[httpx.Request] = []
        platform_got: list[httpx.Request] = []

        def platform(request: httpx.Request) -> httpx.Response:
            platform_got.append(request)
            status, body = answers.get(request.url.path, (200, {}))
            return httpx.Response(status, json=body)

        def station(request: httpx.Request) -> httpx.Response:
            station_got.append(request)
            return httpx.Response(200, json={})

        environ = {**PLATFORM, "LINLI_URL": "https://s.example", "LINLI_KEY": "lk", "LINLI_WEBHOOK_SECRET": SECRET}
        environ["WORDPRESS_MARK"] = str(tmp_path / "mark")
        bridge = module.make(environ, httpx.MockTransport(platform))
        bridge.station = Linli("https://s.example", "lk", transport=httpx.MockTransport(station))
        return World(bridge, module, answers, platform_got, station_got)

    return made


def recorded(name: str) -> bytes:
    return (HERE / "recorded" / name).read_bytes()


def mac(body: bytes) -> str:
    return hmac.new(b"shared", body, "sha256").hexdigest()


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"connector_{name}", FOLDER / name / "connector.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
