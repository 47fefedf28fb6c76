"""Whose data is it? Words near a number or an address tell a shop's or one's own from another person's."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from linli import files

WINDOW = 26


class Whose(IntEnum):
    """How the words around a finding read, from harmless to hostile."""

    PUBLIC = 0
    OWN = 1
    UNKNOWN = 2
    ANOTHER = 3
    HOSTILE = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """Score in [0, 1] and severity 0-3 of a finding; a score of 0 says: no signal."""

    score: float
    severity: int


@cache
def _words() -> tuple[tuple[Whose, tuple[str, ...]], ...]:
    """The words of each reading, the first to be looked for first."""
    data = tomllib.loads(files.read_text("lexicons/context/personal.toml"))
    order = (
        ("seeking", Whose.PUBLIC),
        ("hostile", Whose.HOSTILE),
        ("another", Whose.ANOTHER),
        ("public", Whose.PUBLIC),
        ("own", Whose.OWN),
    )
    return tuple((meaning, tuple(data[key])) for key, meaning in order)


def whose(text: str, start: int, end: int) -> Whose:
    """How the words around `[start, end)` of the folded text read."""
    around = f"{text[max(0, start - WINDOW) : end]}\n{text[end : end + WINDOW]}"
    found = (meaning for meaning, words in _words() if any(w in around for w in words))
    return next(found, Whose.UNKNOWN)


# Rows: kind; columns: PUBLIC, OWN, UNKNOWN, ANOTHER, HOSTILE. A number that names nobody weighs little alone.
_TABLE: dict[str, tuple[Judgement, ...]] = {
    "id-card": tuple(map(Judgement, (0.5, 0.45, 0.75, 0.95, 0.98), (1, 1, 2, 3, 3))),
    "bank-card": tuple(map(Judgement, (0.0, 0.35, 0.55, 0.85, 0.95), (0, 1, 2, 3, 3))),
    "phone": tuple(map(Judgement, (0.0, 0.2, 0.4, 0.85, 0.95), (0, 1, 1, 2, 3))),
    "landline": tuple(map(Judgement, (0.0, 0.0, 0.15, 0.6, 0.85), (0, 0, 1, 2, 3))),
    "plate": tuple(map(Judgement, (0.0, 0.0, 0.3, 0.6, 0.9), (0, 0, 1, 2, 3))),
    "wechat": tuple(map(Judgement, (0.0, 0.0, 0.2, 0.7, 0.9), (0, 0, 1, 2, 3))),
    "qq": tuple(map(Judgement, (0.0, 0.0, 0.2, 0.7, 0.9), (0, 0, 1, 2, 3))),
    "address": tuple(map(Judgement, (0.0, 0.2, 0.25, 0.8, 0.95), (0, 1, 1, 2, 3))),
}


def judge(kind: str, context: Whose) -> Judgement:
    """How grave a finding of `kind` is in its context."""
    return _TABLE[kind][context]
