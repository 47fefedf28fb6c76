"""A made-up lexicon and comments for measuring how a text is read: the same for everyone, of any size.

Words come from the shipped tables with their frequencies, without those of the shipped lexicons; terms are rare words
and pairs of words, so that they mean nothing. One comment in a hundred holds a term in clear, one a term in one of
eight simple disguises, one in one of five that need sound or shape; the others hold none: a bare automaton is judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from daachorse import CharwiseDoubleArrayAhoCorasick
from numpy.typing import NDArray

from linli import files
from linli.detectors.lexicon import Lexicon
from linli.detectors.lexicon_entries import folded_terms
from linli.reading.fold import folded
from linli.reading.sounds import FIRST, KEYS, LAST, SCALE, tables
from linli.reading.tables import fold_table, packed

SEED = 20_261_124
SIMPLE = ("star", "dot", "space", "zero-width", "full-width", "traditional", "case", "look-alike")
DEEP = ("sound", "pinyin", "split", "swap", "emoji")
CLEAN, CLEAR = "clean", "clear"
SPELLED_SHARE, TRADITIONAL_SHARE = 0.01, 0.03
LATIN = (
    "ok",
    "VIP",
    "iPhone",
    "APP",
    "666",
    "2333",
    "100",
    "GDP",
    "No.1",
    "QQ",
    "3.5",
    "2026",
    "PS5",
    "19:30",
    "CPU",
)
FACES = ("😂", "👍", "🐶", "❤️", "😭", "🎉", "[doge]", "～")
MARKS = "，" * 10 + "。" * 5 + "！" * 4 + "？" * 3 + "、" * 2 + "…；："


Floats = NDArray[np.float64]


class Comment(NamedTuple):
    """A comment, how the term in it is disguised (`clean` for none in it), and the number of that term."""

    text: str
    kind: str
    term: int = -1


@dataclass(frozen=True, slots=True)
class Corpus:
    """Terms, and comments of which `kind` tells what a reader should find."""

    terms: tuple[str, ...]
    comments: tuple[Comment, ...]

    @property
    def texts(self) -> list[str]:
        """The comments' texts."""
        return [comment.text for comment in self.comments]


@dataclass(frozen=True, slots=True)
class _Stock:
    """Words by falling frequency with their shares; what characters sound and look like, for disguising."""

    words: tuple[str, ...]
    shares: Floats
    alike: dict[str, list[str]]
    spelled: dict[str, str]
    parts: dict[str, str]
    traditional: dict[str, str]
    lookalike: dict[str, list[str]]
    emoji: dict[str, str]


