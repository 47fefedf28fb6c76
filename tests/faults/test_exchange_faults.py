"""Two stations on two ports, SQLite and PostgreSQL, exchange a thousand checks; one is killed: both end equal.

A third knows the first but reads the second alone: what reaches it through this relay is the same.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("LINLI_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
CHECKS = 1_000


@dataclass(frozen=True, slots=True)
class Station:
    """A station of its own: its address, its database."""

    environment: dict[str, str]
    port: int

    @property
    def id(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, command: str, **given: Any) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "tests.faults.exchange_driver", command, json.dumps(given)]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            words, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=quiet, text=True
        )

    def do(self, command: str, **given: Any) -> Any:
        process = self.start(command, **given)
        out, _ = process.communicate(timeout=600)
        assert process.returncode == 0, out
        return json.loads(out.splitlines()[-1])["ok"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def station(folder: Path, database: str = "") -> Station:
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("LINLI_")},
        "DJANGO_SETTINGS_MODULE": "linli.station.config.settings",
        "LINLI_HOME": str(folder),
        "LINLI_BASE_URL": f"http://127.0.0.1:{port}",
        "LINLI_FETCH_PRIVATE_HOSTS": "true",
        "LINLI_SECRET_KEY": f"a-secret-for-a-trial-that-is-long-enough-{port}-for-django",
        **({"LINLI_DATABASE_URL": database} if database else {}),
    }
    return Station(environment, port)


def answering(process: subprocess.Popen[str], at: Station) -> None:
    ends = time.monotonic() + 90
    while True:
        assert process.poll() is None
        try:
            urllib.request.urlopen(f"{at.id}/.well-known/rumour-station", timeout=5).read()
            return
        except OSError:
            assert time.monotonic() < ends
            time.sleep(0.2)


@pytest.fixture
def stations(tmp_path: Path) -> Iterator[tuple[Station, Station, Station]]:
    """All answer on their ports; the second's database is PostgreSQL where one is there, else SQLite too."""
    name, server = f"linli_exchange_{os.getpid()}", None
    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
        server.execute(f"create database {name}")
    except psycopg.OperationalError:
        name = ""
    one, two = station(tmp_path / "one"), station(tmp_path / "two", f"{SERVER}/{name}" if name else "")
    three, serving = station(tmp_path / "three"), []
    try:
        for each in (one, two, three):
            each.do("migrate")
            serving.append(each.start("serve", port=each.port))
            answering(serving[-1], each)
        yield one, two, three
    finally:
        for process in serving:
            process.kill()
            process.communicate()
        if server is not None:
            server.execute(f"drop database if exists {name} with (force)")
            server.close()


def test_a_thousand_checks_a_correction_a_retraction_a_dispute_and_a_death(
    stations: tuple[Station, Station, Station],
) -> None:
    one, two, three = stations
    one.do("publish", count=CHECKS)
    two.do("know", station=one.id)
    one.do("know", station=two.id)
    killed = two.start("pull", kill=CHECKS // 2 + 30)
    killed.communicate(timeout=300)
    assert killed.returncode == -9
    half = two.do("look")
    assert 0 < half["count"] < CHECKS
    assert half["record"]

    one.do("publish", count=1, first=7, version=2, more={"reviewRating": {"ratingValue": "true"}})
    one.do("publish", count=1, first=8, version=2, more={"@type": "Tombstone"})
    two.do("publish", count=1, first=9, name="own", more={"disputes": f"{one.id}/rumours/checks/k9/"})
    taken = two.do("pull")
    assert taken["refused"] == 0
    assert one.do("pull") == {"taken": 1, "refused": 0, "looked": 1}

    ended, other = two.do("look"), one.do("look")
    assert (ended["count"], ended["held"]) == (other["count"], other["held"]) == (CHECKS + 3, ended["held"])
    assert ended["states"] == {"shown": CHECKS - 1, "withdrawn": 1}
    assert other["states"] == {"shown": 1}
    assert ended["refusals"] == other["refusals"] == []
    assert ended["record"]
    assert other["record"]
    assert two.do("pull") == {"taken": 0, "refused": 0, "looked": 0}

    three.do("know", station=one.id)
    three.do("know", station=two.id)
    relayed = three.do("pull", stations=[two.id])
    assert relayed["refused"] == 0
    last = three.do("look")
    assert (last["count"], last["held"]) == (ended["count"], ended["held"])
    assert last["states"] == {"shown": CHECKS, "withdrawn": 1}
    assert last["record"]
