"""A bridge between a platform and a station: what a connector shares. `examples/connectors` has four to copy.

A connector says how its platform speaks (`Platform`); the bridge verifies both sides, hands every item in, and lets
the platform show what was decided. Serve `application(bridge)` with any WSGI server at two addresses: `/platform` for
the platform's webhooks, `/linli` for the station's. Handling anything twice changes nothing: items carry the
platform's ids, reports carry keys made from them, and a decision is shown by the state it leads to.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from linli.client.calling import ApiError, Linli
from linli.client.hooks import Event, opened
from linli.client.signatures import SignatureError

REMEMBERED = 10_000
LARGEST = 2_000_000
Headers = Mapping[str, str]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


@dataclass(frozen=True, slots=True)
class Post:
    """Something that was written at the platform, new or changed."""

    id: str
    text: str
    author: str
    author_name: str = ""
    kind: str = "comment"
    url: str = ""
    title: str = ""
    thread: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Something whose author took it back."""

    id: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was made at the platform; `reference` is the platform's own id of it."""

    reference: str
    category: str
    text: str = ""
    item: str = ""
    url: str = ""
    quote: str = ""
    reporter: str = ""


Incoming = Post | Withdrawn | Reported


class Platform(Protocol):
    """How a platform speaks. Everything that is particular to it is here."""

    def read(self, headers: Headers, body: bytes) -> Iterable[Incoming]:
        """What a webhook of the platform's says; `SignatureError` for one that must not be believed."""

    def show(self, event: Event) -> None:
        """Makes the platform show what the station decided: `item.decided`, `item.reversed`, and the others."""


@dataclass(slots=True)
class Bridge:
    """Both directions, verified. `secret` is that of the station's webhook."""

    station: Linli
    platform: Platform
    secret: str
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict, repr=False)

    def from_platform(self, headers: Headers, body: bytes) -> int:
        """Hands in what the platform says; how many things. Raises `SignatureError`, `ApiError`, `Unreachable`."""
        return self.hand_in(self.platform.read(_lower(headers), body))

    def hand_in(self, found: Iterable[Incoming]) -> int:
        """Hands in what was read, by a webhook or by looking; how many things."""
        count = 0
        for one in found:
            HANDLERS[type(one)](self.station, one)
            count += 1
        return count

    def from_linli(self, headers: Headers, body: bytes) -> bool:
        """Lets the platform show what the station says; False for an event that was shown before."""
        event = opened(self.secret, headers, body)
        if event.id in self._seen:
            return False
        self.platform.show(event)
        self._seen[event.id] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True


def application(bridge: Bridge) -> Callable[[dict[str, Any], StartResponse], list[bytes]]:
    """The bridge as a WSGI application. 401: not signed; 422: refused for good; 503: come back."""
    ways = {"/platform": bridge.from_platform, "/linli": bridge.from_linli}

    def respond(environ: dict[str, Any], start: StartResponse) -> list[bytes]:
        way = ways.get(environ.get("PATH_INFO", ""))
        known = way is not None and environ.get("REQUEST_METHOD") == "POST"
        start(_status(way, environ) if way and known else "404 Not Found", [("Content-Length", "0")])
        return [b""]

    return respond


def _status(way: Callable[[Headers, bytes], object], environ: Mapping[str, Any]) -> str:
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not length.isdigit() or int(length) > LARGEST:
        return "413 Content Too Large"
    body = environ["wsgi.input"].read(int(length))
    lines = {name[5:].replace("_", "-").lower(): str(v) for name, v in environ.items() if name.startswith("HTTP_")}
    try:
        way(lines, body)
    except SignatureError:
        return "401 Unauthorized"
    except ApiError as refused:
        return "422 Unprocessable Content" if 400 <= refused.status < 500 else "503 Service Unavailable"
    except Exception:
        return "503 Service Unavailable"
    return "204 No Content"


def _lower(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _key(*parts: str) -> str:
    """The same thing has the same key, so that it is done once however often it is handed in."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _post(station: Linli, one: Post) -> None:
    context: dict[str, Any] = {"title": one.title[:500], "thread": [line[:5000] for line in one.thread[-50:]]}
    if one.target:
        context["target"] = one.target[:200]
    station.item_submit(
        id=one.id,
        text=one.text,
        author=one.author,
        author_name=one.author_name[:60],
        kind=one.kind,
        url=one.url[:500],
        context=context,
    )


def _withdrawn(station: Linli, one: Withdrawn) -> None:
    try:
        station.item_withdraw(one.id)
    except ApiError as refused:
        if refused.status != 404:  # the station never had it
            raise


def _reported(station: Linli, one: Reported) -> None:
    given: dict[str, Any] = {"text": one.text[:1000], "quote": one.quote[:2000]}
    given |= {"item": one.item} if one.item else {"url": one.url[:500]}
    if one.reporter:
        given["reporter"] = {"id": one.reporter}
    station.report(category=one.category, key=_key("report", one.reference, one.item, one.url), **given)


HANDLERS: dict[type, Callable[[Linli, Any], None]] = {Post: _post, Withdrawn: _withdrawn, Reported: _reported}
