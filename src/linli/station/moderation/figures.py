"""What rules and clauses did, and what of a statement of reasons everyone may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.moderation.models import Decision, Source, StatementOfReasons
from linli.station.people.actors import NotFound
from linli.vocabulary import Text

APPEALED = "appeal"
OTHER_CATEGORY = "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"
DSA_CATEGORIES = {
    "abuse": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
    "hate": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "threat": "STATEMENT_CATEGORY_VIOLENCE",
    "doxxing": "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "sexual": "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT",
    "minor-safety": "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
    "self-harm": "STATEMENT_CATEGORY_SELF_HARM",
    "fraud": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "gambling": "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
    "illicit-goods": "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
    "spam": "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE",
    "false-claim": "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
    "misleading-promotion": "STATEMENT_CATEGORY_CONSUMER_INFORMATION",
    "manipulation": "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE",
}


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
        "category": DSA_CATEGORIES.get(
            (decision.categories or [""])[0], "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"
        ),
        "incompatible_content_ground": f"{decision.policy} {found.clause}",
        "incompatible_content_explanation": found.clause_title_en,
        "decision_facts": _public_facts(found),
        "decision_monetary": None,
        "decision_provision": None,
        "territorial_scope": [],
        "decision_visibility": found.decision_visibility,
        "decision_account": found.decision_account,
        "decision_ground": found.decision_ground,
        "source_type": found.source_type,
        "automated_detection": found.automated_detection,
        "automated_decision": found.automated_decision,
        "content_type": found.content_type,
        "content_date": found.content_date,
        "content_language": found.content_language,
        "application_date": found.application_date,
        "end_date": decision.lifted_at or found.end_date,
        "reversed": decision.reversed_at is not None,
    }


def _public_facts(found: StatementOfReasons) -> dict[str, str]:
    """What was found, without a word of the author's or of a reviewer's."""
    clause, rules = found.clause, ", ".join(found.decision.rules)
    if found.decision.source == Source.AUTOMATIC:
        return {"zh": f"符合规则 {rules}（第 {clause} 条）。", "en": f"It matched {rules} (clause {clause})."}
    return {"zh": f"人工认定违反第 {clause} 条。", "en": f"A person found it against clause {clause}."}


def statements_after(*, community_id: int, puid: str, limit: int) -> list[StatementOfReasons]:
    """The statements that follow one (empty: from the first), the oldest first: an outbox to be read to its end."""
    found = statements(community_id=community_id).order_by("pk")
    if puid:
        last = found.filter(puid=_uuid(puid)).first()
        if last is None:
            raise NotFound(Text("没有这份理由说明。", "There is no such statement."), field="after", value=puid)
        found = found.filter(pk__gt=last.pk)
    return list(found[:limit])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(Text("没有这份理由说明。", "There is no such statement."), field="after", value=text) from None


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
