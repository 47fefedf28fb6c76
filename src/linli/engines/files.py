"""The scan: a local file of comments in, a local file of verdicts out, row for row and in order.

Memory is bounded by a batch; a bad row becomes an error row; a kill costs at most the seconds since the last commit,
and the same call goes on from there with the same bytes as an undisturbed run.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from linli import __version__
from linli.assess import to_dict
from linli.engines.files_csv import CsvTable
from linli.engines.files_input import Source, inspect
from linli.engines.files_json import JsonTable
from linli.engines.files_output import OUT_SUFFIXES, Output, Progress
from linli.engines.files_parquet import ParquetTable
from linli.engines.files_rows import SUFFIXES, Mark, Row, Table
from linli.vocabulary import Assessment, Item, LinliError, Text

BATCH_ROWS = 1000
BATCH_CHARACTERS = 400_000
COMMIT_SECONDS = 1.0
MAX_ABSENT = 20

Assess = Callable[[Sequence[Item]], list[Assessment]]
Watch = Callable[[Progress, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to scan: a file and its text column (and id column), where the verdicts go, and which policy this is.

    `policy` names the policy together with a digest of its document, so that a resumed scan can't mix two policies.
    `fresh` drops the unfinished part of an earlier run.
    """

    source: Path
    text_column: str
    out: Path
    id_column: str = ""
    policy: str = ""
    fresh: bool = False


def open_table(path: Path, wanted: Sequence[str]) -> tuple[Table, Source]:
    """The table in a CSV, TSV, JSON Lines or Parquet file, by its suffix; `wanted` columns, the text first."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise _unknown_suffix("file", path, SUFFIXES)
    source = inspect(path)
    if suffix == ".parquet":
        return ParquetTable(source, wanted), source
    return (JsonTable if suffix in (".jsonl", ".ndjson") else CsvTable)(source, wanted), source


def scan(job: Job, assess: Assess, watch: Watch | None = None) -> Progress:
    """Run `job` to its end and return what was found; `watch` is called after every batch with the table's total.

    Raises LinliError for what the caller can mend (a wrong column, another input than before, a full disk);
    after a KeyboardInterrupt or any error the same call resumes.
    """
    if job.out.suffix.lower() not in OUT_SUFFIXES:
        raise _unknown_suffix("out", job.out, OUT_SUFFIXES)
    wanted = (job.text_column, job.id_column) if job.id_column else (job.text_column,)
    table, source = open_table(job.source, wanted)
    _distinct(job)
    try:
        with Output(job.out, _settings(job, source), bool(job.id_column), job.fresh) as output:
            _run(table, output, assess, watch or _unwatched)
            output.finish()
            return output.progress
    except OSError as problem:
        raise _storage(problem, job.out) from problem


def _unwatched(_progress: Progress, _total: int) -> None:
    return None


def _run(table: Table, output: Output, assess: Assess, watch: Watch) -> None:
    if output.progress.complete:
        return
    watch(output.progress, table.total)
    due = time.monotonic() + COMMIT_SECONDS
    try:
        for batch in batches(table.rows(output.progress.mark)):
            _write(batch, output, assess)
            if time.monotonic() >= due:
                output.commit()
                due = time.monotonic() + COMMIT_SECONDS
            watch(output.progress, table.total)
    except KeyboardInterrupt:
        output.commit()
        raise


def batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows in lists of at most BATCH_ROWS, shorter where the texts are long."""
    while batch := list(islice(rows, 1)):
        room = BATCH_CHARACTERS - _size(batch[0])
        while len(batch) < BATCH_ROWS and room > 0 and (row := next(rows, None)) is not None:
            batch.append(row)
            room -= _size(row)
        yield batch


def _size(row: Row) -> int:
    return len(row.values[0]) if row.values else 0


def _write(batch: list[Row], output: Output, assess: Assess) -> None:
    items = [Item(row.values[0], id=str(row.number)) for row in batch if row.error is None]
    verdicts = iter(verdicts_of(items, assess))
    shown = [_shown(row, row.error or next(verdicts), output) for row in batch]
    output.write(shown, Mark(batch[-1].number + 1, batch[-1].after))


def verdicts_of(items: Sequence[Item], assess: Assess) -> list[Assessment | Text]:
    """Assessments, or the error in the place of each item that cannot be assessed."""
    if not items:
        return []
    try:
        return list(assess(items))
    except Exception as problem:
        if len(items) == 1:
            return [_failure(problem)]
    return [verdict for item in items for verdict in verdicts_of([item], assess)]


def _failure(problem: Exception) -> Text:
    if isinstance(problem, LinliError):
        return Text(problem.in_language("zh"), problem.in_language("en"))
    name = type(problem).__name__
    return Text(f"评判这一行时出错：{name}", f"assessing this row failed: {name}")


def _shown(row: Row, verdict: Assessment | Text, output: Output) -> dict[str, Any]:
    head: dict[str, Any] = {"row": row.number}
    if output.with_id:
        head["id"] = _clean(row.values[1]) if row.values else ""
    if isinstance(verdict, Text):
        output.progress.errors += 1
        return {**head, "action": None, "categories": [], "signals": [], "reasons": [], "error": str(verdict)}
    _count(verdict, output.progress)
    full = to_dict(verdict)
    return {**head, **{k: full[k] for k in ("action", "categories", "signals", "reasons")}, "error": None}


def _clean(value: str) -> str:
    """An id that every output format can hold: lone surrogates become the replacement character."""
    return value.encode("utf-8", "replace").decode("utf-8") if not value.isascii() else value


def _count(verdict: Assessment, progress: Progress) -> None:
    action = verdict.action.value
    progress.actions[action] = progress.actions.get(action, 0) + 1
    for category in map(str, verdict.categories):
        progress.categories[category] = progress.categories.get(category, 0) + 1
    if verdict.absent and len(progress.absent) < MAX_ABSENT:
        progress.absent.extend(name for name in verdict.absent if name not in progress.absent)


def _settings(job: Job, source: Source) -> dict[str, str]:
    return {
        "input": f"{source.size}:{source.sha256}",
        "text_column": job.text_column,
        "id_column": job.id_column,
        "policy": job.policy,
        "linli": __version__,
    }


def _distinct(job: Job) -> None:
    if job.out.resolve() == job.source.resolve():
        raise LinliError(
            Text("输出不能就是输入文件。", "The output cannot be the input file itself."), field="out", value=job.out
        )


def _unknown_suffix(field: str, path: Path, known: Sequence[str]) -> LinliError:
    listed = "、".join(known)
    return LinliError(
        Text("不认识这种文件后缀。", "This file suffix is not known."),
        field=field,
        value=path,
        mend=Text(f"请用：{listed}。", f"Use one of: {', '.join(known)}."),
    )


def _storage(problem: OSError, out: Path) -> LinliError:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return LinliError(
            Text(
                "磁盘空间不够，扫描停在这里，已写好的都保住了。",
                "The disk is full; the scan stopped here and what is written is safe.",
            ),
            field="out",
            value=out,
            mend=Text("请腾出空间，再运行同一条命令接着扫描。", "Free some space and run the same command to go on."),
        )
    return LinliError(
        Text(f"读写文件出错：{problem.strerror}。", f"Reading or writing failed: {problem.strerror}."),
        field="out",
        value=out,
        mend=Text("修好后再运行同一条命令接着扫描。", "Mend it and run the same command to go on."),
    )
