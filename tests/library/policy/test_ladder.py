"""The ladder of penalties in a policy document."""

from __future__ import annotations

import pytest

from linli.policy import load_text
from linli.policy.ladder import Ladder, Step
from linli.policy.model import PolicyError
from linli.vocabulary import Action
from tests.station.factories import POLICY

LADDER = """
ladder:
  expires_days: 90
  weights: {label: 1, remove: 3}
  steps:
    - {strikes: 3, action: nudge}
    - {strikes: 6, action: pause, days: 7}
"""


def test_a_document_has_its_own_ladder_and_else_the_common_one() -> None:
    assert load_text(POLICY).ladder == Ladder()
    found = load_text(POLICY + LADDER).ladder
    assert (found.expires_days, found.weight("remove"), found.weight("limit")) == (90, 3, 0)
    assert found.steps == (Step(3, Action.NUDGE), Step(6, Action.PAUSE, 7))


def test_steps_reached_and_to_come() -> None:
    ladder = load_text(POLICY + LADDER).ladder
    assert [ladder.step(n) for n in (2, 3, 7)] == [None, ladder.steps[0], ladder.steps[1]]
    assert [ladder.next_step(n) for n in (0, 3, 6)] == [ladder.steps[0], ladder.steps[1], None]


@pytest.mark.parametrize(
    "wrong",
    [
        "ladder: {expires_days: soon}",
        "ladder: {weights: {pause: 1}}",
        "ladder: {steps: []}",
        "ladder: {steps: [{strikes: 2, action: remove}]}",
        "ladder: {steps: [{strikes: 2, action: pause}]}",
        "ladder: {steps: [{strikes: 4, action: nudge}, {strikes: 2, action: pause, days: 3}]}",
        "ladder: {steeps: []}",
    ],
)
def test_a_wrong_ladder_is_named_with_its_place(wrong: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_text(f"{POLICY}{wrong}\n")
    assert refused.value.findings[0].field.startswith("ladder")
