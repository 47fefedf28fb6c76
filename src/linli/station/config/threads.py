"""Django's requests in a few threads that stay, each with a database connection that stays.

Django's own ASGI handler gives every request a new thread, and so a new connection with its PRAGMAs and an empty
cache. Here a request borrows a thread, the one last used first, once its body is there whole: a client that sends
slowly holds none. One that finds none free waits its turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
HOW_MANY = 16


class Threads:
    """An application whose synchronous work is done in at most `count` threads."""

    def __init__(self, inner: App, count: int = HOW_MANY) -> None:
        self._inner = inner
        self._free: asyncio.LifoQueue[ThreadPoolExecutor] = asyncio.LifoQueue()
        for number in range(count):
            self._free.put_nowait(ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"request-{number}"))

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One request."""
        body = await _whole(receive)
        thread = await self._free.get()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self._inner(scope, _replayed(body, receive), send)
        finally:
            self._free.put_nowait(thread)


async def _whole(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replayed() -> Message:
        for message in waiting:
            return message
        return await receive()

    return replayed
