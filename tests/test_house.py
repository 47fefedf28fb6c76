"""What the house promises of its code: short modules and functions, one way to data, nothing that must stay out."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/linli"


@cache
def _modules() -> dict[str, ast.Module]:
    files = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
    return {str(p.relative_to(SOURCE)): ast.parse(p.read_text(encoding="utf-8")) for p in files}


def _functions() -> Iterator[tuple[str, str, int]]:
    for name, tree in _modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                yield name, node.name, node.end_lineno - node.lineno + 1


def _tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / p for p in listed.split("\0") if p.endswith(suffixes) and (ROOT / p).is_file()]


def test_no_module_is_longer_than_500_lines() -> None:
    assert {n for n in _modules() if len((SOURCE / n).read_text(encoding="utf-8").splitlines()) > 500} == set()


def test_functions_are_short() -> None:
    lengths = [(n, where, what) for where, what, n in _functions()]
    assert statistics.median(n for n, _, _ in lengths) <= 10
    assert [x for x in lengths if x[0] > 60] == []


def test_every_module_says_what_it_is_for() -> None:
    ignored = re.compile(r"(apps|__main__)\.py$|migrations/")
    bare = [n for n, t in _modules().items() if not ast.get_docstring(t) and t.body and not ignored.search(n)]
    assert bare == []


def test_data_files_are_reached_through_one_module() -> None:
    reach = {
        name
        for name, tree in _modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("importlib.resources")
    }
    assert reach == {"files.py"}


def test_only_the_named_module_imports_late() -> None:
    late = {
        name
        for name, tree in _modules().items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Name) and node.id in {"import_module", "__import__"})
    }
    assert late <= {"lazy.py"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-build.txt"])
def test_requirements_are_hashed_and_carry_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    pinned = re.findall(r"^[A-Za-z0-9._\[\]-]+==", text, re.MULTILINE)
    assert pinned
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "torch" not in text


def test_no_tracked_text_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(r"(?<![\w.])/(?:work|root)/|files\.pythonhosted|pypi\.org/simple|registry\.npmjs")
    texts = _tracked(".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".html", ".css", ".js", ".txt", ".po", ".cfg")
    found = [str(p.relative_to(ROOT)) for p in texts if forbidden.search(p.read_text(encoding="utf-8"))]
    assert [f for f in found if f != "tests/test_house.py"] == []


def test_links_in_documents_lead_somewhere() -> None:
    broken = []
    for page in _tracked(".md"):
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {link}")
    assert broken == []


def test_the_table_of_features_names_a_test_for_whatever_it_claims() -> None:
    page = (ROOT / "docs/explanation/compared.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.count("|") == 4
    ]
    claimed = [row for row in rows if row[1].startswith(("有 Y", "部分 P"))]
    assert [row[0] for row in claimed if "/tests/" not in row[2]] == []
    nobody_had = [row for row in rows if row[0].startswith("**∅**")]
    assert len(nobody_had) == 6
    assert all(row[1].startswith("有 Y") for row in nobody_had)
