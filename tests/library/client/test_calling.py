"""Calls are tried again where that is safe, done once, and refused with their mend."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from linli.client import ApiError, Linli, Unreachable

Answer = tuple[int, Any] | type[Exception]


class Station:
    """A station that answers what it is told to, in turn, and keeps what it got."""

    def __init__(self, *answers: Answer, headers: dict[str, str] | None = None) -> None:
        self.answers, self.headers = list(answers), headers or {}
        self.got: list[httpx.Request] = []
        self.slept: list[float] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, type):
            raise answer("down")
        return httpx.Response(answer[0], json=answer[1], headers=self.headers)

    def client(self, **more: Any) -> Linli:
        return Linli(
            "https://s.example", "lk_x", transport=httpx.MockTransport(self.handle), sleep=self.slept.append, **more
        )


def test_a_call_carries_its_key_and_gives_the_answer() -> None:
    station = Station((201, {"receipt": "ABC"}))
    assert station.client().report(category="abuse", item="c-1")["receipt"] == "ABC"
    [got] = station.got
    assert got.headers["Authorization"] == "Bearer lk_x"
    assert str(got.url) == "https://s.example/api/v1/reports"
    assert json.loads(got.content) == {"category": "abuse", "item": "c-1"}
    assert len(got.headers["Idempotency-Key"]) == 32


@pytest.mark.parametrize(
    "bad", [(500, {}), (502, {}), (503, {}), (504, {}), (429, {}), (409, {}), httpx.ConnectError]
)
def test_what_may_pass_is_tried_again_under_the_same_key(bad: Answer) -> None:
    station = Station(bad, bad, (200, {"item": {}}))
    station.client().item_submit(id="c-1", text="早", author="u-1")
    assert len({got.headers["Idempotency-Key"] for got in station.got}) == 1
    assert len(station.got) == 3
    assert len(station.slept) == 2


def test_two_calls_have_two_keys_and_one_s_own_key_is_kept() -> None:
    station = Station((200, {}))
    client = station.client()
    client.item_withdraw("a/b 中")
    client.item_withdraw("x", key="mine")
    assert str(station.got[0].url).endswith("/items/a%2Fb%20%E4%B8%AD")
    assert station.got[0].headers["Idempotency-Key"] != station.got[1].headers["Idempotency-Key"] == "mine"


def test_advice_and_reading_need_no_key() -> None:
    station = Station((200, {"results": [], "next": None}))
    client = station.client()
    client.assess_many([{"text": "早"}])
    list(client.items())
    assert all("Idempotency-Key" not in got.headers for got in station.got)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_will_not_pass_is_refused_at_once_with_the_mend(status: int) -> None:
    problem = {"type": "urn:linli:problem:scope", "detail": "没有权限。", "mend": "请站务加上。", "field": "scope"}
    station = Station((status, problem))
    with pytest.raises(ApiError, match="请站务加上") as told:
        station.client().item("c-1")
    assert (told.value.status, told.value.field, told.value.kind) == (status, "scope", "scope")
    assert len(station.got) == 1


def test_it_gives_up_and_says_so() -> None:
    with pytest.raises(Unreachable):
        Station(httpx.ReadTimeout).client(attempts=3).policy()
    with pytest.raises(ApiError):
        Station((503, {})).client(attempts=2).policy()


def test_it_waits_as_long_as_it_is_asked_but_not_for_ever() -> None:
    asked = Station((429, {}), (200, {}), headers={"Retry-After": "7"})
    asked.client().policy()
    assert asked.slept == [7.0]
    greedy = Station((429, {}), (200, {}), headers={"Retry-After": "99999"})
    greedy.client().policy()
    assert greedy.slept == [120.0]


def test_lists_are_read_to_their_end() -> None:
    station = Station((200, {"results": [{"id": 1}], "next": "c1"}), (200, {"results": [{"id": 2}], "next": None}))
    assert [one["id"] for one in station.client().notices("u-1")] == [1, 2]
    assert station.got[1].url.params["cursor"] == "c1"
    assert station.got[1].url.params["account"] == "u-1"


@pytest.mark.parametrize("nonsense", [[], "x", None])
def test_nonsense_is_no_answer(nonsense: Any) -> None:
    with pytest.raises((ApiError, KeyError)):
        list(Station((200, nonsense)).client().items())
