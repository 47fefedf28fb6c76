"""YAML as a tree in which every node knows its line and column.

The tree is built from libyaml's events, so that anchors, aliases, tags, a second document and too deep nesting are
refused where they stand, before anything grows. Scalars stay the text that was written: `2.10` is not a number and
`no` is not false until a field asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from linli.lazy import load
from linli.policy.model import Finding, Level
from linli.vocabulary import Text

SIZE_LIMIT = 256 * 1024  # characters of one document
DEPTH_LIMIT = 8
_BLOCK_STYLES = ("|", ">")


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column in a document, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, with the stretch of the document `[start, end)` it was written in and its quoting style."""

    place: Place
    value: str
    style: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Many:
    """A sequence."""

    place: Place
    parts: list[Node]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, in the order written, doubled keys included."""

    place: Place
    pairs: list[tuple[Node, Node]]


Node = Scalar | Many | Pairs


class Refused(Exception):
    """The document is no tree of the permitted kind; `finding` says where and why."""

    def __init__(self, place: Place, problem: Text, mend: Text) -> None:
        self.finding = Finding(place.line, place.column, Level.ERROR, problem, mend)
        super().__init__(str(problem))


def parse(text: str) -> Node:
    """The tree of the one YAML document in `text`; Refused where it is empty, broken, too big or too deep."""
    _check_characters(text)
    yaml = load("yaml")
    try:
        events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        return _document(events)
    except yaml.YAMLError as broken:
        raise _syntax(broken) from broken


def _check_characters(text: str) -> None:
    if len(text) > SIZE_LIMIT:
        raise Refused(
            Place(1, 1),
            Text(f"文件太大：{len(text)} 个字符。", f"The document is too big: {len(text)} characters."),
            Text(f"请控制在 {SIZE_LIMIT} 个字符以内。", f"Keep it within {SIZE_LIMIT} characters."),
        )
    surrogate = re.search(r"[\ud800-\udfff]", text)
    if surrogate:
        before = text[: surrogate.start()]
        raise Refused(
            Place(before.count("\n") + 1, len(before) - before.rfind("\n")),
            Text("这里有一个残缺的字符。", "Here stands half a character (a lone surrogate)."),
            Text("请用 UTF-8 重新保存。", "Save the file as UTF-8 again."),
        )


def _syntax(broken: Any) -> Refused:
    mark = getattr(broken, "problem_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    detail = getattr(broken, "problem", None) or str(broken).splitlines()[0]
    return Refused(
        place,
        Text(f"YAML 语法错误：{detail}。", f"YAML syntax error: {detail}."),
        Text("请检查这一行的缩进、冒号和引号。", "Check the indentation, the colons and the quotes of this line."),
    )


def _document(events: Iterator[Any]) -> Node:
    root: Node | None = None
    for event in events:
        kind = type(event).__name__
        if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"):
            continue
        if root is not None:
            raise Refused(
                _place(event),
                Text("一个文件里只能有一份规则。", "One file holds one policy."),
                Text("请删去“---”之后的内容，或另存一个文件。", "Move what follows `---` into a file of its own."),
            )
        root = _node(event, events, DEPTH_LIMIT)
    if root is None:
        raise Refused(
            Place(1, 1),
            Text("文件是空的。", "The document is empty."),
            Text(
                "请从一个现成的规则包抄起：linli policy show base --yaml。",
                "Start from a pack: linli policy show base --yaml.",
            ),
        )
    return root


def _node(event: Any, events: Iterator[Any], depth: int) -> Node:
    place = _place(event)
    _refuse_indirection(event, place)
    if depth == 0:
        raise Refused(
            place,
            Text("嵌套太深。", "It is nested too deeply."),
            Text(f"最多 {DEPTH_LIMIT} 层。", f"At most {DEPTH_LIMIT} levels are needed."),
        )
    kind = type(event).__name__
    if kind == "ScalarEvent":
        return Scalar(place, event.value, event.style or "", event.start_mark.index, event.end_mark.index)
    nodes: list[Node] = []
    for inner in events:
        if type(inner).__name__ in ("SequenceEndEvent", "MappingEndEvent"):
            break
        nodes.append(_node(inner, events, depth - 1))
    if kind == "SequenceStartEvent":
        return Many(place, nodes)
    return Pairs(place, list(zip(nodes[::2], nodes[1::2], strict=True)))


def _refuse_indirection(event: Any, place: Place) -> None:
    if getattr(event, "anchor", None) is not None:
        raise Refused(
            place,
            Text("规则文件里不用锚点和别名（& 和 *）。", "A policy uses no anchors and aliases (& and *)."),
            Text("请把内容写全，让读者看得见。", "Write the content out, so that a reader sees it."),
        )
    if getattr(event, "tag", None) is not None:
        raise Refused(
            place,
            Text(f"规则文件里不用标签：{event.tag}。", f"A policy uses no tags: {event.tag}."),
            Text("请删去以“!”开头的标签。", "Remove the tag that begins with `!`."),
        )


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def place_inside(document: str, scalar: Scalar, offset: int) -> Place:
    """Where the character at `offset` of a scalar's value stands in the document.

    The value's visible characters occur in the document in the same order, whatever the style; quotes, indentation
    and the header of a block are passed over. An escape such as `\\u4f60` is not followed: then the scalar's start.
    """
    at = scalar.start
    if scalar.style in _BLOCK_STYLES:
        at = document.find("\n", at) + 1
    elif scalar.style:
        at += 1
    found = at
    for character in scalar.value[: offset + 1]:
        if character.isspace():
            continue
        found = document.find(character, at, scalar.end)
        if found < 0:
            return scalar.place
        at = found + 1
    trailing = offset - len(scalar.value) + 1 if offset >= len(scalar.value) else 0
    found += trailing
    return Place(document.count("\n", 0, found) + 1, found - document.rfind("\n", 0, found))
