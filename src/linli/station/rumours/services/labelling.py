"""Labels on posts that repeat a published check: made with a notice, taken off when the check changes. Never more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.assess import assess
from linli.detectors.claims import Claims
from linli.station.ledger.services import writing
from linli.station.moderation import selectors as moderation
from linli.station.moderation import services as moderation_services
from linli.station.moderation.further import reasons_of
from linli.station.people.actors import system
from linli.station.rumours import matching, selectors
from linli.station.rumours.models import Labelled
from linli.vocabulary import Action, Assessment, Category, Item

BACK = timedelta(days=90)
EACH = 200


def labels_refresh(*, community_id: int, source: str) -> tuple[int, int]:
    """After a check (`check:…`) or an import (`import:…`) changed: labels made on recent posts, labels taken off."""
    found = [d for d in matching.detectors(community_id) if isinstance(d, Claims)]
    live = {claim.id for detector in found for claim in detector.matcher.claims}
    if source not in live:
        return 0, _take_off(community_id, source)
    return sum(_label_lately(community_id, detector, source) for detector in found), 0


def label_note(*, community_id: int, decision_uid: str) -> None:
    """Notes which check a decision by rule rests on, so that a correction finds it."""
    decision = moderation.decision_by_uid(community_id=community_id, uid=decision_uid)
    if decision.item is None or Category.FALSE_CLAIM not in decision.categories:
        return
    for signal in decision.item.assessment.get("signals", []):
        if signal["detector"] == Claims.name and signal["evidence"]:
            _note(community_id, signal["evidence"], decision.item.uid, decision.uid)


def _label_lately(community_id: int, detector: Claims, source: str) -> int:
    """Looks at recent posts for this claim alone; one that carries such a label already is left as it is."""
    made = 0
    items = moderation.items_lately(community_id=community_id, since=timezone.now() - BACK)
    policy = moderation_services.policy_current(community_id=community_id)
    for start in range(0, len(items), EACH):
        for item in items[start : start + EACH]:
            verdict = assess(Item(item.text, id=item.uid), policy, detectors=(detector,))
            if any(s.evidence == source for s in verdict.signals) and verdict.action == Action.LABEL:
                made += _label(community_id, item.uid, source, verdict)
    return made


def _label(community_id: int, item_uid: str, source: str, verdict: Assessment) -> bool:
    with writing(community_id):
        item = moderation.item_by_uid(community_id=community_id, uid=item_uid)
        now = moderation.decisions_in_force(item=item)
        if item.text == "" or any(Category.FALSE_CLAIM in decision.categories for decision in now):
            return False
        decision = moderation_services.decision_make(
            actor=system(community_id, "rumours"),
            action=Action.LABEL,
            reasons=reasons_of(verdict),
            policy=verdict.policy,
            source="automatic",
            item=item,
        )
        _note(community_id, source, item.uid, decision.uid)
    return True


def _take_off(community_id: int, source: str) -> int:
    taken = 0
    for row in selectors.labelled_by(community_id=community_id, source=source):
        decision = moderation.decision_by_uid(community_id=community_id, uid=row.decision)
        if decision.reversed_at is None and decision.action == Action.LABEL:
            actor = system(community_id, "rumours")
            moderation_services.decision_reverse(
                actor=actor, decision=decision, how="check-changed", replaced_too=False
            )
            taken += 1
    return taken


def _note(community_id: int, source: str, item: str, decision: str) -> None:
    version = selectors.version_of(community_id=community_id, source=source)
    Labelled.objects.get_or_create(
        decision=decision,
        defaults={"community_id": community_id, "source": source, "version": version, "item": item},
    )
