"""The packs for communities of minors and for schools: stricter where children read, never against a cry for help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.policy import decide, load
from linli.vocabulary import Action, Author, Category, Context, Item, Signal, Span
from tests.library.policy.test_decide import ALL, ANY, TEXT, found_by

BASE, SCHOOL, MINORS = load("base"), load("school"), load("minors")
PUPILS = Item(TEXT, context=Context(minors=True))
PARENTS = Item(TEXT)
FOUND = st.lists(found_by(ANY, ALL), max_size=5)


def seen(category: Category, score: float, severity: int, evidence: str = "x", detector: str = "lexicon") -> Signal:
    return Signal(category, score, detector, (Span(0, 2),), severity, evidence)


@given(FOUND)
def test_where_pupils_read_nothing_is_milder_than_the_base_code(found: list[Signal]) -> None:
    plain = decide(BASE, PUPILS, found).action
    assert decide(SCHOOL, PUPILS, found).action.rank >= plain.rank
    assert decide(MINORS, PUPILS, found).action.rank >= plain.rank


@given(FOUND)
def test_where_parents_read_the_school_code_is_the_base_code(found: list[Signal]) -> None:
    assert decide(SCHOOL, PARENTS, found).action is decide(BASE, PARENTS, found).action


@given(st.lists(found_by(ANY, [Category.SELF_HARM]), max_size=4))
def test_a_childs_cry_for_help_is_never_punished(found: list[Signal]) -> None:
    for policy in (SCHOOL, MINORS):
        assert decide(policy, PUPILS, found).action in (Action.ALLOW, Action.HELP)


# what is found -> (the action of the base code, that of the school code where pupils read, the clause)
STRICTER = {
    "mild abuse": (seen(Category.ABUSE, 0.4, 1), Action.NUDGE, Action.LIMIT, "4.1"),
    "likely abuse": (seen(Category.ABUSE, 0.8, 0, "", "classifier"), Action.NUDGE, Action.LIMIT, "4.1"),
    "mild hate": (seen(Category.HATE, 0.4, 1), Action.NUDGE, Action.HOLD, "4.1"),
    "mild threat": (seen(Category.THREAT, 0.4, 1), Action.NUDGE, Action.HOLD, "4.1"),
    "leaving somebody out": (seen(Category.MANIPULATION, 0.4, 1), Action.NUDGE, Action.HOLD, "4.1"),
    "another's data": (seen(Category.DOXXING, 0.6, 2, "phone", "personal"), Action.LIMIT, Action.HOLD, "4.2"),
    "own data": (seen(Category.DOXXING, 0.3, 1, "phone", "personal"), Action.ALLOW, Action.HOLD, "4.2"),
    "a lure": (seen(Category.SPAM, 0.3, 1, "contact-wechat", "lures"), Action.ALLOW, Action.HOLD, "4.3"),
    "hint of fraud": (seen(Category.FRAUD, 0.4, 1), Action.LIMIT, Action.HOLD, "4.3"),
    "hint of gambling": (seen(Category.GAMBLING, 0.4, 1), Action.LIMIT, Action.HOLD, "4.3"),
    "hint of illicit goods": (seen(Category.ILLICIT_GOODS, 0.4, 1), Action.LIMIT, Action.HOLD, "4.3"),
    "a crude joke": (seen(Category.SEXUAL, 0.4, 1), Action.NUDGE, Action.HOLD, "4.4"),
}


@pytest.mark.parametrize("case", STRICTER)
def test_hints_are_seen_by_a_teacher_where_pupils_read(case: str) -> None:
    found, plain, strict, clause = STRICTER[case]
    assert decide(BASE, PUPILS, [found]).action is plain
    assert decide(SCHOOL, PARENTS, [found]).action is plain
    verdict = decide(SCHOOL, PUPILS, [found])
    assert verdict.action is strict
    assert verdict.reasons[0].clause == clause


def test_a_pupils_own_number_is_covered_on_the_parents_board_too() -> None:
    mine = Item(TEXT, author=Author(minor=True))
    assert decide(SCHOOL, mine, [seen(Category.DOXXING, 0.3, 1, "phone", "personal")]).action is Action.HOLD


def test_a_child_in_despair_is_not_limited_for_harsh_words_about_itself() -> None:
    found = [seen(Category.ABUSE, 0.8, 0, "", "classifier"), seen(Category.SELF_HARM, 0.9, 2)]
    assert decide(SCHOOL, PUPILS, found).action is Action.HELP


@pytest.mark.parametrize("name", ["school", "minors"])
def test_clauses_for_children_are_in_short_sentences(name: str) -> None:
    own = [clause for clause in load(name).clauses if clause not in BASE.clauses]
    assert own
    for clause in own:
        longest = max(len(part) for part in clause.text.zh.replace("，", "。").replace("、", "。").split("。"))
        assert longest <= 20, clause.text.zh
