"""CSV and TSV, record by record with byte offsets; an unclosed quotation mark costs one row, not the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from linli.engines import files_rows as shared
from linli.engines.files_input import Source
from linli.engines.files_rows import MAX_LINE, Mark, Row
from linli.vocabulary import LinliError, Text

RECORD_LIMIT = 4 << 20


class _BrokenError(Exception):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class _Feed:
    """Physical lines for `csv.reader`, remembered while a record is open so that they can be put back."""

    def __init__(self, handle: BinaryIO, encoding: str, delimiter: str, offset: int) -> None:
        self.handle, self.encoding, self.delimiter, self.offset = handle, encoding, delimiter, offset
        self.waiting: deque[bytes] = deque()
        self.pulled: list[bytes] = []
        self.pulled_bytes = 0
        self.dirty = False
        self._restart()

    def _restart(self) -> None:
        self.reader = csv.reader(self, delimiter=self.delimiter)

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.pulled_bytes > RECORD_LIMIT:
            raise _BrokenError(shared.UNCLOSED)
        line = self._line()
        if not line:
            if self.pulled:
                raise _BrokenError(shared.UNCLOSED)
            raise StopIteration
        self.pulled.append(line)
        self.pulled_bytes += len(line)
        return self._decode(line)

    def _line(self) -> bytes:
        line = self.waiting.popleft() if self.waiting else self.handle.readline(MAX_LINE + 1)
        self.offset += len(line)
        if len(line) > MAX_LINE:
            self._skip_line(line)
            raise _BrokenError(shared.LINE_TOO_LONG)
        return line

    def _skip_line(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self.handle.readline(MAX_LINE)
            self.offset += len(line)

    def _decode(self, line: bytes) -> str:
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError:
            self.dirty = True
            return line.decode(self.encoding, "surrogateescape")

    def record(self) -> list[str] | Text | None:
        """The next record's fields, what is wrong with it, or None at the end."""
        self.pulled.clear()
        self.pulled_bytes, self.dirty = 0, False
        try:
            return next(self.reader, None)
        except _BrokenError as broken:
            self._put_back()
            return broken.text
        except csv.Error as broken:
            self._restart()
            return Text(f"CSV 格式有误：{broken}", f"malformed CSV: {broken}")

    def _put_back(self) -> None:
        back = self.pulled[1:]
        self.offset -= sum(map(len, back))
        self.waiting.extendleft(reversed(back))
        self._restart()


class CsvTable:
    """A CSV file (`,`) or TSV file (tab) with a header line."""

    def __init__(self, source: Source, wanted: Sequence[str]) -> None:
        self.source, self.total = source, source.size
        self.delimiter = "\t" if source.path.suffix.lower() == ".tsv" else ","
        csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
        with source.path.open("rb") as handle:
            feed = _Feed(handle, source.encoding, self.delimiter, 0)
            header = self._header(feed)
        self.first, self.width = feed.offset, len(header)
        self.indexes = shared.column_indexes(header, wanted, source)

    def _header(self, feed: _Feed) -> list[str]:
        header = feed.record()
        if not isinstance(header, list):
            raise LinliError(
                Text("文件没有表头。", "The file has no header."),
                field="file",
                value=self.source.path,
                mend=Text("第一行应当是各列的名称。", "The first line should name the columns."),
            )
        return [header[0].removeprefix("\ufeff"), *header[1:]] if header else []

    def rows(self, start: Mark) -> Iterator[Row]:
        """Every record from `start`, blank lines left out."""
        offset = max(start.offset, self.first)
        number = start.row
        with self.source.path.open("rb") as handle:
            handle.seek(offset)
            feed = _Feed(handle, self.source.encoding, self.delimiter, offset)
            while (record := feed.record()) is not None:
                if record:
                    yield self._row(number, record, feed)
                    number += 1

    def _row(self, number: int, record: list[str] | Text, feed: _Feed) -> Row:
        if isinstance(record, Text):
            return Row(number, (), feed.offset, record)
        if len(record) > self.width:
            return Row(number, (), feed.offset, shared.EXTRA)
        if len(record) <= max(self.indexes):
            return Row(number, (), feed.offset, shared.MISSING)
        values = tuple([record[i] for i in self.indexes])
        if feed.dirty and any(map(_has_escapes, values)):
            return Row(number, (), feed.offset, shared.BAD_BYTES)
        return shared.checked(number, values, feed.offset)


def _has_escapes(value: str) -> bool:
    return any("\udc80" <= c <= "\udcff" for c in value)
