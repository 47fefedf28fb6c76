"""The one way through: items and a policy in, assessments out. Pure, typed, thread-safe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linli.policy import Policy, decide, load
from linli.vocabulary import Assessment, Item, Reason, Signal


def assess(item: Item | str, policy: Policy | None = None) -> Assessment:
    """The verdict of `policy` (default: the pack `base`) on one item or bare text."""
    return assess_many([item], policy)[0]


def assess_many(items: Iterable[Item | str], policy: Policy | None = None) -> list[Assessment]:
    """The verdicts on many items, in their order. Faster an item than `assess`; hand over some hundreds at a time."""
    chosen = policy or load("base")
    return [decide(chosen, Item(i) if isinstance(i, str) else i, ()) for i in items]


def to_dict(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain dicts, lists, strings and numbers: the JSON of the command line and the API alike."""
    return {
        "item": assessment.item_id,
        "action": assessment.action.value,
        "categories": [c.value for c in assessment.categories],
        "policy": assessment.policy,
        "signals": [_signal(s) for s in assessment.signals],
        "reasons": [_reason(r) for r in assessment.reasons],
        "background": [_reason(r) for r in assessment.background],
        "absent": list(assessment.absent),
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "category": signal.category.value,
        "score": signal.score,
        "detector": signal.detector,
        "spans": [list(s) for s in signal.spans],
        "severity": signal.severity,
        "evidence": signal.evidence,
        "source": signal.source,
        "steps": list(signal.steps),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "clause": reason.clause,
        "clause_title": reason.clause_title._asdict(),
        "text": reason.text._asdict(),
        "action": reason.action.value,
        "category": reason.category.value,
        "spans": [list(s) for s in reason.spans],
    }
