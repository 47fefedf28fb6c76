"""The restored view: texts as they would read without disguise by sound, shape, pinyin, emoji and order.

A gate in NumPy finds the clauses in which something is odd; only these go through the lattice, so that ordinary text
costs nearly nothing. Every restored character keeps the span of the original that it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from linli.reading.fold import Batch
from linli.reading.lattice import Lattice, Piece
from linli.reading.sounds import FIRST, LAST, SCALE, tables
from linli.reading.tables import packed
from linli.vocabulary import Span

RARE = 9.0
LONGEST_CLAUSE = 120
MOST_CLAUSES = 24
REACH = 6
ODD, END = 1, 2
REMEMBERED = 2048

Flags = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Restored:
    """One text of a batch with its disguise undone.

    `text` is what it says; its character `k` stands for `[starts[k], ends[k])` of the original, and `steps[k]` names
    what was undone there, empty where nothing was.
    """

    index: int
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    steps: tuple[tuple[str, ...], ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The span of the original that each character stands for."""
        return tuple(map(Span, self.starts, self.ends))

    def original(self, start: int, end: int) -> Span:
        """The span of the original that `text[start:end]`, which must not be empty, stands for."""
        return Span(min(self.starts[start:end]), max(self.ends[start:end]))

    def undone(self, start: int, end: int) -> tuple[str, ...]:
        """The steps undone in `text[start:end]`, each once."""
        return tuple(dict.fromkeys(step for steps in self.steps[start:end] for step in steps))


def restored(batch: Batch) -> list[Restored]:
    """The texts of the batch that read otherwise once disguise is undone; the others are left out."""
    flags = _flags(batch)
    hits = np.flatnonzero(flags & ODD)
    if not len(hits):
        return []
    owners = np.unique(np.searchsorted(batch.starts, hits, side="right") - 1)
    found = (_restore(batch, int(index), flags) for index in owners)
    return [one for one in found if one is not None]


@dataclass(frozen=True, slots=True)
class _Table:
    marks: Flags
    rare: NDArray[np.bool_]
    pairs: NDArray[np.bool_]


@cache
def _table() -> _Table:
    """By code point: whether a clause ends here, what may be odd; and the pairs that stand inside words."""
    data = packed("gate")
    marks = np.full(0x110000, END, np.uint8)
    marks[FIRST : LAST + 1] = 0
    marks[97:123] = 0
    marks[0x2E80:0x3000] = 0
    marks[0x3400:0x4DC0] = 0
    marks[data["emoji"]] = 0
    rare = np.zeros(0x110000, np.bool_)
    rare[FIRST : LAST + 1] = data["single"] > RARE * SCALE
    return _Table(marks, rare, np.unpackbits(data["pairs"].astype(np.uint8)).astype(np.bool_))


def _flags(batch: Batch) -> Flags:
    """`ODD` at the places of a batch where disguise may be; `END` where a clause ends."""
    codes = batch.folded_codes
    table = _table()
    flags = table.marks[codes]
    if len(codes) < 2:
        return flags
    han = (codes >= FIRST) & (codes <= LAST)
    pair = table.pairs[((codes[:-1] * np.uint32(31_337)) + codes[1:] * np.uint32(7)) & np.uint32((1 << 22) - 1)]
    pair &= han[:-1] & han[1:]
    covered = np.zeros(len(codes), np.bool_)
    covered[:-1] |= pair
    covered[1:] |= pair
    odd = table.rare[codes] & ~covered
    lone = han & ~covered
    odd[:-1] |= lone[:-1] & lone[1:] & (table.rare[codes[:-1]] | table.rare[codes[1:]])
    letters = (codes >= 97) & (codes <= 122)
    odd[:-1] |= letters[:-1] & letters[1:]
    inside = flags == 0
    odd |= inside & ((codes > 0xFFFF) | ((codes >= 0x2190) & (codes < 0x3000)))
    found: Flags = flags | (odd & inside).astype(np.uint8)
    return found


def _restore(batch: Batch, index: int, flags: Flags) -> Restored | None:
    start, end = batch.bounds(index)
    codes = batch.folded_codes[start:end].tolist()
    pieces: list[Piece] = []
    at = 0
    for low, high in _clauses(flags[start:end])[:MOST_CLAUSES]:
        pieces += _same(codes, at, low)
        pieces += [_moved(p, low) for p in _clause(tuple(codes[low:high]))]
        at = high
    if not any(p.steps for p in pieces):
        return None
    pieces += _same(codes, at, len(codes))
    return _joined(batch, index, start, pieces)


@lru_cache(REMEMBERED)
def _clause(codes: tuple[int, ...]) -> tuple[Piece, ...]:
    """The cheapest way through one clause; the same few clauses fill a thread, and copied adverts a day."""
    return tuple(Lattice(codes, tables()).read())


def _clauses(flags: Flags) -> list[tuple[int, int]]:
    """The stretches `REACH` about what is odd, inside one clause each, none longer than `LONGEST_CLAUSE`."""
    ends = np.concatenate(([-1], np.flatnonzero(flags & END), [len(flags)]))
    odd = np.flatnonzero(flags & ODD)
    which = np.searchsorted(ends, odd) - 1
    lows = np.maximum(ends[which] + 1, odd - REACH)
    highs = np.minimum(ends[which + 1], odd + REACH + 1)
    apart = np.flatnonzero(lows[1:] > highs[:-1]) + 1
    begins = lows[np.concatenate(([0], apart))].tolist() if len(odd) else []
    reached = highs[np.concatenate((apart - 1, [len(odd) - 1]))].tolist() if len(odd) else []
    out: list[tuple[int, int]] = []
    for low, high in zip(begins[:MOST_CLAUSES], reached[:MOST_CLAUSES], strict=True):
        out += [(a, min(a + LONGEST_CLAUSE, high)) for a in range(low, high, LONGEST_CLAUSE)][:MOST_CLAUSES]
    return out


def _same(codes: Sequence[int], start: int, end: int) -> list[Piece]:
    return [Piece(tuple(codes[start:end]), start, end)] if start < end else []


def _moved(piece: Piece, by: int) -> Piece:
    return Piece(piece.codes, piece.start + by, piece.end + by, piece.steps)


def _joined(batch: Batch, index: int, start: int, pieces: list[Piece]) -> Restored:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    steps: list[tuple[str, ...]] = []
    places = (batch.offsets[start : start + pieces[-1].end] - batch.origins[index]).tolist()
    for codes, low, high, taken in pieces:
        text += map(chr, codes)
        steps += [taken] * len(codes)
        if len(codes) == high - low and "swap" not in taken:
            starts += places[low:high]
            ends += [k + 1 for k in places[low:high]]
        else:
            starts += [places[low]] * len(codes)
            ends += [places[high - 1] + 1] * len(codes)
    return Restored(index, "".join(text), tuple(starts), tuple(ends), tuple(steps))
