"""`/accounts/{id}/data`: a platform lets one of its own users see, take and delete what the station holds of them."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import Both, documented
from linli.station.people.actors import NotFound
from linli.station.privacy import selectors, services
from linli.station.privacy.packing import document
from linli.vocabulary import Text

router = Router(tags=["privacy"])
SCOPE = "accounts:rights"
Account = Annotated[str, Path(max_length=100, description="The client's own id of the account")]


class RowsOut(Schema):
    """Rows of one kind; their fields are those of the kind."""

    model: str
    name: Both
    rows: list[dict[str, Any]]


class DataOut(Schema):
    """Everything held of one account of the client's."""

    format: str
    data: list[RowsOut]


class ErasedOut(Schema):
    """Whether it is done; where not, `why`, and a person will see to it by the promise of 15 working days."""

    erased: bool
    counts: dict[str, int] = Field(description="Rows touched, by kind")
    why: list[Both]


@router.get("/accounts/{path:account_id}/data", response=DataOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def account_data(request: HttpRequest, account_id: Account) -> HttpResponse:
    """A portable copy of what is held of one account of the client's own."""
    subject = selectors.subject_of_account(actor=actor_of(request), external_id=_plain(account_id))
    return HttpResponse(orjson.dumps(document(subject), default=str), content_type="application/json")


@router.delete(
    "/accounts/{path:account_id}/data",
    response=ErasedOut,
    auth=Key(SCOPE),
    openapi_extra=documented(SCOPE, repeatable=True),
)
def account_forget(request: HttpRequest, account_id: Account) -> dict[str, Any]:
    """Forgets one account of the client's own: its words, its id, its name, everywhere in the station."""
    counts, why = services.account_erase(actor=actor_of(request), external_id=_plain(account_id))
    return {"erased": not why, "counts": counts, "why": [text._asdict() for text in why]}


def _plain(external_id: str) -> str:
    if "\0" in external_id:
        raise NotFound(Text("没有这个账号。", "There is no such account."), field="account", value=external_id)
    return external_id
