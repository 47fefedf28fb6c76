"""The policy packs that ship, by name."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

from linli import files

FOLDER = "policies"


@cache
def pack_names() -> tuple[str, ...]:
    """The names of the packs that ship: `base`, `minors`, …"""
    return tuple(PurePosixPath(name).stem for name in files.names(FOLDER, ".yaml"))


@cache
def pack_text(name: str) -> str | None:
    """The document of a shipped pack; None where there is none of that name."""
    return files.read_text(f"{FOLDER}/{name}.yaml") if name in pack_names() else None
