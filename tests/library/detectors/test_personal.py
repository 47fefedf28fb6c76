"""Personal data: which numbers are real, through which disguises, and whose they are. All numbers are made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.detectors import personal
from linli.detectors import personal_numbers as numbers
from linli.detectors.personal import Personal
from linli.reading import read_many
from linli.vocabulary import Category, Item, Signal

PERSONAL = Personal.from_data()
BODY = "11010119900307"  # district, a date of birth; a serial number and the check character follow
SERIAL = "770"
ID = BODY + SERIAL + numbers.check_character(BODY + SERIAL)
PHONE = "13800001234"


def luhn_complete(digits: str) -> str:
    return next(digits + str(d) for d in range(10) if numbers.luhn(digits + str(d)))


def found(text: str) -> list[Signal]:
    return PERSONAL.detect([Item(text)], read_many([text]))[0]


def one(text: str) -> Signal:
    (signal,) = found(text)
    return signal


def test_the_check_character_of_an_identity_number() -> None:
    assert numbers.is_identity_number(ID[:17], ID[17])
    wrong = "0" if ID[17] != "0" else "1"
    assert not numbers.is_identity_number(ID[:17], wrong)


@pytest.mark.parametrize("digits", ["99010119900307770", "11010119901307770", "11010118000307770"])
def test_a_number_of_no_place_or_no_day_is_none(digits: str) -> None:
    assert not numbers.is_identity_number(digits, numbers.check_character(digits))


def test_an_identity_number_ends_in_x_too() -> None:
    ending = next(f"{n:03}" for n in range(1000) if numbers.check_character(BODY + f"{n:03}") == "X")
    signal = one(f"他的身份证{BODY}{ending}x")
    assert signal.evidence == "id-card"
    assert signal.spans[0].end - signal.spans[0].start == 18


@pytest.mark.parametrize(("digits", "right"), [("79927398713", True), ("79927398710", False), ("18", True)])
def test_luhn(digits: str, right: bool) -> None:
    assert numbers.luhn(digits) is right


def test_a_card_needs_an_issuer_and_its_luhn_digit() -> None:
    good = luhn_complete("622202123456789012")
    assert numbers.is_bank_card(good)
    assert not numbers.is_bank_card(good[:-1] + str((int(good[-1]) + 1) % 10))
    assert not numbers.is_bank_card(luhn_complete("112202123456789012"))


@pytest.mark.parametrize(
    "shown",
    [PHONE, "138 0000 1234", "138-0000-1234", "１３８００００１２３４", "一三八〇〇〇〇一二三四", "1️⃣3️⃣800001234"],
)
def test_a_phone_is_read_through_disguise_with_its_exact_span(shown: str) -> None:
    text = f"曝光他，电话{shown}，大家都去打"
    signal = one(text)
    assert signal.evidence == "phone"
    assert text[signal.spans[0].start : signal.spans[0].end].startswith(shown.rstrip("\ufe0f\u20e3"))


@pytest.mark.parametrize(
    "text", ["订单号138000012345678", "12345678901", "2026年1月1日", "价格1380000", "11111111111"]
)
def test_other_numbers_are_not_personal(text: str) -> None:
    assert found(text) == []


def test_whose_number_it_is_decides() -> None:
    hostile = one(f"人肉他，手机号{PHONE}，给我打爆")
    another = one(f"她的电话是{PHONE}")
    bare = one(f"{PHONE}")
    assert hostile.score > another.score > bare.score
    assert hostile.category is Category.DOXXING
    assert hostile.score >= 0.9 > 0.5 > bare.score


@pytest.mark.parametrize("text", [f"本店客服热线{PHONE}", f"订餐电话 {PHONE}，营业到晚上十点"])
def test_a_shop_may_give_its_own_number(text: str) -> None:
    assert all(signal.score < 0.5 for signal in found(text))


def test_an_address_of_another_is_found_and_a_shops_is_not_held() -> None:
    text = "曝光他家，他住在安宁路12号3栋402室"
    (signal,) = [s for s in found(text) if s.evidence == "address"]
    assert text[signal.spans[0].start : signal.spans[0].end] == "安宁路12号3栋402室"
    assert signal.score >= 0.8
    assert all(s.score < 0.5 for s in found("本店地址：安宁路12号"))


def test_a_flood_of_digits_is_read() -> None:
    assert isinstance(found("1380000" * 20_000), list)


PIECES = st.sampled_from(
    [
        "京a",
        "a12345",
        "沪b1",
        "微信",
        "wx",
        "qq",
        "：",
        "ab12cd",
        "12345",
        "3号",
        "住在",
        "幸福路",
        "二单元",
        "百房",
        "，",
        "的",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=8).map("".join), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_plate_account_or_address_is_missed_by_looking_only_where_one_could_begin(texts: list[str]) -> None:
    batch = read_many(texts)
    shown = {(k, f.kind, f.start, f.end) for k, f in personal.findings(batch)}
    for index, reading in enumerate(batch):
        for found in personal._patterns(reading.folded):
            assert (index, found.kind, found.start, found.end) in shown
