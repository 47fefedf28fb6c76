"""The WordPress connector between a real WordPress and a real station: what a reader of the site sees.

Runs where PHP, MariaDB and the package `wordpress` with a theme are installed (Debian: `apt install wordpress php-cli
php-mysql mariadb-server wordpress-theme-twentytwentyone`); skipped with what is missing elsewhere.
"""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest

from tests.faults.live_station import ROOT, Station
from tests.faults.live_wordpress import WordPress, missing, until

pytestmark = [pytest.mark.faults, pytest.mark.service, pytest.mark.skipif(bool(missing()), reason=missing())]
SECONDS = 60.0
FOLDER = ROOT / "examples" / "connectors" / "wordpress"
SCOPES, EVENTS = "items:write,items:read", "item.decided,item.reversed"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None: ...


@dataclass
class Both:
    """A site, a station, and the connector between them."""

    site: WordPress
    station: Station
    module: Any
    bridge: Any

    def look(self) -> int:
        return int(self.module.look(self.bridge, self.bridge.platform))


def _connector() -> Any:
    spec = importlib.util.spec_from_file_location("connector_wordpress_live", FOLDER / "connector.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    site, station = WordPress(tmp_path_factory.mktemp("wp")), Station(tmp_path_factory.mktemp("station"))
    try:
        site.start()
        station.start()
        yield from _joined(site, station, tmp_path_factory.mktemp("mark"))
    finally:
        site.stop()
        if hasattr(station, "process"):
            station.stop()


def _joined(site: WordPress, station: Station, folder: Path) -> Iterator[Both]:
    module = _connector()
    heard: list[Any] = []
    server = make_server("127.0.0.1", 0, lambda environ, start: heard[0](environ, start), handler_class=Quiet)
    key = station.operate("apikey", "wordpress", "--scopes", SCOPES).splitlines()[-1]
    url = f"http://127.0.0.1:{server.server_port}/linli"
    hook = station.operate("webhook", "add", "wordpress", url, "--events", EVENTS)
    environ = {
        "LINLI_URL": station.url,
        "LINLI_KEY": key,
        "LINLI_WEBHOOK_SECRET": next(word for word in hook.split() if word.startswith("whsec_")),
        "WORDPRESS_URL": site.url,
        "WORDPRESS_USER": "editor",
        "WORDPRESS_PASSWORD": site.password,
        "WORDPRESS_MARK": str(folder / "mark"),
    }
    bridge = module.make(environ)
    heard.append(module.served(bridge))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = Both(site, station, module, bridge)
    made.look()  # the first look sets the mark
    yield made
    server.shutdown()
    server.server_close()
    bridge.station.close()
    bridge.platform.http.close()


def test_a_comment_is_assessed_held_and_undone(both: Both) -> None:
    kind, rude = "路灯修好了，谢谢师傅", "你就是个傻逼，全家都是傻逼"
    both.site.says("xiaolin", kind)
    number = both.site.says("someone", rude)
    assert rude in both.site.page()  # until it was looked at
    both.look()
    until(lambda: rude not in both.site.page(), SECONDS)
    assert kind in both.site.page()
    both.station.does("release", item=number)
    until(lambda: rude in both.site.page(), SECONDS)


def test_what_a_person_removes_an_appeal_brings_back(both: Both) -> None:
    words = "楼道里又堆了纸箱"
    number = both.site.says("laoqin", words)
    both.look()
    both.station.does("decide", item=number, action="remove")
    until(lambda: words not in both.site.page(), SECONDS)
    both.station.does("overturn", item=number)
    until(lambda: words in both.site.page(), SECONDS)


def test_nothing_is_missed_or_sent_twice_and_no_address_leaves(both: Both) -> None:
    before = both.look()
    for n in range(3):
        both.site.says("reader", f"第 {n} 条：今天的版面好看")
    both.look()
    assert both.look() >= 3  # the look overlaps by two minutes: the station knows them already
    lines = {"Authorization": f"Bearer {both.bridge.station.key}"}
    got = httpx.get(f"{both.station.url}/api/v1/items", headers=lines, timeout=20).json()["results"]
    texts = [item["text"] for item in got]
    assert before >= 0
    assert sorted(t for t in texts if "今天的版面" in t) == [f"第 {n} 条：今天的版面好看" for n in range(3)]
    assert "@example.org" not in str(got)
    assert "127.0.0.1" not in "".join(texts)


def test_the_site_s_own_clock_in_another_zone_hides_nothing(both: Both) -> None:
    """The site runs on Shanghai time; what is asked for is what is new since then, by any clock."""
    both.site.says("reader", "钟表对一下")
    soon, past = datetime.now(UTC) + timedelta(hours=1), datetime.now(UTC) - timedelta(minutes=5)
    platform = both.bridge.platform
    assert platform._page(soon.isoformat(), 1) == []
    assert any("钟表对一下" in comment["content"]["raw"] for comment in platform._page(past.isoformat(), 1))
