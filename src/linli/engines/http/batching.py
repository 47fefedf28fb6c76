"""Requests that arrive together are assessed together.

Nobody waits for company: a flush is put at the end of the event loop's current turn, so whatever came in while the
last batch was being worked on forms the next one. Large texts go to one worker thread, so that they don't hold up the
rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from linli.engines.http.grants import Assess
from linli.engines.http.parsing import Query
from linli.vocabulary import Assessment

INLINE = 20_000
TOGETHER = 256


@dataclass(slots=True)
class _Waiting:
    query: Query
    policy: Any
    answer: asyncio.Future[Sequence[Assessment]]


@dataclass(slots=True)
class Batcher:
    """`ask` gives the assessments of one request. One batcher belongs to one event loop."""

    assess: Assess
    inline: int = INLINE
    together: int = TOGETHER
    _queue: list[_Waiting] = field(default_factory=list)
    _large: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="assess-large"), repr=False
    )

    async def ask(self, query: Query, policy: Any) -> Sequence[Assessment]:
        """The assessments of `query` under `policy`, in its order."""
        loop = asyncio.get_running_loop()
        if query.size > self.inline:
            return await loop.run_in_executor(self._large, self.assess, query.items, policy)
        answer: asyncio.Future[Sequence[Assessment]] = loop.create_future()
        self._queue.append(_Waiting(query, policy, answer))
        if len(self._queue) == 1:
            loop.call_soon(self._flush)
        return await answer

    def close(self) -> None:
        """Lets the worker thread go."""
        self._large.shutdown(wait=False, cancel_futures=True)

    def _flush(self) -> None:
        waiting, self._queue = self._queue, []
        groups: dict[int, list[_Waiting]] = {}
        for each in waiting:
            groups.setdefault(id(each.policy), []).append(each)
        for group in groups.values():
            for part in _parts(group, self.together):
                self._answer(part)

    def _answer(self, part: list[_Waiting]) -> None:
        items = [item for each in part for item in each.query.items]
        try:
            found = self.assess(items, part[0].policy)
        except Exception as error:
            self._apart(part, error)
            return
        start = 0
        for each in part:
            end = start + len(each.query.items)
            _give(each, found[start:end])
            start = end

    def _apart(self, part: list[_Waiting], error: Exception) -> None:
        """One request's fault must not become another's: each is tried alone."""
        if len(part) == 1:
            if not part[0].answer.done():
                part[0].answer.set_exception(error)
            return
        for each in part:
            self._answer([each])


def _give(each: _Waiting, found: Sequence[Assessment]) -> None:
    if not each.answer.done():
        each.answer.set_result(found)


def _parts(group: list[_Waiting], together: int) -> list[list[_Waiting]]:
    parts: list[list[_Waiting]] = [[]]
    count = 0
    for each in group:
        count += len(each.query.items)
        if parts[-1] and count > together:
            parts.append([])
            count = len(each.query.items)
        parts[-1].append(each)
    return parts
