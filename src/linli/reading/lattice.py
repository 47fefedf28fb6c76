"""A clause as it would read without disguise: the cheapest way through a lattice of words.

Every character may be read as itself, by its sound, by its shape, joined with its neighbours, or changed places with
the next one; a run of Latin letters may be pinyin, an emoji a character. Each such step has a cost, words have the
cost of their rarity, and the cheapest path is found by dynamic programming: linear in the clause, bounded in every
choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from linli.reading.sounds import FIRST, LAST, LONGEST, MASK, PRIME, START, Tables

SOUND, PINYIN, JOINED, EMOJI, SHAPE, SWAPPED = 5.0, 2.0, 2.0, 1.0, 6.5, 6.0
LETTER, OTHER, EMOJI_KEPT = 4.0, 4.0, 9.0
LONGEST_SYLLABLE, MOST_PARTS = 6, 5


class Piece(NamedTuple):
    """Characters of the way found: what they say, the places `[start, end)` they came from, and by which steps."""

    codes: tuple[int, ...]
    start: int
    end: int
    steps: tuple[str, ...] = ()


class Unit(NamedTuple):
    """One way to read what begins at a place: its end, the character (0: only a sound), its sounds, its step."""

    end: int
    code: int
    sounds: tuple[int, ...]
    cost: float
    step: str


class Lattice:
    """The search over one clause, given as code points of folded text."""

    def __init__(self, codes: Sequence[int], tables: Tables) -> None:
        self.codes = codes
        self.tables = tables
        self._letters = self._pinyin_places()
        self._units: list[list[Unit] | None] = [None] * len(codes)
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
        size, is_prefix, by_sound = len(self.codes), self.tables.is_prefix, self.tables.by_sound
        open_paths: list[tuple[int, int, float, tuple[Unit, ...]]] = [(at, START, self._best[at], ())]
        while open_paths:
            place, key, spent, units = open_paths.pop()
            for unit in self._at(place):
                path, cost = (*units, unit), spent + unit.cost
                for sound in unit.sounds:
                    longer = ((key ^ sound) * PRIME) & MASK  # `chain`, in place: this is the innermost loop
                    words = by_sound(longer)
                    if words and cost + words[0][0] < self._best[unit.end]:
                        self._complete(cost, at, words, path)
                    if len(path) < LONGEST and unit.end < size and is_prefix(longer):
                        open_paths.append((unit.end, longer, cost, path))

    def _complete(
        self, spent: float, at: int, words: Sequence[tuple[float, tuple[int, ...]]], path: tuple[Unit, ...]
    ) -> None:
        end = path[-1].end
        for price, word in words:
            if len(word) != len(path) or spent + price >= self._best[end]:
                continue
            said = sum(unit.code != 0 and unit.code != code for unit, code in zip(path, word, strict=True))
            cost = spent + price + SOUND * said
            if cost < self._best[end]:
                steps = [unit.step for unit in path if unit.step] + ["sound"] * bool(said)
                self._offer(cost, Piece(word, at, end, tuple(dict.fromkeys(steps))))

    def _pairs(self, at: int) -> None:
        """Two neighbours as look-alikes of a common word, or as a word with its characters changed about."""
        if at + 1 >= len(self.codes):
            return
        a, b = self.codes[at], self.codes[at + 1]
        if not (FIRST <= a <= LAST and FIRST <= b <= LAST):
            return
        spent, reached = self._best[at], self._best[at + 2]
        for price, left, right, changed in self.tables.lookalike(a, b):
            if spent + price + SHAPE * changed < reached:
                self._offer(spent + price + SHAPE * changed, Piece((left, right), at, at + 2, ("shape",)))
        price = self.tables.word_cost(b, a)
        if price:
            self._offer(self._best[at] + price + SWAPPED, Piece((b, a), at, at + 2, ("swap",)))

    def _at(self, place: int) -> list[Unit]:
        found = self._units[place]
        if found is None:
            found = self._units[place] = self._made(place)
        return found

    def _made(self, place: int) -> list[Unit]:
        code, out = self.codes[place], []
        sounds = self.tables.syllables(code)
        if sounds:
            out.append(Unit(place + 1, code, sounds, 0.0, ""))
        for size in range(2, min(MOST_PARTS, len(self.codes) - place) + 1):
            joined = self.tables.join(tuple(self.codes[place : place + size]))
            if joined:
                out.append(Unit(place + size, joined, self.tables.syllables(joined), JOINED, "join"))
        if self._letters[place]:
            out += self._syllables(place)
        read = self.tables.emoji.get(code)
        if read:
            out.append(Unit(place + 1, read, self.tables.syllables(read), EMOJI, "emoji"))
        return out

    def _syllables(self, place: int) -> list[Unit]:
        out = []
        for size in range(1, LONGEST_SYLLABLE + 1):
            spelled = "".join(map(chr, self.codes[place : place + size]))
            sound = self.tables.spellings.get(spelled)
            if sound and len(spelled) == size and self._ends(place + size):
                out.append(Unit(place + size, 0, (sound,), PINYIN, "pinyin"))
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
