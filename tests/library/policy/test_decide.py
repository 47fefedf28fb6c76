"""Deciding: evidence first, the strongest action wins, background rules only watch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linli.policy import decide, load, load_text
from linli.vocabulary import Action, Category, Item, RuleStatus, Signal, Span

BASE = load("base")
TEXT = "一句话，里面有些字"
WATCHING = """\
policy: watch
version: 1.0.0
title: {zh: 观察, en: Watch}
effective: 2026-01-01
clauses:
  - id: "1"
    title: {zh: 不发广告, en: No adverts}
    text: {zh: 不发广告。, en: No adverts.}
rules:
  - id: spam-watch
    clause: "1"
    category: spam
    status: background
    when: score["spam"] >= 0.5
    action: remove
    explain: {zh: 像广告, en: Like an advert}
"""


def found_by(detectors: list[str], categories: list[Category]) -> st.SearchStrategy[Signal]:
    """Any signal of these detectors and categories."""
    return st.builds(
        Signal,
        category=st.sampled_from(categories),
        score=st.floats(0, 1),
        detector=st.sampled_from(detectors),
        spans=st.lists(st.builds(Span, st.just(0), st.integers(1, len(TEXT))), max_size=2).map(tuple),
        severity=st.integers(0, 3),
        evidence=st.just("x"),
    )


ANY = ["lexicon", "classifier", "lures", "personal"]
ALL = list(Category)


@given(st.lists(found_by(ANY, ALL), max_size=6))
def test_reasons_are_of_live_rules_and_the_strongest_wins(found: list[Signal]) -> None:
    verdict = decide(BASE, Item(TEXT), found)
    live = {rule.id: rule for rule in BASE.rules if rule.status is RuleStatus.LIVE}
    assert all(reason.rule in live and reason.clause == live[reason.rule].clause for reason in verdict.reasons)
    strongest = max((reason.action.rank for reason in verdict.reasons), default=0)
    assert verdict.action.rank == strongest
    assert {reason.category for reason in verdict.reasons} == set(verdict.categories)
    assert set(verdict.categories) <= {signal.category for signal in found}


@given(st.lists(found_by(["classifier"], ALL), max_size=4))
def test_the_models_word_alone_never_removes_and_never_calls_a_claim_false(found: list[Signal]) -> None:
    verdict = decide(BASE, Item(TEXT), [s for s in found if s.category in (Category.ABUSE, Category.HATE)])
    assert verdict.action.rank <= Action.HOLD.rank
    assert Category.FALSE_CLAIM not in decide(BASE, Item(TEXT), found).categories


@given(st.lists(found_by(ANY, [Category.SELF_HARM]), min_size=1, max_size=4))
def test_a_cry_for_help_is_never_punished(found: list[Signal]) -> None:
    assert decide(BASE, Item(TEXT), found).action in (Action.ALLOW, Action.HELP)


def test_without_a_signal_everything_is_allowed() -> None:
    verdict = decide(BASE, Item(TEXT), [])
    assert verdict.action is Action.ALLOW
    assert verdict.reasons == ()


def test_a_background_rule_counts_and_never_acts() -> None:
    verdict = decide(load_text(WATCHING), Item(TEXT), [Signal(Category.SPAM, 0.9, "lures")])
    assert verdict.action is Action.ALLOW
    assert verdict.reasons == ()
    assert [reason.rule for reason in verdict.background] == ["spam-watch"]


def test_a_reason_quotes_the_original_words_in_both_languages() -> None:
    verdict = decide(BASE, Item("你真是个废物东西"), [Signal(Category.ABUSE, 0.9, "lexicon", (Span(4, 8),), 2)])
    reason = verdict.reasons[0]
    assert "废物东西" in reason.text.zh
    assert "废物东西" in reason.text.en
    assert reason.spans == (Span(4, 8),)
