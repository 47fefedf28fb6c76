"""The packs for live commerce, public accounts and questions: their own lines, harmful and innocent."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.assess import assess
from linli.policy import lint, load, pack_text
from linli.vocabulary import Action, Item, ItemKind

DOMAINS = {"commerce": 1, "accounts": 2, "qa": 3}  # pack -> the harmful lines that are known to be missed
LINES = Path(__file__).parent / "domains"
LIMITS = Action.LABEL.rank


def lines(name: str, sign: str) -> list[str]:
    text = (LINES / f"{name}.txt").read_text(encoding="utf-8")
    return [line[2:] for line in text.splitlines() if line.startswith(f"{sign} ")]


def limited(name: str, sign: str) -> list[str]:
    return [text for text in lines(name, sign) if assess(text, load(name)).action.rank >= LIMITS]


@pytest.mark.parametrize("name", DOMAINS)
def test_the_set_is_large_enough(name: str) -> None:
    assert len(set(lines(name, "+"))) >= 30
    assert len(set(lines(name, "-"))) >= 30


@pytest.mark.parametrize("name", DOMAINS)
def test_harmful_lines_are_limited(name: str) -> None:
    missed = set(lines(name, "+")) - set(limited(name, "+"))
    assert len(missed) <= DOMAINS[name], missed


@pytest.mark.parametrize("name", DOMAINS)
def test_innocent_lines_are_left_alone(name: str) -> None:
    assert len(limited(name, "-")) <= 1, limited(name, "-")


@pytest.mark.parametrize("name", DOMAINS)
def test_each_is_sound_and_finds_more_than_the_base_code(name: str) -> None:
    assert lint(pack_text(name) or "") == []
    base = sum(assess(text, load("base")).action.rank for text in lines(name, "+"))
    own = sum(assess(text, load(name)).action.rank for text in lines(name, "+"))
    assert own > base


@pytest.mark.parametrize("name", DOMAINS)
def test_a_cry_for_help_gets_help(name: str) -> None:
    assert assess("我不想活了，活着太累", load(name)).action is Action.HELP


def test_counterfeits_are_held_with_their_clause() -> None:
    found = assess(Item("原单尾货，和专柜一个厂出来的", kind=ItemKind.LIVE), load("commerce"))
    assert found.action is Action.HOLD
    assert found.reasons[0].clause == "5.3"


def test_forced_forwarding_is_limited_for_public_accounts_and_nudged_elsewhere() -> None:
    text = "不转不是中国人，看完立刻转发"
    assert assess(text, load("accounts")).action is Action.LIMIT
    assert assess(text, load("base")).action is Action.NUDGE
