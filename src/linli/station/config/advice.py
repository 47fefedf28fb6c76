"""The lean `assess` application, put together with the station's keys and policies.

A key's grant is remembered for three seconds, so that the database is not on the hot path and a revoked key still
stops within five.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from linli.assess import assess_many, to_dict
from linli.engines.http.application import Application
from linli.engines.http.grants import Grant
from linli.problems import Problem
from linli.station.integrations.rest.keys import BUCKETS, bad_key, no_scope
from linli.station.integrations.selectors import key_digest, key_known
from linli.station.moderation.services.policies import Rulebook, rulebook_current
from linli.vocabulary import Assessment, Item

REMEMBERED = 3.0
MOST = 10_000
SCOPE = "assess"

Answer = Grant | Problem


def look_up(digest: str) -> Answer:
    """The grant of a key with its community's live policy, or the refusal. Reads the database."""
    known = key_known(digest)
    if known is None:
        return bad_key()
    if SCOPE not in known.scopes:
        return no_scope(SCOPE)
    return Grant(known.uid, rulebook_current(community_id=known.community_id), known.rate, known.burst)


def _in_thread(digest: str) -> Answer:
    close_old_connections()
    try:
        return look_up(digest)
    finally:
        close_old_connections()


@dataclass(slots=True)
class Grants:
    """Answers by a key's digest; never the key itself. One look-up serves all who ask meanwhile."""

    find: Callable[[str], Answer] = _in_thread
    remembered: float = REMEMBERED
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, Answer]] = field(default_factory=dict)
    _asked: dict[str, asyncio.Task[Answer]] = field(default_factory=dict)

    async def authorise(self, key: str) -> Answer:
        """What `key` may do now."""
        digest = key_digest(key)
        found = self._known.get(digest)
        if found is not None and found[0] > self.clock():
            return found[1]
        return await self._ask(digest)

    async def _ask(self, digest: str) -> Answer:
        task = self._asked.get(digest)
        if task is None:
            task = asyncio.create_task(self._find(digest))
            self._asked[digest] = task
            task.add_done_callback(lambda _: self._asked.pop(digest, None))
        return await asyncio.shield(task)

    async def _find(self, digest: str) -> Answer:
        until = self.clock() + self.remembered
        answer = await sync_to_async(self.find, thread_sensitive=False)(digest)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[digest] = (until, answer)
        return answer


def application() -> Application:
    """The application for the path of `assess`."""
    return Application(Grants().authorise, BUCKETS, assess_by, to_dict)


def assess_by(items: Sequence[Item], book: Rulebook) -> Sequence[Assessment]:
    """By the community's policy and own words; the batches are of one rulebook each."""
    return assess_many(items, book.policy, detectors=book.detectors)
