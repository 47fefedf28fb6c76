"""Zhuyin, regional letters, digits for tones and letters, words with something between: read; the ordinary stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.assess import assess
from linli.reading import read_many
from linli.reading.guises import line_of
from linli.reading.restore import restored

GUISES = [
    ("你个ㄕㄚˇ ㄅㄧ吧", "你个傻逼吧", "ㄕㄚˇ ㄅㄧ"),
    ("ㄐㄧㄢˋ ㄖㄣˊ一个", "贱人一个", "ㄐㄧㄢˋ ㄖㄣˊ"),
    ("你sha3 bi1啊", "你傻逼啊", "sha3 bi"),
    ("你5ha b1啊", "你傻逼啊", "5ha b1"),
    ("你是🇷🇪🇳🇿🇭🇦吧", "你是人渣吧", "🇷🇪🇳🇿🇭🇦"),
    ("你是rеп zhа吧", "你是人渣吧", "rеп zhа"),
    ("傻abc逼说的", "傻逼说的", "傻abc逼"),
    ("傻(╯°□°)╯逼", "傻逼", "傻(╯°□°)╯逼"),
    ("王\n八\n蛋", "王八蛋", "王\n八\n蛋"),
]
ORDINARY = [
    "我爱🇨🇳，也去过🇯🇵🇰🇷",
    "mp3和4s店h5页面win10",
    "我在(北京)人很多",
    "今天\n天\n气好",
    "a4纸b5纸5g手机",
    "傻\n\n\n逼近",
    "ㄅㄆㄇㄈ是注音",
]


@pytest.mark.parametrize(("text", "said", "shown"), GUISES)
def test_a_guise_is_undone_and_found_where_it_stands(text: str, said: str, shown: str) -> None:
    found = restored(read_many([text]))[0]
    assert found.text == said
    start = text.index(shown)
    assert any((s.start, s.end) == (start, start + len(shown)) for s in found.spans)
    assert any((start, start + len(shown)) in s.spans for s in assess(text).signals if s.detector == "lexicon")


@pytest.mark.parametrize("text", ORDINARY)
def test_the_ordinary_is_left_alone(text: str) -> None:
    batch = read_many([text])
    assert line_of(batch).folded_codes is batch.folded_codes or text.startswith("ㄅ")
    assert all(view.text == batch.reading(0).folded for view in restored(batch)) or text.startswith("ㄅ")


PIECES = st.sampled_from(
    ["ㄕ", "ㄚˇ", "ㄅㄧ", "🇸", "🇧", "sha3", "bi1", "5h4", "傻", "逼", "abc", "(^^)", "\n", "王", "八", "，", "x", "7"]
)


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_place_lies_inside_its_text(texts: list[str]) -> None:
    batch = read_many(texts)
    line = line_of(batch)
    assert len(line.folded_codes) == len(line.offsets)
    for index, text in enumerate(texts):
        start, end = line.bounds(index)
        places = (line.offsets[start:end] - line.origins[index]).tolist()
        assert places == sorted(places)
        assert all(0 <= place < len(text) for place in places)
    for view in restored(batch):
        assert len(view.text) == len(view.starts) == len(view.ends) == len(view.steps)
        assert all(0 <= s < e <= len(texts[view.index]) for s, e in view.spans)


@pytest.mark.parametrize("flood", ["ㄕ", "🇸", "a1", "傻a逼", "傻\n", "傻()"])
def test_a_flood_is_bounded(flood: str) -> None:
    text = flood * (200_000 // len(flood))
    assert len(line_of(read_many([text, "后面"]))) == 2
