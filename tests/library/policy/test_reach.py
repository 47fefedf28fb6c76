"""Rules that can never fire or never decide are told from those that can."""

from __future__ import annotations

import pytest

from linli.policy import Level, lint
from linli.policy.reach import table
from tests.library.policy.test_lint import GOOD, SECOND

WHEN = 'severity["abuse"] >= 2'
NEVER = [
    'score["abuse"] > 1.0',
    'severity["abuse"] > 3',
    'score["abuse"] > 0.9 && score["abuse"] < 0.5',
    'score["abuse"] >= 0.5 && score["abuse"] < threshold["abuse"]',
    'model["abuse"] > score["abuse"]',
    'kind == "message" && !private',
    "author_age_days < -1",
    "reports < 0",
    'evidence.exists(e, e == "a") && evidence.size() == 0',
    "minors && !minors",
    "false",
]
SOMETIMES = [
    'score["abuse"] >= 1.0',
    'score["abuse"] == 0.0',
    'severity["abuse"] == 3',
    'score["abuse"] > 0.499999 && score["abuse"] < 0.5000001',
    'model["abuse"] >= threshold["abuse"] && model["abuse"] < 0.9',
    'kind == "message" && private',
    "author_age_days == -1",
    'evidence.size() >= 3 && "a" in evidence && !("b" in evidence)',
    'evidence.exists(e, e.startsWith("contact-"))',
    'author_grade == "gold" && language != "zh"',
    "length > 0x10 && length < 18",
    "true",
]


@pytest.mark.parametrize("when", NEVER)
def test_a_condition_that_never_holds_is_refused(when: str) -> None:
    (finding,) = lint(GOOD.replace(WHEN, when))
    assert finding.level is Level.ERROR
    assert "never fire" in finding.problem.en


@pytest.mark.parametrize("when", SOMETIMES)
def test_a_condition_that_sometimes_holds_is_accepted(when: str) -> None:
    assert lint(GOOD.replace(WHEN, when)) == []


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_rule_that_is_not_evaluated_may_be_anything_true_or_false(status: str) -> None:
    assert lint(GOOD.replace(WHEN, "false").replace("status: live", f"status: {status}")) == []


def test_what_trying_values_cannot_prove_is_a_warning() -> None:
    (finding,) = lint(GOOD.replace(WHEN, 'evidence.exists(e, e.matches("^z{7}$"))'))
    assert finding.level is Level.WARNING


def test_too_many_combinations_leave_it_uncertain() -> None:
    many = " && ".join(
        f'score["{c}"] > 0.5' for c in ("abuse", "hate", "threat", "spam", "fraud", "sexual", "doxxing")
    )
    many += " && length > 7 && reports > 3 && author_strikes > 2"
    assert not table([many], {}).certain


def test_a_shadow_with_another_clause_is_a_warning() -> None:
    """It never decides, and still tells the person of another clause."""
    clause = '  - id: "1.2"\n    title: {zh: 甲, en: A}\n    text: {zh: 甲, en: A}\n'
    text = GOOD.replace("thresholds", clause + "thresholds") + SECOND.replace('"1.1"', '"1.2"')
    (finding,) = lint(text)
    assert finding.level is Level.WARNING
    assert "abuse-words" in finding.problem.en


def test_two_rules_may_shadow_a_third_together() -> None:
    rest = SECOND.replace("abuse-again", "abuse-rest").replace(">= 3", "< 2").replace("nudge", "hold")
    third = SECOND.replace("abuse-again", "abuse-third").replace('severity["abuse"] >= 3', 'score["abuse"] > 0.5')
    (finding,) = lint(GOOD + rest + third)
    assert "abuse-third" in finding.problem.en


def test_of_two_equal_rules_the_last_is_named() -> None:
    (finding,) = lint(GOOD + SECOND.replace(">= 3", ">= 2").replace("nudge", "hold"))
    assert finding.line == 18


def test_a_background_rule_shadows_nothing() -> None:
    assert lint(GOOD.replace("status: live", "status: background") + SECOND) == []


@pytest.mark.parametrize("action", ["remove", "pause"])
def test_a_removal_on_a_models_word_alone_is_warned_of(action: str) -> None:
    text = GOOD.replace("action: hold", f"action: {action}")
    (finding,) = lint(text.replace(WHEN, 'severity["abuse"] >= 2 || model["abuse"] >= 0.9'))
    assert finding.level is Level.WARNING
    assert lint(text.replace(WHEN, 'severity["abuse"] >= 2 && model["abuse"] >= 0.9')) == []
