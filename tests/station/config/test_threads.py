"""Requests share a few threads: the same ones again, no more than there are, each given back whatever happens."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from linli.station.config.threads import Threads

Scope = dict[str, Any]


def run(inner: Any, requests: int, count: int = 2, chunks: int = 1) -> list[list[dict[str, Any]]]:
    """What each of some requests at once was sent."""

    async def one(threads: Threads) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []
        parts = iter([{"type": "http.request", "body": b"x", "more_body": n < chunks - 1} for n in range(chunks)])

        async def receive() -> dict[str, Any]:
            return next(parts, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            sent.append(message)

        await threads({"type": "http"}, receive, send)
        return sent

    async def main() -> list[Any]:
        threads = Threads(inner, count)
        return await asyncio.gather(*(one(threads) for _ in range(requests)), return_exceptions=True)

    return asyncio.run(main())


def test_many_requests_use_no_more_threads_than_there_are() -> None:
    seen: list[str] = []

    async def inner(scope: Scope, receive: Any, send: Any) -> None:
        seen.append(await sync_to_async(lambda: threading.current_thread().name, thread_sensitive=True)())
        await send({"type": "done"})

    assert run(inner, 12) == [[{"type": "done"}]] * 12
    assert len(seen) == 12
    assert len(set(seen)) <= 2
    assert all(name.startswith("request-") for name in seen)


def test_the_body_is_there_whole_before_a_thread_is_borrowed_and_comes_again_in_order() -> None:
    got: list[Any] = []

    async def inner(scope: Scope, receive: Any, send: Any) -> None:
        got.extend([await receive() for _ in range(4)])

    run(inner, 1, chunks=3)
    assert [message.get("more_body") for message in got] == [True, True, False, None]
    assert got[-1] == {"type": "http.disconnect"}


def test_a_request_that_fails_gives_its_thread_back() -> None:
    async def inner(scope: Scope, receive: Any, send: Any) -> None:
        await sync_to_async(_fail, thread_sensitive=True)()

    found = run(inner, 5, count=1)
    assert [type(error) for error in found] == [ZeroDivisionError] * 5


def _fail() -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("count", [1, 3])
def test_a_slow_request_holds_one_thread_and_the_last_used_is_taken_first(count: int) -> None:
    order: list[str] = []

    async def inner(scope: Scope, receive: Any, send: Any) -> None:
        order.append(await sync_to_async(lambda: threading.current_thread().name, thread_sensitive=True)())

    async def main() -> None:
        threads = Threads(inner, count)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            raise AssertionError(message)

        for _ in range(3):
            await threads({"type": "http"}, receive, send)

    asyncio.run(main())
    assert len(set(order)) == 1
