"""Banks find copies in any dress, leave what they cannot take, and do nothing by default."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli import Category, LinliError, assess
from linli.detectors.banks import LEAST, Bank, Banks, digest, load

LURE = "加我微信免费领取双十一优惠券名额有限先到先得"


def bank_of(*lines: str, category: Category = Category.SPAM) -> Bank:
    bank = Bank("shared", category)
    for line in lines:
        kind, _, value = line.partition(" ")
        bank.add(kind, value)
    return bank


def found(text: str, bank: Bank, severity: int = 1) -> list[tuple[str, str, int]]:
    signals = assess(text, more=[Banks([bank], severity)]).signals
    return [(s.category.value, s.evidence, s.severity) for s in signals if s.detector == "banks"]


@pytest.mark.parametrize(
    "dress",
    [
        LURE,
        "加我微信，免费领取双十一优惠券！名额有限~先到先得",
        "加我微信免費領取雙十一優惠券名額有限先到先得",
        f" {LURE}。 ",
    ],
)
def test_a_copy_is_found_in_any_dress(dress: str) -> None:
    assert found(dress, bank_of(f"raw_text {LURE}")) == [("spam", "bank:shared", 1)]


@pytest.mark.parametrize("text", [LURE + "啊", "今天下雨", LURE[:-1], ""])
def test_another_text_is_not(text: str) -> None:
    assert found(text, bank_of(f"raw_text {LURE}")) == []


def test_short_texts_have_no_digest_since_one_could_guess_them() -> None:
    assert digest("13800138000") is None
    assert digest("你好") is None
    bank = bank_of("raw_text 你好")
    assert (bank.digests, bank.left) == (set(), {"short": 1})


def test_a_pattern_is_words_that_must_and_must_not_be_there() -> None:
    query = {"and": [{"or": ["微信", "QQ"]}, {"or": ["领券"]}], "not": ["提醒大家"]}
    bank = bank_of(f"trend_query {json.dumps(query, ensure_ascii=False)}")
    assert found("加ＱＱ领券", bank)
    assert not found("加微信聊天", bank)
    assert not found("提醒大家：加微信领券是骗局", bank)


@pytest.mark.parametrize(
    "value",
    [
        '{"and": [{"or": ["regex-/(a+)+$/"]}], "not": []}',
        '{"and": [], "not": []}',
        '{"and": [{"or": []}], "not": []}',
        '{"and": [{"or": ["a"]}], "not": []}',
        '{"and": [{"or": [1]}], "not": []}',
        '{"and": "x"}',
        "[" * 3000,
        "x",
    ],
)
def test_a_stranger_s_expression_and_nonsense_are_left(value: str) -> None:
    assert bank_of(f"trend_query {value}").left == {"expression": 1}


def test_what_this_station_cannot_match_is_counted() -> None:
    bank = bank_of("pdq " + "f" * 64, "video_md5 " + "a" * 32, "linli_text_sha256 xyz", "pdq " + "0" * 64)
    assert bank.left == {"pdq": 2, "video_md5": 1, "malformed": 1}


def test_a_bank_goes_out_and_comes_in_the_same_without_anybody_s_words(tmp_path: Path) -> None:
    query = '{"and": [{"or": ["领券"]}], "not": []}'
    first = bank_of(f"raw_text {LURE}", f"trend_query {query}")
    file = tmp_path / "bank.txt"
    file.write_text("# shared\n\n" + "\n".join(first.lines()) + "\n", encoding="utf-8")
    assert LURE not in file.read_text(encoding="utf-8")
    again = load(file, category=Category.SPAM, name="shared")
    assert (again.digests, again.patterns, again.left) == (first.digests, first.patterns, {})
    assert list(again.lines()) == list(first.lines())


def test_a_false_claim_never_comes_from_a_bank(tmp_path: Path) -> None:
    with pytest.raises(LinliError, match="核查"):
        load(tmp_path / "x", category=Category.FALSE_CLAIM)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00bad"])
def test_a_file_that_cannot_be_read_is_refused_with_the_mend(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "bank.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(LinliError, match="UTF-8"):
        load(file, category=Category.SPAM)


def test_nothing_is_shared_by_default() -> None:
    assert all(signal.detector != "banks" for signal in assess(LURE).signals)


@given(st.text(max_size=60))
def test_a_digest_does_not_hang_on_punctuation(text: str) -> None:
    made = digest(text)
    assert made == digest(f"  {text}…") or made is None
    assert made is None or len(text) * 4 >= LEAST
