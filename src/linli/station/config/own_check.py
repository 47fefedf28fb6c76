"""What the community's policy says of an author's own text before it is handed on: reasons, never a refusal."""

from __future__ import annotations

from linli.assess import assess
from linli.station.moderation.services import rulebook_current
from linli.vocabulary import Item, Text


def reasons_of(community_id: int, text: str) -> tuple[tuple[Text, str], ...]:
    """For `settings.OWN_CHECK`: each reason with the words that it points at."""
    book = rulebook_current(community_id=community_id)
    found = assess(Item(text), book.policy, detectors=book.detectors)
    return tuple(
        (one.text, "、".join(dict.fromkeys(text[s.start : s.end] for s in one.spans))) for one in found.reasons
    )
