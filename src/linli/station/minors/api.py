"""`/minors/…`: what a platform asks of a child's plan. It learns an opaque id, a band, and yes or no."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import documented
from linli.station.minors import schemas, selectors, services
from linli.station.minors.book import Grant
from linli.station.minors.models import Link
from linli.station.minors.services.minutes import WHY, allow_of, allowed_now, public_key
from linli.station.organisations.selectors import address
from linli.station.people.actors import Actor, NotFound
from linli.vocabulary import Text

router = Router(tags=["minors"])
SCOPE = "minors"
ChildId = Annotated[str, Query(min_length=1, max_length=20)]


@router.post(
    "/minors/links", response=schemas.LinkOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE, repeatable=True)
)
def link_make(request: HttpRequest, data: schemas.LinkIn) -> dict[str, Any]:
    """Ties this platform to a child by the code on the child's page; the same child gets the same id again."""
    return {"child": services.link_make(actor=actor_of(request), code=data.code).uid}


@router.post("/minors/sessions", response=schemas.GrantOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def session_ask(request: HttpRequest, data: schemas.SessionIn) -> dict[str, Any]:
    """Opens a session, and is its heartbeat: ask again at `until`. A minute counts once, on however many devices."""
    actor, link = _link(request, data.child)
    return grant_out(services.session_ask(actor=actor, link=link, device=data.device))


@router.post("/minors/sessions/end", response=schemas.ClosedOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def session_close(request: HttpRequest, data: schemas.SessionIn) -> dict[str, Any]:
    """The device stopped."""
    actor, link = _link(request, data.child)
    return {"left": services.session_close(actor=actor, link=link, device=data.device)}


@router.get("/minors/allowed", response=schemas.AllowedOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def allowed(request: HttpRequest, child: ChildId) -> dict[str, Any]:
    """What is allowed now; nothing is taken."""
    actor, link = _link(request, child)
    found = allowed_now(actor=actor, link=link)
    return {
        "now": grant_out(found.grant),
        "allow": allow_of(found.plan),
        "band": str(found.plan.band),
        "spend_left": found.spend_left,
    }


@router.get("/minors/pool", response=schemas.PoolOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def pool(request: HttpRequest, child: ChildId) -> dict[str, Any]:
    """The content pool of the child's plan: lessons and works that people picked."""
    actor, link = _link(request, child)
    band, here = selectors.plan_of(link.child).pool, actor.community_id
    found = selectors.pool(community_id=here, band=band)
    items = [
        {"kind": one.kind, "title": one.title, "about": one.about, "url": address(here, one.path)} for one in found
    ]
    return {"band": str(band), "items": items}


@router.post("/minors/spend", response=schemas.SpendOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def spend(request: HttpRequest, data: schemas.SpendIn) -> dict[str, Any]:
    """May the child spend this? Allowed means counted; the same `once` counts once."""
    actor, link = _link(request, data.child)
    why = services.spend(actor=actor, link=link, once=data.once, yuan=data.yuan)
    return {"allowed": not why, "why": why, "words": WHY[why]._asdict()}


@router.post("/minors/leases", response=schemas.LeaseOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def lease_make(request: HttpRequest, data: schemas.LeaseIn) -> dict[str, Any]:
    """Lends minutes for use without the net: they are out of the day until the lease is settled."""
    actor, link = _link(request, data.child)
    made = services.lease_make(actor=actor, link=link, device=data.device, minutes=data.minutes)
    return {
        "token": made.token,
        "lease": made.uid,
        "minutes": made.minutes,
        "why": made.why,
        "words": WHY[made.why]._asdict(),
    }


@router.post("/minors/leases/settle", response=schemas.SettledOut, auth=Key(SCOPE), openapi_extra=documented(SCOPE))
def lease_settle(request: HttpRequest, data: schemas.SettleIn) -> dict[str, Any]:
    """The device met the net again: unused minutes come back, once."""
    actor, link = _link(request, data.child)
    return {"returned": services.lease_settle(actor=actor, link=link, uid=data.lease, used=data.used)}


@router.get("/minors/key", response=schemas.KeyOut, auth=None, openapi_extra=documented())
def key(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """What a device checks leases with, without the net."""
    return {"ed25519": public_key()}


def grant_out(grant: Grant) -> dict[str, Any]:
    """A grant as the API tells it."""
    return {
        "allowed": grant.allowed,
        "why": grant.why,
        "words": WHY[grant.why]._asdict(),
        "until": grant.until.isoformat(),
        "left": grant.left,
        "rest": grant.rest,
    }


def _link(request: HttpRequest, child: str) -> tuple[Actor, Link]:
    if "\0" in child:
        raise NotFound(Text("没有找到。", "Not found."), field="child")
    actor = actor_of(request)
    return actor, selectors.link_of(actor=actor, uid=child)
