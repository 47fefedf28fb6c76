"""The one way to the data files that ship in `linli/data`: lexicons, policy packs, tables, model files."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from linli.vocabulary import LinliError, Text

ROOT = Path(str(files("linli"))) / "data"


def path(name: str) -> Path:
    """The file `name` below `linli/data`; an error where it is missing or lies outside."""
    found = (ROOT / name).resolve()
    if not found.is_relative_to(ROOT.resolve()) or not found.is_file():
        raise LinliError(
            Text("没有这个数据文件。", "There is no such data file."),
            field="file",
            value=name,
            mend=Text("请检查安装是否完整。", "Check that the installation is complete."),
        )
    return found


def names(folder: str, suffix: str) -> tuple[str, ...]:
    """The names, below `linli/data`, of the files of one folder with one suffix, sorted."""
    return tuple(sorted(str(p.relative_to(ROOT)) for p in (ROOT / folder).glob(f"*{suffix}")))


def read_bytes(name: str) -> bytes:
    """The bytes of a data file."""
    return path(name).read_bytes()


def read_text(name: str) -> str:
    """The text of a data file, in UTF-8."""
    return path(name).read_text(encoding="utf-8")
