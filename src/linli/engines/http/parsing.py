"""From a request's bytes to items: every limit is checked, every unknown field is named.

Limits: 1,000,000 bytes a body, 100 items a request, and the lengths below, in Unicode code points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linli.problems import BODY_LIMIT, Problem, json_object
from linli.vocabulary import Author, Context, Item, ItemKind, Text

ITEM_LIMIT = 100
BIGGEST = 2**31 - 1

Check = Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class Query:
    """The items of one request; `single` when the body was one item and not a list."""

    items: tuple[Item, ...]
    single: bool

    @property
    def size(self) -> int:
        """Code points of all texts: what the work costs."""
        return sum(len(item.text) for item in self.items)


def wrong(field: str, value: object, zh: str, en: str, mend: Text | None = None, kind: str = "invalid") -> Problem:
    """A 422 that names the field, the value and the mend."""
    return Problem(422, Text(zh, en), kind=kind, field=field, value=value, mend=mend)


def parse(body: bytes) -> Query:
    """The items in `body`: `{"text": …}` or `{"items": [{"text": …}, …]}`. Raises `Problem`."""
    data = json_object(body)
    if "items" not in data:
        return Query((_item(data, ""),), single=True)
    _known(data, {"items"}, "")
    return Query(tuple(_item(each, f"items[{i}].") for i, each in enumerate(_items(data["items"]))), single=False)


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= ITEM_LIMIT:
        shown = len(value) if isinstance(value, list) else value
        mend = Text(f"一次发送 1 到 {ITEM_LIMIT} 条。", f"Send 1 to {ITEM_LIMIT} items at a time.")
        raise wrong("items", shown, "items 应是 1 到 100 条的列表。", "items must be a list of 1 to 100.", mend)
    return value


def _known(data: Mapping[str, Any], names: set[str], where: str) -> None:
    for name in data:
        if name not in names:
            known = "、".join(sorted(names)), ", ".join(sorted(names))
            mend = Text(f"可用的字段：{known[0]}。", f"Known fields: {known[1]}.")
            raise wrong(f"{where}{name}", "", "没有这个字段。", "There is no such field.", mend, "unknown-field")


def string(limit: int) -> Check:
    """A check for text of at most `limit` code points."""

    def check(value: Any, field: str) -> str:
        if type(value) is not str:
            raise wrong(field, value, "应是文字。", "It must be a string.")
        if len(value) > limit:
            mend = Text(f"最多 {limit} 个字符。", f"At most {limit} characters.")
            raise wrong(field, f"{len(value)}", "文字太长。", "The text is too long.", mend)
        return value

    return check


def whole(value: Any, field: str) -> int:
    """A whole number from 0 to 2³¹-1."""
    if type(value) is not int or not 0 <= value <= BIGGEST:
        raise wrong(field, value, "应是不小于 0 的整数。", "It must be a whole number, 0 or more.")
    return value


def truth(value: Any, field: str) -> bool:
    """`true` or `false`."""
    if type(value) is not bool:
        raise wrong(field, value, "应是 true 或 false。", "It must be true or false.")
    return value


def strings(count: int, limit: int) -> Check:
    """A check for a list of at most `count` texts of at most `limit` code points."""
    each = string(limit)

    def check(value: Any, field: str) -> tuple[str, ...]:
        if type(value) is not list or len(value) > count:
            mend = Text(f"最多 {count} 条。", f"At most {count} entries.")
            raise wrong(field, value, "应是文字的列表。", "It must be a list of strings.", mend)
        return tuple(each(entry, f"{field}[{i}]") for i, entry in enumerate(value))

    return check


def kind(value: Any, field: str) -> ItemKind:
    """One of the kinds of item."""
    try:
        return ItemKind(value)
    except ValueError:
        names = "、".join(ItemKind), ", ".join(ItemKind)
        mend = Text(f"可用：{names[0]}。", f"Use one of {names[1]}.")
        raise wrong(field, value, "没有这种内容类型。", "There is no such kind of item.", mend) from None


AUTHOR: dict[str, Check] = {
    "id": string(200),
    "age_days": whole,
    "strikes": whole,
    "grade": string(40),
    "minor": truth,
    "organisation": truth,
}
CONTEXT: dict[str, Check] = {
    "title": string(2_000),
    "thread": strings(50, 20_000),
    "target": string(200),
    "reports": whole,
    "minors": truth,
    "tags": strings(20, 100),
}


def _part(data: Any, checks: Mapping[str, Check], field: str) -> dict[str, Any]:
    if type(data) is not dict:
        raise wrong(field, data, "应是一个 JSON 对象。", "It must be a JSON object.")
    _known(data, set(checks), f"{field}.")
    return {name: checks[name](value, f"{field}.{name}") for name, value in data.items()}


def _author(value: Any, field: str) -> Author:
    return Author(**_part(value, AUTHOR, field))


def _context(value: Any, field: str) -> Context:
    return Context(**_part(value, CONTEXT, field))


ITEM: dict[str, Check] = {
    "text": string(BODY_LIMIT),
    "kind": kind,
    "id": string(200),
    "author": _author,
    "context": _context,
    "language": string(20),
}
ITEM_NAMES = set(ITEM)


def _item(data: Any, where: str) -> Item:
    if type(data) is not dict:
        raise wrong(where.rstrip("."), data, "每一条应是一个 JSON 对象。", "Each item must be a JSON object.")
    if data.keys() - ITEM_NAMES:
        _known(data, ITEM_NAMES, where)
    if "text" not in data:
        mend = Text("请写上要看的文字。", "Give the text to look at.")
        raise wrong(f"{where}text", "", "缺少文字。", "The text is missing.", mend, "missing-field")
    return Item(**{name: ITEM[name](value, f"{where}{name}") for name, value in data.items()})
