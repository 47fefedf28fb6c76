"""The one safe way to fetch from outside.

An address is taken apart, its host resolved, and every address of the host must be public; the connection then goes
to the very address that was checked (no DNS rebinding). Each redirect goes through the same. Size, time and type are
bounded; nothing is sent that could tell who asks: no cookie, no credential, no proxy from the environment.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

import httpx
import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from linli import __version__
from linli.station.exchange.addresses import target_of
from linli.vocabulary import LinliError, Text

log = structlog.get_logger(__name__)

LIMIT = 2_000_000
SECONDS = 8.0
REDIRECTS = 4
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
JSON = ("application/json", "application/ld+json", "application/activity+json", "application/feed+json")
MOVED = {301, 302, 303, 307, 308}
OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. `url` is where it was found after redirects, `type` its media type without parameters."""

    url: str
    status: int
    type: str
    charset: str
    body: bytes
    at: datetime = field(default_factory=timezone.now)

    @property
    def text(self) -> str:
        """The body as text; what its encoding does not have is replaced."""
        try:
            return self.body.decode(self.charset or "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


class Unfetched(LinliError):
    """It could not be fetched; `why` is a machine word, for the record and the log."""

    def __init__(self, why: str, problem: Text, url: str, mend: Text | None = None) -> None:
        self.why = why
        super().__init__(problem, field="url", value=url, mend=mend)


def fetch(
    url: str,
    *,
    types: tuple[str, ...] = PAGES,
    limit: int = LIMIT,
    seconds: float = SECONDS,
    method: str = "GET",
    content: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """Fetches one address of the public internet; `Unfetched` says why not, and the refusal is logged.

    `limit` is in bytes, `seconds` for everything together. A station inside a private network may allow its hosts by
    LINLI_FETCH_PRIVATE_HOSTS. A request with `content` is never redirected.
    """
    ends = time.monotonic() + seconds
    try:
        return _follow(
            iri_to_uri(url.strip().partition("#")[0]), types, limit, ends, method, content, dict(headers or {})
        )
    except Unfetched as refused:
        log.warning("not fetched", why=refused.why, url=refused.value)
        raise
    except LinliError as refused:
        log.warning("not fetched", why="address", url=refused.value)
        raise Unfetched("address", refused.problem, url, refused.mend) from refused
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ValueError) as failed:
        log.warning("not fetched", why="unreachable", error=type(failed).__name__)
        raise Unfetched("unreachable", Text("这个网址打不开。", "This address cannot be reached."), url) from failed


def _follow(
    url: str, types: tuple[str, ...], limit: int, ends: float, method: str, content: bytes, headers: dict[str, str]
) -> Fetched:
    with httpx.Client(follow_redirects=False, trust_env=False, http2=False) as client:
        for _ in range(REDIRECTS + 1):
            found = _once(client, url, types, limit, ends, method, content, headers)
            if isinstance(found, Fetched):
                return found
            if content:
                raise Unfetched("redirect", Text("对方把请求转走了。", "The request was redirected."), url)
            url = found
    raise Unfetched("redirects", Text("这个网址转来转去。", "This address redirects too often."), url)


def _once(
    client: httpx.Client,
    url: str,
    types: tuple[str, ...],
    limit: int,
    ends: float,
    method: str,
    content: bytes,
    headers: dict[str, str],
) -> Fetched | str:
    """The page, or where it has moved."""
    target = target_of(url, private=settings.FETCH_PRIVATE_HOSTS, schemes={"https", "http"})
    left = ends - time.monotonic()
    if left <= 0:
        raise _slow(url)
    lines = {
        "Accept": ", ".join(types),
        "Accept-Encoding": "identity",
        "User-Agent": f"Linli/{__version__}",
        **headers,
        "Host": target.host,
    }
    asked = client.build_request(
        method,
        target.url,
        content=content or None,
        headers=lines,
        timeout=min(left, 5.0),
        extensions={
            "sni_hostname": target.name,
            "timeout": dict.fromkeys(("connect", "read", "write", "pool"), left),
        },
    )
    answer = client.send(asked, stream=True)
    try:
        if answer.status_code in MOVED and answer.headers.get("location"):
            return urljoin(url, answer.headers["location"])
        return _read(answer, url, types, limit, ends)
    finally:
        answer.close()


def _read(answer: httpx.Response, url: str, types: tuple[str, ...], limit: int, ends: float) -> Fetched:
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Unfetched("encoding", Text("对方用了压缩传输。", "It came compressed, unasked."), url)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status_code in OK and kind not in types:
        mend = Text(f"只读取：{'、'.join(types)}", f"Only these are read: {', '.join(types)}")
        raise Unfetched("type", Text("网址上不是能读的内容。", "What stands there cannot be read."), url, mend)
    declared = answer.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise _large(url, limit)
    parts, size = [], 0
    for part in answer.iter_raw():  # as it comes: a given size would wait for a dripping sender
        size += len(part)
        if size > limit:
            raise _large(url, limit)
        if time.monotonic() > ends:
            raise _slow(url)
        parts.append(part)
    return Fetched(url, answer.status_code, kind, answer.charset_encoding or "", b"".join(parts))


def _large(url: str, limit: int) -> Unfetched:
    shown = f"{limit / 1_000_000:g}"
    return Unfetched(
        "size",
        Text("网页太大，没有读取。", "The page is too large and was not read."),
        url,
        Text(f"最多 {shown} MB。", f"At most {shown} MB."),
    )


def _slow(url: str) -> Unfetched:
    return Unfetched("time", Text("对方太慢，没有等到。", "It was too slow: we stopped waiting."), url)
