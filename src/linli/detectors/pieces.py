"""The encoder's tokenizer: the likeliest cut of a folded text into known pieces (a unigram model, Viterbi).

`pieces.txt` holds `piece TAB log probability` a line; a line's number is the piece's id. The first four are start,
padding, end and unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

START, PADDING, END, UNKNOWN = range(4)
LONGEST = 12
_SPACE = "\u2581"
_NEVER = -1e30


class Tokens(NamedTuple):
    """Ids, and where each piece begins in the text (a joined space in front belongs to the piece)."""

    ids: list[int]
    begins: list[int]


class Pieces:
    """The vocabulary. Threads may share it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.size = len(lines)
        cells = "\t".join(lines[UNKNOWN + 1 :]).split("\t")  # at once: line by line takes five times as long
        self._pieces, self._scores = cells[::2], list(map(float, cells[1::2]))
        if len(self._scores) != self.size - UNKNOWN - 1:
            raise ValueError("not one piece and one score a line")
        self._unknown = min(self._scores) - 10

    @cached_property
    def _known(self) -> dict[str, tuple[float, int]]:
        """By piece its score and id; made when the first text is read, which most processes of one text never do."""
        numbers = range(UNKNOWN + 1, self.size)
        return dict(zip(self._pieces, zip(self._scores, numbers, strict=True), strict=True))

    def cut(self, text: str) -> Tokens:
        """The pieces of one text; time is linear in its length."""
        spaced = _SPACE + text.replace(" ", _SPACE).replace("\n", _SPACE)
        back, number = self._best(spaced)
        ids, begins, at = [], [], len(spaced)
        while at > 0:
            ids.append(number[at])
            at = back[at]
            begins.append(max(at - 1, 0))
        return Tokens(ids[::-1], begins[::-1])

    def _best(self, text: str) -> tuple[list[int], list[int]]:
        """For each end, where the likeliest last piece begins and its id."""
        end, find = len(text), self._known.get
        best, back, number = [0.0] + [_NEVER] * end, [0] * (end + 1), [UNKNOWN] * (end + 1)
        for at in range(end):
            here = best[at]
            if here + self._unknown > best[at + 1]:
                best[at + 1], back[at + 1], number[at + 1] = here + self._unknown, at, UNKNOWN
            for stop in range(at + 1, min(end, at + LONGEST) + 1):
                known = find(text[at:stop])
                if known is not None and here + known[0] > best[stop]:
                    best[stop], back[stop], number[stop] = here + known[0], at, known[1]
        return back, number
