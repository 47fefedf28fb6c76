"""A stand-in for the library: verdicts from the text alone, so that a scan's own behaviour is what is tested."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from linli.vocabulary import Action, Assessment, Category, Item, LinliError, Reason, Signal, Span, Text


def judge(items: Sequence[Item]) -> list[Assessment]:
    """Hold what contains 坏, refuse 拒绝, break on 崩溃."""
    for item in items:
        if "拒绝" in item.text:
            raise LinliError(Text("不收。", "Refused."))
        if "崩溃" in item.text:
            raise RuntimeError("broken")
    return [_verdict(item) for item in items]


def _verdict(item: Item) -> Assessment:
    at = item.text.find("坏")
    if at < 0:
        return Assessment(Action.ALLOW, (), (), (), "test@1", item.id)
    spans = (Span(at, at + 1),)
    signal = Signal(Category.ABUSE, 0.9, "fake", spans, 2, "bad", "test", ("fold",))
    title, text = Text("不辱骂", "No insults"), Text("含坏字", "It says bad")
    reason = Reason("r1", "2.1", title, text, Action.HOLD, Category.ABUSE, spans)
    return Assessment(Action.HOLD, (Category.ABUSE,), (signal,), (reason,), "test@1", item.id)


def texts(count: int) -> list[str]:
    """`count` different comments; every third is a bad one, some have commas, quotes and line breaks."""
    tails = ("", "，好", '坏，"引号"', "\n第二行", ",逗号", "坏")
    return [f"第{i}句{tails[i % 6]}" for i in range(count)]


def write_csv(path: Path, values: Sequence[str], encoding: str = "utf-8") -> Path:
    """A CSV file with the columns `id` and `text`."""
    with path.open("w", encoding=encoding, newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["id", "text"])
        writer.writerows([f"n{i}", value] for i, value in enumerate(values))
    return path


def write_jsonl(path: Path, values: Sequence[str]) -> Path:
    """A JSON Lines file with the columns `id` (a number) and `text`."""
    lines = [json.dumps({"id": i, "text": value}, ensure_ascii=False) + "\n" for i, value in enumerate(values)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def write_parquet(path: Path, values: Sequence[str | None], group: int = 7) -> Path:
    """A Parquet file with the columns `id` and `text` in small row groups."""
    table = pa.table({"id": [f"n{i}" for i in range(len(values))], "text": pa.array(values, pa.string())})
    pq.write_table(table, path, row_group_size=group)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a scan's output, lists as lists, empty cells of CSV as None."""
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with path.open(encoding="utf-8", newline="") as handle:
        return [_parsed(row) for row in csv.DictReader(handle)]


def _parsed(row: dict[str, str]) -> dict[str, Any]:
    lists = {name: json.loads(row[name]) for name in ("categories", "signals", "reasons")}
    return {**row, **lists, "row": int(row["row"]), "action": row["action"] or None, "error": row["error"] or None}
