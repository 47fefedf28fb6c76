"""`/cases/{receipt}`: following what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from linli.station.desk import selectors
from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import Both, documented
from linli.station.organisations.selectors import address

router = Router(tags=["desk"])


class AnswerOut(Schema):
    """The answer, without any name of staff. `overturned`: an appeal corrected it since."""

    choice: str
    name: Both
    outcome: Both
    reason: str
    at: datetime
    overturned: bool


class MessageOut(Schema):
    from_desk: bool
    text: str
    at: datetime


class CaseOut(Schema):
    """What the holder of a receipt may see."""

    receipt: str
    kind: str
    kind_name: Both
    state: str
    promised_at: datetime
    created_at: datetime
    answer: AnswerOut | None
    closed: Both | None
    messages: list[MessageOut]
    url: str


@router.get("/cases/{receipt}", response=CaseOut, auth=Key("cases:read"), openapi_extra=documented("cases:read"))
def case_follow(request: HttpRequest, receipt: str) -> dict[str, Any]:
    """How a submission stands, for whoever holds its receipt."""
    community_id = actor_of(request).community_id
    seen = selectors.followed(selectors.submission_by_code(community_id=community_id, code=receipt))
    return {
        "receipt": seen.code,
        "kind": seen.kind,
        "kind_name": seen.kind_name._asdict(),
        "state": seen.state,
        "promised_at": seen.promised_at,
        "created_at": seen.created,
        "answer": _answer(seen.answer),
        "closed": seen.closed._asdict() if seen.closed else None,
        "messages": [{"from_desk": m.from_desk, "text": m.text, "at": m.created} for m in seen.messages],
        "url": address(community_id, f"/cases/{seen.code}/"),
    }


def _answer(outcome: selectors.Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {
        "choice": outcome.choice,
        "name": outcome.name._asdict(),
        "outcome": outcome.outcome._asdict(),
        "reason": outcome.reason,
        "at": outcome.at,
        "overturned": outcome.overturned,
    }
