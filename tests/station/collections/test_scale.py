"""A hundred thousand items: how long a search takes, whether every word of two characters is found.

Beside it, in the same run, the usual `icontains`. The figures are printed. On PostgreSQL: LINLI_DATABASE_URL.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Q

from linli.reading.sounds import syllables
from linli.station.collections import selectors, services
from linli.station.collections.models import Collection, Item

pytestmark = pytest.mark.scale
COUNT, BATCH = 100_000, 2_000
MOST_MS = 50.0
ALPHABET = [chr(c) for c in range(0x4E00, 0x4E00 + 3000)]
COMMON = list("天地人日月山水风花雪春夏秋冬东西南北高远上下左右大小古今书画琴棋")
WORDS = [
    "寒食",
    "清明",
    "活字",
    "毕昇",
    "节气",
    "霜降",
    "纺车",
    "灯谜",
    "渔舟",
    "采薇",
    "蒹葭",
    "鹿鸣",
    "桃夭",
    "茉莉",
    "炊烟",
    "篱落",
]
TRADITIONAL = dict(
    zip(
        ["节气", "灯谜", "渔舟", "鹿鸣", "炊烟", "篱落", "纺车", "毕昇"],
        ["節氣", "燈謎", "漁舟", "鹿鳴", "炊煙", "籬落", "紡車", "畢昇"],
        strict=True,
    )
)
EACH = 7


@pytest.fixture
def library(classics: Collection) -> Collection:
    """The items, their words written in places that are known."""
    dice = random.Random(8)
    for start in range(0, COUNT, BATCH):
        made = Item.objects.bulk_create(
            Item(
                community_id=classics.community_id,
                collection=classics,
                title=_text(dice, 6),
                licence="pd",
                state=Item.State.SHOWN,
                transcription=_text(dice, 60),
            )
            for _ in range(start, start + BATCH)
        )
        services.reindex(made)
    for word in WORDS:
        for number in range(EACH):
            one = Item.objects.create(
                community_id=classics.community_id,
                collection=classics,
                title=_text(dice, 6),
                licence="pd",
                state=Item.State.SHOWN,
                description=word,
                transcription=f"{_text(dice, 20)}，{word}。{_text(dice, 20)}",
                identifier=f"{word}-{number}",
            )
            services.reindex([one])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return classics


def _text(dice: random.Random, length: int) -> str:
    return "".join(dice.choice(COMMON) if dice.random() < 0.3 else dice.choice(ALPHABET) for _ in range(length))


def _timed(search: Callable[[str], list[int]], words: list[str]) -> tuple[float, float, dict[str, set[int]]]:
    """The middle and the longest time in milliseconds, and what was found."""
    times, found = [], {}
    for word in words:
        began = time.perf_counter()
        found[word] = set(search(word))
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), max(times), found


def test_search_at_scale(library: Collection) -> None:
    def ours(text: str) -> list[int]:
        found = selectors.search(community_id=library.community_id, text=text)
        return [one.pk for one in found.items]

    def plain(text: str) -> list[int]:
        rows = Item.objects.filter(community_id=library.community_id, state=Item.State.SHOWN)
        where = Q(title__icontains=text) | Q(description__icontains=text) | Q(transcription__icontains=text)
        return list(rows.filter(where).values_list("pk", flat=True)[:200])

    wanted = {
        word: set(Item.objects.filter(identifier__startswith=f"{word}-").values_list("pk", flat=True))
        for word in WORDS
    }
    ours("寒食")
    middle, longest, found = _timed(ours, WORDS)
    plain_middle, plain_longest, plainly = _timed(plain, WORDS)
    other, _, traditional = _timed(ours, list(TRADITIONAL.values()))
    sound = {"".join(syllables(c)[0] for c in word): word for word in WORDS}
    sound_middle, sound_longest, sounded = _timed(ours, list(sound))
    common, common_longest, _ = _timed(ours, ["天", "人", "春风", "tian", "天地 山水", "地人日"])
    _say(ours=(middle, longest), sounds=(sound_middle, sound_longest), common=(common, common_longest))
    _say(icontains=(plain_middle, plain_longest), traditional=(other, other))

    assert all(wanted[word] <= found[word] for word in WORDS)
    assert all(found[word] == plainly[word] for word in WORDS)
    assert all(wanted[simple] <= traditional[word] for simple, word in TRADITIONAL.items())
    missed = [word for said, word in sound.items() if len(sounded[said]) < 200 and not wanted[word] <= sounded[said]]
    assert missed == []
    assert not any(wanted[simple] & set(plain(word)) for simple, word in TRADITIONAL.items())
    assert max(longest, sound_longest, common_longest) < MOST_MS


def _say(**figures: tuple[float, float]) -> None:
    for name, (middle, longest) in figures.items():
        print(f"{connection.vendor} {name} median {middle:.1f} ms, longest {longest:.1f} ms")
