"""Quality on COLD's official test split, through the commands; the set is not shipped (`LINLI_SETS`: its folder)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from linli.cli import main

SETS = os.environ.get("LINLI_SETS", "")
COLD = Path(SETS) / "cold" / "test.csv"

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.skipif(not SETS or not COLD.exists(), reason="set LINLI_SETS to the folder that holds cold/test.csv"),
]


def test_cold_test_reaches_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    columns = ("--text-column", "TEXT", "--label-column", "label", "--positive", "1")
    assert main(["evaluate", str(COLD), *columns, "--group-column", "fine-grained-label", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["rows"], shown["errors"], shown["absent"]) == (5323, 0, [])
    assert shown["macro_f1"] >= 0.78
    assert shown["groups"]["3"]["accuracy"] > 0.5


def test_cold_test_goes_through_a_scan_row_for_row(tmp_path: Path) -> None:
    out = tmp_path / "cold.jsonl"
    assert main(["scan", str(COLD), "--text-column", "TEXT", "--out", str(out), "--id-column", "label"]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["row"] for row in rows] == list(range(5323))
    assert {row["error"] for row in rows} == {None}
    right = sum((row["id"] == "1") == bool(row["categories"]) for row in rows)
    assert right / len(rows) >= 0.79
