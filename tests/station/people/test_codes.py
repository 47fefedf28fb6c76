"""Codes: unguessable, human-typable, checked for slips, and not to be had from the database."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pytest_django import Settings

from linli.station.people import codes
from linli.vocabulary import LinliError

LETTERS = some.sampled_from(codes.ALPHABET)


def test_a_code_is_twelve_characters_without_lookalikes() -> None:
    code, digest = codes.code_make("receipt", "u1")
    assert len(code) == 12
    assert not set(code) & set("01ILO")
    assert digest in codes.code_digests("receipt", code)
    assert codes.code_again("receipt", "u1", digest) == code


@pytest.mark.parametrize("write", [str.lower, codes.grouped, lambda c: f" {c} ", lambda c: c.translate(WIDE)])
def test_it_is_read_as_people_write_it(write: object) -> None:
    code, digest = codes.code_make("receipt", "u1")
    assert digest in codes.code_digests("receipt", write(code))  # type: ignore[operator]


WIDE = {ord(c): ord(c) + 0xFEE0 for c in codes.ALPHABET}


@given(place=some.integers(0, 11), letter=LETTERS, uid=some.text(min_size=1, max_size=5))
def test_one_wrong_letter_is_told_from_an_unknown_code(place: int, letter: str, uid: str) -> None:
    code, _ = codes.code_make("receipt", uid)
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong != code:
        with pytest.raises(LinliError, match="not a code"):
            codes.code_digests("receipt", wrong)


@given(place=some.integers(0, 10), uid=some.text(min_size=1, max_size=5))
def test_two_neighbours_exchanged_are_found(place: int, uid: str) -> None:
    code, _ = codes.code_make("receipt", uid)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(LinliError):
            codes.code_digests("receipt", wrong)


@given(some.text(max_size=40))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    with suppress(LinliError):
        assert len(codes.code_digests("receipt", typed)) == 1


def test_a_code_opens_one_purpose_only() -> None:
    code, digest = codes.code_make("receipt", "u1")
    assert digest not in codes.code_digests("other", code)


def test_the_database_alone_makes_no_code(settings: Settings) -> None:
    _, digest = codes.code_make("receipt", "u1")
    settings.SECRET_KEY = "another-secret-that-a-thief-of-the-database-would-have-to-guess"
    assert codes.code_again("receipt", "u1", digest) == ""


def test_old_codes_stay_good_when_the_secret_changes(settings: Settings) -> None:
    code, digest = codes.code_make("receipt", "u1")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-secret-that-is-long-enough-for-everything-we-do-here"
    assert codes.code_again("receipt", "u1", digest) == code
    assert digest in codes.code_digests("receipt", code)
    assert codes.code_make("receipt", "u1")[0] != code
