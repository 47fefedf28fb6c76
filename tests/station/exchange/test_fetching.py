"""Fetching from outside: what a hostile address, host or page can try, and that it gains nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django import Settings

from linli.station.exchange.fetching import Unfetched, fetch

PUBLIC = "93.184.216.34"


class Host(BaseHTTPRequestHandler):
    """A site that misbehaves by path."""

    seen: list[dict[str, str]] = []

    def do_GET(self) -> None:
        Host.seen.append(dict(self.headers.items()))
        act = {"/ok": self.ok, "/huge": self.huge, "/drip": self.drip, "/loop": self.loop, "/picture": self.picture}
        try:
            act.get(self.path.partition("?")[0], self.away)()
        except OSError:  # the reader hung up, as it should
            return

    def begin(self, kind: str = "text/html; charset=utf-8", status: int = 200, **lines: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in lines.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def ok(self) -> None:
        self.begin()
        self.wfile.write("<title>停水通知</title>".encode())

    def huge(self) -> None:
        self.begin()
        for _ in range(100):
            self.wfile.write(b"x" * 1_000_000)

    def drip(self) -> None:
        self.begin()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def loop(self) -> None:
        self.begin(status=302, Location="/loop")

    def picture(self) -> None:
        self.begin("image/png")

    def away(self) -> None:
        self.begin(status=302, Location="http://169.254.169.254/latest/meta-data/")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_inside(settings: Settings) -> None:
    """A station that may read its own network, as one in a school's may."""
    settings.FETCH_PRIVATE_HOSTS = True


@pytest.mark.usefixtures("open_inside")
def test_a_page_is_read_without_telling_who_asks(site: str) -> None:
    Host.seen.clear()
    found = fetch(f"{site}/ok?q=停水#part")
    assert (found.status, found.type, found.text) == (200, "text/html", "<title>停水通知</title>")
    sent = {name.lower() for name in Host.seen[-1]}
    assert sent.isdisjoint({"cookie", "authorization", "referer", "x-forwarded-for"})


@pytest.mark.usefixtures("open_inside")
@pytest.mark.parametrize(
    ("path", "why"),
    [("/huge", "size"), ("/drip", "time"), ("/loop", "redirects"), ("/picture", "type")],
)
def test_size_time_redirects_and_type_are_bounded(site: str, path: str, why: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Unfetched) as refused:
        fetch(site + path, seconds=1.0)
    assert refused.value.why == why
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8600/desk/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://0/",
        "http://2130706433/",
        "http://user:secret@example.org/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "http://",
        "不是网址",
    ],
)
def test_addresses_of_this_machine_and_its_network_are_refused(url: str) -> None:
    with pytest.raises(Unfetched):
        fetch(url)


def test_a_name_that_resolves_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*_a: object, **_k: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in (PUBLIC, "192.168.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(Unfetched) as refused:
        fetch("http://rebinding.example/")
    assert refused.value.why == "address"


def test_a_redirect_inside_is_refused(site: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The first look-up is let through, as if the site were public; its redirect must be looked at again."""
    from linli.station.exchange import fetching

    real, asked = fetching.target_of, []

    def once(url: str, *, private: bool, schemes: set[str]) -> object:
        asked.append(url)
        return real(url, private=len(asked) == 1, schemes=schemes)

    monkeypatch.setattr(fetching, "target_of", once)
    with pytest.raises(Unfetched) as refused:
        fetch(f"{site}/elsewhere")
    assert refused.value.why == "address"
    assert asked[1].startswith("http://169.254")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public at the check and private at the connection is not asked again."""
    asked: list[object] = []

    def answers(host: object, *_a: object, **_k: object) -> list[object]:
        asked.append(host)
        ip = PUBLIC if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80))]

    connected: list[object] = []

    def connect(address: tuple[str, int], *_a: object, **_k: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("no network in a test")

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unfetched):
        fetch("http://rebinding.example/")
    assert connected == [PUBLIC]
