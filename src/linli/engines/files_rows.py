"""Rows out of CSV, TSV, JSON Lines and Parquet, in order, in bounded memory, from any mark; bad rows are Rows too."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from linli.engines.files_input import Source
from linli.vocabulary import LinliError, Text

MAX_TEXT = 1_000_000
MAX_LINE = 16 << 20
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


class Mark(NamedTuple):
    """Where a row starts: its number from 0, and its byte in the file (rows for Parquet)."""

    row: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One input row: the wanted columns as text, or what is wrong with it; `after` is where the next one starts."""

    number: int
    values: tuple[str, ...]
    after: int
    error: Text | None = None


class Table(Protocol):
    """A readable file. `total` is in the unit of `Row.after`: bytes, or rows for Parquet."""

    total: int

    def rows(self, start: Mark) -> Iterator[Row]:
        """Every row from `start`; `Mark()` is the first."""
        ...


def column_indexes(header: Sequence[str], wanted: Sequence[str], source: Source) -> tuple[int, ...]:
    """Where the wanted columns stand; an error that names the nearest ones."""
    return tuple(_index(header, name, source) for name in wanted)


def _index(header: Sequence[str], name: str, source: Source) -> int:
    if name in header:
        return list(header).index(name)
    near = difflib.get_close_matches(name.lower(), [h.lower() for h in header], 1)
    listed = "、".join(header[:20])
    hint = Text(f"是不是 {near[0]}？", f"Did you mean {near[0]}?") if near else Text("", "")
    raise LinliError(
        Text(f"文件里没有这一列：{source.path.name}。", f"The file has no such column: {source.path.name}."),
        field="column",
        value=name,
        mend=Text(f"{hint.zh}现有的列：{listed}。", f"{hint.en} Its columns: {listed}."),
    )


def checked(number: int, values: tuple[str, ...], after: int) -> Row:
    """A row whose text (the first wanted column) is not longer than MAX_TEXT and has no broken bytes."""
    if len(values[0]) > MAX_TEXT:
        return Row(number, (), after, too_long(len(values[0])))
    return Row(number, values, after)


def too_long(length: int) -> Text:
    """The error of an oversized text."""
    return Text(f"文本过长：{length} 字，上限 {MAX_TEXT}", f"text too long: {length} characters, limit {MAX_TEXT}")


MISSING = Text("这一行没有文本列的值", "the row has no value in the text column")
NOT_TEXT = Text("文本列的值不是文字", "the value in the text column is not text")
BAD_BYTES = Text("这一行不是有效的编码", "the row is not valid in the file's encoding")
LINE_TOO_LONG = Text(f"这一行超过 {MAX_LINE >> 20} MB", f"the line is longer than {MAX_LINE >> 20} MB")
UNCLOSED = Text("引号没有闭合", "a quotation mark is never closed")
EXTRA = Text("这一行的列数比表头多", "the row has more fields than the header")
BAD_JSON = Text("不是有效的 JSON", "not valid JSON")
NOT_OBJECT = Text("这一行不是 JSON 对象", "the line is not a JSON object")
