"""Sounds and shapes: syllables of characters, words by their sound, characters by their parts. Loaded when needed.

`tools/build_restore.py` writes the tables. Costs are minus natural logarithms of a share, in units of `1 / SCALE`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache

from linli.reading.tables import packed

FIRST, LAST = 0x4E00, 0x9FFF
LONGEST = 4
READINGS = 3
SCALE = 8
REMEMBERED = 1 << 16
START, PRIME, MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF

_FUZZY = ((re.compile("^([zcs])h"), r"\1"), (re.compile("([aei])ng$"), r"\1n"), (re.compile("^n(?=[aeiouv])"), "l"))


def fuzzy(syllable: str) -> str:
    """One spelling for syllables that many people say alike: zh z, ch c, sh s, n l, ang an, eng en, ing in."""
    for pattern, into in _FUZZY:
        syllable = pattern.sub(into, syllable)
    return syllable


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
        self.readings = data["readings"].tolist()
        self.single = data["single"].tolist()
        self.keys, self.costs, self.prefixes = data["keys"].data, data["costs"].data, data["prefixes"].data
        self.words = data["words"]
        self.joins, self.joined = data["joins"].data, data["joined"].data
        self.shapes, self.shaped = data["shapes"].data, data["shaped"]
        self.shaped_costs = data["shaped_costs"].data
        self.emoji: dict[int, int] = dict(zip(data["emoji"].tolist(), data["emoji_read"].tolist(), strict=True))
        self.families: dict[int, list[int]] = {}
        for c, part in zip(data["family_of"].tolist(), data["family"].tolist(), strict=True):
            self.families.setdefault(c, []).append(part)

        # People use a few thousand characters and sounds: what was looked up once is remembered, within bounds.
        self.by_sound = lru_cache(REMEMBERED)(self._by_sound)
        self.is_prefix = lru_cache(REMEMBERED)(self._is_prefix)
        self.word_cost = lru_cache(REMEMBERED)(self._word_cost)
        self.lookalike = lru_cache(REMEMBERED)(self._lookalike)
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

    def _by_sound(self, key: int) -> tuple[tuple[float, tuple[int, ...]], ...]:
        """The words of these sounds, the cheapest first: cost and characters."""
        at, out = bisect_left(self.keys, key), []
        while at < len(self.keys) and self.keys[at] == key:
            out.append((self.costs[at] / SCALE, tuple(c for c in self.words[at].tolist() if c)))
            at += 1
        return tuple(out)

    def _lookalike(self, first: int, second: int) -> tuple[tuple[float, int, int, int], ...]:
        """Two-character words of characters that share parts with these: cost, characters, how many differ."""
        best: dict[tuple[int, int], float] = {}
        for left in self.families.get(first, ()):
            for right in self.families.get(second, ()):
                at = bisect_left(self.shapes, key := chain((left, right)))
                while at < len(self.shapes) and self.shapes[at] == key:
                    a, b = self.shaped[at].tolist()
                    best[a, b] = self.shaped_costs[at] / SCALE
                    at += 1
        changed = ((price, a, b, (a != first) + (b != second)) for (a, b), price in best.items())
        return tuple(one for one in changed if one[3])

    def _word_cost(self, first: int, second: int) -> float:
        """What a word of two characters costs; 0.0 where it is none."""
        for a in self.syllables(first):
            for b in self.syllables(second):
                for price, word in self.by_sound(chain((a, b))):
                    if word[0] == first and word[1] == second:
                        return price
        return 0.0

    def _join(self, codes: tuple[int, ...]) -> int:
        """The character that these parts spell; 0 for none."""
        key = chain(codes)
        at = bisect_left(self.joins, key)
        return int(self.joined[at]) if at < len(self.joins) and self.joins[at] == key else 0


def _found(row: memoryview, key: int) -> bool:
    at = bisect_left(row, key)
    return at < len(row) and row[at] == key


@cache
def tables() -> Tables:
    """The tables, unpacked once."""
    return Tables()
