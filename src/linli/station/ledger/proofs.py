"""Proofs as files: that rows are in a record, that a later record begins with an earlier one; checked offline.

{"format": "linli-proof/1", "checkpoint": note,
 "rows": [{"row": {… as in an export}, "index": 0, "path": [hex, …]}]}
{"format": "linli-consistency/1", "earlier": note, "later": note, "path": [hex, …]}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.station.ledger import chain, cosignatures, merkle, notes
from linli.station.ledger.chain import Report
from linli.vocabulary import LinliError, Text

PROOF = "linli-proof/1"
CONSISTENCY = "linli-consistency/1"
LARGEST = 20_000_000
ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Export:
    """An export read whole for proving: its leaves, and where a row stands."""

    rows: list[dict[str, Any]]

    @property
    def leaves(self) -> list[bytes]:
        """One leaf a row, in order."""
        return [merkle.leaf(row["hash"]) for row in self.rows]


def proof(rows: Sequence[Mapping[str, Any]], leaves: Sequence[bytes], note: str) -> dict[str, Any]:
    """The proof that some rows (as exported) are in the record that a checkpoint names; `leaves` are all of its."""
    size = notes.opened(note).size
    shown = leaves[:size]
    if len(shown) < size:
        raise LinliError(Text("记录比检查点短。", "The record is shorter than the checkpoint."), field="checkpoint")
    return {"format": PROOF, "checkpoint": note, "rows": [_entry(row, shown) for row in rows]}


def consistency(earlier: str, later: str, leaves: Sequence[bytes]) -> dict[str, Any]:
    """The proof that the record of `later` begins with that of `earlier`; `leaves` are those of `later`."""
    first, second = notes.opened(earlier).size, notes.opened(later).size
    if not 0 < first <= second <= len(leaves):
        raise LinliError(
            Text("检查点的先后不对。", "The checkpoints are in the wrong order."), field="checkpoint", value=first
        )
    path = merkle.consistency(first, leaves[:second])
    return {"format": CONSISTENCY, "earlier": earlier, "later": later, "path": [node.hex() for node in path]}


def verify_document(document: Mapping[str, Any], key: str = "", witness: str = "") -> Report:
    """Checks a proof of either kind; problems are counted by the row's place in it (0: the proof as a whole).

    `witness`: keys of outsiders, one a line; at least one of them must have signed the newest checkpoint.
    """
    report = Report()
    kind = document.get("format")
    if kind not in CHECKS:
        raise LinliError(Text("不认识这种证明。", "This kind of proof is not known."), field="format", value=kind)
    try:
        CHECKS[kind](document, key, report)
        _check_witness(document["later" if kind == CONSISTENCY else "checkpoint"], witness, report)
    except LinliError as error:
        report.add(0, error.problem.zh, error.problem.en)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        report.add(0, "证明的写法不对", "the proof is malformed")
    return report


def verify_checkpoints(path: Path | str, given: Sequence[str], key: str, report: Report, witness: str = "") -> None:
    """Adds to the report of an export whatever in it differs from checkpoints known from elsewhere."""
    found = [notes.opened(note, key) for note in given]
    for note in given:
        _check_witness(note, witness, report)
    hashes = [row["hash"] for row in read_export(path).rows]
    for checkpoint in found:
        _check_against(checkpoint, hashes, report)


def read_export(path: Path | str) -> Export:
    """The rows of an export. They are not checked: `chain.verify_file` does that. Raises `LinliError`."""
    try:
        with Path(path).open(encoding="utf-8") as source:
            lines = [json.loads(line) for line in source if line.strip()]
    except (OSError, ValueError, RecursionError) as wrong:
        raise LinliError(
            Text("读不懂这份导出。", "The export cannot be read."),
            field="file",
            value=path,
            mend=Text("应是 linli station export 写出的文件。", "It should be what linli station export wrote."),
        ) from wrong
    rows = [line for line in lines if isinstance(line, dict) and isinstance(line.get("hash"), str) and "kind" in line]
    return Export(rows)


def read_proof(path: Path | str) -> dict[str, Any] | None:
    """The proof in a file; None where the file is something else, such as an export."""
    source = Path(path)
    try:
        if source.stat().st_size > LARGEST:
            return None
        document = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and "format" in document else None


def _entry(row: Mapping[str, Any], leaves: Sequence[bytes]) -> dict[str, Any]:
    index = int(row["sequence"]) - 1
    if not 0 <= index < len(leaves):
        raise LinliError(
            Text("这一行比检查点新。", "The row is newer than the checkpoint."),
            field="row",
            value=row["sequence"],
            mend=Text("等下一个检查点。", "Wait for the next checkpoint."),
        )
    return {"row": dict(row), "index": index, "path": [node.hex() for node in merkle.inclusion(index, leaves)]}


def _check_proof(document: Mapping[str, Any], key: str, report: Report) -> None:
    checkpoint = notes.opened(document["checkpoint"], key)
    report.head, report.chain = checkpoint.head, checkpoint.origin.rpartition("/")[2]
    entries = document["rows"]
    if not entries or len(entries) > ROWS:
        report.add(0, "证明里没有记录，或太多", "the proof has no rows, or too many")
        return
    for number, entry in enumerate(entries, 1):
        _check_entry(number, entry, checkpoint, report)


def _check_entry(number: int, entry: Mapping[str, Any], checkpoint: notes.Checkpoint, report: Report) -> None:
    row, index = entry["row"], entry["index"]
    report.rows += 1
    if set(row) != chain.ROW_FIELDS or chain.row_hash(row) != row["hash"]:
        report.add(number, f"第 {index + 1} 条被改过", f"row {index + 1} has been changed")
        return
    if row["sequence"] != index + 1 or row["chain"] != report.chain:
        report.add(number, "不是这条链的这个位置", "it is not of this chain, or not at this place")
        return
    path = [bytes.fromhex(node) for node in entry["path"]]
    if not merkle.included(merkle.leaf(row["hash"]), index, checkpoint.size, path, checkpoint.root):
        report.add(number, f"第 {index + 1} 条不在这份记录里", f"row {index + 1} is not in this record")


def _check_consistency(document: Mapping[str, Any], key: str, report: Report) -> None:
    earlier, later = (notes.opened(document[name], key) for name in ("earlier", "later"))
    path = [bytes.fromhex(node) for node in document["path"]]
    report.rows, report.head, report.chain = later.size, later.head, later.origin.rpartition("/")[2]
    if earlier.origin != later.origin:
        report.add(0, "两个检查点不属于同一条链", "the checkpoints are of two chains")
    elif not merkle.consistent(earlier.size, later.size, earlier.root, later.root, path):
        report.add(0, "后来的记录不是从先前的记录接着写的", "the later record does not begin with the earlier one")


def _check_witness(note: str, witness: str, report: Report) -> None:
    if witness and not cosignatures.cosigned(note, witness):
        report.add(0, "给出的见证人都没有签过这个检查点", "none of the given witnesses signed this checkpoint")


def _check_against(checkpoint: notes.Checkpoint, hashes: Sequence[str], report: Report) -> None:
    if report.chain and checkpoint.origin.rpartition("/")[2] != report.chain:
        report.add(0, "检查点属于另一条链", "the checkpoint is of another chain")
    elif len(hashes) < checkpoint.size:
        seen = len(hashes)
        report.add(
            0,
            f"检查点说有 {checkpoint.size} 条，这里只有 {seen} 条",
            f"the checkpoint says {checkpoint.size} rows, here are {seen}",
        )
    elif merkle.root(merkle.leaf(h) for h in hashes[: checkpoint.size]) != checkpoint.root:
        report.add(
            0, f"前 {checkpoint.size} 条与检查点不符", f"rows 1 to {checkpoint.size} differ from the checkpoint"
        )


CHECKS: dict[Any, Callable[[Mapping[str, Any], str, Report], None]] = {
    PROOF: _check_proof,
    CONSISTENCY: _check_consistency,
}
