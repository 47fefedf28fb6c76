"""Signals and a policy in, a verdict with its reasons out."""

from __future__ import annotations

from collections.abc import Sequence

from linli.policy.armed import MODEL, Armed, Found, Group, groups
from linli.policy.explain import explanation, merged
from linli.policy.model import Policy, Rule
from linli.vocabulary import Action, Assessment, Category, Item, Reason, RuleStatus, Signal

_CITED = 32  # of so many signals each is asked whether it alone fires the rule


def decide(policy: Policy, item: Item, signals: Sequence[Signal], absent: tuple[str, ...] = ()) -> Assessment:
    """The verdict of `policy` on `item`, in whose text detectors found `signals`.

    A rule fires only where a signal of its category exists and its condition holds. Live rules act: the strongest
    action wins; background rules are only listed. `absent` names detectors that could not run; a condition that
    cannot be computed is added there and does not fire.
    """
    if not signals:
        return Assessment(Action.ALLOW, (), (), (), policy.name, item.id, (), absent)
    found = _by_category(signals)
    ready = groups(policy)
    reasons: list[Reason] = []
    watched: list[Reason] = []
    troubles: list[str] = []
    for category in found:
        if category in ready:
            _apply(ready[category], item, found, reasons, watched, troubles)
    reasons.sort(key=_strength)
    return Assessment(
        reasons[0].action if reasons else Action.ALLOW,
        _categories(reasons),
        tuple(signals),
        tuple(reasons),
        policy.name,
        item.id,
        tuple(watched),
        (*absent, *troubles),
    )


def fired(policy: Policy, item: Item, signals: Sequence[Signal]) -> tuple[Rule, ...]:
    """The live rules that fire, in the policy's order, without their reasons: the same as `decide` finds, faster."""
    found, ready = _by_category(signals), groups(policy)
    return tuple(rule for category in found if category in ready for rule in _firing(ready[category], item, found))


def _firing(group: Group, item: Item, found: Found) -> list[Rule]:
    live = [armed for armed in group.rules if armed.rule.status is RuleStatus.LIVE]
    if not live:
        return []
    values = group.values(item, found)
    return [armed.rule for armed in live if armed.outcome(values) is True]


def _by_category(signals: Sequence[Signal]) -> dict[Category, list[Signal]]:
    found: dict[Category, list[Signal]] = {}
    for signal in signals:
        if signal.category is Category.FALSE_CLAIM and signal.detector == MODEL:
            continue  # a claim is false by a published check of facts, never by a model's opinion
        found.setdefault(signal.category, []).append(signal)
    return found


def _apply(
    group: Group, item: Item, found: Found, reasons: list[Reason], watched: list[Reason], troubles: list[str]
) -> None:
    values = group.values(item, found)
    for armed in group.rules:
        outcome = armed.outcome(values)
        if outcome is True:
            into = reasons if armed.rule.status is RuleStatus.LIVE else watched
            into.append(_reason(armed, item, _cited(armed, group, item, found)))
        elif outcome is not False:
            troubles.append(f"rule {armed.rule.id}: {outcome}")


def _cited(armed: Armed, group: Group, item: Item, found: Found) -> Sequence[Signal]:
    """The signals that fire the rule by themselves; all of the category where none does, or where there are many."""
    signals = found[group.category]
    if not 1 < len(signals) <= _CITED:
        return signals
    alone = [s for s in signals if armed.outcome(group.values(item, {**found, group.category: (s,)})) is True]
    return alone or signals


def _reason(armed: Armed, item: Item, signals: Sequence[Signal]) -> Reason:
    rule = armed.rule
    spans = merged([span for signal in signals for span in signal.spans])
    text = explanation(rule.explain if rule.explain.zh else armed.title, rule.category, item.text, spans)
    return Reason(rule.id, rule.clause, armed.title, text, rule.action, rule.category, spans)


def _strength(reason: Reason) -> int:
    return -reason.action.rank


def _categories(reasons: Sequence[Reason]) -> tuple[Category, ...]:
    fired = {reason.category for reason in reasons}
    return tuple(fired) if len(fired) < 2 else tuple(category for category in Category if category in fired)
