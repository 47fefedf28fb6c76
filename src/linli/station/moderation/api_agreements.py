"""`/agreements`: what a client's accounts agree to, so that a platform asks no more than it must."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from linli.station.conduct import selectors as conduct
from linli.station.conduct import services as write
from linli.station.conduct.selectors import Party, Standing
from linli.station.integrations.rest.bodies import Body
from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import Both, documented
from linli.station.moderation import selectors
from linli.station.moderation.schemas import Id
from linli.station.moderation.services import account_ensure
from linli.station.organisations.selectors import address
from linli.station.people.actors import Actor, NotFound
from linli.vocabulary import LinliError, Text

router = Router(tags=["agreements"])
Account = Annotated[str, Query(max_length=100, description="The client's own id of an account")]


class AgreementOut(Schema):
    """An agreement, and how an account stands to it."""

    name: str
    version: str = Field(description="Send it back when the account agrees")
    reference: str
    title: Both
    text: Both
    url: str
    effective_at: datetime
    needed: bool = Field(description="Ask the account before it writes")
    anew: bool = Field(description="It agreed before, and something that matters to it changed since")
    changed: Both = Field(description="What changed since it agreed; empty where nothing did")
    agreed_at: datetime | None


class ConsentIn(Body):
    """An account agrees to the version that it was shown."""

    account: Id
    version: str = Field(max_length=20)


@router.get(
    "/agreements/{name}", response=AgreementOut, auth=Key("items:read"), openapi_extra=documented("items:read")
)
def agreement_read(request: HttpRequest, name: str, account: Account = "") -> dict[str, Any]:
    """The version in force (`rules` is the community's code) and whether this account has to be asked."""
    actor = actor_of(request)
    return _out(conduct.standing(party=_known(actor, account), name=_plain(name)))


@router.post(
    "/agreements/{name}/consents",
    response={201: AgreementOut},
    auth=Key("items:write"),
    openapi_extra=documented("items:write", repeatable=True),
)
def consent_give(request: HttpRequest, name: str, data: ConsentIn) -> Status[dict[str, Any]]:
    """Records that an account of the client's own agrees; 422 where the version is no longer the one in force."""
    actor = actor_of(request)
    known = account_ensure(actor=actor, external_id=_plain(data.account))
    party = Party(actor.community_id, account=known.uid)
    write.consent_give(actor=actor, party=party, name=_plain(name), version=data.version)
    return Status(201, _out(conduct.standing(party=party, name=name)))


@router.delete(
    "/agreements/{name}/consents/{path:account_id}",
    response=AgreementOut,
    auth=Key("items:write"),
    openapi_extra=documented("items:write", repeatable=True),
)
def consent_withdraw(request: HttpRequest, name: str, account_id: str) -> dict[str, Any]:
    """Takes an account's consent back; the record of it stays."""
    actor = actor_of(request)
    party = _known(actor, _plain(account_id))
    if not party.account:
        raise NotFound(Text("没有这个账号。", "There is no such account."), field="account", value=account_id)
    write.consent_withdraw(actor=actor, party=party, name=_plain(name))
    return _out(conduct.standing(party=party, name=name))


def _known(actor: Actor, external_id: str) -> Party:
    found = selectors.account_of(
        community_id=actor.community_id, client_id=actor.client_id or 0, external_id=_plain(external_id)
    )
    return Party(actor.community_id, account=found.uid if found else "")


def _plain(value: str) -> str:
    if "\0" in value:
        raise LinliError(Text("含有无法保存的字符。", "It holds a character that cannot be stored."), field="account")
    return value


def _out(one: Standing) -> dict[str, Any]:
    version = one.version
    return {
        "name": version.name,
        "version": version.uid,
        "reference": version.reference,
        "title": {"zh": version.title, "en": version.title_en},
        "text": {"zh": version.text, "en": version.text_en},
        "url": address(version.community_id, version.path),
        "effective_at": version.effective_at,
        "needed": one.needed,
        "anew": one.anew,
        "changed": {
            "zh": "\n".join(each.changed for each in one.changed),
            "en": "\n".join(each.changed_en for each in one.changed),
        },
        "agreed_at": one.agreed.given_at if one.agreed else None,
    }
