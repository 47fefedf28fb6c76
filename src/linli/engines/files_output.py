"""A scan's output while it grows: encoded rows in `OUT.part`, and `OUT.journal`, which says how far to trust them.

A commit writes the rows to disk first (fsync) and the journal after (a new file, fsync, rename). Whatever the moment
of a kill, the journal names a length of the part file that is whole; what stands behind it is cut off first.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from linli.engines.files_parquet import assemble
from linli.engines.files_rows import Mark
from linli.vocabulary import LinliError, Text

OUT_SUFFIXES = (".jsonl", ".ndjson", ".csv", ".parquet")
FORMAT = 1


@dataclass(slots=True)
class Progress:
    """How far a scan has come: where the next row starts, how much of the part file is whole, what was found."""

    row: int = 0
    offset: int = 0
    written: int = 0
    errors: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    complete: bool = False

    @property
    def mark(self) -> Mark:
        """Where reading goes on."""
        return Mark(self.row, self.offset)


def columns(with_id: bool) -> tuple[str, ...]:
    """The fields of every output row, in order."""
    return ("row", *(("id",) if with_id else ()), "action", "categories", "signals", "reasons", "error")


def encode(rows: Sequence[dict[str, Any]], out: Path, names: Sequence[str]) -> bytes:
    """Output rows as bytes: CSV, or JSON Lines (which Parquet is assembled from in the end)."""
    if out.suffix.lower() == ".csv":
        return _csv([[_cell(row[name]) for name in names] for row in rows])
    return b"".join([orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows])


def _csv(lines: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode("utf-8")


def _cell(value: object) -> object:
    """Lists become JSON; None is empty."""
    return orjson.dumps(value).decode() if isinstance(value, list) else value


class Output:
    """The growing output of one scan; one process at a time. Use it as a context manager."""

    def __init__(self, out: Path, settings: Mapping[str, str], with_id: bool, fresh: bool = False) -> None:
        self.out, self.settings, self.names = out, dict(settings), columns(with_id)
        self.with_id = with_id
        self.part, self.journal = Path(f"{out}.part"), Path(f"{out}.journal")
        self.handle = _locked(self.part)
        self.progress = Progress()
        try:
            self._begin(fresh)
        except BaseException:
            self.handle.close()
            raise

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *_: object) -> None:
        self.handle.close()

    @property
    def resumed(self) -> bool:
        """Whether rows of an earlier run were kept."""
        return self.progress.row > 0

    def _begin(self, fresh: bool) -> None:
        found = None if fresh else _read_journal(self.journal)
        if found is None:
            self.handle.truncate(0)
            self._append(_csv([self.names]) if self.out.suffix.lower() == ".csv" else b"")
            return
        _same_settings(found.get("settings", {}), self.settings, self.out)
        self.progress = Progress(**found["progress"])
        self._cut()

    def _cut(self) -> None:
        held = self.handle.seek(0, os.SEEK_END)
        if held < self.progress.written and not (self.progress.complete and held == 0):
            raise LinliError(
                Text("半成品文件比日志记录的短。", "The partial file is shorter than its journal says."),
                field="file",
                value=self.part,
                mend=Text("请加 --fresh 从头扫描。", "Scan from the start with --fresh."),
            )
        self.handle.truncate(min(held, self.progress.written))
        self.handle.seek(0, os.SEEK_END)

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self.handle.write(rest) :]
        self.progress.written += len(data)

    def write(self, rows: Sequence[dict[str, Any]], after: Mark) -> None:
        """Append rows; `after` is where the next input row starts."""
        self._append(encode(rows, self.out, self.names))
        self.progress.row, self.progress.offset = after

    def commit(self) -> None:
        """Make everything written so far survive a kill or a power cut."""
        os.fsync(self.handle.fileno())
        state = {"format": FORMAT, "settings": self.settings, "progress": asdict(self.progress)}
        replace(self.journal, orjson.dumps(state, option=orjson.OPT_INDENT_2))

    def finish(self) -> None:
        """Put the complete output in its place in one step, and clear away what helped to make it."""
        if not self.progress.complete:
            self.progress.complete = True
            self.commit()
        if self.handle.seek(0, os.SEEK_END) >= self.progress.written:
            self._place()
        self.part.unlink(missing_ok=True)
        self.journal.unlink(missing_ok=True)

    def _place(self) -> None:
        if self.out.suffix.lower() != ".parquet":
            os.replace(self.part, self.out)
            return
        whole = Path(f"{self.out}.whole")
        try:
            assemble(self.part, whole, self.with_id)
            os.replace(whole, self.out)
        finally:
            whole.unlink(missing_ok=True)


def replace(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader finds the old content or the new, never a part."""
    new = Path(f"{path}.new")
    try:
        with new.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def _locked(part: Path) -> BinaryIO:
    try:
        handle = part.open("a+b", buffering=0)
    except OSError as problem:
        raise LinliError(
            Text(f"写不了输出文件：{problem.strerror}。", f"The output cannot be written: {problem.strerror}."),
            field="out",
            value=part,
        ) from problem
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        handle.close()
        raise LinliError(
            Text("另一个扫描正在写这个输出。", "Another scan is writing this output."),
            field="out",
            value=part,
            mend=Text("请等它结束，或换一个输出文件名。", "Wait for it to end, or choose another output."),
        ) from problem
    return handle


def _read_journal(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    try:
        found: dict[str, Any] = orjson.loads(path.read_bytes())
        Progress(**found["progress"])
    except (ValueError, KeyError, TypeError) as problem:
        raise LinliError(
            Text("扫描日志读不懂。", "The scan's journal cannot be understood."),
            field="file",
            value=path,
            mend=Text("请加 --fresh 从头扫描。", "Scan from the start with --fresh."),
        ) from problem
    return found


SETTING_NAMES: dict[str, Text] = {
    "input": Text("输入文件的内容", "the input file's content"),
    "text_column": Text("文本列", "the text column"),
    "id_column": Text("编号列", "the id column"),
    "policy": Text("规则文件", "the policy"),
    "linli": Text("程序版本", "the program's version"),
}


def _same_settings(old: Mapping[str, str], new: Mapping[str, str], out: Path) -> None:
    changed = [SETTING_NAMES.get(k, Text(k, k)) for k in new if old.get(k) != new[k]]
    if changed:
        zh, en = "、".join(c.zh for c in changed), ", ".join(c.en for c in changed)
        raise LinliError(
            Text(
                f"这个输出有一次没做完的扫描，但这些和当时不同：{zh}。",
                f"This output has an unfinished scan, and this differs from then: {en}.",
            ),
            field="out",
            value=out,
            mend=Text(
                "请换一个输出文件名，或加 --fresh 放弃半成品、从头扫描。",
                "Choose another output, or drop the unfinished part and start over with --fresh.",
            ),
        )
