"""Folding: what it undoes, and that every place maps back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.reading import read, read_many
from linli.reading.fold import folded as folded_alone
from linli.vocabulary import Span

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡｂＣ１２３", "abc123"),
        ("傻*逼", "傻逼"),
        ("傻.逼", "傻逼"),
        ("傻 逼", "傻逼"),
        ("傻\u200b逼", "傻逼"),
        ("傻\ufe0f\u2060逼", "傻逼"),
        ("傻★逼", "傻逼"),
        ("傻，逼", "傻,逼"),
        ("媽媽買了新衣服", "妈妈买了新衣服"),
        ("㎏", "kg"),
        ("Ⅷ", "viii"),
        ("⒈", "1"),
        ("①②③", "123"),
        ("1️⃣3️⃣8️⃣", "138"),
        ("🅰🅱Ⓒ", "abc"),
        ("ẃeïxìn", "weixin"),
        ("wеіхіn", "weixin"),
        ("n̷̨m̶", "nm"),
        ("ß", "ss"),
        ("한국어", "한국어"),
        ("㊙密", "秘密"),
        ("省略……了", "省略……了"),
        ("一行\r\n二行", "一行\n二行"),
        ("\ud800傻", "\ufffd傻"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert read(text).folded == folded


def test_spans_hold_the_inserted_marks_between() -> None:
    found = read("你是傻*​逼吧")
    start = found.folded.index("傻逼")
    assert found.span(start, start + 2) == Span(2, 6)


def test_each_character_of_an_expansion_maps_to_its_one_original() -> None:
    found = read("5㎏重")
    assert found.folded == "5kg重"
    assert list(found.offsets) == [0, 1, 1, 2]
    assert found.span(1, 3) == Span(1, 2)


def test_an_empty_span_stays_empty_at_its_place() -> None:
    assert read("傻*逼").span(1, 1) == Span(2, 2)
    assert read("傻*逼").span(2, 2) == Span(3, 3)


@given(ANY_TEXT)
def test_offsets_always_map_back(text: str) -> None:
    found = read(text)
    assert len(found.offsets) == len(found.folded)
    assert all(0 <= k < len(text) for k in found.offsets)
    assert list(found.offsets) == sorted(found.offsets)


@given(ANY_TEXT)
def test_each_folded_character_comes_from_its_own_original_alone(text: str) -> None:
    found = read(text)
    alone = {c: read(c).folded for c in set(text)}
    assert all(c in alone[text[k]] for c, k in zip(found.folded, found.offsets, strict=True))


@given(ANY_TEXT)
def test_folding_is_idempotent(text: str) -> None:
    once = read(text).folded
    assert read(once).folded == once


def test_every_character_folds_to_a_fixed_point() -> None:
    everything = "".join(chr(p) for p in range(0x110000) if not 0xD800 <= p < 0xE000)
    once = read(everything).folded
    assert read(once).folded == once


@given(st.lists(ANY_TEXT, max_size=6))
def test_a_batch_reads_each_text_as_if_alone(texts: list[str]) -> None:
    batch = read_many(texts)
    for index, text in enumerate(texts):
        alone, within = read(text), batch.reading(index)
        assert within.folded == alone.folded
        assert list(within.offsets) == list(alone.offsets)


def test_a_batch_finds_the_owner_and_span_of_a_joined_place() -> None:
    batch = read_many(["你好", "", "傻*逼", "㎏"])
    at = batch.folded.index("傻逼")
    assert batch.owner(at) == 2
    assert batch.span(2, at, at + 2) == Span(0, 3)
    assert batch.bounds(1)[0] == batch.bounds(1)[1]


@pytest.mark.parametrize("unit", ["傻", "\u0301", "*", "\u200b", "㎏", "\ud800", "\x00", "﷽"])
def test_a_million_of_one_character_is_read(unit: str) -> None:
    found = read(unit * 1_000_000)
    assert len(found.folded) == len(found.offsets)
    assert unicodedata.normalize("NFKC", found.folded[:4]) == found.folded[:4]


@given(ANY_TEXT)
def test_folding_alone_gives_the_same_form(text: str) -> None:
    assert folded_alone(text) == read(text).folded


def test_folding_alone_agrees_on_every_code_point() -> None:
    codes = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    assert folded_alone("".join(codes)) == read("".join(codes)).folded
