"""改一改再发: a gentle word before sending, and whether it helps, by an experiment that keeps counts alone.

A draft belongs to an arm by chance, from the opaque id that the platform gives it: half of those that might hurt see
the reminder. A reminder is shown once a draft, never twice, and never stops anybody from sending.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import sqrt

from django.db.models import F, Sum
from django.utils import timezone

from linli.assess import assess
from linli.detectors.pile_on import hurt
from linli.station.moderation.services import policy_current
from linli.station.people.actors import Actor, require
from linli.station.people.codes import keyed
from linli.station.shield.models import PromptCount
from linli.vocabulary import Assessment, LinliError, Text

MIGHT_HURT = 0.3
OUTCOMES = ("changed", "dropped", "as-it-was")
WORDS = Text("这样说可能会伤到人，改一改再发？", "This may hurt somebody. Change it before you send?")


@dataclass(frozen=True, slots=True)
class Prompted:
    """`show` the reminder or not; `measured`: the outcome is wanted afterwards, of both arms alike."""

    show: bool
    measured: bool
    words: Text
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Of drafts that might hurt, how many were sent hurtful in each arm, with the difference's 95% interval."""

    shown: int
    shown_hurtful: int
    unshown: int
    unshown_hurtful: int

    @property
    def difference(self) -> tuple[float, float, float] | None:
        """Share with the reminder less that without, and the bounds of its interval; None before both have drafts."""
        if not self.shown or not self.unshown:
            return None
        a, b = self.shown_hurtful / self.shown, self.unshown_hurtful / self.unshown
        half = 1.96 * sqrt(a * (1 - a) / self.shown + b * (1 - b) / self.unshown)
        return a - b, a - b - half, a - b + half


def draft_prompt(*, actor: Actor, draft: str, text: str) -> Prompted:
    """Whether to show the reminder for a draft. Nothing of the text is kept."""
    require(actor, "prompt.use", actor.community_id)
    found = assess(text, policy_current(community_id=actor.community_id))
    might = hurt(found) >= MIGHT_HURT
    shown = might and _arm(actor, draft)
    if might:
        _count(actor, shown, "drafts")
    return Prompted(shown, might, WORDS, _spans(found) if shown else ())


def draft_outcome(*, actor: Actor, draft: str, outcome: str, text: str = "") -> None:
    """What became of a measured draft: `changed`, `dropped` or `as-it-was`; `text` is what was sent, unkept."""
    require(actor, "prompt.use", actor.community_id)
    if outcome not in OUTCOMES:
        known = ", ".join(OUTCOMES)
        raise LinliError(
            Text("没有这种结果。", "There is no such outcome."),
            field="outcome",
            value=outcome,
            mend=Text(f"可选：{known}", f"One of: {known}"),
        )
    shown = _arm(actor, draft)
    _count(actor, shown, outcome.replace("-", "_"))
    hurtful = outcome != "dropped" and hurt(assess(text, policy_current(community_id=actor.community_id)))
    if hurtful and hurtful >= MIGHT_HURT:
        _count(actor, shown, "hurtful_sent")


def prompt_effect(*, community_id: int) -> Effect:
    """The experiment so far. Anyone may read it."""
    rows = PromptCount.objects.filter(community_id=community_id)
    sums = {
        shown: rows.filter(shown=shown).aggregate(drafts=Sum("drafts"), hurtful=Sum("hurtful_sent"))
        for shown in (True, False)
    }
    return Effect(
        sums[True]["drafts"] or 0,
        sums[True]["hurtful"] or 0,
        sums[False]["drafts"] or 0,
        sums[False]["hurtful"] or 0,
    )


def _arm(actor: Actor, draft: str) -> bool:
    """By chance, the same for a draft each time, and not to be guessed from its id."""
    return int(keyed(f"prompt:{actor.client_id}", hashlib.sha256(draft.encode()).hexdigest())[:8], 16) % 2 == 0


def _spans(found: Assessment) -> tuple[tuple[int, int], ...]:
    return tuple((s.start, s.end) for signal in found.signals for s in signal.spans)


def _count(actor: Actor, shown: bool, what: str) -> None:
    row, _ = PromptCount.objects.get_or_create(community_id=actor.community_id, day=timezone.localdate(), shown=shown)
    PromptCount.objects.filter(pk=row.pk).update(**{what: F(what) + 1})
