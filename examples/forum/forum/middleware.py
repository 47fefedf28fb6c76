"""Who is asking and in which language; and what a page may load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from forum.models import Neighbour
from forum.places import BOARDS

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def content_security(get_response: Handler) -> Handler:
    """No script at all and nothing from anywhere else."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return respond


def neighbour(get_response: Handler) -> Handler:
    """`request.neighbour`: whoever signed in, or None."""

    def respond(request: HttpRequest) -> HttpResponse:
        found = request.session.get("neighbour")
        request.neighbour = Neighbour.objects.filter(pk=found).first() if found else None  # type: ignore[attr-defined]
        return get_response(request)

    return respond


def who(request: HttpRequest) -> Neighbour | None:
    """The neighbour that signed in."""
    found: Neighbour | None = getattr(request, "neighbour", None)
    return found


def language(request: HttpRequest) -> str:
    """`zh` or `en`, from the cookie that the switch sets."""
    return "en" if request.COOKIES.get("forum_language") == "en" else "zh"


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page needs."""
    me = who(request)
    unread = me.notices.filter(read=None).count() if me else 0
    return {
        "me": me,
        "language": language(request),
        "boards": BOARDS,
        "unread": unread,
        "station_url": settings.ENVIRONMENT.station_url,
    }
