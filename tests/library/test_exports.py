"""`import linli` is the library: what it offers, what it leaves unloaded, and that its types are for others too."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields, is_dataclass
from importlib import resources
from pathlib import Path

import linli

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/library.md"
HEAVY = ("numpy", "yaml", "cel_expr_python", "typer", "pydantic", "pyarrow", "onnxruntime", "django")


def test_what_the_package_names_it_has() -> None:
    assert [name for name in linli.__all__ if not hasattr(linli, name)] == []
    assert linli.__all__ == sorted(linli.__all__)


def test_the_import_loads_nothing_heavy() -> None:
    """Whoever imports Linli pays for numbers, YAML and conditions at the first assessment, not before."""
    script = f"import sys, linli; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_assessment_needs_no_framework_and_no_command() -> None:
    script = "import sys, linli; linli.assess('你好'); print([n for n in ('django', 'typer') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_types_are_for_others_too() -> None:
    assert resources.files("linli").joinpath("py.typed").is_file()


def test_the_reference_names_every_export_and_every_field() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = set(re.findall(r"\w+", page))
    assert set(linli.__all__) <= told
    kinds = [getattr(linli, name) for name in linli.__all__ if is_dataclass(getattr(linli, name))]
    assert {field.name for kind in kinds for field in fields(kind)} <= told


def test_the_example_of_the_reference_runs() -> None:
    found = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    for example in found:
        exec(compile(example, "library.md", "exec"), {})
