"""`/standing`: an account's record as its owner may see it, for the client that shows it to them; and the appeal."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from linli.station.integrations.rest.bodies import Body
from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import Both, documented
from linli.station.moderation import selectors, wire
from linli.station.moderation.schemas import Id, ReceiptOut
from linli.station.organisations.selectors import address
from linli.station.people.actors import Actor, NotFound
from linli.station.standing import selectors as standing
from linli.station.standing import services as write
from linli.vocabulary import Text

router = Router(tags=["standing"])
Account = Annotated[str, Query(min_length=1, max_length=100, description="The client's own id of the account")]


class StrikeOut(Schema):
    """A decision of a person that stands, until it no longer counts."""

    decision: str
    action: str
    weight: int
    at: datetime
    expires_at: datetime


class StepOut(Schema):
    """What the policy proposes next, at so many strikes; people decide it."""

    strikes: int
    action: str
    days: int


class ClassOut(Schema):
    """Of which class a lead said that the account is, and on what ground."""

    kind: str
    audience: int
    basis: str


class AccuracyOut(Schema):
    """How far its reports proved right, 0.5 to 1.5; for the order of the queue alone."""

    weight: float
    right: int
    wrong: int


class LimitOut(Schema):
    """A rule of the policy that reads grades or strikes."""

    rule: str
    clause: str
    explain: Both


class StandingOut(Schema):
    """An account's record. `grade` and `points` are null for one that does not publish to many."""

    account: str
    profile: ClassOut | None
    strikes: int
    each: list[StrikeOut]
    next_step: StepOut | None
    corrections: int
    grade: str | None
    points: int | None
    accuracy: AccuracyOut
    limits: list[LimitOut]
    criteria_url: str


class StandingAppealIn(Body):
    """The owner says what is wrong with it."""

    account: Id
    text: str = Field(max_length=2_000)


@router.get("/standing", response=StandingOut, auth=Key("items:read"), openapi_extra=documented("items:read"))
def standing_read(request: HttpRequest, account: Account) -> dict[str, Any]:
    """One of the client's own accounts: to be shown to its owner, and to nobody else."""
    actor = actor_of(request)
    return _out(actor.community_id, _own(actor, account), account)


@router.post(
    "/standing/appeals",
    response={201: ReceiptOut},
    auth=Key("reports:write"),
    openapi_extra=documented("reports:write", repeatable=True),
)
def standing_appeal(request: HttpRequest, data: StandingAppealIn) -> Status[dict[str, Any]]:
    """Appeals the record of one of the client's accounts; a lead looks, and counting may begin anew."""
    actor = actor_of(request)
    receipt = write.standing_appeal(actor=actor, account=_own(actor, data.account), text=data.text)
    return Status(201, wire.receipt_out(actor.community_id, receipt))


def _own(actor: Actor, external_id: str) -> str:
    plain = external_id.replace("\0", "")
    found = selectors.account_of(community_id=actor.community_id, client_id=actor.client_id or 0, external_id=plain)
    if found is None or plain != external_id:
        raise NotFound(Text("没有这个账号。", "There is no such account."), field="account", value=plain)
    return found.uid


def _out(community_id: int, account: str, name: str) -> dict[str, Any]:
    found = standing.standing_of(community_id=community_id, account=account)
    reports = standing.accuracy_of(community_id=community_id, account=account)
    step = found.strikes.next_step
    return {
        "account": name,
        "profile": found.profile,
        "strikes": found.strikes.total,
        "each": list(found.strikes.each),
        "next_step": step,
        "corrections": found.corrections,
        "grade": found.grade or None,
        "points": found.points if found.grade else None,
        "accuracy": reports,
        "limits": [
            {"rule": one.rule, "clause": one.clause, "explain": one.explain._asdict()}
            for one in standing.limits_of(community_id)
        ],
        "criteria_url": address(community_id, reverse("standing-criteria")),
    }
