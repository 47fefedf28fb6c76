"""Folding: width, case, traditional script, look-alike letters and inserted characters, in one table look-up.

A batch is one array of code points (the texts joined by line feeds), folded by one NumPy look-up; nothing loops over
characters. Every folded character keeps the index of the original character that it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from linli.reading.tables import EXPANSION, SEPARATOR, fold_table
from linli.vocabulary import Span

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]

_JOINT = "\n"


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as read.

    `folded` is the text without disguise; `offsets[k]` is the index, in code points of `text`, of the character that
    `folded[k]` came from (non-decreasing; one original character may give several folded ones).
    """

    text: str
    folded: str
    offsets: Places

    def span(self, start: int, end: int) -> Span:
        """The span of the original text that `folded[start:end]` came from; an empty span stays empty."""
        if start >= end:
            at = int(self.offsets[start]) if start < len(self.offsets) else len(self.text)
            return Span(at, at)
        return Span(int(self.offsets[start]), int(self.offsets[end - 1]) + 1)


class Batch:
    """Many texts as read, kept as arrays over their joined form.

    `folded` is every folded text joined by line feeds; `starts[i]` is where text `i` begins in it, and `origins[i]`
    where it begins in the joined original; `offsets` maps each folded position to the joined original.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts: tuple[str, ...] = tuple(texts)
        lengths = np.fromiter(map(len, self.texts), dtype=np.int64, count=len(self.texts))
        self.origins: Places = _starts(lengths)
        self.codes: Codes = _code_points(_JOINT.join(self.texts))
        self._mapped: Codes = fold_table().mapping[self.codes]
        self.folded_codes, self.offsets = _compress(self._mapped)
        self.starts: Places = np.searchsorted(self.offsets, self.origins)

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def folded(self) -> str:
        """All folded texts, joined by line feeds."""
        return _string(self.folded_codes)

    @cached_property
    def plain(self) -> tuple[Codes, Places]:
        """Code points folded one to one with separators kept, and their places in the joined original.

        Links and addresses need their dots; expansions are left as the original character.
        """
        bare = self._mapped & np.uint32(SEPARATOR - 1)
        places = np.flatnonzero(bare)
        kept = bare[places]
        return np.where(kept >= EXPANSION, self.codes[places], kept), places

    def owner(self, position: int) -> int:
        """The index of the text that the folded position belongs to."""
        return int(np.searchsorted(self.starts, position, side="right")) - 1

    def owners(self, positions: Sequence[int]) -> list[int]:
        """The indexes of the texts that the folded positions belong to."""
        found: list[int] = (np.searchsorted(self.starts, positions, side="right") - 1).tolist()
        return found

    def bounds(self, index: int) -> tuple[int, int]:
        """`[start, end)` of text `index` in the joined folded form."""
        last = index + 1 == len(self.texts)
        return int(self.starts[index]), len(self.folded_codes) if last else int(self.starts[index + 1]) - 1

    def span(self, index: int, start: int, end: int) -> Span:
        """The span, in text `index`, of the joined folded positions `[start, end)`, which must not be empty."""
        origin = int(self.origins[index])
        return Span(int(self.offsets[start]) - origin, int(self.offsets[end - 1]) + 1 - origin)

    def reading(self, index: int) -> Reading:
        """The reading of one text."""
        start, end = self.bounds(index)
        offsets = self.offsets[start:end] - self.origins[index]
        return Reading(self.texts[index], self.folded[start:end], offsets)

    def __iter__(self) -> Iterator[Reading]:
        return (self.reading(i) for i in range(len(self)))


def read(text: str) -> Reading:
    """Reads one text. Any string is read: lone surrogates and control characters too."""
    return Batch((text,)).reading(0)


def folded(text: str) -> str:
    """The folded form alone, for the many short terms of a lexicon: no places are kept."""
    return text.translate(_translation())


@cache
def _translation() -> dict[int, str | None]:
    """What folding does to each character, as `str.translate` wants it."""
    table = fold_table()
    changed = np.flatnonzero(table.mapping != np.arange(len(table.mapping), dtype=np.uint32)).tolist()
    written = np.split(table.characters, np.cumsum(table.lengths)[:-1])
    return {code: _written(int(table.mapping[code]), written) for code in (0, *changed)}


def _written(mapped: int, expansions: Sequence[Codes]) -> str | None:
    if mapped == 0 or mapped & SEPARATOR:
        return None
    return _string(expansions[mapped - EXPANSION]) if mapped >= EXPANSION else chr(mapped)


def read_many(texts: Sequence[str]) -> Batch:
    """Reads many texts at once; batches of about a thousand short texts stay in the processor's cache."""
    return Batch(texts)


def _starts(lengths: Places) -> Places:
    return np.concatenate(([0], np.cumsum(lengths[:-1] + 1))).astype(np.int64)[: len(lengths)]


def _code_points(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _string(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le")


def _compress(mapped: Codes) -> tuple[Codes, Places]:
    """Drops what folding drops (0, and separators, which carry the top bit) and writes out expansions."""
    places = np.flatnonzero((mapped - np.uint32(1)) < np.uint32(SEPARATOR - 1))
    kept = mapped[places]
    many = kept >= EXPANSION
    if many.any():
        return _expand(kept, places, many)
    return kept, places


def _expand(kept: Codes, places: Places, many: NDArray[np.bool_]) -> tuple[Codes, Places]:
    """Replaces each mark of an expansion by its characters; the work is proportional to the output."""
    table = fold_table()
    counts = np.ones(len(kept), dtype=np.int64)
    which = kept[many] - np.uint32(EXPANSION)
    counts[many] = table.lengths[which]
    out = np.repeat(kept, counts)
    ends = np.cumsum(counts)
    first = np.repeat(ends[many] - counts[many], counts[many])
    targets = np.flatnonzero(np.repeat(many, counts))
    source = np.repeat(table.begins[which], counts[many]) + (targets - first)
    out[targets] = table.characters[source]
    return out, np.repeat(places, counts)
