"""The restored view by compiled code: the search of `lattice.py`, the same answers, a hundred times faster.

numba takes a second to import and, the first time on a machine, half a minute to compile; so it is asked for when big
batches have held enough that is odd, or by `prepare`, and from then on serves every batch. Without numba (the extra
`fast`), or where nothing can be kept on disk, Python goes on alone: slower, never different.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.lazy import load
from linli.reading import lattice
from linli.reading.guises import Line
from linli.reading.sounds import (
    FEW_LOOKS,
    FIRST,
    LAST,
    LEAST_UNSEEN,
    MOST_UNSEEN,
    NEVER,
    SCALE,
    USUAL,
    Tables,
    tables,
)
from linli.reading.tables import packed

Codes = NDArray[np.uint32]
Flags = NDArray[np.uint8]

WORTH_IT, BIG = 2000, 100  # odd places, which cost Python seconds; texts of a batch, which a person does not wait for
SOURCES = ("compiled.py", "compiled_search.py", "compiled_view.py")
LONGEST_SPELLING = 12
_ENDS, _HAN, _RARE, _LETTERS, _SIGNS = 2, 4, 8, 16, 32


class Engine:
    """The compiled search with its tables; threads may share it."""

    def __init__(self, bounds: Mapping[str, int], marks: Flags, rare: NDArray[np.bool_]) -> None:
        self._search, self._view = load("linli.reading.compiled"), load("linli.reading.compiled_view")
        self._free: list[Any] = []  # working memory that no thread is using
        self._longest = bounds["longest_clause"]
        self._kinds, self._pairs = _kinds(marks, rare), packed("gate")["pairs"].astype(np.uint8)
        self._lookups = _lookups(self._search)
        self._costs = _costs(self._search, bounds, packed("restore")["context_cost"])

    def flags(self, codes: Codes) -> Flags:
        """What `restore.py` calls flags, before key caps are seen to."""
        found = np.empty(len(codes), np.uint8)
        self._view.flagged(self._kinds, self._pairs, codes, found)
        return found

    def restore(self, flags: Flags, line: Codes, batch: Line) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """The texts of a batch that read otherwise, by number, each with rows of: what is said, from where to where
        in the original, packed steps. `line` is the folded form with key caps kept apart."""
        said, texts = np.empty((len(line), 4), np.int64), np.empty((len(batch), 2), np.int64)
        memory = self._memory()
        count = self._view.restore(
            self._lookups, self._costs, memory, said, texts, flags, line, batch.offsets, batch.starts, batch.origins
        )
        self._free.append(memory)
        at = 0
        for index, end in texts[:count].tolist():
            yield index, said[at:end]
            at = end

    def _memory(self) -> Any:
        try:
            return self._free.pop()
        except IndexError:
            return self._search.working_memory(self._longest)


def steps(packed_steps: int) -> tuple[str, ...]:
    """The names of packed steps."""
    return _steps(packed_steps)


@cache
def _steps(packed_steps: int) -> tuple[str, ...]:
    names, out = load("linli.reading.compiled").STEPS, []
    while packed_steps:
        out.append(names[packed_steps & 15])
        packed_steps >>= 4
    return tuple(out)


def _kinds(marks: Flags, rare: NDArray[np.bool_]) -> Flags:
    """What the gate needs to know of a code point, in one byte."""
    kinds = marks & np.uint8(_ENDS)
    kinds[FIRST : LAST + 1] |= _HAN
    kinds[rare] |= _RARE
    kinds[97:123] |= _LETTERS
    kinds[0x2190:0x3000] |= _SIGNS
    kinds[0x10000:] |= _SIGNS
    return kinds


def _lookups(search: Any) -> Any:
    data, known = packed("restore"), tables()
    words, sizes = _words(data["words"])
    emoji, read = _emoji(known)
    ranks = _ranks(data["context_begin"])
    return search.record(
        sounds=_hashed(search, *_sounds(data["keys"], data["prefixes"])),
        sound_bits=_bits(_sounds(data["keys"], data["prefixes"])[0]),
        words=words,
        sizes=sizes,
        prices=data["costs"].astype(np.uint8),
        extras=data["extras"].astype(np.int8),
        readings=data["readings"].astype(np.uint16),
        single=data["single"].astype(np.uint8),
        exacts=_hashed(search, *_exacts(data)),
        exact_bits=_bits(_exacts(data)[0]),
        joins=_hashed(search, data["joins"], data["joined"].astype(np.uint32)),
        context_begin=data["context_begin"].astype(np.uint32),
        context_second=data["context_second"].astype(np.uint16),
        context_cost=data["context_cost"].astype(np.int8),
        rank=ranks,
        common=_common(data, ranks, search.COMMON),
        context_bits=_bits(_context(data)),
        initials=_hashed(search, *_runs(data["initials"], 8, 1)),
        initial_rows=data["initial_rows"].astype(np.uint32),
        look_begin=data["look_begin"].astype(np.uint32),
        look=data["look"].astype(np.uint16),
        emoji=_hashed(search, *emoji),
        emoji_read=read,
        spelled=_spelled(known),
    )


def _words(rows: NDArray[Any]) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Words packed 16 bits a character, and how many they have."""
    sizes = np.count_nonzero(rows, axis=1)
    out = np.zeros(len(rows), np.uint64)
    for k in range(rows.shape[1]):
        out = np.where(sizes > k, (out << np.uint64(16)) | rows[:, k].astype(np.uint64), out)
    return out, sizes.astype(np.uint8)


