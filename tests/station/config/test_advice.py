"""Keys on the hot path: looked up once, forgotten soon, never mixed."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from linli.engines.http.grants import Grant
from linli.problems import Problem
from linli.station.config.advice import REMEMBERED, Grants, look_up
from linli.station.integrations.selectors import key_digest
from linli.station.integrations.services import apikey_create, apikey_revoke, client_create
from linli.station.organisations.models import Community
from linli.station.people.actors import system


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_brings_its_communitys_policy(community: Community) -> None:
    actor = system(community.pk, "test")
    made = client_create(actor=actor, name="论坛")
    row, key = apikey_create(actor=actor, client_uid=made.uid, name="k", scopes=["assess"], rate=7, burst=9)
    grant = look_up(key_digest(key))
    assert isinstance(grant, Grant)
    assert (grant.policy.policy.name, grant.rate, grant.burst) == ("test@1.0.0", 7.0, 9.0)
    apikey_revoke(actor=actor, uid=row.uid)
    refused = look_up(key_digest(key))
    assert isinstance(refused, Problem)
    assert refused.status == 401


def test_a_key_without_the_scope_is_refused(community: Community) -> None:
    actor = system(community.pk, "test")
    made = client_create(actor=actor, name="论坛")
    _, key = apikey_create(actor=actor, client_uid=made.uid, name="k", scopes=["items:read"])
    refused = look_up(key_digest(key))
    assert isinstance(refused, Problem)
    assert refused.status == 403


def test_an_answer_is_remembered_for_less_than_five_seconds() -> None:
    clock, asked = Clock(), []

    def find(digest: str) -> Any:
        asked.append(digest)
        return Grant(str(len(asked)))

    grants = Grants(find=find, clock=clock)

    async def run() -> list[str]:
        seen = []
        for moment in (0.0, REMEMBERED - 0.1, REMEMBERED + 0.1):
            clock.now = moment
            grant = await grants.authorise("lk_a")
            assert isinstance(grant, Grant)
            seen.append(grant.key)
        return seen

    assert asyncio.run(run()) == ["1", "1", "2"]
    assert REMEMBERED < 5
    assert "lk_a" not in asked


def test_many_who_ask_at_once_cost_one_look_up() -> None:
    asked: list[str] = []
    gate = threading.Event()

    def find(digest: str) -> Any:
        asked.append(digest)
        gate.wait(5)
        return Grant("g")

    async def run() -> int:
        grants = Grants(find=find)
        waiting = [asyncio.create_task(grants.authorise("lk_a")) for _ in range(20)]
        await asyncio.sleep(0.05)
        gate.set()
        return len(await asyncio.gather(*waiting))

    assert asyncio.run(run()) == 20
    assert len(asked) == 1
