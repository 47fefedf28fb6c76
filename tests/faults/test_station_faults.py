"""Processes that meet on one database, and one that dies half-way: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("LINLI_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")


@dataclass(frozen=True, slots=True)
class Trial:
    """A station of its own on one database."""

    folder: Path
    environment: dict[str, str]

    def start(self, command: str, **given: Any) -> subprocess.Popen[str]:
        """A process that does `command`."""
        words = [sys.executable, "-m", "tests.faults.station_driver", command, json.dumps(given)]
        return subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True)

    def do(self, command: str, **given: Any) -> dict[str, Any]:
        """What a process that does `command` alone answers."""
        return answer_of(self.start(command, **given))

    def together(self, *commands: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
        """What processes answer that are let go at one moment."""
        gate = self.folder / f"gate-{time.time_ns()}"
        started = [self.start(command, gate=str(gate), **given) for command, given in commands]
        wait_for(lambda: len(list(self.folder.glob(f"{gate.name}.*"))) == len(started))
        gate.touch()
        return [answer_of(process) for process in started]

    def look(self, case: dict[str, Any]) -> dict[str, Any]:
        """How it stands, with a record that must be sound."""
        found: dict[str, Any] = self.do("look", folder=str(self.folder), item=case["item"], number=case["number"])[
            "ok"
        ]
        assert found["record"]["problems"] == []
        assert found["record"]["rows"] == found["record"]["stored"]
        return found


def answer_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(out)
    return found


def wait_for(happened: Any) -> None:
    ends = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < ends
        time.sleep(0.01)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.service)])
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """A migrated station on SQLite, or on PostgreSQL where one answers."""
    folder = tmp_path_factory.mktemp(request.param)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("LINLI_")},
        "DJANGO_SETTINGS_MODULE": "linli.station.config.settings",
        "LINLI_HOME": str(folder / "home"),
        "LINLI_SECRET_KEY": "a-secret-for-a-trial-that-is-long-enough-for-django-to-take-it",
    }
    if request.param == "sqlite":
        made = Trial(folder, environment)
        made.do("migrate")
        yield made
        return
    name = f"linli_trial_{os.getpid()}"
    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as refused:
        pytest.skip(f"no PostgreSQL answers at LINLI_TEST_POSTGRES: {refused}")
    with server:
        server.execute(f"create database {name}")
        made = Trial(folder, {**environment, "LINLI_DATABASE_URL": f"{SERVER}/{name}"})
        try:
            made.do("migrate")
            yield made
        finally:
            server.execute(f"drop database {name} with (force)")


def test_two_reviewers_take_one_case(trial: Trial) -> None:
    for _ in range(2):
        case = trial.do("report")["ok"]
        answers = trial.together(
            ("take", {"who": 0, "number": case["number"]}), ("take", {"who": 1, "number": case["number"]})
        )
        [won] = [a["ok"] for a in answers if "ok" in a]
        [lost] = [a for a in answers if "refused" in a]
        assert lost["refused"] == "Conflict"
        assert "is handling it, until" in lost["why"]
        now = trial.look(case)
        assert (now["taken_by"], now["case"], now["version"]) == (won, "taken", 2)


def test_two_reviewers_answer_one_case(trial: Trial) -> None:
    case = trial.do("report")["ok"]
    given = {"number": case["number"], "version": 1}
    answers = trial.together(("answer", {"who": 0, **given}), ("answer", {"who": 1, "choice": "dismiss", **given}))
    assert sorted(a.get("refused", "") for a in answers) == ["", "Conflict"]
    now = trial.look(case)
    assert (now["case"], now["answers"]) == ("answered", 1)
    assert now["decisions"] == now["statements"] == now["notices"] == (now["item"] == "removed")


def test_a_decision_in_the_middle_of_a_reversal(trial: Trial) -> None:
    """The answer is taken back while its appeal is being answered: whoever is first, all is undone."""
    for _ in range(2):
        case = trial.do("report", answered=True)["ok"]
        reversal, appeal = trial.together(
            ("reverse", {"who": 0, "number": case["number"]}),
            ("answer", {"who": 1, "number": case["appeal"], "choice": "overturned"}),
        )
        assert reversal == {"ok": "new"}
        assert "ok" in appeal or appeal["refused"] == "Conflict"
        now = trial.look(case)
        assert (now["item"], now["in_force"], now["answers"], now["case"]) == ("visible", 0, 0, "new")
        closed = trial.look({**case, "number": case["appeal"]})
        assert closed["case"] == ("answered" if "ok" in appeal else "closed")


def test_a_process_killed_in_the_middle_of_a_decision(trial: Trial) -> None:
    case = trial.do("report")["ok"]
    before = trial.look(case)
    killed = 0
    for row in range(1, 20):
        process = trial.start("answer", who=0, number=case["number"], kill=row)
        process.communicate(timeout=120)
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        killed += 1
        assert trial.look(case) == before
    now = trial.look(case)
    assert killed >= 3
    assert (now["item"], now["case"], now["answers"]) == ("removed", "answered", 1)
    assert now["decisions"] == now["statements"] == now["notices"] == 1


def test_a_full_disk_leaves_nothing_half_done(trial: Trial) -> None:
    if "LINLI_DATABASE_URL" in trial.environment:
        pytest.skip("PostgreSQL's disk is not ours to fill")
    case = trial.do("report")["ok"]
    filled = trial.do("full", number=case["number"])
    assert "full" in filled["failed"]
    before = trial.look(case)
    assert "full" in trial.do("full", number=case["number"], answer=True)["failed"]
    assert trial.look(case) == before
    assert "ok" in trial.do("answer", who=0, number=case["number"])
    assert trial.look(case)["item"] == "removed"


def test_one_item_sent_twice_at_once_is_one_item(trial: Trial) -> None:
    sent = [("submit", {"id": f"twice-{time.time_ns()}"})] * 2
    first, second = (a["ok"] for a in trial.together(*sent))
    assert (first["item"], first["decision"]) == (second["item"], second["decision"])
    assert sorted([first["created"], second["created"]]) == [False, True]


def test_many_writers_make_one_chain(trial: Trial) -> None:
    case = trial.do("report")["ok"]
    before = trial.look(case)["record"]["rows"]
    trial.together(*[("rows", {"count": 25}) for _ in range(4)])
    assert trial.look(case)["record"]["rows"] == before + 100
