"""The station's ASGI application: `assess` goes to the lean one, everything else to Django."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

import django
import orjson
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.station.config.settings")
django.setup(set_prefix=False)

from linli import problems  # noqa: E402 (Django's settings come first)
from linli.assess import warm_up  # noqa: E402
from linli.station.config.advice import application as advice  # noqa: E402
from linli.station.config.threads import Threads  # noqa: E402

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ASSESS = "/api/v1/assess"
PAGE_LIMIT = 2 * 1024 * 1024


class Station:
    """Two applications under one address, with one life."""

    def __init__(self, lean: App, pages: App) -> None:
        self._lean = lean
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._lean(scope, receive, send)
        elif scope["type"] == "http":
            lean = scope["path"] == ASSESS
            await (self._lean if lean else _Bounded(self._pages))(scope, receive, send)


class _Bounded:
    """Django keeps a body of any size on disk before it looks at it; this one refuses beyond 2 MB."""

    def __init__(self, inner: App) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = dict(scope["headers"]).get(b"content-length", b"")
        if length.isdigit() and int(length) > PAGE_LIMIT:
            await _refuse(send)
            return
        await self._inner(scope, _counted(receive), send)


def _counted(receive: Receive) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return {"type": "http.disconnect"} if size > PAGE_LIMIT else message

    return counted


async def _refuse(send: Send) -> None:
    problem = problems.too_large()
    lines = [(name.lower().encode(), value.encode()) for name, value in problems.headers(problem).items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": lines})
    await send({"type": "http.response.body", "body": orjson.dumps(problems.document(problem))})


warm_up()
application = Station(advice(), Threads(cast(App, get_asgi_application())))
