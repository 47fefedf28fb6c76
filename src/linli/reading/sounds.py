"""Sounds and shapes: syllables of characters, words by their sound, characters by their parts. Loaded when needed.

`tools/build_restore.py` writes the tables. Costs are minus natural logarithms of a share, in units of `1 / SCALE`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from linli.reading.tables import packed

FIRST, LAST = 0x4E00, 0x9FFF
LONGEST = 4
READINGS = 3
SCALE = 8

_FUZZY = ((re.compile("^([zcs])h"), r"\1"), (re.compile("([aei])ng$"), r"\1n"), (re.compile("^n(?=[aeiouv])"), "l"))


def fuzzy(syllable: str) -> str:
    """One spelling for syllables that many people say alike: zh z, ch c, sh s, n l, ang an, eng en, ing in."""
    for pattern, into in _FUZZY:
        syllable = pattern.sub(into, syllable)
    return syllable


def chain(numbers: Iterable[int], start: int = 0x811C9DC5) -> int:
    """FNV-1a over numbers, 32 bits; `chain([a, b])` is `chain([b], chain([a]))`."""
    for n in numbers:
        start = ((start ^ n) * 0x01000193) & 0xFFFFFFFF
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

    def syllables(self, code: int) -> list[int]:
        """The syllables of a character, as numbers; none for anything else."""
        return [s for s in self.readings[code - FIRST] if s] if FIRST <= code <= LAST else []

    def cost(self, code: int) -> float:
        """What a character costs as a word of its own."""
        return self.single[code - FIRST] / SCALE if FIRST <= code <= LAST else 4.0

    def is_prefix(self, key: int) -> bool:
        """Whether a longer word begins with these sounds."""
        return _found(self.prefixes, key)

    def by_sound(self, key: int) -> list[tuple[float, list[int]]]:
        """The words of these sounds: cost and characters, zeros after them."""
        at, out = bisect_left(self.keys, key), []
        while at < len(self.keys) and self.keys[at] == key:
            out.append((self.costs[at] / SCALE, self.words[at].tolist()))
            at += 1
        return out

    def by_shape(self, key: int) -> list[tuple[float, list[int]]]:
        """Two-character words that share these parts."""
        at, out = bisect_left(self.shapes, key), []
        while at < len(self.shapes) and self.shapes[at] == key:
            out.append((self.shaped_costs[at] / SCALE, self.shaped[at].tolist()))
            at += 1
        return out

    def word_cost(self, first: int, second: int) -> float:
        """What a word of two characters costs; 0.0 where it is none."""
        for a in self.syllables(first):
            for b in self.syllables(second):
                for price, word in self.by_sound(chain((a, b))):
                    if word[0] == first and word[1] == second:
                        return price
        return 0.0

    def join(self, codes: Sequence[int]) -> int:
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
