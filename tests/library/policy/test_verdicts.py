"""What a verdict cites, hides and survives; deciding from many threads."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from linli.policy import decide, load, load_text, pack_text
from linli.policy.build import build
from linli.policy.explain import merged
from linli.vocabulary import Action, Author, Category, Context, Item, ItemKind, Signal, Span
from tests.library.policy.test_decide import ALL, ANY, TEXT, found_by
from tests.library.policy.test_lint import GOOD

WHEN = 'severity["abuse"] >= 2'
# Conditions that only grow truer with more evidence.
RISING = GOOD + "".join(
    f"""\
  - id: {category}-{action}
    clause: "1.1"
    category: {category}
    status: live
    when: score["{category}"] >= {limit} || severity["{category}"] >= {grade}
    action: {action}
    explain: {{zh: 例, en: An example}}
"""
    for category, action, limit, grade in (
        ("abuse", "nudge", 0.2, 1),
        ("abuse", "remove", 0.95, 3),
        ("spam", "limit", 0.5, 2),
        ("threat", "hold", 0.4, 2),
    )
)


@given(st.lists(found_by(ANY, ALL), max_size=5), found_by(ANY, ALL))
def test_another_signal_never_lowers_the_action_of_rising_rules(found: list[Signal], more: Signal) -> None:
    rules = load_text(RISING)
    assert decide(rules, Item(TEXT), [*found, more]).action.rank >= decide(rules, Item(TEXT), found).action.rank


SEVEN = [Signal(c, 0.6, "lexicon", (Span(i, i + 1),), 2) for i, c in enumerate(ALL[:7])]


@given(st.permutations(SEVEN))
def test_the_order_of_signals_does_not_matter(found: list[Signal]) -> None:
    verdict, alike = decide(load("base"), Item(TEXT), found), decide(load("base"), Item(TEXT), SEVEN)
    assert (verdict.action, verdict.categories) == (alike.action, alike.categories)
    assert set(verdict.reasons) == set(alike.reasons)


def test_a_rule_needs_evidence_of_its_own_category() -> None:
    rules = load_text(GOOD.replace(WHEN, "true"))
    assert decide(rules, Item(TEXT), [Signal(Category.SPAM, 0.9, "lures")]).action is Action.ALLOW
    assert decide(rules, Item(TEXT), [Signal(Category.ABUSE, 0.1, "lexicon")]).action is Action.HOLD


def test_a_reason_cites_only_the_words_that_fire_it() -> None:
    found = [
        Signal(Category.ABUSE, 0.4, "lexicon", (Span(0, 2),), 1),
        Signal(Category.ABUSE, 0.9, "lexicon", (Span(4, 6),), 2),
    ]
    (reason,) = decide(load_text(GOOD), Item("混蛋你是废物啊"), found).reasons
    assert reason.spans == (Span(4, 6),)
    assert "混蛋" not in reason.text.zh


def test_words_that_fire_a_rule_only_together_are_all_cited() -> None:
    rules = load_text(GOOD.replace(WHEN, 'severity["abuse"] >= 1 && model["abuse"] >= 0.8'))
    found = [
        Signal(Category.ABUSE, 0.4, "lexicon", (Span(0, 2),), 1),
        Signal(Category.ABUSE, 0.9, "classifier", (Span(4, 6),)),
    ]
    (reason,) = decide(rules, Item("混蛋你是废物啊"), found).reasons
    assert reason.spans == (Span(0, 2), Span(4, 6))


def test_another_persons_number_is_not_repeated_in_the_reason() -> None:
    text = "他的电话是13812345678"
    found = [Signal(Category.DOXXING, 0.9, "personal", (Span(5, 16),), 3, "phone")]
    (reason,) = decide(load("base"), Item(text), found).reasons
    assert reason.spans == (Span(5, 16),)
    assert "13812345678" not in reason.text.zh + reason.text.en
    assert "138*******8" in reason.text.zh


def test_a_false_claim_is_not_called_by_the_model() -> None:
    found = [Signal(Category.FALSE_CLAIM, 0.99, "classifier")]
    assert decide(load("base"), Item(TEXT), found).action is Action.ALLOW
    found = [Signal(Category.FALSE_CLAIM, 0.99, "claims")]
    assert decide(load("base"), Item(TEXT), found).action is Action.LABEL


def test_a_condition_that_cannot_be_computed_is_named_and_does_not_fire() -> None:
    """The check refuses such a condition; one that slips by must not end the verdict."""
    rules = build(GOOD.replace(WHEN, "10 / length > 2"), pack_text, thorough=False).policy
    assert rules is not None
    verdict = decide(rules, Item(""), [Signal(Category.ABUSE, 0.9, "lexicon")], ("other: gone",))
    assert verdict.action is Action.ALLOW
    assert verdict.absent[0] == "other: gone"
    assert "abuse-words" in verdict.absent[1]
    assert "zero" in verdict.absent[1]
    assert decide(rules, Item("好"), [Signal(Category.ABUSE, 0.9, "lexicon")]).action is Action.HOLD


def test_every_fact_of_an_item_reaches_the_condition() -> None:
    item = Item(
        "你好",
        ItemKind.MESSAGE,
        author=Author(age_days=3, strikes=2, grade="gold", minor=True, organisation=True),
        context=Context(target="x", reports=4, minors=True),
        language="en",
    )
    facts = (
        'kind == "message" && private && language == "en" && length == 2 && minors && reports == 4 && target',
        'author_age_days == 3 && author_strikes == 2 && author_grade == "gold" && author_minor',
        'author_organisation && evidence == ["a", "b"] && score["spam"] == 0.0 && severity["abuse"] == 0',
    )
    found = [Signal(Category.ABUSE, 0.9, "lexicon", (), 0, name) for name in ("a", "b", "a", "")]
    for when in facts:
        rules = load_text(GOOD.replace(WHEN, when))
        assert decide(rules, item, found).action is Action.HOLD, when
        assert decide(rules, Item(TEXT), found[:1]).action is Action.ALLOW, when


def test_eight_threads_arm_a_new_policy_once_and_agree() -> None:
    rules = load_text(RISING)
    found = [Signal(c, 0.7, "lexicon", (Span(0, 2),), 2) for c in ALL]
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda _: decide(rules, Item(TEXT), found), range(200)))
    assert all(verdict == verdicts[0] for verdict in verdicts)


def test_a_policy_travels_to_another_process() -> None:
    there = pickle.loads(pickle.dumps(load("base")))
    found = [Signal(Category.ABUSE, 0.9, "lexicon", (Span(0, 2),), 2)]
    assert decide(there, Item(TEXT), found) == decide(load("base"), Item(TEXT), found)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda t: Span(t[0], t[0] + t[1])), max_size=8))
def test_merged_spans_cover_the_same_characters_in_order(spans: list[Span]) -> None:
    joined = merged(spans)
    assert {i for s in joined for i in range(*s)} == {i for s in spans for i in range(*s)}
    assert all(a.end < b.start for a, b in pairwise(joined))


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda t: Span(*t)), max_size=4),
)
def test_any_span_on_any_text_can_be_explained(text: str, spans: list[Span]) -> None:
    verdict = decide(load("base"), Item(text), [Signal(Category.ABUSE, 0.9, "lexicon", tuple(spans), 3)])
    assert verdict.action is Action.HOLD
