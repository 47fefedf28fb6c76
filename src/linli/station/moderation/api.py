"""`/items`, `/reports`, `/appeals`, `/notices`, `/decisions`, `/policy`."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from linli.problems import Problem
from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.paging import page
from linli.station.integrations.rest.shapes import documented
from linli.station.moderation import schemas, selectors, wire
from linli.station.moderation import services as write
from linli.station.moderation.models import Account, Item
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import Text

router = Router(tags=["moderation"])
Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before")]


@router.post(
    "/items",
    response={200: schemas.SubmittedOut, 201: schemas.SubmittedOut},
    auth=Key("items:write"),
    openapi_extra=documented("items:write", repeatable=True),
)
def item_submit(request: HttpRequest, data: schemas.ItemIn) -> Status[dict[str, Any]]:
    """Stores an item, decides by the live policy, and tells the author.

    The same id with the same text changes nothing (200); with another text it is a new version, assessed again (200).
    """
    done = write.item_submit(
        actor=actor_of(request),
        external_id=data.id,
        kind=data.kind,
        text=data.text,
        account_id=data.author.id,
        account_name=data.author.name,
        context=data.context.model_dump(),
        url=data.url,
        submitted_by_party=data.submitted_by_party,
    )
    return Status(201 if done.created else 200, wire.submitted_out(done))


@router.get("/items", response=schemas.ItemPage, auth=Key("items:read"), openapi_extra=documented("items:read"))
def item_list(request: HttpRequest, cursor: Cursor = "") -> dict[str, Any]:
    """The client's items, the newest first."""
    actor = actor_of(request)
    found = page(selectors.items(actor=actor), cursor, place=_place(actor, "items"))
    return {"results": [wire.item_out(item) for item in found.rows], "next": found.next}


@router.get(
    "/items/{path:item_id}",
    response=schemas.SubmittedOut,
    auth=Key("items:read"),
    openapi_extra=documented("items:read"),
)
def item_read(request: HttpRequest, item_id: str) -> dict[str, Any]:
    """One item of the client's by the client's id."""
    return wire.item_whole(selectors.item_of(actor=actor_of(request), external_id=_stored(item_id)))


@router.delete(
    "/items/{path:item_id}",
    response=schemas.SubmittedOut,
    auth=Key("items:write"),
    openapi_extra=documented("items:write", repeatable=True),
)
def item_withdraw(request: HttpRequest, item_id: str) -> dict[str, Any]:
    """The author took it back. Reports on it are still answered. Safe to repeat."""
    actor = actor_of(request)
    item = selectors.item_of(actor=actor, external_id=_stored(item_id))
    return wire.item_whole(write.item_withdraw(actor=actor, item=item))


@router.post(
    "/reports",
    response={201: schemas.ReceiptOut},
    auth=Key("reports:write"),
    openapi_extra=documented("reports:write", repeatable=True),
)
def report_create(request: HttpRequest, data: schemas.ReportIn) -> Status[dict[str, Any]]:
    """Reports an item, an account, or what stands at an address. The receipt follows it to its answer."""
    actor = actor_of(request)
    item, account = _reported(actor, data)
    reporter = None
    if data.reporter is not None:
        reporter = write.account_ensure(actor=actor, external_id=data.reporter.id, name=data.reporter.name)
    receipt = write.report_create(
        actor=actor,
        category=data.category,
        text=data.text,
        item=item,
        account=account,
        url=data.url,
        quote=data.quote,
        minors=data.minors,
        source=f"client:{actor.client_id}:{data.source}" if data.source else "",
        reporter=reporter,
    )
    return Status(201, wire.receipt_out(actor.community_id, receipt))


@router.post(
    "/appeals",
    response={201: schemas.ReceiptOut},
    auth=Key("reports:write"),
    openapi_extra=documented("reports:write", repeatable=True),
)
def appeal_create(request: HttpRequest, data: schemas.AppealIn) -> Status[dict[str, Any]]:
    """Appeals a decision from its notice; somebody else decides, by the promised date."""
    actor = actor_of(request)
    notice = notices.notice_by_code(community_id=actor.community_id, code=data.notice)
    _own_account(actor, selectors.account_by_uid(community_id=actor.community_id, uid=notice.account), "notice")
    receipt = write.appeal_create(actor=actor, code=data.notice, text=data.text)
    return Status(201, wire.receipt_out(actor.community_id, receipt))


@router.get("/notices", response=schemas.NoticePage, auth=Key("items:read"), openapi_extra=documented("items:read"))
def notice_list(
    request: HttpRequest, account: Annotated[str, Query(min_length=1, max_length=100)], cursor: Cursor = ""
) -> dict[str, Any]:
    """What one account of the client's was told, the newest first."""
    actor = actor_of(request)
    require(actor, "account.notices", actor.community_id)
    known = selectors.account_of(
        community_id=actor.community_id, client_id=actor.client_id or 0, external_id=_stored(account)
    )
    owner = _own_account(actor, known, "account")
    rows = notices.notices_of_account(community_id=actor.community_id, account=owner.uid)
    found = page(rows, cursor, place=_place(actor, f"notices:{owner.uid}"))
    return {"results": [wire.notice_out(notice) for notice in found.rows], "next": found.next}


@router.get(
    "/decisions",
    response=schemas.StatementPage,
    auth=Key("decisions:read"),
    openapi_extra=documented("decisions:read"),
)
def decision_list(request: HttpRequest, cursor: Cursor = "") -> dict[str, Any]:
    """Decisions about the client's items and accounts with their statements of reasons, the newest first."""
    actor = actor_of(request)
    found = page(selectors.decisions(actor=actor), cursor, place=_place(actor, "decisions"))
    return {"results": [wire.statement_out(decision) for decision in found.rows], "next": found.next}


@router.get("/policy", response=schemas.PolicyOut, auth=None, openapi_extra=documented())
def policy_read(request: HttpRequest) -> dict[str, Any]:
    """The community's live policy. Anyone may read it."""
    community_id = request.community.pk  # type: ignore[attr-defined]
    version = write.policy_ensure(community_id=community_id)
    return wire.policy_out(write.policy_current(community_id=community_id), version.document)


def _place(actor: Actor, name: str) -> str:
    return f"{actor.community_id}:{actor.client_id}:{name}"


def _stored(external_id: str) -> str:
    """A NUL can be in an address, and in no database."""
    if "\0" in external_id:
        raise NotFound(Text("没有找到。", "Not found."), field="id", value=external_id)
    return external_id


def _reported(actor: Actor, data: schemas.ReportIn) -> tuple[Item | None, Account | None]:
    if data.item:
        return selectors.item_of(actor=actor, external_id=data.item), None
    if data.account:
        known = selectors.account_of(
            community_id=actor.community_id, client_id=actor.client_id or 0, external_id=data.account
        )
        return None, _own_account(actor, known, "account")
    if not data.url:
        raise Problem(
            422,
            Text("请写明举报的是什么。", "Say what is reported."),
            kind="missing-field",
            field="item",
            mend=Text("item、account、url 三者写一个。", "Give one of item, account, url."),
        )
    return None, None


def _own_account(actor: Actor, account: Account | None, field: str) -> Account:
    if account is None or account.client_id != actor.client_id:
        raise NotFound(Text("没有找到。", "Not found."), field=field)
    return account
