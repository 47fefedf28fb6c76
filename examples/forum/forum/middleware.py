"""Who is asking and in which language; and what a page may load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum import minors
from forum.models import Neighbour
from forum.places import BOARDS

OPEN = ("/static/", "/sign-in/", "/sign-out/", "/language/", "/webhooks/")
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


def plan(get_response: Handler) -> Handler:
    """A child whose plan says stop is asked to rest; switching the account or the language stays possible."""

    def respond(request: HttpRequest) -> HttpResponse:
        me = who(request)
        if me is None or not me.child or request.path.startswith(OPEN):
            return get_response(request)
        refused = minors.refused(me, request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        if refused is None:
            return get_response(request)
        return render(request, "forum/rest.html", {"refused": refused}, status=403)

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
