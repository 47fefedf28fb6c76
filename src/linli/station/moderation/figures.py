"""What rules and clauses did, and what of a statement of reasons everyone may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.moderation.models import Decision, StatementOfReasons

APPEALED = "appeal"


@dataclass(frozen=True, slots=True)
class Fired:
    """How often a rule or clause led to a decision in a time, and how many of these an appeal overturned."""

    times: int = 0
    overturned: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """How often each rule and each clause led to a decision in a time, by their ids."""

    rules: Mapping[str, Fired]
    clauses: Mapping[str, Fired]


def month_start(now: datetime | None = None) -> datetime:
    """The first moment of this month, local time."""
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def use(*, community_id: int, since: datetime) -> Use:
    """Decisions made since then; those of them that an appeal overturned, whenever that was."""
    made = Decision.objects.filter(community_id=community_id, created__gte=since)
    rows = list(made.values("rules", "reasons", "reversed_how"))
    return Use(
        rules=_fired((row["rules"], row["reversed_how"]) for row in rows),
        clauses=_fired(([reason["clause"] for reason in row["reasons"]], row["reversed_how"]) for row in rows),
    )


def public_statement(found: StatementOfReasons) -> dict[str, Any]:
    """A statement of reasons for everyone: no words of its author, none of a reviewer, nobody's id."""
    decision = found.decision
    return {
        "puid": str(found.puid),
        "action": decision.action,
        "categories": decision.categories,
        "clause": found.clause,
        "clause_title": {"zh": found.clause_title, "en": found.clause_title_en},
        "rules": decision.rules,
        "policy": decision.policy,
        "decision_visibility": found.decision_visibility,
        "decision_account": found.decision_account,
        "decision_ground": found.decision_ground,
        "source_type": found.source_type,
        "automated_detection": found.automated_detection,
        "automated_decision": found.automated_decision,
        "content_type": found.content_type,
        "content_language": found.content_language,
        "application_date": found.application_date,
        "end_date": found.end_date,
        "reversed": decision.reversed_at is not None,
    }


def statements(*, community_id: int) -> QuerySet[StatementOfReasons]:
    """The public statements of reasons, the newest first; `public_statement` says what of them is public."""
    found = StatementOfReasons.objects.filter(decision__community_id=community_id)
    return found.select_related("decision").order_by("-pk")


def _fired(rows: Iterable[tuple[list[str], str]]) -> dict[str, Fired]:
    times: Counter[str] = Counter()
    overturned: Counter[str] = Counter()
    for names, how in rows:
        for name in set(names):
            times[name] += 1
            overturned[name] += how == APPEALED
    return {name: Fired(times[name], overturned[name]) for name in times}
