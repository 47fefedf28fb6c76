"""The shipped packs: read from their TOML, or from a compiled copy where it is as new as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from typing import Any

import orjson

from linli import files
from linli.detectors.lexicon_entries import Entry, entry_of, parse_pack

FOLDER = "lexicons"
COMPILED = "lexicons/compiled.json"


def digest() -> str:
    """SHA-256 over the names and bytes of the shipped packs."""
    state = sha256()
    for name in files.names(FOLDER, ".toml"):
        state.update(name.encode() + b"\0" + files.read_bytes(name) + b"\0")
    return state.hexdigest()


def compile_packs() -> bytes:
    """The compiled copy: JSON of every entry, with the digest of the packs that it was made from."""
    entries = [_plain(e) for e in parsed()]
    return orjson.dumps({"digest": digest(), "entries": entries})


def parsed() -> tuple[Entry, ...]:
    """Every entry of the shipped packs, read from TOML (some tenths of a second)."""
    packs = (parse_pack(files.read_text(name), name) for name in files.names(FOLDER, ".toml"))
    return tuple(e for pack in packs for e in pack.entries)


@cache
def shipped() -> tuple[Entry, ...]:
    """Every entry of the shipped packs, by the compiled copy where it is fresh."""
    compiled = _compiled()
    return tuple(map(_fast, compiled)) if compiled else parsed()


def _compiled() -> list[dict[str, Any]]:
    if COMPILED not in files.names(FOLDER, ".json"):
        return []
    data = orjson.loads(files.read_bytes(COMPILED))
    entries: list[dict[str, Any]] = data["entries"] if data["digest"] == digest() else []
    return entries


def _plain(entry: Entry) -> dict[str, Any]:
    return {k: v for k, v in asdict(entry).items() if v not in ((), False, 0.0)}


def _fast(raw: dict[str, Any]) -> Entry:
    return entry_of(raw)


def join(*packs: Iterable[Entry]) -> tuple[Entry, ...]:
    """Several packs as one; a later entry takes the place of an earlier one with the same id."""
    by_id = {e.id: e for pack in packs for e in pack}
    return tuple(by_id.values())
