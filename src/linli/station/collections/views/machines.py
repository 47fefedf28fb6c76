"""What other libraries and viewers read, from any site: IIIF manifests, the image service, OAI-PMH."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.collections import iiif, imaging, oai, selectors
from linli.station.organisations.requests import Request
from linli.station.organisations.selectors import address
from linli.station.people.actors import visitor
from linli.vocabulary import LinliError

AS_JSON = 'application/ld+json;profile="{}"'
YEAR = 365 * 24 * 3600


@require_safe
def manifest(request: Request, uid: str) -> HttpResponse:
    """An item's manifest; an item without a picture has none."""
    found = selectors.shown_item(community_id=request.community.pk, uid=uid)
    pictures = selectors.pictures(found)
    if not pictures:
        raise Http404
    return _json(iiif.manifest(found, pictures, _base(request)), iiif.CONTEXT)


@require_safe
def collection(request: Request, uid: str) -> HttpResponse:
    """A collection of manifests."""
    found = selectors.collection(actor=visitor(request.community.pk), uid=uid)
    return _json(iiif.collection(found, selectors.pictured(found), _base(request)), iiif.CONTEXT)


@require_safe
def image(request: Request, uid: str) -> HttpResponse:
    """The image service itself: leads to its description."""
    selectors.picture(actor=request.actor, uid=uid)
    return _open(HttpResponseRedirect(f"{request.path}/info.json", status=303))


@require_safe
def image_info(request: Request, uid: str) -> HttpResponse:
    """What a picture's image service can do."""
    found = selectors.picture(actor=request.actor, uid=uid)
    return _json(imaging.info(found, iiif.image(found, _base(request))), imaging.CONTEXT)


@require_safe
def image_part(
    request: Request, uid: str, region: str, size: str, rotation: str, quality: str, form: str
) -> HttpResponse:
    """A part of a picture as asked for."""
    found = selectors.picture(actor=request.actor, uid=uid)
    try:
        asked = imaging.understood(found, region, size, rotation, quality, form)
    except LinliError as wrong:
        return _open(HttpResponse(str(wrong), status=400, content_type="text/plain; charset=utf-8"))
    answer = HttpResponse(imaging.given(found, asked), content_type=imaging.FORMATS[form][1])
    public = found.item.state == "shown" and found.item.collection.shown
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable" if public else "private, no-store"
    answer["Link"] = f'<{imaging.PROTOCOL}/3/level2.json>;rel="profile"'
    return _open(answer)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai_pmh(request: Request) -> HttpResponse:
    """OAI-PMH: one address, asked by GET or POST."""
    given = request.POST if request.method == "POST" else request.GET
    provider = oai.Provider(request.community.pk, _base(request), request.community.name, settings.DEFAULT_FROM_EMAIL)
    return HttpResponse(provider.answer(oai.arguments(given.lists())), content_type="text/xml; charset=utf-8")


def _json(document: dict[str, Any], profile: str) -> HttpResponse:
    return _open(
        JsonResponse(document, content_type=AS_JSON.format(profile), json_dumps_params={"ensure_ascii": False})
    )


def _open(answer: HttpResponse) -> HttpResponse:
    """Any site's viewer may read it."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _base(request: Request) -> str:
    return address(request.community.pk, "")
