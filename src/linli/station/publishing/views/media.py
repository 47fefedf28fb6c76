"""Pictures as they are kept, and a work in the shapes of other media."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from linli.station.organisations.requests import Request
from linli.station.publishing.services.pictures import folder

NAME = re.compile(r"[0-9a-f]{64}-(480|960|1600)\.(webp|jpg)")
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


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