def _hashed(search: Any, keys: Codes, values: Codes) -> Codes:
    """An open hash at most half full: small enough to stay near the processor."""
    table = np.zeros((1 << max(6, (2 * len(keys)).bit_length()), 2), np.uint32)
    search.fill(table, keys, values)
    return table


def _runs(keys: Codes, first: int, amount: int) -> tuple[Codes, Codes]:
    """Sorted keys once each, with where their run begins (shifted by `first`), how long it is (by `amount`), 1."""
    unique, begins, counts = np.unique(keys, return_index=True, return_counts=True)
    return unique.astype(np.uint32), ((begins << first) | (counts << amount) | 1).astype(np.uint32)


def _sounds(keys: Codes, prefixes: Codes) -> tuple[Codes, Codes]:
    known, values = _runs(keys, 9, 2)
    every = np.union1d(known, prefixes).astype(np.uint32)
    out = np.zeros(len(every), np.uint32)
    out[np.searchsorted(every, known)] = values
    out[np.searchsorted(every, prefixes)] |= np.uint32(2)
    return every, out


def _exacts(data: Mapping[str, NDArray[Any]]) -> tuple[Codes, Codes]:
    every = np.union1d(data["exacts"], data["beginnings"]).astype(np.uint32)
    out = np.ones(len(every), np.uint32)
    first, at = np.unique(data["exacts"], return_index=True)
    extra = (data["exact_extras"][at].astype(np.int64) + 128).astype(np.uint32)
    out[np.searchsorted(every, first)] |= data["exact_costs"][at].astype(np.uint32) << np.uint32(
        8
    ) | extra << np.uint32(16)
    out[np.searchsorted(every, data["beginnings"])] |= np.uint32(2)
    return every, out


def _bits(keys: Codes) -> NDArray[np.uint8]:
    """A bit for each hash of a key, as `blooms` looks for them."""
    bits = np.zeros(1 << 21, np.uint8)
    bits[(keys * np.uint32(0x9E3779B1)) >> np.uint32(11)] = 1
    return np.packbits(bits, bitorder="little")


def _context(data: Mapping[str, NDArray[Any]]) -> Codes:
    begin = data["context_begin"].astype(np.int64)
    last = np.repeat(np.arange(FIRST, FIRST + len(begin) - 1, dtype=np.uint32), np.diff(begin))
    return (last * np.uint32(40_503)) ^ data["context_second"].astype(np.uint32)


def _ranks(begin: NDArray[Any]) -> NDArray[np.uint16]:
    """The place of each character by how many are seen after it, the most first."""
    order = np.argsort(-np.diff(begin.astype(np.int64)), kind="stable")
    ranks = np.zeros(len(order), np.uint16)
    ranks[order] = np.arange(len(order))
    return ranks


def _common(data: Mapping[str, NDArray[Any]], ranks: NDArray[np.uint16], size: int) -> NDArray[np.int8]:
    """The prices of pairs of the commonest characters in a square, -128 for a pair never seen."""
    begin = data["context_begin"].astype(np.int64)
    first = np.repeat(ranks, np.diff(begin))
    second = ranks[data["context_second"].astype(np.int64) - FIRST]
    both = (first < size) & (second < size)
    out = np.full((size, size), -128, np.int8)
    out[first[both], second[both]] = data["context_cost"][both]
    return out


