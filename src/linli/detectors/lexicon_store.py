"""The shipped packs, read from their TOML once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from linli import files
from linli.detectors.lexicon_entries import Entry, parse_pack

FOLDER = "lexicons"


@cache
def parsed() -> tuple[Entry, ...]:
    """Every entry of the shipped packs (some hundredths of a second)."""
    packs = (parse_pack(files.read_text(name), name) for name in files.names(FOLDER, ".toml"))
    return tuple(e for pack in packs for e in pack.entries)


def join(*packs: Iterable[Entry]) -> tuple[Entry, ...]:
    """Several packs as one; a later entry takes the place of an earlier one with the same id."""
    by_id = {e.id: e for pack in packs for e in pack}
    return tuple(by_id.values())
