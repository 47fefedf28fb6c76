"""The lean application from the outside: answers, refusals, limits, company."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from linli.engines.http.application import Application
from linli.vocabulary import Assessment, Item
from tests.engines.http import client
from tests.engines.http.client import application, assess, many, post


def test_one_text_gets_one_assessment() -> None:
    answer = post({"text": "你真坏", "id": "7"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert (body["item"], body["action"], body["reasons"][0]["spans"]) == ("7", "hold", [[2, 3]])


def test_many_items_keep_their_order() -> None:
    texts = ["早上好", "坏", "谢谢", "坏坏"]
    body = post({"items": [{"text": t, "id": str(i)} for i, t in enumerate(texts)]}).json()
    assert [(r["item"], r["action"]) for r in body["results"]] == [
        ("0", "allow"),
        ("1", "hold"),
        ("2", "allow"),
        ("3", "hold"),
    ]


def test_context_and_author_reach_the_policy() -> None:
    seen: list[Item] = []

    def watch(items: Sequence[Item], policy: Any) -> list[Assessment]:
        seen.extend(items)
        return assess(items, policy)

    author = {"id": "a", "age_days": 3, "strikes": 1, "grade": "b", "minor": True, "organisation": False}
    context = {"title": "t", "thread": ["x"], "target": "y", "reports": 2, "minors": True, "tags": ["z"]}
    post({"text": "好", "kind": "post", "author": author, "context": context}, app=application(assess=watch))
    item = seen[0]
    assert (item.kind, item.author.age_days, item.author.minor) == ("post", 3, True)
    assert (item.context.thread, item.context.reports, item.context.tags) == (("x",), 2, ("z",))


@pytest.mark.parametrize("key", ["", "bad"])
def test_without_a_good_key_nothing_is_read(key: str) -> None:
    answer = post(b"x" * 2_000_000, key)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


BROKEN: list[tuple[str, Any, int, str]] = [
    ("empty", b"", 400, "body"),
    ("not json", b"hello", 400, "body"),
    ("binary", bytes(range(256)), 400, "body"),
    ("gb18030", '{"text":"你好"}'.encode("gb18030"), 400, "body"),
    ("lone surrogate escape", b'{"text":"\\ud800"}', 400, "body"),
    ("lone surrogate bytes", b'{"text":"\xed\xa0\x80"}', 400, "body"),
    ("not a number", b'{"text":NaN}', 400, "body"),
    ("deep", b'{"text":' + b"[" * 100_000, 400, "body"),
    ("deep but legal", b'{"text":"a","context":' + b'{"a":' * 500 + b"1" + b"}" * 501, 422, "context.a"),
    ("list", [1], 400, "body"),
    ("no text", {}, 422, "text"),
    ("text is a number", {"text": 1}, 422, "text"),
    ("unknown field", {"text": "a", "colour": 1}, 422, "colour"),
    ("unknown field beside items", {"items": [{"text": "a"}], "kind": "post"}, 422, "kind"),
    ("unknown field of an author", {"text": "a", "author": {"phone": "1"}}, 422, "author.phone"),
    ("no such kind", {"text": "a", "kind": "poem"}, 422, "kind"),
    ("kind is a list", {"text": "a", "kind": []}, 422, "kind"),
    ("no items", {"items": []}, 422, "items"),
    ("101 items", {"items": [{"text": "a"}] * 101}, 422, "items"),
    ("an item is text", {"items": [{"text": "a"}, "b"]}, 422, "items[1]"),
    ("strikes below 0", {"text": "a", "author": {"strikes": -1}}, 422, "author.strikes"),
    ("strikes are true", {"text": "a", "author": {"strikes": True}}, 422, "author.strikes"),
    ("age beyond", {"text": "a", "author": {"age_days": 2**40}}, 422, "author.age_days"),
    ("minor is a word", {"text": "a", "author": {"minor": "yes"}}, 422, "author.minor"),
    ("long id", {"text": "a", "id": "i" * 201}, 422, "id"),
    ("thread of numbers", {"text": "a", "context": {"thread": [1]}}, 422, "context.thread[0]"),
    ("thread is text", {"text": "a", "context": {"thread": "x"}}, 422, "context.thread"),
    ("author is text", {"text": "a", "author": "x"}, 422, "author"),
]


@pytest.mark.parametrize(("body", "status", "field"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_bad_input_is_refused_with_its_field_in_both_languages(body: Any, status: int, field: str) -> None:
    answer = post(body)
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["field"]) == (status, status, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"]
    assert problem["detail_en"]
    assert len(answer.content) < 2_000


def test_a_megabyte_is_taken_and_one_byte_more_is_not() -> None:
    room = 1_000_000 - len(b'{"text":""}')
    assert post(b'{"text":"%s"}' % (b"a" * room)).status_code == 200
    assert post(b'{"text":"%s"}' % (b"a" * (room + 1))).status_code == 413


def test_a_body_that_never_ends_is_cut_without_a_length() -> None:
    async def run() -> tuple[int, int]:
        asked = 0

        async def receive() -> dict[str, Any]:
            nonlocal asked
            asked += 1
            return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "headers": [(b"authorization", b"Bearer good")]}
        await application()(scope, receive, send)
        return sent[0]["status"], asked

    assert asyncio.run(run()) == (413, 11)


def test_a_client_that_hangs_up_gets_no_answer() -> None:
    async def run() -> list[Any]:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "headers": [(b"authorization", b"Bearer good")]}
        await application()(scope, receive, send)
        return sent

    assert asyncio.run(run()) == []


def test_only_post_is_taken() -> None:
    async def run() -> tuple[int, dict[bytes, bytes]]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        await application()({"type": "http", "method": "GET", "headers": []}, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"])

    status, headers = asyncio.run(run())
    assert status == 405
    assert headers[b"allow"] == b"POST"


def test_a_key_that_goes_too_fast_is_told_when_to_come_back() -> None:
    app = application()
    statuses = [a.status_code for a in many([{"text": "好"}] * 4, "slow", app=app)]
    assert sorted(statuses) == [200, 200, 429, 429]
    late = post({"text": "好"}, "slow", app=app)
    assert int(late.headers["retry-after"]) >= 1
    assert late.json()["mend_en"].startswith("Try again in")


def test_items_count_for_the_limit_not_requests() -> None:
    app = application()
    assert post({"items": [{"text": "好"}] * 50}, "slow", app=app).status_code == 200
    assert post({"text": "好"}, "slow", app=app).status_code == 429


def test_requests_that_arrive_together_are_assessed_together() -> None:
    sizes: list[int] = []

    def count(items: Sequence[Item], policy: Any) -> list[Assessment]:
        sizes.append(len(items))
        return assess(items, policy)

    answers = many([{"text": f"坏{i}", "id": str(i)} for i in range(40)], app=application(assess=count))
    assert [a.json()["item"] for a in answers] == [str(i) for i in range(40)]
    assert sum(sizes) == 40
    assert len(sizes) < 40


def test_policies_are_never_mixed() -> None:
    seen: list[tuple[Any, set[str]]] = []
    grants = {"a": client.Grant("a", policy="A"), "b": client.Grant("b", policy="B")}

    async def by_key(key: str) -> Any:
        return grants[key]

    def watch(items: Sequence[Item], policy: Any) -> list[Assessment]:
        seen.append((policy, {item.id for item in items}))
        return assess(items, policy)

    app = application(authorise=by_key, assess=watch)

    async def run() -> None:
        async def one(key: str) -> None:
            body = orjson.dumps({"text": "好", "id": key})
            await app.advise(grants[key], body)

        await asyncio.gather(*(one(k) for k in "abab"))

    asyncio.run(run())
    assert {(policy, tuple(ids)) for policy, ids in seen} == {("A", ("a",)), ("B", ("b",))}


def test_one_requests_fault_is_not_anothers(caplog: pytest.LogCaptureFixture) -> None:
    answers = many([{"text": "好"}, {"text": "崩"}, {"text": "坏"}])
    assert [a.status_code for a in answers] == [200, 500, 200]
    assert answers[1].json()["detail_en"]
    assert "planted" in caplog.text
    assert "planted" not in answers[1].text


def test_the_servers_life_is_answered() -> None:
    async def run(app: Application) -> list[str]:
        incoming = iter(["lifespan.startup", "lifespan.shutdown"])
        sent: list[str] = []

        async def receive() -> dict[str, Any]:
            return {"type": next(incoming)}

        async def send(message: Any) -> None:
            sent.append(message["type"])

        await app({"type": "lifespan"}, receive, send)
        return sent

    assert asyncio.run(run(application())) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
