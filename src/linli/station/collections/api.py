"""`/library`: what is shown, for programs. Anyone may read it."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from linli.station.collections import selectors
from linli.station.collections.models import Item
from linli.station.collections.rights import LICENCES
from linli.station.integrations.rest.shapes import Both, documented
from linli.station.organisations.selectors import address
from linli.station.people.actors import visitor

router = Router(tags=["library"])


class CollectionOut(Schema):
    """A collection."""

    id: str
    title: str
    about: str
    items: int
    url: str


class CollectionsOut(Schema):
    """The collections that are shown."""

    collections: list[CollectionOut]


class HeldOut(Schema):
    """An item as a list shows it."""

    id: str
    title: str
    creator: str
    date: str
    collection: str
    url: str


class FoundOut(Schema):
    """What a search found, those with the words in their title first; `more` where there is more than is listed."""

    items: list[HeldOut]
    more: bool


class LicenceOut(Schema):
    """What may be done with an item."""

    name: Both
    url: str


class HeldWholeOut(HeldOut):
    """An item with its text. `manifest` is empty for one without a picture."""

    title_en: str
    description: str
    plain: str
    subjects: list[str]
    place: str
    source: str
    transcription: str
    licence: LicenceOut
    manifest: str = Field(default="", description="IIIF Presentation 3")


@router.get("/library", response=CollectionsOut, auth=None, openapi_extra=documented())
def library_read(request: HttpRequest) -> dict[str, Any]:
    """The collections."""
    community_id = _community(request)
    found = selectors.collections(actor=visitor(community_id))
    rows = [
        {
            "id": one.uid,
            "title": one.title,
            "about": one.about,
            "items": one.held,  # type: ignore[attr-defined]
            "url": address(community_id, f"/library/{one.uid}/"),
        }
        for one in found
    ]
    return {"collections": rows}


@router.get("/library/search", response=FoundOut, auth=None, openapi_extra=documented())
def library_search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=60, description="Two characters or more, in either script, or pinyin")],
) -> dict[str, Any]:
    """The items in which every word stands."""
    community_id = _community(request)
    found = selectors.search(community_id=community_id, text=q)
    return {"items": [_row(one) for one in found.items], "more": found.more}


@router.get("/library/items/{item}", response=HeldWholeOut, auth=None, openapi_extra=documented())
def library_item(request: HttpRequest, item: str) -> dict[str, Any]:
    """One item."""
    found = selectors.shown_item(community_id=_community(request), uid=item)
    licence = LICENCES[found.licence]
    pictured = bool(selectors.pictures(found))
    names = ("title_en", "description", "plain", "subjects", "place", "source", "transcription")
    return {
        **_row(found),
        **{name: getattr(found, name) for name in names},
        "licence": {"name": licence.name._asdict(), "url": licence.url},
        "manifest": address(found.community_id, f"/library/items/{found.uid}/manifest.json") if pictured else "",
    }


def _row(one: Item) -> dict[str, Any]:
    return {
        "id": one.uid,
        "title": one.title,
        "creator": one.creator,
        "date": one.date,
        "collection": one.collection.uid,
        "url": address(one.community_id, f"/library/items/{one.uid}/"),
    }


def _community(request: HttpRequest) -> int:
    return int(request.community.pk)  # type: ignore[attr-defined]
