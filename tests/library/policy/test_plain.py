"""Plain conditions as Python functions say what CEL says; what is not plain is left to CEL."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.policy import load
from linli.policy.conditions import FLAT, compile_condition, environment, problems
from linli.policy.plain import plain

NUMBERS = st.one_of(st.integers(0, 3).map(str), st.sampled_from(["0.0", "0.5", "0.9", ".25", "1e-1"]))
SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
READ = st.sampled_from(
    ['score["abuse"]', 'severity["abuse"]', 'model["hate"]', 'threshold["abuse"]', "reports", "length"]
)
SINGLE = st.sampled_from(
    ["private", "minors", "!target", 'kind == "comment"', "language != 'en'", "true", "author_minor"]
)
COMPARED = st.tuples(READ, SIGNS, st.one_of(NUMBERS, READ)).map(" ".join)
CONDITIONS = st.recursive(
    st.one_of(SINGLE, COMPARED),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" && ", " || "]), inner).map("".join), inner.map(lambda c: f"!({c})")
    ),
    max_leaves=6,
)
SHARES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
DATA = st.fixed_dictionaries(
    {
        "score": st.fixed_dictionaries({"abuse": SHARES}),
        "severity": st.fixed_dictionaries({"abuse": st.integers(0, 3)}),
        "model": st.fixed_dictionaries({"hate": SHARES}),
        "threshold": st.fixed_dictionaries({"abuse": SHARES}),
        "reports": st.integers(0, 3),
        "length": st.integers(0, 3),
        "private": st.booleans(),
        "minors": st.booleans(),
        "target": st.booleans(),
        "author_minor": st.booleans(),
        "kind": st.sampled_from(["comment", "post"]),
        "language": st.sampled_from(["zh", "en"]),
    }
)


@given(CONDITIONS, DATA)
@settings(max_examples=300, deadline=None)
def test_a_plain_condition_says_what_cel_says(when: str, data: dict[str, Any]) -> None:
    if problems(when):
        return  # CEL refuses a whole number beside a decimal one; such a rule is never armed
    test = plain(when)
    assert test is not None
    assert test(data) is compile_condition(when).eval(environment().Activation(data)).value()


@pytest.mark.parametrize(
    "when",
    [
        'evidence.exists(e, e == "x")',
        "size(evidence) > 1",
        'score["abuse"] + 0.1 > 0.5',
        'score["abuse"] > 0.5 ? true : false',
        "author_age_days == -1",
        "reports in [1, 2]",
        "!private == minors",
        'kind.startsWith("c")',
        'kind == r"comment"',
        "0x10 > reports",
    ],
)
def test_what_is_not_plain_is_left_to_cel(when: str) -> None:
    assert plain(when) is None


def test_every_rule_of_the_base_pack_is_plain() -> None:
    assert [rule.id for rule in load("base").rules if plain(rule.when) is None] == []


def test_every_flat_variable_but_the_list_is_plain() -> None:
    assert [name for name in FLAT if plain(f"{name} == {name}") is None] == ["evidence"]
