"""What anyone sees: collections, items, their pictures, the search, the timeline, the map and the reading rooms."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.station.collections import iiif, imaging, selectors
from linli.station.collections.charts import marks
from linli.station.collections.citing import citations
from linli.station.collections.fields import FIELDS
from linli.station.collections.models import Item, Picture
from linli.station.collections.rights import LICENCES, ROOMS
from linli.station.collections.snippets import snippet
from linli.station.organisations.requests import Request
from linli.station.organisations.selectors import address, community_by_id

PER_PAGE = 24
LARGER = (800, 1600, 3200)
DETAILS = ("creator", "contributor", "publisher", "date", "place", "source", "identifier", "language")


@require_safe
def library(request: Request) -> HttpResponse:
    """The collections, and the doors to the rest."""
    context = {
        "collections": selectors.collections(actor=request.actor),
        "rooms": ROOMS,
        "keeps": selectors.keeps(request.actor),
    }
    return render(request, "collections/library.html", context)


@require_safe
def search(request: Request) -> HttpResponse:
    """Items by any word of two characters or more, in either script or by their sound."""
    text, room = request.GET.get("q", "").strip()[:60], request.GET.get("room", "")
    room = room if room in ROOMS else ""
    found = selectors.search(community_id=request.community.pk, text=text, room=room)
    page = Paginator(found.items, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, snippet(one, text), first) for one, first in with_picture(list(page.object_list))]
    context = {"q": text, "room": room, "rooms": ROOMS, "found": found, "page": page, "rows": rows}
    return render(request, "collections/search.html", context)


@require_safe
def collection(request: Request, uid: str) -> HttpResponse:
    """A collection and its items."""
    found = selectors.collection(actor=request.actor, uid=uid)
    page = Paginator(selectors.items_of(actor=request.actor, found=found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "collection": found,
        "page": page,
        "rows": with_picture(list(page.object_list)),
        "keeps": selectors.keeps(request.actor),
    }
    return render(request, "collections/collection.html", context)


@require_safe
def room(request: Request, room: str) -> HttpResponse:
    """What is laid out for an age."""
    if room not in ROOMS:
        raise Http404
    page = Paginator(selectors.in_room(actor=request.actor, room=room), PER_PAGE).get_page(request.GET.get("page"))
    context = {"room": room, "name": ROOMS[room], "page": page, "rows": with_picture(list(page.object_list))}
    return render(request, "collections/room.html", context)


@require_safe
def item(request: Request, uid: str) -> HttpResponse:
    """An item: its pictures, its text, what is known of it, how to cite it and what may be done with it."""
    found = selectors.item(actor=request.actor, uid=uid)
    before, after = selectors.neighbours(actor=request.actor, found=found)
    context = {
        **_told(found),
        "before": before,
        "after": after,
        "keeps": selectors.keeps(request.actor),
        "details": [(FIELDS[name].name, value) for name in DETAILS if (value := getattr(found, name))],
        "citations": citations(found, address(found.community_id, f"/library/items/{uid}/"), _site(found)),
    }
    return render(request, "collections/item.html", context)


@require_safe
def simple(request: Request, uid: str) -> HttpResponse:
    """The same with large letters and few words: a picture, what it is, the text."""
    return render(request, "collections/simple.html", _told(selectors.item(actor=request.actor, uid=uid)))


def _told(found: Item) -> dict[str, Any]:
    return {
        "item": found,
        "pictures": selectors.pictures(found),
        "licence": LICENCES[found.licence],
        "rooms": [ROOMS[name] for name in found.rooms if name in ROOMS],
        "lines": found.transcription.splitlines(),
    }


@require_safe
def picture(request: Request, uid: str, number: int) -> HttpResponse:
    """A picture as near as one likes: by keys and buttons with a script, as larger and larger pictures without."""
    found = selectors.item(actor=request.actor, uid=uid)
    pictures = selectors.pictures(found)
    shown = next((one for one in pictures if one.number == number), None)
    if shown is None:
        raise Http404
    most = min(imaging.widest(shown), shown.width)
    context = {
        "item": found,
        "picture": shown,
        "pictures": pictures,
        "service": iiif.image(shown, request.META.get("SCRIPT_NAME", "").rstrip("/")),
        "start": min(800, shown.width),
        "larger": [width for width in LARGER if width < most] + [most],
        "most": most,
    }
    return render(request, "collections/picture.html", context)


@require_safe
def timeline(request: Request) -> HttpResponse:
    """The dated items, the earliest first."""
    page = Paginator(selectors.dated(actor=request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "collections/timeline.html", {"page": page})


@require_safe
def places(request: Request) -> HttpResponse:
    """The items with a place, on a map without borders and in a list."""
    found = list(selectors.placed(actor=request.actor)[:200])
    return render(request, "collections/map.html", {"items": found, "map": marks(found)})


def with_picture(items: list[Item]) -> list[tuple[Item, Picture | None]]:
    """Items with their first pictures."""
    first = selectors.first_pictures(items)
    return [(one, first.get(one.pk)) for one in items]


def _site(found: Item) -> str:
    return str(community_by_id(found.community_id).name)
