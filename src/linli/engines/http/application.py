"""The ASGI application. Its whole way: key, limit, body, items, assessments, JSON."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from linli import problems
from linli.engines.http.batching import Batcher
from linli.engines.http.grants import Assess, Authorise, Grant, Limiter, Render
from linli.engines.http.parsing import Query, parse
from linli.problems import BODY_LIMIT, Problem, too_fast, too_large
from linli.vocabulary import LinliError, Text

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

JSON_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
FAILED = Text("这次没有算出来，已记录。", "This could not be worked out; it was logged.")


class Gone(Exception):
    """The client hung up before it had sent everything."""


class Application:
    """Answers `POST` on whatever path it is mounted.

    `authorise` turns a key into a grant or a refusal; `limiter` is asked with the number of items; `assess` and
    `render` are the library's `assess_many` and `to_dict`.
    """

    def __init__(self, authorise: Authorise, limiter: Limiter, assess: Assess, render: Render) -> None:
        self._authorise = authorise
        self._limiter = limiter
        self._render = render
        self._batcher = Batcher(assess)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            status, headers, body = 200, JSON_HEADERS, await self._work(scope, receive)
        except Gone:
            return
        except LinliError as error:
            status, headers, body = refusal(error)
        except Exception:
            log.exception("assess failed")
            status, headers, body = refusal(Problem(500, FAILED, kind="failed"))
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
        await send({"type": "http.response.body", "body": body})

    async def _work(self, scope: Scope, receive: Receive) -> bytes:
        if scope["method"] != "POST":
            raise Problem(405, Text("这个地址只接受 POST。", "This address takes POST only."), kind="method")
        headers = dict(scope["headers"])
        grant = await self._authorise(bearer(headers.get(b"authorization", b"")))
        if isinstance(grant, Problem):
            raise grant
        return await self.advise(grant, await body_of(headers, receive))

    async def advise(self, grant: Grant, body: bytes) -> bytes:
        """The JSON answer to a request's body. Raises `LinliError`."""
        query = parse(body)
        self._limit(grant, query)
        found = await self._batcher.ask(query, grant.policy)
        rendered = [self._render(each) for each in found]
        return orjson.dumps(rendered[0] if query.single else {"results": rendered})

    def _limit(self, grant: Grant, query: Query) -> None:
        wait = self._limiter.take(grant.key, len(query.items), grant.rate, grant.burst)
        if wait > 0:
            raise too_fast(wait)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                self._batcher.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


def bearer(header: bytes) -> str:
    """The key in an `Authorization: Bearer KEY` header; empty where there is none."""
    scheme, _, key = header.decode("latin-1").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


async def body_of(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The whole body, refused as soon as it is known to be too large. Raises `Problem` or `Gone`."""
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > BODY_LIMIT:
        raise too_large()
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size > BODY_LIMIT:
            raise too_large()
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def refusal(error: LinliError) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of a problem document."""
    status = getattr(error, "status", 422)
    lines = [(name.lower().encode(), value.encode()) for name, value in problems.headers(error, status).items()]
    if status == 405:
        lines.append((b"allow", b"POST"))
    return status, lines, orjson.dumps(problems.document(error, status))
