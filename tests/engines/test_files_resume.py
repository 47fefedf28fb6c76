"""A scan that was cut short goes on where its journal says, and refuses to mix two scans."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from linli.engines import files, files_output
from linli.engines.files import Job, scan
from linli.vocabulary import Assessment, Item, LinliError
from tests.engines.files_support import judge, texts, write_csv, write_jsonl, write_parquet

WRITERS = {".csv": write_csv, ".jsonl": write_jsonl, ".parquet": write_parquet}


class Stops:
    """Judges, and raises `error` at the given call."""

    def __init__(self, at: int, error: BaseException) -> None:
        self.left, self.error = at, error
        self.seen: list[str] = []

    def __call__(self, items: Sequence[Item]) -> list[Assessment]:
        self.left -= 1
        if self.left < 0:
            raise self.error
        self.seen += [item.id for item in items]
        return judge(items)


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BATCH_ROWS", 4)
    monkeypatch.setattr(files, "COMMIT_SECONDS", 0.0)
    monkeypatch.setattr("linli.engines.files_parquet.GROUP_ROWS", 10)


@pytest.mark.parametrize("into", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("suffix", WRITERS)
def test_interrupted_and_resumed_is_byte_for_byte_undisturbed(tmp_path: Path, suffix: str, into: str) -> None:
    source = WRITERS[suffix](tmp_path / f"in{suffix}", texts(41))
    whole, out = tmp_path / f"whole{into}", tmp_path / f"out{into}"
    scan(Job(source, "text", whole), judge)
    seen: list[str] = []
    for at in (1, 3, 0):
        stops = Stops(at, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            scan(Job(source, "text", out), stops)
        assert not out.exists()
        seen += stops.seen
    last = Stops(999, KeyboardInterrupt())
    scan(Job(source, "text", out), last)
    assert out.read_bytes() == whole.read_bytes()
    assert seen + last.seen == [str(i) for i in range(41)]


def test_what_was_written_after_the_last_commit_is_cut_off(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", texts(20))
    out = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        scan(Job(source, "text", out), Stops(2, KeyboardInterrupt()))
    with Path(f"{out}.part").open("ab") as part:
        part.write(b'{"row":8,"action":"hold","categ')
    scan(Job(source, "text", out), judge)
    scan(Job(source, "text", tmp_path / "whole.jsonl"), judge)
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_a_part_file_without_a_journal_is_started_over(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", texts(6))
    (tmp_path / "out.jsonl.part").write_text("left over\n")
    assert scan(Job(source, "text", tmp_path / "out.jsonl"), judge).row == 6
    assert "left over" not in (tmp_path / "out.jsonl").read_text()


def _interrupted(tmp_path: Path) -> tuple[Path, Path]:
    source = write_csv(tmp_path / "in.csv", texts(20))
    out = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        scan(Job(source, "text", out, policy="base@1:abc"), Stops(2, KeyboardInterrupt()))
    return source, out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text_column": "id"}, "the text column"),
        ({"policy": "base@1:abd"}, "the policy"),
        ({"id_column": "id"}, "the id column"),
        ({}, "the input file's content"),
    ],
)
def test_another_input_or_policy_is_not_mixed_in(tmp_path: Path, change: dict[str, str], said: str) -> None:
    source, out = _interrupted(tmp_path)
    if not change:
        source.write_bytes(source.read_bytes() + b"n20,x\n")
    settings: dict[str, Any] = {"text_column": "text", "policy": "base@1:abc", **change}
    with pytest.raises(LinliError) as refused:
        scan(Job(source, out=out, **settings), judge)
    assert said in str(refused.value)
    assert "--fresh" in str(refused.value)
    assert scan(Job(source, out=out, fresh=True, **settings), judge).row >= 20


@pytest.mark.parametrize("journal", ["", "{}", '{"settings": {}, "progress": {"row": 1, "nonsense": 2}}', "[]"])
def test_a_broken_journal_is_refused_with_a_mend(tmp_path: Path, journal: str) -> None:
    source, out = _interrupted(tmp_path)
    Path(f"{out}.journal").write_text(journal)
    with pytest.raises(LinliError, match="--fresh"):
        scan(Job(source, "text", out, policy="base@1:abc"), judge)


def test_a_part_file_shorter_than_its_journal_is_refused(tmp_path: Path) -> None:
    source, out = _interrupted(tmp_path)
    Path(f"{out}.part").write_bytes(b"")
    with pytest.raises(LinliError, match="--fresh"):
        scan(Job(source, "text", out, policy="base@1:abc"), judge)


def test_a_second_scan_of_the_same_output_is_refused(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", texts(8))
    job = Job(source, "text", tmp_path / "out.jsonl")
    refusals: list[LinliError] = []

    def meanwhile(items: Sequence[Item]) -> list[Assessment]:
        with pytest.raises(LinliError) as refused:
            scan(job, judge)
        refusals.append(refused.value)
        return judge(items)

    scan(job, meanwhile)
    assert "Another scan" in str(refusals[0])


@pytest.mark.parametrize("into", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG])
def test_a_full_disk_says_so_and_the_scan_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, into: str, code: int
) -> None:
    source, out = write_csv(tmp_path / "in.csv", texts(30)), tmp_path / f"out{into}"
    left = 3
    real = files_output.Output._append

    def full(self: files_output.Output, data: bytes) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            self.handle.write(data[:7])
            raise OSError(code, "full")
        real(self, data)

    with monkeypatch.context() as patched:
        patched.setattr(files_output.Output, "_append", full)
        with pytest.raises(LinliError) as refused:
            scan(Job(source, "text", out), judge)
    assert "disk is full" in str(refused.value)
    again = Stops(99, KeyboardInterrupt())
    scan(Job(source, "text", out), again)
    scan(Job(source, "text", tmp_path / f"whole{into}"), judge)
    assert out.read_bytes() == (tmp_path / f"whole{into}").read_bytes()
    assert again.seen[0] != "0"


def test_a_full_disk_at_the_last_step_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = write_csv(tmp_path / "in.csv", texts(30)), tmp_path / "out.parquet"

    def full(_: Path, whole: Path, __: bool) -> None:
        whole.write_bytes(b"PAR1")
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(files_output, "assemble", full)
        with pytest.raises(LinliError):
            scan(Job(source, "text", out), judge)
    assert not Path(f"{out}.whole").exists()
    again = Stops(99, KeyboardInterrupt())
    assert scan(Job(source, "text", out), again).row == 30
    assert again.seen == []


def test_a_kill_between_the_last_two_steps_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = write_csv(tmp_path / "in.csv", texts(9)), tmp_path / "out.jsonl"

    unlink = Path.unlink

    def killed(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".part":
            raise KeyboardInterrupt
        unlink(self, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", killed)
        with pytest.raises(KeyboardInterrupt):
            scan(Job(source, "text", out), judge)
    before = out.read_bytes()
    scan(Job(source, "text", out), judge)
    assert out.read_bytes() == before
    assert not Path(f"{out}.journal").exists()
