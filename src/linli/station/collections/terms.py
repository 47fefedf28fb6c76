"""What a text is found by: one function, for what is stored and for what is asked.

Characters and pairs of neighbouring characters, so that a word of two characters is found wherever it stands, without
a dictionary that would have to know it; the same for the sounds; words of other scripts whole. Traditional script,
width and case are folded first, character by character: a character is then the same whatever stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from linli.reading.fold import folded
from linli.reading.sounds import fuzzy, spellings, syllables

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
RUN = re.compile(f"[{HAN}]+|(?:(?![{HAN}])[^\\W_])+")
HAN_RUN = re.compile(f"[{HAN}]+")
LINE_BREAK = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")
LONGEST_QUERY, MOST_RUNS, MOST_WAYS, LONGEST_SYLLABLE = 60, 8, 6, 6
WIDEST = 0xFFFF


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: of each clause one way must hold, and of a way every term; each of `whole` stands as it is."""

    clauses: tuple[tuple[tuple[str, ...], ...], ...]
    whole: tuple[str, ...]


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The folded words of a text, and whether each is of Han characters."""
    for found in RUN.finditer(INVISIBLE.sub("", text)):
        word = folded(found.group())
        if word:
            yield word, HAN_RUN.fullmatch(word) is not None


def stored(text: str) -> tuple[str, frozenset[str]]:
    """A text as it is stored to be searched: folded, and its terms. A break inside a line of characters is none."""
    found, terms = list(runs(LINE_BREAK.sub("", INVISIBLE.sub("", text)))), set()
    for word, han in found:
        terms.update(_singles(word) | set(_pairs(word)) | _sounds(word) if han else {_safe(word)})
    return "\n".join(word for word, _ in found), frozenset(terms)


def asked(text: str) -> Query:
    """What a person typed. Every word must be found; letters are taken for a word or for sounds."""
    clauses: list[tuple[tuple[str, ...], ...]] = []
    whole: list[str] = []
    letters: list[str] = []
    for word, han in list(runs(text[:LONGEST_QUERY]))[:MOST_RUNS]:
        if not han:
            letters.append(word)
            continue
        clauses.append((tuple(_pairs(word)) or (_safe(word),),))
        if len(word) > 2:
            whole.append(word)
    if letters:
        clauses.append(tuple(_spoken(letters)))
    return Query(tuple(clauses), tuple(whole))


def _singles(word: str) -> set[str]:
    return {_safe(c) for c in word}


def _pairs(word: str) -> list[str]:
    return [_safe(a + b) for a, b in pairwise(word)]


def _sounds(word: str) -> set[str]:
    said = [syllables(c) for c in word]
    pairs = {f"{a}_{b}" for one, two in pairwise(said) for a, b in product(one, two)}
    return pairs | {f"_{s}" for one in said for s in one}


def _spoken(words: list[str]) -> Iterator[tuple[str, ...]]:
    """The ways to take letters: as words, and as each row of syllables that they spell."""
    yield tuple(_safe(word) for word in words)
    ways: list[list[str]] = [[]]
    for word in words:
        ways = [[*one, *more] for one in ways for more in _spelled(word)][:MOST_WAYS]
    for one in ways:
        yield tuple(f"{a}_{b}" for a, b in pairwise(one)) or (f"_{one[0]}",)


@lru_cache(maxsize=1024)
def _spelled(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read letters as syllables, the longest syllables first; none where they are no syllables."""
    if not word:
        return ((),)
    out: list[tuple[str, ...]] = []
    for length in range(min(LONGEST_SYLLABLE, len(word)), 0, -1):
        if word[:length] in spellings():
            out += [(fuzzy(word[:length]), *rest) for rest in _spelled(word[length:])]
    return tuple(out[:MOST_WAYS])


def _safe(term: str) -> str:
    """A term that every data base takes for one word: the rarest characters by their numbers."""
    return "".join(c if ord(c) <= WIDEST else f"x{ord(c):x}" for c in term)


def joined(terms: Iterable[str]) -> str:
    """Terms as one text, for a data base that parts them again at the spaces."""
    return " ".join(sorted(terms))
