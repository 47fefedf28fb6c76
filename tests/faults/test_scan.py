"""A scan meets kill -9, a full disk, Ctrl-C and a million rows."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from linli.engines.files import Job, scan
from tests.engines.files_support import judge, texts, write_csv, write_jsonl, write_parquet

ROOT = Path(__file__).parents[2]
WRITERS = {".csv": write_csv, ".jsonl": write_jsonl, ".parquet": write_parquet}


def start(source: Path, out: Path, pause: float) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "tests.faults.scan_driver", str(source), str(out), str(pause)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def rows_done(out: Path) -> int:
    try:
        return int(json.loads(Path(f"{out}.journal").read_bytes())["progress"]["row"])
    except FileNotFoundError:
        return 0


def kill_after(process: subprocess.Popen[bytes], out: Path, rows: int) -> None:
    """Kill the process, with no chance to tidy up, once its journal tells of more than `rows` rows."""
    limit = time.monotonic() + 60
    while rows_done(out) <= rows and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.002)
    process.kill()
    process.wait()


@pytest.mark.faults
@pytest.mark.parametrize("into", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("suffix", WRITERS)
def test_killed_again_and_again_the_output_is_byte_for_byte_the_same(tmp_path: Path, suffix: str, into: str) -> None:
    source = WRITERS[suffix](tmp_path / f"in{suffix}", texts(2000))
    out, whole = tmp_path / f"out{into}", tmp_path / f"whole{into}"
    rng, done = random.Random(suffix + into), 0
    for _ in range(3):
        kill_after(start(source, out, 0.002), out, done + rng.randrange(1, 400))
        assert not out.exists()
        assert rows_done(out) > done
        done = rows_done(out)
    last = start(source, out, 0)
    assert last.wait(60) == 0
    scan(Job(source, "text", whole, "id"), judge)
    assert out.read_bytes() == whole.read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {source.name, out.name, whole.name}


@pytest.mark.faults
def test_a_disk_that_fills_up_and_is_cleared(tmp_path: Path) -> None:
    """The kernel refuses to let the file grow, as on a full disk; the command says so and goes on afterwards."""
    source, out = write_csv(tmp_path / "in.csv", texts(3000)), tmp_path / "out.jsonl"
    words = [sys.executable, "-m", "linli.cli", "scan", str(source), "--text-column", "text", "--out", str(out)]

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    full = subprocess.run(words, cwd=ROOT, preexec_fn=small, capture_output=True, text=True)
    assert full.returncode == 2
    assert "磁盘空间不够" in full.stderr
    assert "disk is full" in full.stderr
    assert not out.exists()
    again = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0
    assert [json.loads(line)["row"] for line in out.read_text().splitlines()] == list(range(3000))


@pytest.mark.faults
def test_control_c_says_how_to_go_on(tmp_path: Path) -> None:
    source, out = write_csv(tmp_path / "in.csv", texts(8_000)), tmp_path / "out.jsonl"
    words = [sys.executable, "-m", "linli.cli", "scan", str(source), "--text-column", "text", "--out", str(out)]
    process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    part = Path(f"{out}.part")
    while not (part.exists() and part.stat().st_size) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run the same command to go on" in said
    assert rows_done(out) > 0
    assert subprocess.run(words, cwd=ROOT, capture_output=True).returncode == 0
    assert len(out.read_text().splitlines()) == 8_000


def peak_memory(source: Path, out: Path, rows: int) -> int:
    """The most memory, in MB, that a process needed for a scan of `rows` rows."""
    with source.open("w", encoding="utf-8") as handle:
        handle.write("id,text\n")
        handle.writelines(f"{i},第{i}句话，今天天气不错\n" for i in range(rows))
    words = [sys.executable, "-m", "tests.faults.scan_driver", str(source), str(out), "0", "1000"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.scale
def test_a_million_rows_need_no_more_memory_than_ten_thousand(tmp_path: Path) -> None:
    few = peak_memory(tmp_path / "few.csv", tmp_path / "few.jsonl", 10_000)
    many = peak_memory(tmp_path / "many.csv", tmp_path / "many.jsonl", 1_000_000)
    assert many < few + 20
    with (tmp_path / "many.jsonl").open() as lines:
        assert sum(1 for _ in lines) == 1_000_000