def _emoji(known: Tables) -> tuple[tuple[Codes, Codes], NDArray[np.uint16]]:
    keys, values, read = [], [], list[int]()
    for code, said in known.emoji.items():
        keys.append(code)
        own, face = known.own_readings.get(code, 1), code in known.faces
        values.append((len(read) + 1) | (own << 20) | (len(said) << 24) | (face << 31))
        read += said
    return (np.array(keys, np.uint32), np.array(values, np.uint32)), np.array(read, np.uint16)


def _spelled(known: Tables) -> NDArray[np.uint64]:
    """Spellings in base 27 with their syllable, and `1 << 16` for a known abbreviation; sorted, key by value."""
    rows: dict[int, int] = {_base27(spelling): sound for spelling, sound in known.spellings.items()}
    for word in known.latin:
        if len(word) <= LONGEST_SPELLING and all("a" <= letter <= "z" for letter in word):
            rows[_base27(word)] = rows.get(_base27(word), 0) | 1 << 16
    return np.array([number for row in sorted(rows.items()) for number in row], np.uint64)


def _base27(word: str) -> int:
    number = 0
    for letter in word:
        number = number * 27 + ord(letter) - 96
    return number


def _letters(letters: frozenset[str]) -> int:
    return sum(1 << (ord(letter) - 97) for letter in letters)


def _costs(search: Any, bounds: Mapping[str, int], contexts: NDArray[Any]) -> Any:
    return search.record(
        ways=np.array(lattice.COSTS),
        sound=lattice.SOUND,
        sound_again=lattice.SOUND_AGAIN,
        emoji_sound=lattice.EMOJI_SOUND,
        lone=lattice.LONE,
        initial=lattice.INITIAL,
        letter=lattice.LETTER,
        strange_letter=lattice.STRANGE_LETTER,
        digit=lattice.DIGIT,
        other=lattice.OTHER,
        face=np.array([lattice.OTHER, lattice.FACE_BESIDE, lattice.FACE_BETWEEN]),
        emoji_kept=lattice.EMOJI_KEPT,
        rare=lattice.RARE,
        rare_sound=lattice.RARE_SOUND,
        shape_again=lattice.SHAPE_AGAIN,
        again=lattice.AGAIN,
        least_unseen=LEAST_UNSEEN,
        most_unseen=MOST_UNSEEN,
        never=NEVER,
        least_context=min(0.0, LEAST_UNSEEN, float(contexts.min(initial=0)) / SCALE),
        worse=lattice.WORSE,
        hopeless=lattice.HOPELESS,
        usual=USUAL,
        few_looks=FEW_LOOKS,
        no_initial=_letters(lattice.NO_INITIAL),
        vowels=_letters(lattice.VOWELS),
        longest_syllable=lattice.LONGEST_SYLLABLE,
        most_parts=lattice.MOST_PARTS,
        longest_run=lattice.LONGEST_RUN,
        longest_initials=lattice.LONGEST_INITIALS,
        scale=float(SCALE),
        **bounds,
        **{f"source_{_digest()}": 0},
    )


def _digest() -> str:
    """A digest of the compiled modules: as part of a type it keeps numba from taking what it kept of older ones."""
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in SOURCES)).hexdigest()[:12]


class Engines:
    """The one engine of a process: made when asked for, or never where it cannot be."""

    def __init__(self, make: Callable[[], Engine]) -> None:
        self._make, self._tried, self._making, self._odd = make, False, Lock(), 0
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine | None:
        """The engine, if there is one by now."""
        return self._engine

    def ready(self, odd: int, texts: int) -> Engine | None:
        """The engine if there is one; made once big batches have held so many odd places that it repays the wait."""
        if self._tried or texts < BIG:
            return self._engine
        self._odd += odd
        return self.prepare() if self._odd >= WORTH_IT else None

    def prepare(self) -> Engine | None:
        """The engine, made now if it can be."""
        with self._making:
            if not self._tried:
                self._engine, self._tried = self._made(), True
        return self._engine

    def _made(self) -> Engine | None:
        try:
            return self._make()
        except Exception:  # no numba, one that does not fit this NumPy, or no place to keep what it compiles
            return None
