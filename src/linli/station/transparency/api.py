"""`/transparency`: the public figures."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from linli.station.integrations.rest.shapes import Both, documented
from linli.station.transparency.periods import period_of
from linli.station.transparency.selectors import Figure, figures

router = Router(tags=["transparency"])


class PartOut(Schema):
    id: str
    name: Both
    value: int | None


class QueryOut(Schema):
    """How a figure is worked out from the stored rows: see `transparency/queries.py`."""

    sql: str
    how: str
    parts: str | None


class FigureOut(Schema):
    """A figure and what exactly it counts; `value` is null where there is nothing yet to count."""

    id: str
    name: Both
    value: float | None
    unit: Both
    definition: Both
    query: QueryOut
    parts: list[PartOut]


class FiguresOut(Schema):
    """The figures of `[since, until)`, with the length and the head of the record."""

    period: str
    since: datetime
    until: datetime
    figures: list[FigureOut]
    record_rows: int
    record_head: str


@router.get("/transparency", response=FiguresOut, auth=None, openapi_extra=documented())
def transparency_read(
    request: HttpRequest,
    period: Annotated[str, Query(max_length=10, description="`30d`, or a month such as `2026-11`")] = "",
) -> dict[str, Any]:
    """The community's public figures. Anyone may read them."""
    chosen = period_of(period)
    community_id = request.community.pk  # type: ignore[attr-defined]
    found = figures(community_id=community_id, since=chosen.since, until=chosen.until)
    return {
        "period": chosen.id,
        "since": found.since,
        "until": found.until,
        "figures": [_figure(one.for_everyone()) for one in found.figures],
        "record_rows": found.record_rows,
        "record_head": found.record_head,
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name._asdict(),
        "value": one.value,
        "unit": one.unit._asdict(),
        "definition": one.definition._asdict(),
        "query": {"sql": one.query.sql, "how": one.query.how, "parts": one.query.parts or None},
        "parts": [{"id": p.id, "name": p.name._asdict(), "value": p.value} for p in one.parts],
    }
