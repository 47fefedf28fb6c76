"""The import contracts hold, and each of them catches a planted violation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# contract name as `.importlinter` gives it -> (file that gets the line, the line that breaks it)
PLANTED = {
    "House": ("reading/__init__.py", "import linli.policy"),
    "Pure library": ("policy/__init__.py", "import django"),
    "Engines run without Django": ("engines/__init__.py", "import django"),
    "In the station only config imports engines": ("station/front/apps.py", "import linli.engines"),
    "Apps": ("station/people/apps.py", "import linli.station.desk.services"),
    "Inside an app": ("station/desk/selectors.py", "import linli.station.desk.services"),
    "Only publishing and collections import Wagtail": ("station/front/apps.py", "import wagtail"),
    "No two packages import each other": ("detectors/__init__.py", "import linli.policy"),
}
APPS = sorted(p.parent.name for p in (ROOT / "src/linli/station").glob("*/models.py"))


def _lint(tree: Path) -> str:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run(
        command,
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "200"},
    )
    return done.stdout + done.stderr


def _copy(tree: Path) -> Path:
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("data", "static", "__pycache__"))
    (tree / "src/linli/data").mkdir()
    shutil.copy(ROOT / ".importlinter", tree)
    return tree


def _plant(tree: Path, file: str, line: str) -> None:
    target = tree / "src/linli" / file
    kept = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{kept}\n{line}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def clean_report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    return _lint(_copy(tmp_path_factory.mktemp("clean")))


@pytest.fixture(scope="module")
def planted_report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tree = _copy(tmp_path_factory.mktemp("planted"))
    for file, line in PLANTED.values():
        _plant(tree, file, line)
    # policy must import detectors too, or "no cycles" would have nothing to find
    _plant(tree, "policy/__init__.py", "import linli.detectors")
    for app in APPS:
        other = "ledger" if app != "ledger" else "people"
        _plant(tree, f"station/{other}/apps.py", f"import linli.station.{app}.models")
    return _lint(tree)


def test_every_contract_is_kept(clean_report: str) -> None:
    assert re.search(r"[1-9]\d* kept, 0 broken", clean_report), clean_report


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_violation_is_caught(planted_report: str, name: str) -> None:
    assert re.search(rf"^{re.escape(name)}.*BROKEN", planted_report, re.MULTILINE), planted_report


@pytest.mark.parametrize("app", APPS)
def test_another_apps_models_are_out_of_reach(planted_report: str, app: str) -> None:
    name = re.escape(f"The models of {app} belong to {app}")
    assert re.search(rf"^{name}.*BROKEN", planted_report, re.MULTILINE), planted_report


def test_each_contract_has_its_planted_violation() -> None:
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    names = [n for n in re.findall(r"^name = (.+)$", text, re.MULTILINE) if not n.startswith("The models of ")]
    assert len(names) == len(PLANTED)
    assert all(any(n.startswith(p) for n in names) for p in PLANTED)


def test_a_module_that_no_layer_lists_is_caught(tmp_path: Path) -> None:
    tree = _copy(tmp_path)
    _plant(tree, "stray.py", "")
    assert "linli.stray" in _lint(tree)
