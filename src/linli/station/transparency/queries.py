"""The query of each figure: SQL that anyone with the database can run, and that tests run beside the figures.

`:community` is the community's number, `:since` and `:until` the time `[since, until)`. A query gives one number; one
with `median` gives rows of two moments, and the figure is the median of the hours between them. `share` gives a part
and a whole, and the figure is 100 × part ÷ whole. `parts` gives names and numbers. Lists in JSON are counted with
SQLite's `json_each`; on PostgreSQL write `jsonb_array_elements_text`. No value is ever put into the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime

TIME = "community_id = :community AND created >= :since AND created < :until"
DECISIONS = f"FROM moderation_decision WHERE {TIME}"
SENT = f"FROM desk_submission WHERE {TIME}"
ANSWERED = (
    "FROM desk_submission s JOIN desk_case c ON c.id = s.case_id WHERE s.community_id = :community "
    "AND c.answered_at >= :since AND c.answered_at < :until"
)
GIVEN = (
    "FROM desk_answer a JOIN desk_case c ON c.id = a.case_id WHERE c.community_id = :community "
    "AND a.at >= :since AND a.at < :until AND a.reversed_at IS NULL AND c.kind = 'appeal'"
)
OPEN = "FROM desk_case WHERE community_id = :community AND state IN ('new', 'taken', 'held')"
WRONG = f"{DECISIONS} AND source = 'automatic' AND reversed_how IN ('appeal', 'released')"
DONE = f"FROM privacy_rightsrequest WHERE {TIME} AND done_at IS NOT NULL"
SCORES = (
    "FROM desk_satisfaction t JOIN desk_submission s ON s.id = t.submission_id WHERE s.community_id = :community "
    "AND t.created >= :since AND t.created < :until"
)


@dataclass(frozen=True, slots=True)
class Query:
    """How a figure is worked out from the stored rows: `how` is `number`, `share` or `median`."""

    sql: str
    how: str = "number"
    parts: str = ""


def _count(rows: str, by: str = "") -> Query:
    return Query(f"SELECT COUNT(*) {rows}", parts=f"SELECT {by}, COUNT(*) {rows} GROUP BY {by}" if by else "")


SAMPLED = (
    "FROM moderation_verdict v JOIN moderation_check k ON k.id = v.check_of_id WHERE k.community_id = :community "
    "AND k.source = 'sample' AND v.at >= :since AND v.at < :until"
)
QUERIES: Mapping[str, Query] = {
    "items": _count(f"FROM moderation_item WHERE {TIME}"),
    "decisions": _count(DECISIONS, "action"),
    "categories": Query(
        f"SELECT COUNT(*) {DECISIONS}",
        parts=f"SELECT j.value, COUNT(*) FROM moderation_decision, json_each(categories) j WHERE {TIME} GROUP BY 1",  # noqa: S608
    ),
    "sources": _count(DECISIONS, "source"),
    "automation": Query(
        f"SELECT SUM(CASE WHEN source = 'automatic' THEN 1 ELSE 0 END), COUNT(*) {DECISIONS}", "share"
    ),
    "false-alarms": Query(
        f"SELECT COUNT(*) {WRONG}",
        parts="SELECT j.value, COUNT(*) "
        + WRONG.replace("moderation_decision", "moderation_decision, json_each(rules) j")
        + " GROUP BY 1",
    ),
    "received": _count(SENT, "kind"),
    "answered": Query(f"SELECT COUNT(*) {ANSWERED}", parts=f"SELECT s.kind, COUNT(*) {ANSWERED} GROUP BY s.kind"),
    "answer-time": Query(f"SELECT s.created, c.answered_at {ANSWERED}", "median"),
    "on-time": Query(
        f"SELECT SUM(CASE WHEN c.answered_at <= s.promised_at THEN 1 ELSE 0 END), COUNT(*) {ANSWERED}", "share"
    ),
    "open": Query(f"SELECT COUNT(*) {OPEN}", parts=f"SELECT 'late', COUNT(*) {OPEN} AND promised_at < :until"),
    "satisfaction": Query(f"SELECT AVG(t.score) {SCORES}"),
    "appeals": Query(f"SELECT COUNT(*) {SENT} AND kind = 'appeal'"),
    "appeal-time": Query(f"SELECT s.created, c.answered_at {ANSWERED} AND s.kind = 'appeal'", "median"),
    "overturned": Query(f"SELECT COUNT(*) {GIVEN} AND a.choice = 'overturned'"),
    "overturn-rate": Query(
        f"SELECT SUM(CASE WHEN a.choice = 'overturned' THEN 1 ELSE 0 END), COUNT(*) {GIVEN}", "share"
    ),
    "sampled": Query(f"SELECT COUNT(*) {SAMPLED}"),
    "missed": Query(f"SELECT SUM(CASE WHEN v.said <> 'none' THEN 1 ELSE 0 END), COUNT(*) {SAMPLED}", "share"),
    "rights": _count(f"FROM privacy_rightsrequest WHERE {TIME}", 'privacy_rightsrequest."right"'),
    "rights-on-time": Query(
        "SELECT SUM(CASE WHEN promised_at IS NULL OR done_at <= promised_at THEN 1 ELSE 0 END), COUNT(*) " + DONE,
        "share",
    ),
}


def worked_out(query: Query, *, community_id: int, since: datetime, until: datetime) -> float | None:
    """The figure by its query alone. None where there is nothing to work it out from."""
    rows = _run(query.sql, community_id, since, until)
    if query.how == "median":
        hours = [(_moment(end) - _moment(start)).total_seconds() / 3600 for start, end in rows]
        return round(median(hours), 1) if hours else None
    if query.how == "share":
        part, whole = rows[0]
        return round(100 * part / whole, 1) if whole else None
    value = rows[0][0]
    return round(float(value), 1) if value is not None else None


def worked_out_parts(query: Query, *, community_id: int, since: datetime, until: datetime) -> dict[str, int]:
    """The parts of the figure by its query alone; those of none left out."""
    found = _run(query.parts, community_id, since, until) if query.parts else []
    return {str(name): int(count) for name, count in found if count}


def _run(sql: str, community_id: int, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    adapt = connection.ops.adapt_datetimefield_value
    given = {"community": community_id, "since": adapt(since), "until": adapt(until)}
    for name in given:
        sql = sql.replace(f":{name}", f"%({name})s")
    if connection.vendor == "postgresql":
        sql = sql.replace("json_each(", "jsonb_array_elements_text(")
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _moment(value: Any) -> datetime:
    found = parse_datetime(value) if isinstance(value, str) else value
    return found if isinstance(found, datetime) else datetime.min
