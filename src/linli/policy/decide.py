"""Signals and a policy in, a verdict with its reasons out."""

from __future__ import annotations

from collections.abc import Sequence

from linli.policy.model import Policy
from linli.vocabulary import Action, Assessment, Item, Signal


def decide(policy: Policy, item: Item, signals: Sequence[Signal], absent: tuple[str, ...] = ()) -> Assessment:
    """The verdict of `policy` on `item`, whose detectors found `signals`; the strongest live rule that fires wins."""
    return Assessment(Action.ALLOW, (), tuple(signals), (), policy.name, item.id, (), absent)
