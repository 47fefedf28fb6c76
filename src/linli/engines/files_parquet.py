"""Parquet in and out: record batches in, row groups of a fixed size out, so that the bytes don't depend on pauses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from linli.engines import files_rows as shared
from linli.engines.files_input import Source
from linli.engines.files_rows import Mark, Row
from linli.lazy import load
from linli.vocabulary import LinliError, Text

READ_ROWS = 4096
GROUP_ROWS = 20_000


class ParquetTable:
    """A Parquet file whose text column holds strings."""

    def __init__(self, source: Source, wanted: Sequence[str]) -> None:
        self.source, self.wanted = source, tuple(wanted)
        with self._open() as file:
            schema = file.schema_arrow
            shared.column_indexes(schema.names, wanted, source)
            self.total = file.metadata.num_rows
            self.groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
            _check_text(schema.field(wanted[0]).type, wanted[0])

    def _open(self) -> Any:
        try:
            return load("pyarrow.parquet").ParquetFile(self.source.path)
        except (load("pyarrow").ArrowInvalid, OSError) as problem:
            raise LinliError(
                Text("这不是完整的 Parquet 文件。", "This is not a complete Parquet file."),
                field="file",
                value=self.source.path,
            ) from problem

    def rows(self, start: Mark) -> Iterator[Row]:
        """Every row from `start`; whole row groups before it are not read."""
        first, skip = self._group_of(start.row)
        number = start.row
        with self._open() as file:
            groups = list(range(first, len(self.groups)))
            batches = file.iter_batches(READ_ROWS, row_groups=groups, columns=list(dict.fromkeys(self.wanted)))
            for values in islice(self._values(batches), skip, None):
                yield _row(number, values)
                number += 1

    def _group_of(self, row: int) -> tuple[int, int]:
        for index, length in enumerate(self.groups):
            if row < length:
                return index, row
            row -= length
        return len(self.groups), 0

    def _values(self, batches: Iterator[Any]) -> Iterator[tuple[object, ...]]:
        for batch in batches:
            yield from zip(*(_cells(batch.column(name)) for name in self.wanted), strict=True)


def _check_text(kind: Any, name: str) -> None:
    types = load("pyarrow").types
    inner = kind.value_type if types.is_dictionary(kind) else kind
    if not (types.is_string(inner) or types.is_large_string(inner) or types.is_string_view(inner)):
        raise LinliError(
            Text(f"文本列的类型是 {kind}，应当是字符串。", f"The text column holds {kind}, not strings."),
            field="column",
            value=name,
        )


def _cells(column: Any) -> list[object]:
    try:
        found: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        binary = column.cast(load("pyarrow").string()).cast(load("pyarrow").binary())
        found = [_decoded(value) for value in binary.to_pylist()]
    return found


def _decoded(value: bytes | None) -> object:
    try:
        return None if value is None else value.decode("utf-8")
    except UnicodeDecodeError:
        return value


def _row(number: int, values: tuple[object, ...]) -> Row:
    text, after = values[0], number + 1
    if text is None:
        return Row(number, (), after, shared.MISSING)
    if not isinstance(text, str):
        return Row(number, (), after, shared.BAD_BYTES)
    return shared.checked(number, (text, *("" if v is None else str(v) for v in values[1:])), after)


def schema(with_id: bool) -> Any:
    """The schema of a scan's output."""
    pa = load("pyarrow")
    text, words = pa.string(), pa.list_(pa.string())
    head = [("row", pa.int64()), *([("id", text)] if with_id else []), ("action", text), ("categories", words)]
    return pa.schema([*head, ("signals", pa.list_(_signal())), ("reasons", pa.list_(_reason())), ("error", text)])


def _signal() -> Any:
    pa = load("pyarrow")
    text, spans = pa.string(), pa.list_(pa.list_(pa.int32()))
    found = {"category": text, "score": pa.float64(), "detector": text, "spans": spans, "severity": pa.int32()}
    return pa.struct(list({**found, "evidence": text, "source": text, "steps": pa.list_(text)}.items()))


def _reason() -> Any:
    pa = load("pyarrow")
    text, spans = pa.string(), pa.list_(pa.list_(pa.int32()))
    both = pa.struct([("zh", text), ("en", text)])
    head = {"rule": text, "clause": text, "clause_title": both, "text": both}
    return pa.struct(list({**head, "action": text, "category": text, "spans": spans}.items()))


def assemble(lines: Path, out: Path, with_id: bool) -> None:
    """Turn finished JSON Lines into the Parquet file `out`, on disk when this returns; memory holds one row group."""
    pa, parquet = load("pyarrow"), load("pyarrow.parquet")
    shape = schema(with_id)
    with lines.open("rb") as handle, parquet.ParquetWriter(out, shape, compression="zstd") as writer:
        while chunk := [orjson.loads(line) for line in islice(handle, GROUP_ROWS)]:
            writer.write_table(pa.Table.from_pylist(chunk, schema=shape), row_group_size=GROUP_ROWS)
    _sync(out)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
