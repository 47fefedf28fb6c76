"""A clause as it would read without disguise: the cheapest way through a lattice of words.

Every character may be read as itself, by its sound, by its shape, joined with its neighbours, or changed places with
the next one; a run of Latin letters may be pinyin, an emoji a character. Each such step has a cost, words have the
cost of their rarity, and the cheapest path is found by dynamic programming: linear in the clause, bounded in every
choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from linli.reading.sounds import FIRST, LAST, LONGEST, MASK, PRIME, START, Tables, tables

SOUND, PINYIN, JOINED, EMOJI, SHAPE, SWAPPED = 5.0, 2.0, 2.0, 1.0, 6.5, 6.0
LETTER, OTHER, EMOJI_KEPT = 4.0, 4.0, 9.0
LONGEST_SYLLABLE, MOST_PARTS = 6, 5

# A unit is a number, so that what was found for a row of units is remembered: a code point, plus the way it was read.
CODE, PINYIN_WAY = (1 << 24) - 1, 2
AS_JOINED, AS_PINYIN, AS_EMOJI = 1 << 24, PINYIN_WAY << 24, 3 << 24
_COSTS = (0.0, JOINED, PINYIN, EMOJI)
_STEPS = ("", "join", "pinyin", "emoji")
_REMEMBERED = 1 << 16


class Piece(NamedTuple):
    """Characters of the way found: what they say, the places `[start, end)` they came from, and by which steps."""

    codes: tuple[int, ...]
    start: int
    end: int
    steps: tuple[str, ...] = ()


class Word(NamedTuple):
    """The cheapest word for a row of units, `codes` empty for none; `open` are the sounds of longer words."""

    cost: float
    codes: tuple[int, ...]
    steps: tuple[str, ...]
    open: tuple[int, ...]


_NO_WORD = float("inf")


@cache
def _sounds(unit: int) -> tuple[int, ...]:
    code = unit & CODE
    return (code,) if unit >> 24 == PINYIN_WAY else tables().syllables(code)


@lru_cache(_REMEMBERED)
def word_of(units: tuple[int, ...]) -> Word:
    """The cheapest word that a row of up to four units can be read as."""
    known = tables()
    best = Word(_NO_WORD, (), (), ())
    further: list[int] = []
    for key in word_of(units[:-1]).open if len(units) > 1 else (START,):
        for sound in _sounds(units[-1]):
            longer = ((key ^ sound) * PRIME) & MASK
            for price, word in known.by_sound(longer):
                if price < best.cost and len(word) == len(units):
                    best = min(best, _priced(units, price, word))
            if len(units) < LONGEST and known.is_prefix(longer):
                further.append(longer)
    return best._replace(open=tuple(further))


def _priced(units: tuple[int, ...], price: float, word: tuple[int, ...]) -> Word:
    """These units read as this word: the cost of the word and of the steps."""
    steps: list[str] = []
    for unit, code in zip(units, word, strict=True):
        way = unit >> 24
        if way:
            price += _COSTS[way]
            steps.append(_STEPS[way])
        if way != PINYIN_WAY and unit & CODE != code:
            price += SOUND
            steps.append("sound")
    return Word(price, word, tuple(dict.fromkeys(steps)), ())


@lru_cache(_REMEMBERED)
def pair_of(a: int, b: int) -> Word:
    """Two neighbours as look-alikes of a common word, or as a word with its characters changed about."""
    known = tables()
    found = [
        Word(price + SHAPE * changed, (left, right), ("shape",), ())
        for price, left, right, changed in known.lookalike(a, b)
    ]
    price = known.word_cost(b, a)
    if price:
        found.append(Word(price + SWAPPED, (b, a), ("swap",), ()))
    return min(found, default=Word(_NO_WORD, (), (), ()))


class Lattice:
    """The search over one clause, given as code points of folded text."""

    def __init__(self, codes: Sequence[int], tables: Tables) -> None:
        self.codes = codes
        self.tables = tables
        self._letters = self._pinyin_places()
        self._units: list[list[tuple[int, int]] | None] = [None] * len(codes)
        self._best: list[float] = [0.0] + [float("inf")] * len(codes)
        self._back: list[Piece | None] = [None] * (len(codes) + 1)

    def read(self) -> list[Piece]:
        """The cheapest way, its pieces in order; pieces without steps are the text as it stands."""
        for at in range(len(self.codes)):
            self._keep(at)
            self._words(at)
            self._pairs(at)
        return self._way()

    def _offer(self, cost: float, piece: Piece) -> None:
        if cost < self._best[piece.end]:
            self._best[piece.end] = cost
            self._back[piece.end] = piece

    def _keep(self, at: int) -> None:
        code = self.codes[at]
        self._offer(self._best[at] + self._kept(at, code), Piece((code,), at, at + 1))

    def _kept(self, at: int, code: int) -> float:
        if FIRST <= code <= LAST:
            return self.tables.cost(code)
        if code in self.tables.emoji and self._beside_han(at):
            return EMOJI_KEPT
        return LETTER if code < 128 else OTHER

    def _beside_han(self, at: int) -> bool:
        near = (self.codes[at - 1] if at else 0, self.codes[at + 1] if at + 1 < len(self.codes) else 0)
        return any(FIRST <= code <= LAST for code in near)

    def _words(self, at: int) -> None:
        """Every word that begins here, by sound: through units of up to four syllables."""
        start, last = self._best[at], len(self.codes)
        open_paths: list[tuple[int, tuple[int, ...]]] = [(at, ())]
        while open_paths:
            place, units = open_paths.pop()
            for end, unit in self._at(place):
                path = (*units, unit)
                word = word_of(path)
                if start + word.cost < self._best[end]:
                    self._offer(start + word.cost, Piece(word.codes, at, end, word.steps))
                if word.open and end < last:
                    open_paths.append((end, path))

    def _pairs(self, at: int) -> None:
        if at + 1 < len(self.codes):
            a, b = self.codes[at], self.codes[at + 1]
            if FIRST <= a <= LAST and FIRST <= b <= LAST:
                found = pair_of(a, b)
                if found.codes:
                    self._offer(self._best[at] + found.cost, Piece(found.codes, at, at + 2, found.steps))

    def _at(self, place: int) -> list[tuple[int, int]]:
        """The units that begin at a place, each with its end."""
        found = self._units[place]
        if found is None:
            found = self._units[place] = self._made(place)
        return found

    def _made(self, place: int) -> list[tuple[int, int]]:
        code = self.codes[place]
        out = [(place + 1, code)] if FIRST <= code <= LAST else []
        for end in range(place + 2, min(place + MOST_PARTS, len(self.codes)) + 1):
            joined = self.tables.join(tuple(self.codes[place:end]))
            if joined:
                out.append((end, joined | AS_JOINED))
        if self._letters[place]:
            out += self._syllables(place)
        read = self.tables.emoji.get(code)
        if read:
            out.append((place + 1, read | AS_EMOJI))
        return out

    def _syllables(self, place: int) -> list[tuple[int, int]]:
        out = []
        for size in range(1, LONGEST_SYLLABLE + 1):
            spelled = "".join(map(chr, self.codes[place : place + size]))
            sound = self.tables.spellings.get(spelled)
            if sound and len(spelled) == size and self._ends(place + size):
                out.append((place + size, sound | AS_PINYIN))
        return out

    def _ends(self, place: int) -> bool:
        return place >= len(self.codes) or self._letters[place] or not _is_letter(self.codes[place])

    def _pinyin_places(self) -> list[bool]:
        """Where a syllable may begin: only in runs of letters that are syllables from end to end."""
        places, at = [False] * len(self.codes), 0
        while at < len(self.codes):
            end = at
            while end < len(self.codes) and _is_letter(self.codes[end]):
                end += 1
            if 2 <= end - at <= 64:
                self._cut(at, end, places)
            at = max(end, at + 1)
        return places

    def _cut(self, start: int, end: int, places: list[bool]) -> None:
        run = "".join(map(chr, self.codes[start:end]))
        good = [False] * len(run) + [True]
        for k in range(len(run) - 1, -1, -1):
            ends = range(k + 1, min(len(run), k + LONGEST_SYLLABLE) + 1)
            good[k] = any(good[e] and run[k:e] in self.tables.spellings for e in ends)
        if good[0]:
            places[start:end] = good[:-1]

    def _way(self) -> list[Piece]:
        out, at = [], len(self.codes)
        while at > 0:
            piece = self._back[at]
            if piece is None:
                raise RuntimeError("a place of the lattice was never reached")
            out.append(piece)
            at = piece.start
        return out[::-1]


def _is_letter(code: int) -> bool:
    return 97 <= code <= 122
