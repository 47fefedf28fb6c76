"""A clause as it would read without disguise: the cheapest way through a lattice of words.

Every character may be read as itself, by its sound, by its shape, joined with its neighbours, or changed places with
the next one or the next but one; a run of Latin letters may be pinyin or initials, an emoji or a numeral a character.
Each such step has a cost, words have the cost of their rarity and of standing after the word before. The cheapest way
is found by dynamic programming over the last characters of words: linear in the clause, bounded in every choice.

The lattice has four nodes a place. `4 * k` is the place `k` itself; the other three lie inside a change of order:
`4 * k + 1` has read `k + 1` and owes `k`; `4 * k + 2` has read `k + 2`, `4 * k + 3` also `k + 1`, and owe the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from linli.reading.sounds import FIRST, LAST, LONGEST, MASK, PRIME, START, USUAL, Tables, chain, tables

SOUND, SOUND_AGAIN, PINYIN, JOINED, EMOJI, EMOJI_SOUND, SHAPE, LOOK = 5.0, 2.7, 2.0, 2.0, 1.0, 1.5, 5.5, 7.5
RARE, RARE_SOUND, SHAPE_AGAIN, NAMED = 12.0, 2.0, 1.5, 3.0
SWAPPED, TURNED, NUMERAL, INITIAL = 6.0, 7.0, 5.0, 0.5
LETTER, STRANGE_LETTER, OTHER, DIGIT = 4.0, 6.0, 4.0, 3.0
EMOJI_KEPT, FACE_BESIDE, FACE_BETWEEN = 10.0, 5.0, 8.0
LONE, AGAIN = 3.5, 2.0
NO_INITIAL, VOWELS = frozenset("iuv"), frozenset("aeo")
LONGEST_SYLLABLE, MOST_PARTS, LONGEST_RUN, LONGEST_INITIALS = 6, 5, 64, 8
MOST_WORDS, WORSE, BEAM, HOPELESS = 6, 9.0, 4, 16.0

# A unit is a number, so that what was found for a row of units is remembered: a code point, plus the way it was read.
CODE = (1 << 24) - 1
PLAIN, AS_JOINED, AS_PINYIN, AS_EMOJI, AS_SHAPE, AS_SWAPPED, AS_TURNED, AS_OWED, AS_NUMERAL, AS_LOOK, AS_NAME = range(
    11
)
COSTS = (0.0, JOINED, PINYIN, EMOJI, SHAPE, SWAPPED, TURNED, 0.0, NUMERAL, LOOK, NAMED)
_STEPS = ("", "join", "pinyin", "emoji", "shape", "swap", "swap", "swap", "number", "shape", "emoji")
SHAPED = frozenset((AS_SHAPE, AS_LOOK))
_REMEMBERED = 1 << 16
_BEFORE = frozenset(("sound", "shape"))


class Piece(NamedTuple):
    """Characters of the way found: what they say, the places `[start, end)` they came from, and by which steps."""

    codes: tuple[int, ...]
    start: int
    end: int
    steps: tuple[str, ...] = ()


class Word(NamedTuple):
    """A word that a row of units can be read as, what it costs with the steps taken, and these."""

    cost: float
    codes: tuple[int, ...]
    steps: tuple[str, ...]


class Found(NamedTuple):
    """The words for a row of units, the cheapest first; `open` are the sounds of longer words."""

    words: tuple[Word, ...]
    open: tuple[int, ...]


class Way(NamedTuple):
    """The cheapest way to a node that ends with one character: its cost, its last word and the way before."""

    cost: float
    last: int
    word: Word
    start: int
    end: int
    before: Way | None


_ORIGIN = Way(0.0, 0, Word(0.0, (), ()), 0, 0, None)


@cache
def _sounds(unit: int) -> tuple[int, ...]:
    code = unit & CODE
    return (code,) if unit >> 24 == AS_PINYIN else tables().syllables(code)


@lru_cache(_REMEMBERED)
def words_of(units: tuple[int, ...]) -> Found:
    """The words that a row of up to four units can be read as."""
    known = tables()
    found: dict[tuple[int, ...], Word] = {}
    further: list[int] = []
    for key in words_of(units[:-1]).open if len(units) > 1 else (START,):
        for sound in _sounds(units[-1]):
            longer = ((key ^ sound) * PRIME) & MASK
            for price, extra, word in known.by_sound(longer):
                if len(word) == len(units):
                    _keep_cheaper(found, _priced(units, price, extra, word))
            if len(units) < LONGEST and known.is_prefix(longer):
                further.append(longer)
    best = sorted(found.values())[:MOST_WORDS]
    return Found(tuple(w for w in best if w.cost <= best[0].cost + WORSE), tuple(further))


def _keep_cheaper(found: dict[tuple[int, ...], Word], word: Word) -> None:
    if word.codes not in found or word < found[word.codes]:
        found[word.codes] = word


def _priced(units: tuple[int, ...], price: float, extra: float, word: tuple[int, ...]) -> Word:
    """These units read as this word: the cost of the word and of the steps, more if by sound it is a guess."""
    steps: dict[str, None] = {}
    sounded, guessed = SOUND, False
    for unit, code in zip(units, word, strict=True):
        way = unit >> 24
        if way:
            price += COSTS[way]
            steps[_STEPS[way]] = None
        if unit & CODE != code and way != AS_PINYIN:
            guessed = True
            if way in (AS_EMOJI, AS_NAME, AS_NUMERAL):
                price += EMOJI_SOUND + (LONE if len(units) == 1 else 0.0)
            else:
                price += sounded + (RARE_SOUND if tables().cost(unit & CODE) > RARE else 0.0)
                sounded = SOUND_AGAIN
                steps["sound"] = None
    if len(units) == 1 and "sound" in steps:
        price += LONE
    return Word(price + extra if guessed else price, word, tuple(steps))


class Path(NamedTuple):
    """Characters chosen one by one: the node reached, the hash of the characters, and what choosing them cost."""

    node: int
    key: int
    codes: tuple[int, ...]
    cost: float
    steps: tuple[str, ...]


class Lattice:
    """The search over one clause, given as code points of folded text."""

    def __init__(self, codes: Sequence[int], tables: Tables) -> None:
        self.codes = codes
        self.tables = tables
        self._letters = [False] * len(codes)
        self._letter_costs = [LETTER] * len(codes)
        self._read_runs()
        self._units: dict[int, list[tuple[int, int]]] = {}
        self._choice: dict[int, list[tuple[int, int]]] = {}
        self._ways: list[dict[int, Way]] = [{} for _ in range(4 * len(codes) + 4)]
        self._bound = [float("inf")] * len(self._ways)
        self._ways[0][0] = _ORIGIN

    def read(self) -> list[Piece]:
        """The cheapest way, its pieces in order; pieces without steps are the text as it stands."""
        for node in range(4 * len(self.codes)):
            ways = self._best(node)
            if ways:
                if not node & 3:
                    self._keep(node >> 2, ways)
                    self._initials(node >> 2, ways)
                    self._words(node, ways)
                self._chosen(node, ways)
        return self._pieces()

    def _best(self, node: int) -> list[Way]:
        """The few ways to a node worth going on with."""
        here = self._ways[node]
        if not here:
            return []
        ways = sorted(here.values())[:BEAM]
        plain = self._ways[node & ~3]
        bound = min(w.cost for w in plain.values()) + HOPELESS if plain else HOPELESS + ways[0].cost
        return [w for w in ways if w.cost <= bound]

    def _offer(self, ways: Sequence[Way], node: int, end: int, word: Word) -> None:
        """A word from one node to another, after the best of the ways."""
        first, there = word.codes[0], self._ways[end]
        if ways[0].cost + word.cost > self._bound[end]:
            return
        again = AGAIN if _BEFORE & set(word.steps) else 0.0
        cost, before = min(
            (
                way.cost
                + self.tables.context(way.last, first)
                - (again if again and _BEFORE & set(way.word.steps) else 0.0),
                k,
            )
            for k, way in enumerate(ways)
        )
        cost, last = cost + word.cost, word.codes[-1]
        if last not in there or cost < there[last].cost:
            there[last] = Way(cost, last, word, node, end, ways[before])
            self._bound[end] = min(self._bound[end], cost + HOPELESS)

    def _keep(self, at: int, ways: Sequence[Way]) -> None:
        code = self.codes[at]
        self._offer(ways, 4 * at, 4 * at + 4, Word(self._kept(at, code), (code,), ()))

    def _kept(self, at: int, code: int) -> float:
        if FIRST <= code <= LAST:
            return self.tables.cost(code)
        if code >= 128 and code in self.tables.emoji:
            sides = self._beside_said(at)
            beside, both = (FACE_BESIDE, FACE_BETWEEN) if code in self.tables.faces else (EMOJI_KEPT, EMOJI_KEPT)
            return (OTHER, beside, both)[sides]
        if 48 <= code <= 57:
            return DIGIT
        return self._letter_costs[at] if code < 128 else OTHER

    def _beside_said(self, at: int) -> int:
        """On how many sides a character or another emoji that may be read stands."""
        near = (self.codes[at - 1] if at else 0, self.codes[at + 1] if at + 1 < len(self.codes) else 0)
        known = self.tables
        return sum(FIRST <= c <= LAST or (c >= 128 and c in known.emoji and c not in known.faces) for c in near)

    def _words(self, node: int, ways: Sequence[Way]) -> None:
        """Every word that begins here, by sound: through units of up to four syllables."""
        last = 4 * len(self.codes)
        open_paths: list[tuple[int, tuple[int, ...]]] = [(node, ())]
        while open_paths:
            place, units = open_paths.pop()
            for end, unit in self._at(place):
                path = (*units, unit)
                found = words_of(path)
                for word in found.words:
                    self._offer(ways, node, end, word)
                if found.open and end < last:
                    open_paths.append((end, path))

    def _at(self, node: int) -> list[tuple[int, int]]:
        """The units that begin at a node, each with the node where it ends."""
        found = self._units.get(node)
        if found is None:
            found = self._units[node] = list(self._made(node))
        return found

    def _made(self, node: int) -> Iterator[tuple[int, int]]:
        at, known = node >> 2, self.tables
        code = self.codes[at]
        if FIRST <= code <= LAST:
            yield node + 4, code
        for end in range(at + 2, min(at + MOST_PARTS, len(self.codes)) + 1):
            parts = tuple(self.codes[at:end])
            joined = known.join(parts)
            if joined and not known.exact(chain(parts)):
                yield 4 * end, joined | AS_JOINED << 24
        if self._letters[at]:
            yield from self._syllables(at)
        way = AS_NUMERAL if code < 128 else AS_EMOJI
        for k, read in enumerate(known.emoji.get(code, ())):
            yield node + 4, read | (AS_NAME if k >= known.own_readings.get(code, 1) else way) << 24

    def _chosen(self, node: int, ways: Sequence[Way]) -> None:
        """Every word that begins here by choosing characters: by their shape, or in another order."""
        last = 4 * len(self.codes)
        open_paths = [Path(node, START, (), 0.0, ())]
        while open_paths:
            path = open_paths.pop()
            for end, unit in self._choices(path.node):
                way, code = unit >> 24, unit & CODE
                key = ((path.key ^ code) * PRIME) & MASK
                steps = (*path.steps, _STEPS[way]) if way else path.steps
                cost = path.cost + COSTS[way] - (SHAPE_AGAIN if way in SHAPED and "shape" in path.steps else 0.0)
                longer = Path(end, key, (*path.codes, code), cost, steps)
                price = self.tables.exact(key) if steps else 0.0
                if price:
                    price += LONE if len(longer.codes) == 1 else 0.0
                    self._offer(ways, node, end, Word(price + longer.cost, longer.codes, tuple(dict.fromkeys(steps))))
                if len(longer.codes) < LONGEST and end < last and self.tables.begins(key):
                    open_paths.append(longer)

    def _choices(self, node: int) -> list[tuple[int, int]]:
        found = self._choice.get(node)
        if found is None:
            found = self._choice[node] = list(self._chosen_at(node))
        return found

    def _chosen_at(self, node: int) -> Iterator[tuple[int, int]]:
        at, inside = node >> 2, node & 3
        if inside == 0:
            code = self.codes[at]
            if FIRST <= code <= LAST:
                yield node + 4, code
                way = AS_LOOK if self.tables.cost(code) < USUAL else AS_SHAPE
                for look in self.tables.looks(code):
                    yield node + 4, look | way << 24
                yield from self._turned(at)
        elif inside == 1:
            yield 4 * at + 8, self.codes[at] | AS_OWED << 24
        elif inside == 2:
            yield node + 1, self.codes[at + 1] | AS_OWED << 24
        else:
            yield 4 * at + 12, self.codes[at] | AS_OWED << 24

    def _turned(self, at: int) -> Iterator[tuple[int, int]]:
        """The first of two characters that changed places, or of three that were turned about."""
        row = self.codes[at : at + 3]
        if all(FIRST <= code <= LAST for code in row[:2]) and len(row) > 1 and row[0] != row[1]:
            yield 4 * at + 1, row[1] | AS_SWAPPED << 24
            if len(row) > 2 and FIRST <= row[2] <= LAST and row[2] != row[0]:
                yield 4 * at + 2, row[2] | AS_TURNED << 24

    def _syllables(self, place: int) -> Iterator[tuple[int, int]]:
        for size in range(1, LONGEST_SYLLABLE + 1):
            spelled = "".join(map(chr, self.codes[place : place + size]))
            sound = self.tables.spellings.get(spelled)
            if sound and len(spelled) == size and self._ends(place + size):
                yield 4 * (place + size), sound | AS_PINYIN << 24

    def _ends(self, place: int) -> bool:
        return place >= len(self.codes) or self._letters[place] or not _is_letter(self.codes[place])

    def _initials(self, at: int, ways: Sequence[Way]) -> None:
        """Words by the first letters of their syllables, where a short run of letters stands among characters."""
        if not _is_letter(self.codes[at]):
            return
        start, end = at, at
        while start and _is_letter(self.codes[start - 1]):
            start -= 1
        while end < len(self.codes) and _is_letter(self.codes[end]):
            end += 1
        letters = tuple(self.codes[start:end])
        near = (*self.codes[max(0, start - 1) : start], *self.codes[end : end + 1])
        alone = not any(FIRST <= code <= LAST for code in near) or any(48 <= code <= 57 for code in near)
        if alone or not self._are_initials("".join(map(chr, letters))):
            return
        for size in range(1, min(LONGEST, end - at) + 1):
            for price, codes in self.tables.by_initials(letters[at - start : at - start + size]):
                word = Word(price + INITIAL * size, codes, ("initials",))
                self._offer(ways, 4 * at, 4 * (at + size), word)

    def _are_initials(self, run: str) -> bool:
        """No known abbreviation, and no letters with which no syllable, or hardly one, begins."""
        if not 2 <= len(run) <= LONGEST_INITIALS or run in self.tables.latin:
            return False
        return not any(letter in NO_INITIAL for letter in run) and (len(run) <= 4 or not VOWELS & set(run))

    def _read_runs(self) -> None:
        """Where a syllable may begin, only in runs that are syllables from end to end; and what letters cost."""
        at = 0
        while at < len(self.codes):
            end = at
            while end < len(self.codes) and _is_letter(self.codes[end]):
                end += 1
            if 2 <= end - at <= LONGEST_RUN:
                self._cut(at, end, self._letters)
                self._letter_costs[at:end] = [self._letter_cost(at, end)] * (end - at)
            at = max(end, at + 1)

    def _letter_cost(self, start: int, end: int) -> float:
        """A letter costs most in a run that no known abbreviation is, and that may be syllables or initials."""
        if "".join(map(chr, self.codes[start:end])) in self.tables.latin:
            return LETTER - 1.0
        return STRANGE_LETTER if (end - start >= 4) == self._letters[start] else LETTER

    def _cut(self, start: int, end: int, places: list[bool]) -> None:
        run = "".join(map(chr, self.codes[start:end]))
        good = [False] * len(run) + [True]
        for k in range(len(run) - 1, -1, -1):
            ends = range(k + 1, min(len(run), k + LONGEST_SYLLABLE) + 1)
            good[k] = any(good[e] and run[k:e] in self.tables.spellings for e in ends)
        if good[0]:
            places[start:end] = good[:-1]

    def _pieces(self) -> list[Piece]:
        """The words of the cheapest way; those that meet inside a change of order are one piece."""
        way: Way | None = min(self._ways[4 * len(self.codes)].values())
        out: list[Piece] = []
        codes: tuple[int, ...] = ()
        steps: tuple[str, ...] = ()
        end = 0
        while way is not None and way.before is not None:
            if not way.end & 3:
                codes, steps, end = (), (), way.end >> 2
            codes, steps = way.word.codes + codes, tuple(dict.fromkeys(way.word.steps + steps))
            if not way.start & 3:
                out.append(Piece(codes, way.start >> 2, end, steps))
            way = way.before
        return out[::-1]


def _is_letter(code: int) -> bool:
    return 97 <= code <= 122
