"""The account of a reading: what was changed, where, and by which step."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.reading.account import account


def test_each_view_tells_what_it_undid_and_where() -> None:
    found = account("你這個*蠢🐷,弱zhi")
    assert found.folded == "你这个蠢🐷,弱zhi"
    assert found.restored == "你这个蠢猪,弱智"
    assert [(c.shown, c.said, c.steps) for c in found.folding] == [
        ("這個", "这个", ("script",)),
        ("*", "", ("inserted",)),
    ]
    assert [(c.shown, c.said, c.steps) for c in found.restoring] == [
        ("蠢🐷", "蠢猪", ("emoji",)),
        ("弱zhi", "弱智", ("pinyin",)),
    ]


def test_a_plain_text_has_nothing_to_undo() -> None:
    found = account("今天天气真好")
    assert (found.folding, found.restoring) == ((), ())
    assert found.folded == found.restored == found.text


@pytest.mark.parametrize("text", ["", "***", "\ud800", "①②③", "ＡＢＣ"])
def test_any_text_has_an_account(text: str) -> None:
    assert account(text).text == text


@given(st.text(alphabet=st.sampled_from("你個蠢🐷弱zhi女口*Ａ，贝戋人"), max_size=40))
@settings(max_examples=80, deadline=None)
def test_what_is_shown_stands_at_its_span(text: str) -> None:
    found = account(text)
    for change in (*found.folding, *found.restoring):
        assert change.shown == text[change.span.start : change.span.end]
        assert change.steps