def make(terms: int, comments: int, seed: int = SEED) -> Corpus:
    """`terms` terms and `comments` comments; equal arguments give equal corpora."""
    random, stock = np.random.default_rng(seed), _stock()
    chosen = _terms(terms, stock, random)
    spoken = _vocabulary(stock, set(chosen))
    clean = _clean(comments, spoken, stock, random)
    known = _without(chosen, clean, stock, random)
    order = random.permutation(comments)
    share = max(1, comments // 100)
    kinds = [CLEAR] * share + _dealt(SIMPLE, share) + _dealt(DEEP, share)
    planted = {
        int(at): _planted(clean[at], kind, known, stock, random) for at, kind in zip(order, kinds, strict=False)
    }
    return Corpus(tuple(known), tuple(planted.get(i) or Comment(text, CLEAN) for i, text in enumerate(clean)))


def _dealt(kinds: Sequence[str], count: int) -> list[str]:
    return [kinds[k % len(kinds)] for k in range(count)]


@cache
def _stock() -> _Stock:
    data = packed("restore")
    costs = data["costs"].astype(float) / SCALE
    rows = data["words"].tolist()
    order = np.argsort(costs, kind="stable").tolist()
    rude = _rude()
    made = (("".join(chr(c) for c in rows[k] if c), float(costs[k])) for k in order)
    words = [(word, price) for word, price in made if not rude.find(word) and folded(word) == word]
    cost = dict(reversed(words))
    names = bytes(data["names"]).decode().split("\n")
    readings = {chr(FIRST + k): [s for s in row if s] for k, row in enumerate(data["readings"].tolist())}
    common = [w for w in cost if len(w) == 1][:3500]
    sounds: dict[int, list[str]] = {}
    for c in common:
        for sound in readings[c][:1]:
            sounds.setdefault(sound, []).append(c)
    return _Stock(
        tuple(w for w, _ in words),
        _normal(np.exp(-np.array([c for _, c in words]))),
        {c: [o for o in sounds[readings[c][0]] if o != c] for c in common if readings[c]},
        {c: names[s[0] - 1] for c, s in readings.items() if s},
        _parts(common),
        *_folded_to(),
        _emoji(),
    )


def _rude() -> CharwiseDoubleArrayAhoCorasick:
    """What a made-up comment should not say: the shipped terms, and the groups that people are attacked for."""
    terms = {first for entry in Lexicon.from_data().entries for first, *_ in folded_terms(entry)}
    groups = (line for line in files.read_text("models/groups.txt").splitlines() if line and line[0] != "#")
    return CharwiseDoubleArrayAhoCorasick(sorted(terms.union(groups)))


def _normal(weights: Floats) -> Floats:
    shares: Floats = weights / weights.sum()
    return shares


def _parts(common: Sequence[str]) -> dict[str, str]:
    """Characters that two common ones spell side by side: 好 is 女子."""
    join, wanted = tables().join, set(common)
    left = [c for c in common if c in "女弓火木口日月王石米禾车马金土山目田虫足革古立舟贝言白又"]
    pairs = ((a, b, join((ord(a), ord(b)))) for a in left for b in common)
    return {chr(whole): a + b for a, b, whole in pairs if whole and chr(whole) in wanted}


def _folded_to() -> tuple[dict[str, str], dict[str, list[str]]]:
    """What folds to a character: its traditional form, and letters of other scripts that look like it."""
    mapping = fold_table().mapping
    other: dict[str, str] = {}
    alike: dict[str, list[str]] = {}
    for code in np.flatnonzero(mapping[: LAST + 1] != np.arange(LAST + 1)).tolist():
        into, shown = int(mapping[code]), chr(code)
        if code >= FIRST and FIRST <= into <= LAST:
            other[chr(into)] = shown
        elif 97 <= into <= 122 and code >= 0x370 and shown.isalpha() and shown.islower():
            alike.setdefault(chr(into), []).append(shown)
    return other, alike


def _emoji() -> dict[str, str]:
    return {chr(read[0]): chr(code) for code, read in tables().emoji.items() if 0x2000 < code < KEYS}


def _terms(count: int, stock: _Stock, random: np.random.Generator) -> list[str]:
    """Rare words of two characters and more, pairs of rare words, and a hundredth of words spelled in letters."""
    rare = [w for w in stock.words[len(stock.words) // 3 :] if len(w) >= 2]
    spelled = max(1, int(count * SPELLED_SHARE))
    latin = _distinct(lambda: _spell(_pick(rare, random) + _pick(rare, random), stock)[:18], spelled)
    single = [rare[k] for k in random.permutation(len(rare))[: (count - spelled) // 2].tolist()]
    return single + _pairs(rare, count - len(single) - len(latin), random) + latin


def _pairs(rare: Sequence[str], count: int, random: np.random.Generator) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        picked = random.integers(0, len(rare), (count, 2)).tolist()
        made.update(dict.fromkeys(rare[a] + rare[b] for a, b in picked))
    return list(made)[:count]


def _distinct(one: Callable[[], str], count: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made[one()] = None
    return list(made)


def _pick(row: Sequence[str], random: np.random.Generator) -> str:
    return row[int(random.integers(len(row)))]


def _spell(word: str, stock: _Stock) -> str:
    return "".join(stock.spelled.get(c, "") for c in word)


def _vocabulary(stock: _Stock, terms: set[str]) -> tuple[list[str], Floats]:
    keep = [k for k, w in enumerate(stock.words) if w not in terms]
    return [stock.words[k] for k in keep], _normal(stock.shares[keep])


def _clean(count: int, spoken: tuple[list[str], Floats], stock: _Stock, random: np.random.Generator) -> list[str]:
    words, shares = spoken
    drawn = iter(random.choice(len(words), count * 90, p=shares).tolist())
    chance = iter(random.random(count * 90).tolist())
    out = []
    for target, old in zip(random.integers(10, 121, count).tolist(), random.random(count).tolist(), strict=True):
        text = _sentence(target, words, drawn, chance, random)
        out.append("".join(stock.traditional.get(c, c) for c in text) if old < TRADITIONAL_SHARE else text)
    return out


def _sentence(
    target: int, words: Sequence[str], drawn: Iterator[int], chance: Iterator[float], random: np.random.Generator
) -> str:
    said: list[str] = []
    size = since = 0
    while size < target:
        word = words[next(drawn)]
        said.append(word)
        size, since, roll = size + len(word), since + len(word), next(chance)
        if since > 6 and roll < 0.22:
            said.append(_pick(MARKS, random))
            since = 0
        elif 0.22 <= roll < 0.255:
            said.append(" " if roll < 0.235 else _pick(LATIN if roll < 0.247 else FACES, random))
    return "".join(said)


def _without(terms: list[str], clean: Sequence[str], stock: _Stock, random: np.random.Generator) -> list[str]:
    """The terms with those that stand in a clean comment by chance replaced by pairs of words that do not."""
    joined, rare = "\n".join(clean), [w for w in stock.words[len(stock.words) // 2 :] if len(w) == 2]
    known = list(dict.fromkeys(terms))
    while True:
        hit = {k for _, _, k in CharwiseDoubleArrayAhoCorasick(known).find_overlapping(joined)}
        left = [term for k, term in enumerate(known) if k not in hit]
        if len(left) == len(terms):
            return left
        fresh = _pairs(rare, (len(terms) - len(left)) * 2, random)
        known = list(dict.fromkeys(left + fresh))[: len(terms)]


def _planted(text: str, kind: str, terms: Sequence[str], stock: _Stock, random: np.random.Generator) -> Comment:
    for _ in range(2000):
        which = int(random.integers(len(terms)))
        shown = _disguised(terms[which], kind, stock, random)
        if shown:
            at = int(random.integers(len(text) + 1))
            return Comment(text[:at] + shown + text[at:], kind, which)
    return Comment(text, CLEAN)


def _disguised(term: str, kind: str, stock: _Stock, random: np.random.Generator) -> str:
    """A term as this disguise shows it; "" where it cannot be applied."""
    if kind == CLEAR:
        return term
    latin = term.isascii()
    if latin != (kind in ("full-width", "case", "look-alike")):
        return ""
    return _WAYS[kind](term, stock, random)


def _changed(term: str, table: dict[str, str], random: np.random.Generator) -> str:
    """One character that the table knows replaced."""
    places = [k for k, c in enumerate(term) if c in table]
    if not places:
        return ""
    at = places[int(random.integers(len(places)))]
    return term[:at] + table[term[at]] + term[at + 1 :]


def _zero_width(term: str, _: _Stock, random: np.random.Generator) -> str:
    return term[0] + "".join(_pick("\u200b\u200c\u200d\u2060\ufeff", random) + c for c in term[1:])


def _traditional(term: str, stock: _Stock, _: np.random.Generator) -> str:
    shown = "".join(stock.traditional.get(c, c) for c in term)
    return shown if shown != term else ""


def _case(term: str, _: _Stock, random: np.random.Generator) -> str:
    upper = random.random(len(term)) < 0.5
    upper[int(random.integers(len(term)))] = True
    return "".join(c.upper() if up else c for c, up in zip(term, upper.tolist(), strict=True))


def _lookalike(term: str, stock: _Stock, random: np.random.Generator) -> str:
    one = {c: _pick(others, random) for c, others in stock.lookalike.items()}
    return _changed(term, one, random)


def _sound(term: str, stock: _Stock, random: np.random.Generator) -> str:
    one = {c: _pick(stock.alike[c], random) for c in term if stock.alike.get(c)}
    return _changed(term, one, random)


def _swap(term: str, _: _Stock, __: np.random.Generator) -> str:
    return term[1] + term[0] + term[2:] if term[0] != term[1] else ""


_WAYS: dict[str, Callable[[str, _Stock, np.random.Generator], str]] = {
    "star": lambda term, _, __: "*".join(term),
    "dot": lambda term, _, __: ".".join(term),
    "space": lambda term, _, __: " ".join(term),
    "zero-width": _zero_width,
    "full-width": lambda term, _, __: "".join(chr(ord(c) + 0xFEE0) for c in term),
    "traditional": _traditional,
    "case": _case,
    "look-alike": _lookalike,
    "sound": _sound,
    "pinyin": lambda term, stock, random: _changed(term, stock.spelled, random),
    "split": lambda term, stock, random: _changed(term, stock.parts, random),
    "swap": _swap,
    "emoji": lambda term, stock, random: _changed(term, stock.emoji, random),
}
