"""An assessment as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from linli.assess import assess
from linli.policy import Policy
from linli.vocabulary import Action, Assessment, Category, Item, Span


@dataclass(frozen=True, slots=True)
class Look:
    """A verdict with the words it rests on."""

    text: str
    assessment: Assessment
    spans: tuple[Span, ...]
    needs_help: bool

    @property
    def clear(self) -> bool:
        """Nothing against it was found."""
        return self.assessment.action is Action.ALLOW


def look_at(text: str, policy: Policy | None = None) -> Look:
    """What the policy says of the text, in plain memory."""
    found = assess(Item(text), policy)
    return Look(
        text=text,
        assessment=found,
        spans=tuple(span for reason in found.reasons for span in reason.spans),
        needs_help=Category.SELF_HARM in found.categories,
    )
