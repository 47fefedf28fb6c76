"""Letters and words in other guises, undone before the lattice reads.

Zhuyin (ㄕㄚ), regional letters (🇸🇭🇦), tones and letters as digits (sha3bi1, 5habi), and words that people hide with
something between their characters (傻abc逼, kaomoji, one character a line).

A look in NumPy finds the few texts that may hold such a thing; only these are gone through in Python. Every character
keeps its place in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from linli.reading.fold import Batch, Codes, Places
from linli.reading.sounds import FIRST, LAST, LONGEST, chain, tables
from linli.reading.tables import packed

WIDEST, MOST_GAPS, MOST_SYLLABLES, MOST_LOOSE = 15, 200, 4, 3
CHARGED_BITS = 20
REGIONAL, BOPOMOFO = 0x1F1E6, 0x3105

_SOUNDS = "b-p-m-f-d-t-n-l-g-k-h-j-q-x-zh-ch-sh-r-z-c-s-i-u-v-a-o-e-e-ai-ei-ao-ou-an-en-ang-eng-er"
ZHUYIN = dict(
    zip(
        "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ",
        _SOUNDS.split("-"),
        strict=True,
    )
)
_SYLLABLE = re.compile("(?=[ㄅ-ㄩ])([ㄅ-ㄙ]?[ㄧ-ㄩ]?[ㄚ-ㄦ]?)[ˊˇˋ˙]?")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]{3,}")
_TOKEN = re.compile(r"(?<![a-z0-9@$])[a-z0-9@$]{3,28}(?![a-z0-9@$])")
_TONED = re.compile("(?:[a-z]{1,6}[1-5])+[a-z]{0,6}")
_LEET = {"1": "il", "4": "a", "@": "a", "3": "e", "0": "o", "5": "s", "$": "s", "9": "g", "8": "b", "2": "z"}
_GAP = re.compile("(?<=[一-鿿])(?:[a-z]{1,4}|\\([^一-鿿()\n]{0,8}\\)[^一-鿿\\w。,!?;:\n]{0,2}|\n{1,2})(?=[一-鿿])")


@dataclass(frozen=True, slots=True)
class Line:
    """A batch as the lattice reads it: as `Batch`, with guises undone.

    `closed` holds, by text, the spans of words whose characters something stood between, in the joined original.
    """

    codes: Codes
    origins: Places
    folded_codes: Codes
    offsets: Places
    starts: Places
    closed: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.starts)

    def bounds(self, index: int) -> tuple[int, int]:
        """`[start, end)` of text `index` in the folded codes."""
        last = index + 1 == len(self.starts)
        return int(self.starts[index]), len(self.folded_codes) if last else int(self.starts[index + 1]) - 1


def line_of(batch: Batch) -> Line:
    """The batch with guises undone; nothing is copied where there are none."""
    line = Line(batch.codes, batch.origins, batch.folded_codes, batch.offsets, batch.starts)
    changed = {}
    for index in _candidates(batch).tolist():
        start, end = batch.bounds(index)
        text = batch.folded_codes[start:end].tobytes().decode("utf-32-le", "surrogatepass")
        spelled, places = _spelled(text, batch.offsets[start:end].tolist())
        spelled, places, words = _closed(spelled, places)
        if spelled != text:
            changed[index] = (spelled, places, words)
    return _changed(line, changed) if changed else line


def _candidates(batch: Batch) -> NDArray[np.int64]:
    """The texts that may hold a guise."""
    codes = batch.folded_codes
    if len(codes) < 2:
        return np.zeros(0, np.int64)
    hits = (codes - np.uint32(REGIONAL) < 26) | (codes - np.uint32(BOPOMOFO) < 37)
    letter, digit = codes - np.uint32(97) < 26, (codes - np.uint32(48) < 10) | (codes == 64) | (codes == 36)
    hits[1:] |= (letter[:-1] & digit[1:]) | (digit[:-1] & letter[1:])
    han = np.flatnonzero(codes - np.uint32(FIRST) <= LAST - FIRST)
    apart = np.diff(han)
    wide = np.flatnonzero((apart > 1) & (apart <= WIDEST))
    places = _pair(codes[han[wide]], codes[han[wide + 1]])
    bits = packed("gate")["charged"]
    known = (bits[places >> np.uint32(3)] >> (np.uint32(7) - (places & np.uint32(7))).astype(np.uint8)) & 1
    found = np.concatenate((np.flatnonzero(hits), han[wide[known.astype(np.bool_)]]))
    return np.flatnonzero(np.bincount(np.searchsorted(batch.starts, found, side="right") - 1))


def _pair(first: Codes, second: Codes) -> Codes:
    """The bit of two characters that are neighbours in a word worth hiding."""
    return ((first * np.uint32(31_337)) + second * np.uint32(7)) & np.uint32((1 << CHARGED_BITS) - 1)


def _spelled(text: str, places: list[int]) -> tuple[str, list[int]]:
    """A text with letters in other guises written as plain ones, and the places of its characters."""
    out: list[str] = []
    kept: list[int] = []
    done = 0
    for start, end, said in sorted(_respelled(text)):
        if start >= done:
            out += [text[done:start], said]
            kept += places[done:start]
            kept += [places[min(start + k * (end - start) // len(said), end - 1)] for k in range(len(said))]
            done = end
    return "".join((*out, text[done:])), kept + places[done:]


def _respelled(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _SYLLABLE.finditer(text):
        spelled = "".join(map(ZHUYIN.__getitem__, found[1]))
        yield *found.span(), tables().zhuyin.get(spelled, spelled)
    for found in _REGIONAL.finditer(text):
        said = "".join(chr(97 + ord(c) - REGIONAL) for c in found[0])
        if _worth_hiding(said):  # else flags in a row
            yield *found.span(), said
    for found in _TOKEN.finditer(text):
        said = _token(found[0])
        if said:
            yield *found.span(), said


def _token(token: str) -> str:
    """Pinyin that a token of letters and digits stands for: digits are tones, or look like letters. "" for none."""
    letters = sum("a" <= c <= "z" for c in token)
    if letters < 2 or letters == len(token):
        return ""
    if _TONED.fullmatch(token):
        parts = re.findall("[a-z]+", token)
        enough = len(parts) > 1 or len(parts[0]) >= 3
        if enough and all(part in tables().spellings for part in parts):
            return "".join(parts)
    loose = [_LEET.get(c, c if c.isalpha() else "") for c in token]
    if len(token) > 4 * LONGEST or not all(loose) or sum(len(one) > 1 for one in loose) > MOST_LOOSE:
        return ""
    return next((said for said in map("".join, product(*loose)) if _worth_hiding(said)), "")


@lru_cache(1024)
def _worth_hiding(spelled: str) -> bool:
    """Whether these letters are the pinyin of a word of two to four characters that people hide."""
    known = tables()
    return any(
        chain(word) in known.charged
        for sounds in _cuts(spelled, MOST_SYLLABLES)
        if len(sounds) > 1
        for _, _, word in known.by_sound(chain(sounds))
    )


def _cuts(spelled: str, most: int) -> Iterator[tuple[int, ...]]:
    """The ways to cut letters into syllables."""
    if not spelled:
        yield ()
    elif most:
        for size in range(1, min(6, len(spelled)) + 1):
            sound = tables().spellings.get(spelled[:size])
            if sound:
                yield from ((sound, *rest) for rest in _cuts(spelled[size:], most - 1))


def _closed(text: str, places: list[int]) -> tuple[str, list[int], list[tuple[int, int]]]:
    """A text without what stands inside words that people hide, its places, and the spans of these words."""
    found = (gap.span() for gap in islice(_GAP.finditer(text), MOST_GAPS))
    gaps = [(start, end) for start, end in found if _fits(text, start, end)]
    if not gaps:
        return text, places, []
    inside = {k for start, end in gaps for k in range(start, end)}
    kept = [k for k in range(len(text)) if k not in inside]
    at = {k: n for n, k in enumerate(kept)}
    shut, words = set[int](), list[tuple[int, int]]()
    for _, end in gaps:
        low, high = _word([ord(text[k]) for k in kept[max(0, at[end] - 3) : at[end] + 3]], min(3, at[end]))
        if high:
            first = max(0, at[end] - 3)
            row = kept[first + low : first + high]
            words.append((places[row[0]], places[row[-1]] + 1))
            shut |= {k for k in range(row[0], row[-1]) if k in inside}
    left = [k for k in range(len(text)) if k not in shut]
    return "".join(text[k] for k in left), [places[k] for k in left], words


def _fits(text: str, start: int, end: int) -> bool:
    """A line break may be undone only beside a line of one character."""
    if text[start] != "\n":
        return True
    alone = start < 2 or text[start - 2] == "\n"
    return alone or end + 1 >= len(text) or text[end + 1] == "\n"


def _word(codes: Sequence[int], cut: int) -> tuple[int, int]:
    """The longest word that people hide and that lies across a place among a few characters; `(0, 0)` for none."""
    known = tables().charged
    for size in range(LONGEST, 1, -1):
        for start in range(max(0, cut - size + 1), min(cut, len(codes) - size + 1)):
            row = codes[start : start + size]
            if all(FIRST <= c <= LAST for c in row) and chain(row) in known:
                return start, start + size
    return 0, 0


def _changed(line: Line, changed: dict[int, tuple[str, list[int], list[tuple[int, int]]]]) -> Line:
    """The line with some of its texts replaced."""
    codes: list[Codes] = []
    offsets: list[Places] = []
    starts = line.starts.copy()
    done = shift = 0
    for index, (text, places, _) in changed.items():
        start, end = line.bounds(index)
        codes += [line.folded_codes[done:start], np.array([*map(ord, text)], np.uint32)]
        offsets += [line.offsets[done:start], np.array(places, np.int64)]
        shift += len(text) - (end - start)
        starts[index + 1 :] = line.starts[index + 1 :] + shift
        done = end
    codes.append(line.folded_codes[done:])
    offsets.append(line.offsets[done:])
    closed = {index: words for index, (_, _, words) in changed.items() if words}
    return Line(line.codes, line.origins, np.concatenate(codes), np.concatenate(offsets), starts, closed)
