"""The running station: one a folder, no orphans, one effect in a race, and a revoked key that stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.faults
START = 60.0
ITEM = {"id": "c-1", "text": "今天天气好", "author": {"id": "u-1"}}


@dataclass(frozen=True, slots=True)
class Running:
    """A station in processes of its own."""

    process: subprocess.Popen[str]
    home: Path
    url: str
    port: int

    def operate(self, *words: str) -> str:
        done = _linli("station", *words, home=self.home)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def key(self, *more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.operate('apikey', 'forum', *more)}"}


def _environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DJANGO_"))}
    return {**kept, "LINLI_HOME": str(home)}


def _linli(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "linli.cli", *words]
    return subprocess.run(command, env=_environment(home), capture_output=True, text=True, timeout=60, check=False)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(home: Path) -> Running:
    port = _port()
    command = [sys.executable, "-m", "linli.cli", "station", "run", "--port", str(port)]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, env=_environment(home), stdout=log, stderr=log, text=True)
    running = Running(process, home, f"http://127.0.0.1:{port}", port)
    _wait(running)
    return running


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = _start(tmp_path_factory.mktemp("station"))
    yield running
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0
    assert _left(running.home) == []


def _wait(running: Running) -> None:
    ends = time.monotonic() + START
    while time.monotonic() < ends:
        if "Ctrl-C" in (running.home / "log").read_text():
            return
        time.sleep(0.2)
    raise AssertionError((running.home / "log").read_text())


def _left(home: Path) -> list[str]:
    """Processes that still have the station's folder in their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"LINLI_HOME={home}\0".encode() in entry.read_bytes():
                found.append((entry.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in found if line.strip()]


def test_a_second_station_on_the_same_folder_is_refused(station: Running) -> None:
    done = _linli("station", "run", "--port", str(_port()), home=station.home)
    assert done.returncode == 2
    assert "A station runs on this data folder already" in done.stderr


def test_a_taken_port_is_named_with_the_mend(station: Running, tmp_path: Path) -> None:
    done = _linli("station", "run", "--port", str(station.port), home=tmp_path)
    assert done.returncode == 2
    assert f"--port {station.port + 1}" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_a_sample_station_opens_on_this_machine_alone(tmp_path: Path, host: str) -> None:
    done = _linli("station", "run", "--sample", "--host", host, home=tmp_path)
    assert done.returncode == 2
    assert "opens on this machine alone" in done.stderr


def test_a_race_under_one_key_has_one_effect(station: Running) -> None:
    headers = station.key("--scopes", "items:write,reports:write,items:read")
    httpx.post(f"{station.url}/api/v1/items", json=ITEM, headers=headers).raise_for_status()
    given = {**headers, "Idempotency-Key": "race"}

    def ask(_: int) -> Any:
        body = {"item": "c-1", "category": "abuse", "text": "语气不好"}
        return httpx.post(f"{station.url}/api/v1/reports", json=body, headers=given, timeout=30)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    assert {a.status_code for a in answers} <= {201, 409}
    assert len({a.json()["receipt"] for a in answers if a.status_code == 201}) == 1
    figures = httpx.get(f"{station.url}/api/v1/transparency").json()["figures"]
    assert next(f["value"] for f in figures if f["id"] == "received") == 1


def test_a_revoked_key_stops_within_five_seconds(station: Running) -> None:
    headers = station.key("--scopes", "assess")

    def status() -> int:
        return httpx.post(f"{station.url}/api/v1/assess", json={"text": "你好"}, headers=headers).status_code

    assert status() == 200
    station.operate("revoke", headers["Authorization"].removeprefix("Bearer "))
    ends = time.monotonic() + 5
    while status() == 200:
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert status() == 401


def test_a_body_beyond_all_measure_is_refused_before_it_is_kept(station: Running) -> None:
    for path in ("/api/v1/assess", "/api/v1/items"):
        answer = httpx.post(f"{station.url}{path}", content=b"x" * 3_000_000, headers=station.key())
        assert answer.status_code == 413


def test_a_child_that_dies_is_started_again(station: Running) -> None:
    [line] = [e for e in Path("/proc").glob("[0-9]*/cmdline") if _is(e, station.home, b"ticking")]
    os.kill(int(line.parent.name), signal.SIGKILL)
    ends = time.monotonic() + 20
    while not [e for e in Path("/proc").glob("[0-9]*/cmdline") if _is(e, station.home, b"ticking")]:
        assert time.monotonic() < ends
        time.sleep(0.2)
    assert httpx.get(f"{station.url}/api/v1/policy").status_code == 200


def _is(entry: Path, home: Path, word: bytes) -> bool:
    try:
        here = f"LINLI_HOME={home}\0".encode() in (entry.parent / "environ").read_bytes()
        return here and word in entry.read_bytes() and b"Z" not in (entry.parent / "stat").read_bytes().split()[2]
    except OSError:
        return False


def test_no_orphan_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    running = _start(tmp_path)
    assert len(_left(tmp_path)) > 3
    running.process.kill()
    running.process.wait()
    ends = time.monotonic() + 20
    while _left(tmp_path):
        assert time.monotonic() < ends, _left(tmp_path)
        time.sleep(0.2)


def test_an_operator_makes_a_keeper_and_exports_the_record(station: Running) -> None:
    command = [sys.executable, "-m", "linli.cli", "station", "keeper", "awen"]

    def keeper(password: str) -> subprocess.CompletedProcess[str]:
        env = _environment(station.home)
        return subprocess.run(
            command, env=env, input=password, capture_output=True, text=True, timeout=60, check=False
        )

    assert keeper("12345\n").returncode == 2
    assert keeper("a-long-quiet-river\n").returncode == 0
    again = keeper("a-long-quiet-river\n")
    assert again.returncode == 2
    assert "taken" in again.stderr
    out = station.home / "ledger.jsonl"
    station.operate("export", str(out))
    assert _linli("ledger", "verify", str(out), home=station.home).returncode == 0
