"""`/works`: what is published, for other front ends. Anyone may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from linli.station.integrations.rest.paging import page
from linli.station.integrations.rest.shapes import documented
from linli.station.organisations.requests import Request
from linli.station.organisations.selectors import address
from linli.station.publishing import selectors
from linli.station.publishing.models import WorkVersion
from linli.station.publishing.plain import whole

router = Router(tags=["works"])
Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before")]
Slug = Annotated[str, Query(max_length=30, description="Only the works of this channel")]


class WorkOut(Schema):
    """A work as readers see it."""

    uid: str
    url: str
    channel: str
    kind: str
    title: str
    summary: str
    byline: str
    editor: str
    source: str
    source_url: str
    licence: str
    machine: str = Field(description="`none`, `assisted` or `generated`: what of it AI made; show it")
    published_at: datetime
    changed_at: datetime
    version: int
    correction: str
    digest: str = Field(description="SHA-256 of the canonical JSON of the version's content")


class PartOut(Schema):
    """One typed part, in Wagtail's stream format."""

    type: str
    id: str
    value: dict[str, Any]


class WholeOut(WorkOut):
    """The same with its body: as typed parts, and as plain HTML with whole addresses."""

    body: list[PartOut]
    html: str


class WorksOut(Schema):
    """A page of works, the newest version first."""

    results: list[WorkOut]
    next: str | None


@router.get("/works", response=WorksOut, auth=None, openapi_extra=documented())
def work_list(request: HttpRequest, channel: Slug = "", cursor: Cursor = "") -> dict[str, Any]:
    """What is published, fifty at a time."""
    community_id = _community(request)
    only = selectors.channel_by_slug(community_id=community_id, slug=channel) if channel else None
    rows = selectors.stream(community_id=community_id, channel=only)
    found = page(rows, cursor, place=f"works:{community_id}:{channel}")
    return {"results": [_out(one) for one in found.rows], "next": found.next}


@router.get("/works/{uid}", response=WholeOut, auth=None, openapi_extra=documented())
def work_read(request: HttpRequest, uid: str) -> dict[str, Any]:
    """One work, whole."""
    found = selectors.public_version(community_id=_community(request), uid=uid)
    return {**_out(found), "body": found.content["body"], "html": whole(found)}


def _community(request: HttpRequest) -> int:
    asked: Request = request  # type: ignore[assignment]
    return asked.community.pk


def _out(one: WorkVersion) -> dict[str, Any]:
    content, work = one.content, one.work
    kept = ("kind", "title", "summary", "source", "source_url", "licence", "machine")
    return {name: content[name] for name in kept} | {
        "uid": work.uid,
        "url": address(work.community_id, f"/read/{work.uid}/"),
        "channel": work.channel.slug,
        "byline": work.byline,
        "editor": one.editor_name,
        "published_at": work.published_at,
        "changed_at": one.created,
        "version": one.number,
        "correction": one.note,
        "digest": one.digest,
    }
