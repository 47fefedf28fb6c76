"""The chain itself, without a database: how a row is hashed, and how anyone checks an export.

An export is JSON Lines: one line a row in the order of the chain, then one line that names the head:

    {"v": 1, "chain": id, "sequence": 1, "id": id, "kind": "case.taken", "at": "2026-…Z", "actor": {…},
     "object": {"type": …, "id": …}, "subject": hmac|null, "data": {…}, "prev": hash, "hash": hash}
    {"head": {"chain": id, "sequence": n, "hash": hash}}

`hash` is SHA-256, in hexadecimal, over the row's canonical JSON (RFC 8785) without the field `hash`; `prev` is the
hash of the row before, 64 zeros for the first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import rfc8785

from linli.vocabulary import LinliError, Text, shorten

GENESIS = "0" * 64
LINE_LIMIT = 1_000_000
PROBLEM_LIMIT = 100
ROW_FIELDS = frozenset(
    {"v", "chain", "sequence", "id", "kind", "at", "actor", "object", "subject", "data", "prev", "hash"}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on one line of an export (lines count from 1; 0 is the file as a whole)."""

    line: int
    reason: Text


@dataclass(slots=True)
class Report:
    """The outcome of a check. `problems` keeps the first 100; `problem_count` counts all."""

    rows: int = 0
    head: str = GENESIS
    chain: str = ""
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    @property
    def sound(self) -> bool:
        """True where every row is in its place and unchanged, up to the head."""
        return self.problem_count == 0

    def add(self, line: int, zh: str, en: str) -> None:
        """Notes a problem; those beyond the limit are counted only."""
        self.problem_count += 1
        if len(self.problems) < PROBLEM_LIMIT:
            self.problems.append(Problem(line, Text(zh, en)))


@dataclass(slots=True)
class _Place:
    sequence: int = 0
    prev: str = GENESIS
    ended: bool = False


def canonical(row: dict[str, Any]) -> bytes:
    """The row's canonical JSON (RFC 8785), without its own hash."""
    return rfc8785.dumps({name: value for name, value in row.items() if name != "hash"})


def row_hash(row: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical(row)).hexdigest()


def verify_file(path: Path | str, head: str = "") -> Report:
    """Checks an export line by line in bounded memory. `head`: the hash of a head known from elsewhere."""
    report = Report()
    try:
        with Path(path).open("rb") as source:
            _verify(source, report)
    except OSError as wrong:
        raise LinliError(
            Text("读不到这个文件。", "The file cannot be read."),
            field="file",
            value=path,
            mend=Text(f"请检查路径：{wrong.strerror}", f"Check the path: {wrong.strerror}"),
        ) from wrong
    if head and head != report.head:
        report.add(0, f"链头与给出的不同：{report.head}", f"the head differs from the one given: {report.head}")
    return report


def _verify(source: BinaryIO, report: Report) -> None:
    place = _Place()
    number = 0
    for number, line in _lines(source):
        if place.ended:
            report.add(number, "链头之后还有内容", "there is more after the head")
            return
        entry = _parse(number, line, report)
        if entry is None:
            continue
        if "head" in entry:
            _check_head(number, entry["head"], place, report)
        else:
            _check_row(number, entry, place, report)
    if not place.ended:
        report.add(number, "没有链头，文件可能被截断", "there is no head line: the file may have been cut short")


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := source.readline(LINE_LIMIT):
        number += 1
        yield number, line


def _parse(number: int, line: bytes, report: Report) -> dict[str, Any] | None:
    try:
        entry = json.loads(line, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        report.add(number, "不是一行完整的 JSON", "not one whole line of JSON")
        return None
    if not isinstance(entry, dict):
        report.add(number, "不是一条记录", "not a row")
        return None
    return entry


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _check_row(number: int, row: dict[str, Any], place: _Place, report: Report) -> None:
    if set(row) != ROW_FIELDS or not isinstance(row["sequence"], int) or not isinstance(row["hash"], str):
        report.add(number, "字段不符", "the fields are not those of a row")
        return
    report.rows += 1
    _check_place(number, row, place, report)
    _check_hash(number, row, report)
    place.sequence, place.prev = row["sequence"], row["hash"]
    report.head = row["hash"]


def _check_place(number: int, row: dict[str, Any], place: _Place, report: Report) -> None:
    report.chain = report.chain or str(row["chain"])
    sequence, due = row["sequence"], place.sequence + 1
    if row["chain"] != report.chain:
        report.add(number, "属于另一条链", "the row belongs to another chain")
    if sequence > due:
        report.add(number, f"缺少第 {due} 至 {sequence - 1} 条", f"rows {due} to {sequence - 1} are missing")
    elif sequence < due:
        report.add(number, f"第 {sequence} 条次序不对或重复", f"row {sequence} is out of order or stands twice")
    elif row["prev"] != place.prev:
        report.add(number, f"第 {sequence} 条接不上前一条", f"row {sequence} does not follow from the one before")


def _check_hash(number: int, row: dict[str, Any], report: Report) -> None:
    try:
        true = row_hash(row) == row["hash"]
    except (rfc8785.CanonicalizationError, RecursionError):
        true = False
    if not true:
        report.add(number, f"第 {row['sequence']} 条被改过", f"row {row['sequence']} has been changed")


def _check_head(number: int, head: object, place: _Place, report: Report) -> None:
    place.ended = True
    if not isinstance(head, dict) or set(head) != {"chain", "sequence", "hash"}:
        report.add(number, "链头的字段不符", "the fields are not those of a head")
        return
    report.chain = report.chain or str(head["chain"])
    if head["chain"] != report.chain:
        report.add(number, "链头属于另一条链", "the head belongs to another chain")
    if head["sequence"] != place.sequence:
        named, seen = shorten(str(head["sequence"])), place.sequence
        report.add(
            number, f"链头说有 {named} 条，文件到第 {seen} 条", f"the head says {named} rows, the file ends at {seen}"
        )
    elif head["hash"] != place.prev:
        report.add(number, "链头与最后一条不符", "the head is not that of the last row")
