"""JSON Lines: one object a line, blank lines left out; a broken line is an error row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import orjson

from linli.engines import files_rows as shared
from linli.engines.files_input import Source
from linli.engines.files_rows import MAX_LINE, Mark, Row
from linli.vocabulary import LinliError, Text


class JsonTable:
    """A file with one JSON object a line."""

    def __init__(self, source: Source, wanted: Sequence[str]) -> None:
        self.source, self.total, self.wanted = source, source.size, tuple(wanted)
        self._look()

    def _look(self) -> None:
        """Refuse at once a file whose first hundred good lines have none of the text column."""
        names: dict[str, None] = {}
        with self.source.path.open("rb") as handle:
            for _ in range(100):
                found = _parse(handle.readline(MAX_LINE), self.source.encoding)
                names.update(dict.fromkeys(found if isinstance(found, dict) else ()))
        if self.source.size and not names:
            raise LinliError(
                Text("前一百行里没有一个 JSON 对象。", "There is no JSON object in the first hundred lines."),
                field="file",
                value=self.source.path,
                mend=Text("每一行应当是一个 JSON 对象。", "Each line should be one JSON object."),
            )
        if names:
            shared.column_indexes(list(names), self.wanted[:1], self.source)

    def rows(self, start: Mark) -> Iterator[Row]:
        """Every line from `start`."""
        number, offset = start.row, start.offset
        with self.source.path.open("rb") as handle:
            handle.seek(offset)
            while line := handle.readline(MAX_LINE + 1):
                offset += len(line)
                if len(line) > MAX_LINE:
                    offset += _skip_line(handle, line)
                    yield Row(number, (), offset, shared.LINE_TOO_LONG)
                elif line.isspace():
                    continue
                else:
                    yield self._row(number, line, offset)
                number += 1

    def _row(self, number: int, line: bytes, after: int) -> Row:
        found = _parse(line, self.source.encoding)
        if isinstance(found, Text):
            return Row(number, (), after, found)
        text = found.get(self.wanted[0])
        if not isinstance(text, str):
            return Row(number, (), after, shared.MISSING if text is None else shared.NOT_TEXT)
        rest = [_plain(found.get(name)) for name in self.wanted[1:]]
        return shared.checked(number, (text, *rest), after)


def _skip_line(handle: BinaryIO, line: bytes) -> int:
    skipped = 0
    while line and not line.endswith(b"\n"):
        line = handle.readline(MAX_LINE)
        skipped += len(line)
    return skipped


def _parse(line: bytes, encoding: str) -> dict[str, Any] | Text:
    try:
        text = line.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return shared.BAD_BYTES
    try:
        found = _loads(text)
    except (ValueError, RecursionError):
        return shared.BAD_JSON
    return found if isinstance(found, dict) else shared.NOT_OBJECT


def _loads(text: str) -> Any:
    """orjson is fast but refuses lone surrogates, which real exports hold; the standard library reads them."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
