"""What was answered lately, told in public: which kind of matter, what came of it, how long it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.station.desk import kinds
from linli.station.desk.models import Answer
from linli.vocabulary import Text

MOST = 5000


@dataclass(frozen=True, slots=True)
class Replied:
    """One answer in force. It holds nobody's words and nothing that leads to a case."""

    kind: Text
    outcome: Text
    took: timedelta
    in_time: bool


def replied(*, community_id: int, since: datetime) -> list[Replied]:
    """The answers in force that were given since then, the newest first."""
    given = Answer.objects.filter(case__community_id=community_id, at__gte=since, reversed_at=None)
    rows = given.order_by("-at", "-pk").values_list(
        "case__kind", "choice", "at", "case__created", "case__promised_at"
    )
    return [_told(*row) for row in rows[:MOST]]


def _told(kind: str, choice: str, at: datetime, created: datetime, promised: datetime) -> Replied:
    declared = kinds.kind(kind)
    return Replied(declared.name, declared.choice(choice).outcome, at - created, at <= promised)
