"""The ladder of penalties: what repeated harm leads to, written in the policy, so that nobody meets a surprise.

A strike is a decision of a person against something one wrote. Strikes expire. A step of the ladder is what the code
proposes then; people decide it, and a pause of an account takes two of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from linli.vocabulary import Action

STEP_ACTIONS = (Action.NUDGE, Action.PAUSE)
WEIGHED = (Action.LABEL, Action.LIMIT, Action.HOLD, Action.REMOVE)


@dataclass(frozen=True, slots=True)
class Step:
    """From so many strikes on, the code proposes this; `days` is the length of a pause, 0 otherwise."""

    strikes: int
    action: Action
    days: int = 0


@dataclass(frozen=True, slots=True)
class Ladder:
    """How many strikes an action counts, for how long, and the steps they lead up to, lowest first."""

    expires_days: int = 180
    weights: Mapping[Action, int] = field(default_factory=lambda: {Action.LIMIT: 1, Action.HOLD: 1, Action.REMOVE: 2})
    steps: tuple[Step, ...] = (
        Step(2, Action.NUDGE),
        Step(4, Action.PAUSE, 3),
        Step(8, Action.PAUSE, 30),
    )

    def weight(self, action: str) -> int:
        """The strikes of one decision of this action."""
        return next((n for known, n in self.weights.items() if known == action), 0)

    def step(self, strikes: int) -> Step | None:
        """The highest step reached."""
        return next((step for step in reversed(self.steps) if strikes >= step.strikes), None)

    def next_step(self, strikes: int) -> Step | None:
        """The step that comes next."""
        return next((step for step in self.steps if strikes < step.strikes), None)
