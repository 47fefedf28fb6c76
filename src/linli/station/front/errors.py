"""The pages of refusals and failures. None of them needs the database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from linli.vocabulary import LinliError


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read. A `LinliError` says what and how to mend it."""
    return render(request, "400.html", _told(exception), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may not do this here."""
    return render(request, "403.html", _told(exception), status=403)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open for too long or came from elsewhere. `reason` helps developers alone."""
    del reason
    return render(request, "403.html", {"stale": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what exists but not for this person."""
    del exception  # Its words may tell that something exists.
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 with the wait in `Retry-After`; the page says it in minutes."""
    answer = render(request, "429.html", {"minutes": max(1, -(-seconds // 60))}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The page is whole in itself: whatever failed may fail again."""
    del request
    page = render_to_string("500.html", {"english": (get_language() or "").startswith("en")})
    return HttpResponse(page, status=500)


def _told(exception: Exception | None) -> dict[str, str]:
    if not isinstance(exception, LinliError):
        return {}
    side = 1 if (get_language() or "").startswith("en") else 0
    return {"problem": exception.problem[side], "mend": exception.mend[side]}
