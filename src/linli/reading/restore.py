"""The restored view: texts as they would read without disguise by sound, shape, pinyin, emoji and order.

A gate in NumPy finds the clauses in which something is odd; only these go through the lattice, so that ordinary text
costs nearly nothing. Every restored character keeps the span of the original that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from linli.reading.engine import Engine, Engines
from linli.reading.engine import steps as engine_steps
from linli.reading.fold import Batch, Codes
from linli.reading.guises import Line, line_of
from linli.reading.lattice import Lattice, Piece
from linli.reading.sounds import FIRST, KEYS, LAST, PAIR_BITS, SCALE, tables
from linli.reading.tables import packed
from linli.vocabulary import Span

RARE = 9.0
LONGEST_CLAUSE = 120
MOST_CLAUSES = 24
REACH = 8
EDGE = 2
ODD, END = 1, 2
REMEMBERED = 2048
KEY_CAP = 0x20E3

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
    line = line_of(batch)
    found = _read(line)
    return _with_closed(line, found) if line.closed else found


def _with_closed(line: Line, found: list[Restored]) -> list[Restored]:
    """With the words told whose characters something stood between."""
    by_text = {view.index: view for view in found}
    for index, words in line.closed.items():
        view = by_text.get(index) or _as_it_stands(line, index)
        spans = [(start - int(line.origins[index]), end - int(line.origins[index])) for start, end in words]
        starts, ends, steps = list(view.starts), list(view.ends), list(view.steps)
        for k in range(len(view.text)):
            for start, end in spans:
                if start <= view.starts[k] < end:
                    starts[k], ends[k] = min(starts[k], start), max(ends[k], end)
                    steps[k] = tuple(dict.fromkeys((*steps[k], "inserted")))
        by_text[index] = Restored(index, view.text, tuple(starts), tuple(ends), tuple(steps))
    return [by_text[index] for index in sorted(by_text)]


def _as_it_stands(line: Line, index: int) -> Restored:
    start, end = line.bounds(index)
    places = (line.offsets[start:end] - line.origins[index]).tolist()
    text = line.folded_codes[start:end].tobytes().decode("utf-32-le", "surrogatepass")
    return Restored(index, text, tuple(places), tuple(k + 1 for k in places), ((),) * len(text))


def _read(batch: Line) -> list[Restored]:
    flags = _flags(batch)
    hits = np.flatnonzero(flags & ODD)
    if not len(hits):
        return []
    engine = ENGINES.ready(len(hits), len(batch))
    if engine is not None:
        return [_told(index, rows) for index, rows in engine.restore(flags, _line(batch), batch)]
    owners = np.flatnonzero(np.bincount(np.searchsorted(batch.starts, hits, side="right") - 1))
    found = (_restore(batch, int(index), flags) for index in owners)
    return [one for one in found if one is not None]


def _made() -> Engine:
    bounds = {"reach": REACH, "edge": EDGE, "longest_clause": LONGEST_CLAUSE, "most_clauses": MOST_CLAUSES}
    return Engine(bounds, _table().marks, _table().rare)


ENGINES = Engines(_made)


def _told(index: int, rows: NDArray[np.int64]) -> Restored:
    """A text from what the engine says of it."""
    codes = rows[:, 0].astype(np.uint32)
    codes[(codes >= KEYS) & (codes < KEYS + 10)] -= np.uint32(KEYS - 48)
    starts, ends, taken = rows[:, 1:].T.tolist()
    return Restored(
        index, codes.tobytes().decode("utf-32-le"), tuple(starts), tuple(ends), tuple(map(engine_steps, taken))
    )


def _line(batch: Line) -> Codes:
    """The folded form of a whole batch with key caps kept apart."""
    capped = (batch.codes == KEY_CAP).any()
    return _with_keys(batch, 0, len(batch.folded_codes)) if capped else batch.folded_codes


@dataclass(frozen=True, slots=True)
class _Table:
    marks: Flags
    rare: NDArray[np.bool_]
    pairs: Flags


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
    return _Table(marks, rare, data["pairs"].astype(np.uint8, copy=False))


def _flags(batch: Line) -> Flags:
    """`ODD` at the places of a batch where disguise may be; `END` where a clause ends."""
    codes = batch.folded_codes
    table = _table()
    engine = ENGINES.engine
    if engine is not None and len(codes) > 1:
        return _with_caps(batch, engine.flags(codes))
    flags = table.marks[codes]
    if len(codes) < 2:
        return flags
    han = (codes >= FIRST) & (codes <= LAST)
    place = ((codes[:-1] * np.uint32(31_337)) + codes[1:] * np.uint32(7)) & np.uint32((1 << PAIR_BITS) - 1)
    pair = (table.pairs[place >> 3] >> (7 - (place & 7)).astype(np.uint8) & 1).astype(np.bool_)
    pair &= han[:-1] & han[1:]
    covered = np.zeros(len(codes), np.bool_)
    covered[:-1] |= pair
    covered[1:] |= pair
    lone = han & ~covered
    beside = np.zeros(len(codes), np.bool_)
    beside[:-1] |= han[1:]
    beside[1:] |= han[:-1]
    odd = lone & (beside | table.rare[codes])
    letters = (codes >= 97) & (codes <= 122)
    odd[:-1] |= letters[:-1] & letters[1:]
    inside = flags == 0
    odd |= (codes > 0xFFFF) | ((codes >= 0x2190) & (codes < 0x3000))
    return _with_caps(batch, flags | (odd & inside).astype(np.uint8))


def _with_caps(batch: Line, flags: Flags) -> Flags:
    """A digit on a key cap is odd and ends no clause."""
    capped = np.flatnonzero(batch.codes == KEY_CAP)
    if len(capped):
        at = np.searchsorted(batch.offsets, capped) - 1
        at = at[at >= 0]
        codes = batch.folded_codes[at]
        flags[at[(codes >= 48) & (codes <= 57)]] = ODD
    return flags


def _restore(batch: Line, index: int, flags: Flags) -> Restored | None:
    start, end = batch.bounds(index)
    codes = _with_keys(batch, start, end).tolist()
    pieces: list[Piece] = []
    at = 0
    for low, high, *natural in _clauses(flags[start:end])[:MOST_CLAUSES]:
        pieces += _same(codes, at, low)
        pieces += [_moved(p, low) for p in _settled(codes[low:high], *natural)]
        at = high
    if not any(p.steps for p in pieces):
        return None
    pieces += _same(codes, at, len(codes))
    return _joined(batch, index, start, pieces)


def _with_keys(batch: Line, start: int, end: int) -> Codes:
    """The folded codes of one text, numerals on key caps (7️⃣) kept apart: they are emoji, read by their sound."""
    codes, places = batch.folded_codes[start:end], batch.offsets[start:end]
    digits = np.flatnonzero((codes >= 48) & (codes <= 57))
    if not len(digits):
        return codes
    after = np.minimum(places[digits, None] + (1, 2), len(batch.codes) - 1)
    capped = digits[(batch.codes[after] == KEY_CAP).any(1)]
    out = codes.copy()
    out[capped] += np.uint32(KEYS - 48)
    return out


@lru_cache(REMEMBERED)
def _clause(codes: tuple[int, ...]) -> tuple[Piece, ...]:
    """The cheapest way through one clause; the same few clauses fill a thread, and copied adverts a day."""
    return tuple(Lattice(codes, tables()).read())


def _settled(codes: list[int], from_start: bool, to_end: bool) -> Iterator[Piece]:
    """The way through a stretch; where it was cut out of a clause, what is said near the cut stays as it stands."""
    low, high = 0 if from_start else EDGE, len(codes) - (0 if to_end else EDGE)
    for piece in _clause(tuple(codes)):
        if piece.steps and not low <= piece.start < piece.end <= high:
            yield Piece(tuple(codes[piece.start : piece.end]), piece.start, piece.end)
        else:
            yield piece


def _clauses(flags: Flags) -> list[tuple[int, int, bool, bool]]:
    """The stretches `REACH` about what is odd, inside one clause each, none longer than `LONGEST_CLAUSE`.

    Each with whether it begins where its clause begins, and ends where it ends.
    """
    ends = np.concatenate(([-1], np.flatnonzero(flags & END), [len(flags)]))
    odd = np.flatnonzero(flags & ODD)
    which = np.searchsorted(ends, odd) - 1
    lows = np.maximum(ends[which] + 1, odd - REACH)
    highs = np.minimum(ends[which + 1], odd + REACH + 1)
    apart = np.flatnonzero(lows[1:] > highs[:-1]) + 1
    begins = lows[np.concatenate(([0], apart))].tolist() if len(odd) else []
    reached = highs[np.concatenate((apart - 1, [len(odd) - 1]))].tolist() if len(odd) else []
    out: list[tuple[int, int, bool, bool]] = []
    natural = set((ends + 1).tolist()), set(ends.tolist())
    for low, high in zip(begins[:MOST_CLAUSES], reached[:MOST_CLAUSES], strict=True):
        for start in range(low, high, LONGEST_CLAUSE)[:MOST_CLAUSES]:
            end = min(start + LONGEST_CLAUSE, high)
            out.append((start, end, start in natural[0], end in natural[1]))
    return out


def _same(codes: Sequence[int], start: int, end: int) -> list[Piece]:
    return [Piece(tuple(codes[start:end]), start, end)] if start < end else []


def _moved(piece: Piece, by: int) -> Piece:
    return Piece(piece.codes, piece.start + by, piece.end + by, piece.steps)


def _joined(batch: Line, index: int, start: int, pieces: list[Piece]) -> Restored:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    steps: list[tuple[str, ...]] = []
    places = (batch.offsets[start : start + pieces[-1].end] - batch.origins[index]).tolist()
    for codes, low, high, taken in pieces:
        text += [chr(code - KEYS + 48 if KEYS <= code < KEYS + 10 else code) for code in codes]
        steps += [taken] * len(codes)
        if len(codes) == high - low and "swap" not in taken:
            starts += places[low:high]
            ends += [k + 1 for k in places[low:high]]
        else:
            starts += [places[low]] * len(codes)
            ends += [places[high - 1] + 1] * len(codes)
    return Restored(index, "".join(text), tuple(starts), tuple(ends), tuple(steps))
