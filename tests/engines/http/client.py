"""An in-process caller of the lean application, and an assessor that needs no data files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import orjson

from linli.assess import to_dict
from linli.engines.http.application import Application
from linli.engines.http.grants import Grant
from linli.problems import Problem
from linli.station.integrations.limits import Buckets
from linli.vocabulary import Action, Assessment, Category, Item, Reason, Signal, Span, Text

KEYS = {"good": Grant("good", rate=1_000, burst=10_000), "slow": Grant("slow", rate=1.0, burst=2.0)}


async def authorise(key: str) -> Grant | Problem:
    return KEYS.get(key) or Problem(401, Text("密钥无效。", "The key is not valid."), kind="key")


def assess(items: Sequence[Item], policy: Any) -> list[Assessment]:
    """An item with 坏 is held; one with 崩 breaks the assessor."""
    return [_one(item) for item in items]


def _one(item: Item) -> Assessment:
    if "崩" in item.text:
        raise RuntimeError("planted")
    at = item.text.find("坏")
    if at < 0:
        return Assessment(Action.ALLOW, (), (), (), "base@1.0.0", item.id)
    span = (Span(at, at + 1),)
    signal = Signal(Category.ABUSE, 1.0, "test", span)
    reason = Reason("r", "2.1", Text("一", "a"), Text("二", "b"), Action.HOLD, Category.ABUSE, span)
    return Assessment(Action.HOLD, (Category.ABUSE,), (signal,), (reason,), "base@1.0.0", item.id)


def application(**changes: Any) -> Application:
    parts: dict[str, Any] = {"authorise": authorise, "limiter": Buckets(), "assess": assess, "render": to_dict}
    return Application(**{**parts, **changes})


def post(body: bytes | Any, key: str = "good", *, app: Application | None = None, **more: Any) -> httpx.Response:
    return many([body], key, app=app, **more)[0]


def many(bodies: Sequence[bytes | Any], key: str = "good", *, app: Any = None, **more: Any) -> list[httpx.Response]:
    async def run() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app or application())
        headers = {"Authorization": f"Bearer {key}"} | more
        async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
            return await asyncio.gather(*(client.post("/assess", content=raw(b)) for b in bodies))

    return asyncio.run(run())


def raw(body: bytes | Any) -> bytes:
    return body if isinstance(body, bytes) else orjson.dumps(body)
