"""How many statements an item, a hold and a report cost: bounds, so that a change which costs more is seen.

With every item one look tells whether published checks may label it; what they say is kept in the process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from tests.station.api.conftest import Caller

Bound = Callable[[int], AbstractContextManager[Any]]
AUTHOR = {"id": "u-1", "name": "小林"}


def _item(name: str, text: str) -> dict[str, Any]:
    return {"id": name, "text": text, "author": AUTHOR}


def test_a_clean_item(forum: Caller, django_assert_max_num_queries: Bound) -> None:
    forum("POST", "/items", _item("c-0", "今天天气好"))
    with django_assert_max_num_queries(17):
        assert forum("POST", "/items", _item("c-1", "明天也好")).status_code == 201


def test_a_clean_item_with_a_key(forum: Caller, django_assert_max_num_queries: Bound) -> None:
    forum("POST", "/items", _item("c-0", "今天天气好"))
    with django_assert_max_num_queries(27):
        sent = forum("POST", "/items", _item("c-1", "明天也好"), **{"Idempotency-Key": "k"})
    assert sent.status_code == 201


def test_a_held_item(forum: Caller, django_assert_max_num_queries: Bound) -> None:
    forum("POST", "/items", _item("c-0", "今天天气好"))
    with django_assert_max_num_queries(46):
        sent = forum("POST", "/items", _item("c-1", "你真是笨蛋"))
    assert sent.json()["item"]["state"] == "held"


def test_a_report(forum: Caller, django_assert_max_num_queries: Bound) -> None:
    forum("POST", "/items", _item("c-0", "今天天气好"))
    with django_assert_max_num_queries(26):
        assert forum("POST", "/reports", {"item": "c-0", "category": "abuse"}).status_code == 201
