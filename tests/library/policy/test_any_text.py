"""Whatever is written as a policy or a condition: the check answers with findings, and never fails itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.policy import PolicyError, decide, lint, load_text
from linli.vocabulary import Category, Item, Signal
from tests.library.policy.test_lint import GOOD

WHEN = 'severity["abuse"] >= 2'
WORDS = st.sampled_from(
    [
        *('score["abuse"]', 'severity["abuse"]', 'threshold["abuse"]', 'model["hate"]', "score", "kind", "length"),
        *("minors", "evidence", "author_grade", "true", "0", "1", "0.5", "1e999", "0xff", "99999999999999999999"),
        *('"a"', "'", '"', "&&", "||", "!", "==", ">=", "<", "+", "-", "/", "(", ")", "[", "]", ".", ",", "in", "\\"),
        *("evidence.exists(e, e == 'a')", "matches", "size()", "//", "{", "}", "?", ":", "null", "dyn"),
    ]
)
CONDITIONS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
BLOCK = "|\n      "  # a block scalar: the condition needs no quoting
HUGE = ["1e999", "1e300", "9223372036854775807", "0xfffffffffffff"]


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    assert lint(text)


@given(st.integers(0, len(GOOD)), st.text(max_size=5), st.integers(0, 30))
def test_a_good_policy_with_any_scratch_is_answered(at: int, scratch: str, gone: int) -> None:
    text = GOOD[:at] + scratch + GOOD[at + gone :]
    assert all(1 <= finding.line <= text.count("\n") + 2 and finding.column >= 1 for finding in lint(text))


@settings(max_examples=300)
@given(CONDITIONS)
def test_any_condition_is_answered_and_one_without_findings_decides(when: str) -> None:
    text = GOOD.replace(WHEN, BLOCK + when)
    if lint(text):
        return
    verdict = decide(load_text(text), Item("一句话"), [Signal(Category.ABUSE, 0.9, "lexicon", (), 3, "a")])
    assert verdict.absent == ()


@pytest.mark.parametrize("number", HUGE)
def test_a_number_beyond_all_bounds_is_answered(number: str) -> None:
    text = GOOD.replace(WHEN, f'length > 3 && score["abuse"] < {number}')
    assert all("overload" in f.problem.en or "applied" in f.problem.en for f in lint(text))


def test_every_fault_is_told_at_once_in_the_order_of_lines() -> None:
    text = GOOD.replace("category: abuse", "category: abus").replace("action: hold", "action: hide")
    text = text.replace("status: live", "status: on")
    with pytest.raises(PolicyError) as refused:
        load_text(text)
    assert [finding.line for finding in refused.value.findings] == [13, 14, 16]
