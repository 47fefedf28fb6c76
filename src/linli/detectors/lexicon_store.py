"""The shipped packs, read once: from their compiled form, or from their TOML where that is newer.

`tools/build_lexicon.py` writes the compiled form; reading it costs a tenth of what the TOML costs. Its first line
holds the digests of the packs it was made from and of what follows; each further line the fields of one entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple
from functools import cache
from typing import Any

from linli import files
from linli.detectors.lexicon_entries import Entry, parse_pack
from linli.vocabulary import Category, LinliError

FOLDER = "lexicons"
COMPILED = "lexicons/compiled.jsonl"


@cache
def parsed() -> tuple[Entry, ...]:
    """Every entry of the shipped packs (some milliseconds; ten times that where the compiled form is out of date)."""
    sources = _sources()
    found = _compiled(sources)
    return _from_toml(sources) if found is None else found


def compiled() -> str:
    """What the compiled form of today's packs must hold."""
    sources = _sources()
    body = "\n".join(json.dumps(astuple(entry), ensure_ascii=False) for entry in _from_toml(sources))
    return f"{_heading(sources, body)}\n{body}"


def _sources() -> dict[str, str]:
    return {name: files.read_text(name) for name in files.names(FOLDER, ".toml")}


def _heading(sources: dict[str, str], body: str) -> str:
    """The digest of the packs' names and texts and of the fields that an entry has, and that of `body`."""
    digest = hashlib.sha256(repr(Entry.__slots__).encode())
    for name, text in sources.items():
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return f"{digest.hexdigest()} {hashlib.sha256(body.encode()).hexdigest()}"


def _compiled(sources: dict[str, str]) -> tuple[Entry, ...] | None:
    """The compiled entries; None where the form is missing, damaged or was made from other packs."""
    try:
        heading, _, body = files.read_text(COMPILED).partition("\n")
    except (LinliError, ValueError):
        return None
    if heading != _heading(sources, body):
        return None
    return tuple(_entry(*json.loads(row)) for row in body.split("\n"))


def _entry(name: str, terms: list[str], category: str, *others: Any) -> Entry:
    rest: list[Any] = [tuple(value) if isinstance(value, list) else value for value in others]
    return Entry(name, tuple(terms), Category(category), *rest)


def _from_toml(sources: dict[str, str]) -> tuple[Entry, ...]:
    return tuple(e for name, text in sources.items() for e in parse_pack(text, name).entries)


def join(*packs: Iterable[Entry]) -> tuple[Entry, ...]:
    """Several packs as one; a later entry takes the place of an earlier one with the same id."""
    by_id = {e.id: e for pack in packs for e in pack}
    return tuple(by_id.values())
