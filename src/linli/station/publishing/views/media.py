"""Pictures as they are kept, and a work in the shapes of other media; a draft only to those who may see it."""

from __future__ import annotations

import re
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from linli.station.organisations.requests import Request
from linli.station.organisations.selectors import address
from linli.station.publishing import selectors
from linli.station.publishing.cards import drawing
from linli.station.publishing.services.pictures import folder
from linli.station.publishing.showing import inlined, shown

NAME = re.compile(r"[0-9a-f]{64}-(480|960|1600)\.(webp|jpg)")
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
OWN_STYLES = {"style-src": [SELF, UNSAFE_INLINE], "frame-ancestors": [SELF], "script-src": [SELF, NONCE]}


@require_safe
def picture(request: Request, name: str) -> HttpResponse:
    """A picture by its digest and width: it never changes, so it may be kept for a year."""
    found = NAME.fullmatch(name)
    path = folder(request.community.pk) / name
    if found is None or not path.is_file():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=TYPES[found[2]])
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@never_cache
@require_safe
def card(request: Request, uid: str, draft: bool = False) -> HttpResponse:
    """A picture to share: the cover, the title, and a code that leads here."""
    return _drawn(request, uid, draft, "card")


@never_cache
@require_safe
def poster(request: Request, uid: str, draft: bool = False) -> HttpResponse:
    """A sheet to print and to pin up."""
    return _drawn(request, uid, draft, "poster")


@csp_replace(OWN_STYLES)  # type: ignore[untyped-decorator]
@xframe_options_sameorigin
@never_cache
@require_safe
def chat(request: Request, uid: str, draft: bool = False) -> HttpResponse:
    """The article for a chat app's account: styles written into it, to be copied and pasted there."""
    given = _given(request, uid, draft)
    one, root = given["one"], request.build_absolute_uri("/").rstrip("/")
    return render(request, "publishing/chat.html", {**given, "parts": inlined(one["parts"]), "root": root})


def _drawn(request: Request, uid: str, draft: bool, name: str) -> HttpResponse:
    given = _given(request, uid, draft)
    given |= {"drawn": drawing(given["content"], request.community.pk, given["url"])}
    answer = render(request, f"publishing/{name}.svg.html", given, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}-{uid}.svg"'
    answer["Content-Security-Policy"] = f"default-src {NONE}; img-src data:; style-src {NONE}"
    return answer


def _given(request: Request, uid: str, draft: bool) -> dict[str, Any]:
    community_id = request.community.pk
    if draft:
        work = selectors.work_for(actor=request.actor, uid=uid)
        content = selectors.content_of(work)
    else:
        version = selectors.public_version(community_id=community_id, uid=uid)
        work, content = version.work, version.content
    url = address(community_id, f"/read/{uid}/")
    return {"work": work, "content": content, "one": shown(content), "url": url}
