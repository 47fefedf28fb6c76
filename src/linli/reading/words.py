"""Ordinary words: is this run of characters a word, how common is it, and does a word cross an edge?

The table holds 32-bit hashes of some 290,000 words of two to four characters with a common logarithm of their count,
so that it loads in a millisecond; a false answer costs one in fifteen thousand look-ups.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from linli.reading.tables import packed

LONGEST = 4


def word_hash(word: str) -> int:
    """FNV-1a over code points, 32 bits."""
    value = 0x811C9DC5
    for c in word:
        value = ((value ^ ord(c)) * 0x01000193) & 0xFFFFFFFF
    return value


@cache
def _table() -> tuple[memoryview, memoryview]:
    data = packed("words")
    return data["hashes"].data, data["weights"].data


def weight(word: str) -> int:
    """0 for no word, else 1 (rare) up to 255: 20 times the logarithm to base 10 of its count, and 1."""
    if not 2 <= len(word) <= LONGEST:
        return 0
    hashes, weights = _table()
    value = word_hash(word)
    at = bisect_left(hashes, value)
    return int(weights[at]) if at < len(hashes) and hashes[at] == value else 0


def crossing(text: str, edge: int, least: int = 1) -> bool:
    """Whether a word of weight `least` or more lies across the place before `text[edge]`."""
    for start in range(max(0, edge - LONGEST + 1), edge):
        for end in range(edge + 1, min(len(text), start + LONGEST) + 1):
            if weight(text[start:end]) >= least:
                return True
    return False
