"""Sounds and shapes: syllables of characters, words by their sound, characters by their parts. Loaded when needed.

`tools/build_restore.py` writes the tables. Costs are minus natural logarithms of a share, in units of `1 / SCALE`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from linli.reading.tables import packed

FIRST, LAST = 0x4E00, 0x9FFF
LONGEST = 4
READINGS = 3
SCALE = 8
PAIR_BITS = 24
REMEMBERED = 1 << 16
# Numerals on key caps, kept apart from other digits by code points of the last private plane.
KEYS, NUMERALS = 0x10FF00, "零一二三四五六七八九"
LEAST_UNSEEN, MOST_UNSEEN, NEVER = 0.5, 3.5, 15.0
FEW_LOOKS, USUAL = 4, 9.0
START, PRIME, MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF

_FUZZY = ((re.compile("^([zcs])h"), r"\1"), (re.compile("([aei])ng$"), r"\1n"), (re.compile("^n(?=[aeiouv])"), "l"))


def fuzzy(syllable: str) -> str:
    """One spelling for syllables that many people say alike: zh z, ch c, sh s, n l, ang an, eng en, ing in."""
    for pattern, into in _FUZZY:
        syllable = pattern.sub(into, syllable)
    return syllable


@cache
def spellings() -> frozenset[str]:
    """The syllables as they are spelled, without tones."""
    return frozenset(bytes(packed("restore")["spellings"]).decode().split("\n"))


@cache
def _said() -> tuple[list[str], NDArray[np.uint32]]:
    data = packed("restore")
    return bytes(data["names"]).decode().split("\n"), data["readings"]


def syllables(character: str) -> tuple[str, ...]:
    """How a character is said, in `fuzzy` spelling, the usual way first; nothing for what is no character."""
    code = ord(character)
    names, readings = _said()
    return tuple(names[k - 1] for k in readings[code - FIRST].tolist() if k) if FIRST <= code <= LAST else ()


def chain(numbers: Iterable[int], start: int = START) -> int:
    """FNV-1a over numbers, 32 bits; `chain([a, b])` is `chain([b], chain([a]))`."""
    for n in numbers:
        start = ((start ^ n) * PRIME) & MASK
    return start


class Tables:
    """Look-ups for the lattice, over memory that all threads share and nobody writes."""

    def __init__(self) -> None:
        data = packed("restore")
        names = bytes(data["names"]).decode().split("\n")
        number = {name: k + 1 for k, name in enumerate(names)}
        spelled = bytes(data["spellings"]).decode().split("\n")
        self.spellings: dict[str, int] = {s: number[fuzzy(s)] for s in spelled}
        self.zhuyin: dict[str, str] = _pairs(bytes(data["zhuyin"]).decode())
        self.charged = frozenset(data["charged"].tolist())
        self.readings = data["readings"].tolist()
        self.single = data["single"].tolist()
        self.keys, self.costs, self.prefixes = data["keys"].data, data["costs"].data, data["prefixes"].data
        self.words, self.extras = data["words"], data["extras"].data
        self.joins, self.joined = data["joins"].data, data["joined"].data
        self.exacts, self.exact_costs = data["exacts"].data, data["exact_costs"].data
        self.exact_extras = data["exact_extras"].data
        self.beginnings = data["beginnings"].data
        self.latin = frozenset(bytes(data["latin"]).decode().split("\n"))
        self.initials, self.initial_rows = data["initials"].data, data["initial_rows"].data
        self.look_begin, self.look = data["look_begin"].data, data["look"].data
        self.context_begin, self.context_second = data["context_begin"].data, data["context_second"].data
        self.context_cost = data["context_cost"].data
        begin, read = data["emoji_begin"].tolist(), data["emoji_read"].tolist()
        self.emoji = {code: tuple(read[begin[k] : begin[k + 1]]) for k, code in enumerate(data["emoji"].tolist())}
        self.own_readings = dict(zip(data["emoji"].tolist(), data["emoji_own"].tolist(), strict=True))
        self.faces = frozenset(data["faces"].tolist())
        self.emoji |= {48 + n: (ord(c),) for n, c in enumerate(NUMERALS)}
        self.emoji |= {KEYS + n: (ord(c),) for n, c in enumerate(NUMERALS)}

        # People use a few thousand characters and sounds: what was looked up once is remembered, within bounds.
        self.by_sound = lru_cache(REMEMBERED)(self._by_sound)
        self.is_prefix = lru_cache(REMEMBERED)(self._is_prefix)
        self.by_initials = lru_cache(REMEMBERED)(self._by_initials)
        self.context = lru_cache(REMEMBERED * 4)(self._context)
        self.looks = lru_cache(REMEMBERED)(self._looks)
        self.exact = lru_cache(REMEMBERED * 4)(self._exact)
        self.begins = lru_cache(REMEMBERED * 4)(self._begins)
        self.join = lru_cache(REMEMBERED)(self._join)

    def syllables(self, code: int) -> tuple[int, ...]:
        """The syllables of a character, as numbers; none for anything else."""
        return tuple(s for s in self.readings[code - FIRST] if s) if FIRST <= code <= LAST else ()

    def cost(self, code: int) -> float:
        """What a character costs as a word of its own."""
        return self.single[code - FIRST] / SCALE if FIRST <= code <= LAST else 4.0

    def _is_prefix(self, key: int) -> bool:
        """Whether a longer word begins with these sounds."""
        return _found(self.prefixes, key)

    def _by_sound(self, key: int) -> tuple[tuple[float, float, tuple[int, ...]], ...]:
        """The words of these sounds, the cheapest first: cost, what it costs more as a guess, and characters."""
        at, out = bisect_left(self.keys, key), []
        while at < len(self.keys) and self.keys[at] == key:
            word = tuple(c for c in self.words[at].tolist() if c)
            out.append((self.costs[at] / SCALE, self.extras[at] / SCALE, word))
            at += 1
        return tuple(out)

    def _exact(self, key: int) -> float:
        """What the word of these characters costs as a guess, given their hash; 0.0 where they are no word."""
        at = bisect_left(self.exacts, key)
        known = at < len(self.exacts) and self.exacts[at] == key
        return (self.exact_costs[at] + self.exact_extras[at]) / SCALE if known else 0.0

    def _begins(self, key: int) -> bool:
        """Whether a longer word begins with these characters."""
        return _found(self.beginnings, key)

    def _by_initials(self, letters: tuple[int, ...]) -> tuple[tuple[float, tuple[int, ...]], ...]:
        """The words whose syllables begin with these letters, the cheapest first: cost and characters."""
        key, out = chain(letters), []
        at = bisect_left(self.initials, key)
        while at < len(self.initials) and self.initials[at] == key:
            row = self.initial_rows[at]
            out.append((self.costs[row] / SCALE, tuple(c for c in self.words[row].tolist() if c)))
            at += 1
        return tuple(out)

    def _context(self, last: int, first: int) -> float:
        """What it costs that a word with `first` follows one that ends with `last`; 0.0 beside anything else."""
        if not (FIRST <= last <= LAST and FIRST <= first <= LAST):
            return 0.0
        low, high = self.context_begin[last - FIRST], self.context_begin[last - FIRST + 1]
        at = bisect_left(self.context_second, first, low, high)
        if at < high and self.context_second[at] == first:
            return self.context_cost[at] / SCALE
        return min(MOST_UNSEEN, max(LEAST_UNSEEN, NEVER - self.cost(last) - self.cost(first)))

    def _looks(self, code: int) -> tuple[int, ...]:
        """The characters that one may stand for by its shape, likeliest first; the rarer it is itself, the more."""
        low, high = self.look_begin[code - FIRST], self.look_begin[code - FIRST + 1]
        most = FEW_LOOKS if self.cost(code) < USUAL else high - low
        return tuple(self.look[low : min(high, low + most)])

    def _join(self, codes: tuple[int, ...]) -> int:
        """The character that these parts spell; 0 for none."""
        key = chain(codes)
        at = bisect_left(self.joins, key)
        return int(self.joined[at]) if at < len(self.joins) and self.joins[at] == key else 0


def _pairs(text: str) -> dict[str, str]:
    """What stands in lines of two words each."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _found(row: memoryview, key: int) -> bool:
    at = bisect_left(row, key)
    return at < len(row) and row[at] == key


@cache
def tables() -> Tables:
    """The tables, unpacked once."""
    return Tables()
