"""An export is checked with no database: whatever was done to it is found, and said where."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linli.station.ledger import chain
from linli.vocabulary import LinliError

Lines = list[dict[str, Any]]


def rows(count: int = 5) -> Lines:
    """A sound export of `count` rows."""
    out: Lines = []
    prev = chain.GENESIS
    for sequence in range(1, count + 1):
        row: dict[str, Any] = {
            "v": 1,
            "chain": "c1",
            "sequence": sequence,
            "id": f"r{sequence}",
            "kind": "case.taken",
            "at": "2026-01-01T00:00:00.000000Z",
            "actor": {"role": 2, "via": "person", "ref": "ab"},
            "object": {"type": "case", "id": "x"},
            "subject": None,
            "data": {"version": sequence},
            "prev": prev,
        }
        row["hash"] = prev = chain.row_hash(row)
        out.append(row)
    out.append({"head": {"chain": "c1", "sequence": count, "hash": prev}})
    return out


def write(path: Path, lines: Lines) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def forge(lines: Lines) -> None:
    lines[2]["data"]["version"] = 99


def forge_and_rehash(lines: Lines) -> None:
    lines[2]["data"]["version"] = 99
    lines[2]["hash"] = chain.row_hash(lines[2])


def delete(lines: Lines) -> None:
    del lines[2]


def swap(lines: Lines) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def double(lines: Lines) -> None:
    lines.insert(2, lines[2])


def cut_before_head(lines: Lines) -> None:
    del lines[4]


def cut_with_head(lines: Lines) -> None:
    del lines[4:]


def other_head(lines: Lines) -> None:
    lines[-1]["head"]["hash"] = "f" * 64


def other_chain(lines: Lines) -> None:
    lines[3]["chain"] = "c2"


def extra_field(lines: Lines) -> None:
    lines[3]["note"] = "x"


def after_head(lines: Lines) -> None:
    lines.append(lines[0])


def not_numbers(lines: Lines) -> None:
    lines[1]["sequence"] = "2"


HARM = [
    (forge, 3, "has been changed"),
    (forge_and_rehash, 4, "does not follow"),
    (delete, 3, "rows 3 to 3 are missing"),
    (swap, 2, "rows 2 to 2 are missing"),
    (swap, 3, "out of order"),
    (double, 4, "stands twice"),
    (cut_before_head, 5, "the head says 5 rows, the file ends at 4"),
    (cut_with_head, 4, "there is no head line"),
    (other_head, 6, "not that of the last row"),
    (other_chain, 4, "another chain"),
    (extra_field, 4, "fields are not those of a row"),
    (after_head, 7, "more after the head"),
    (not_numbers, 2, "fields are not those of a row"),
]


def test_a_sound_export_is_sound(tmp_path: Path) -> None:
    report = chain.verify_file(write(tmp_path / "a.jsonl", rows()))
    assert (report.sound, report.rows, report.chain, report.problems) == (True, 5, "c1", [])


@pytest.mark.parametrize(("harm", "line", "words"), HARM)
def test_every_harm_is_found_on_its_line(
    tmp_path: Path, harm: Callable[[Lines], None], line: int, words: str
) -> None:
    lines = rows()
    harm(lines)
    report = chain.verify_file(write(tmp_path / "a.jsonl", lines))
    assert not report.sound
    assert [p for p in report.problems if p.line == line and words in p.reason.en and p.reason.zh]


@pytest.mark.parametrize("raw", [b"\xff\xfe\n", b"{\n", b"[]\n", b"", b'{"a":1,"a":2}\n', b"[" * 5000 + b"\n"])
def test_what_is_no_export_is_said_to_be_none(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(raw)
    assert not chain.verify_file(path).sound


def test_a_cut_that_takes_a_new_head_along_is_found_by_the_published_head(tmp_path: Path) -> None:
    published = rows()[-1]["head"]["hash"]
    path = write(tmp_path / "a.jsonl", rows(4))
    assert chain.verify_file(path).sound
    assert not chain.verify_file(path, head=published).sound


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(LinliError, match="cannot be read"):
        chain.verify_file(tmp_path / "none.jsonl")


def test_problems_are_counted_beyond_those_kept(tmp_path: Path) -> None:
    lines = rows(300)
    for line in lines[:-1]:
        line["kind"] = "case.forged"
    report = chain.verify_file(write(tmp_path / "a.jsonl", lines))
    assert (report.problem_count, len(report.problems)) == (300, chain.PROBLEM_LIMIT)


def test_the_chain_needs_no_django() -> None:
    script = "import sys, linli.station.ledger.chain; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
