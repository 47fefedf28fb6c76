"""Which community a request is about, and who asks: `request.community` and `request.actor`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import set_script_prefix

from linli.station.organisations import selectors
from linli.station.people.actors import NotFound

PREFIX = "/c/"
Respond = Callable[[HttpRequest], HttpResponseBase]


class CommunityMiddleware:
    """Takes `/c/<slug>/` off the path and keeps it in every address made; without it, the home community."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.community = self._community(request)  # type: ignore[attr-defined]
        user = request.user
        request.actor = selectors.actor_for(  # type: ignore[attr-defined]
            user_id=user.pk if user.is_authenticated else None,
            community_id=request.community.pk,  # type: ignore[attr-defined]
        )
        return self.respond(request)

    def _community(self, request: HttpRequest) -> object:
        try:
            if not request.path_info.startswith(PREFIX):
                set_script_prefix(f"{request.META.get('SCRIPT_NAME', '').rstrip('/')}/")
                return selectors.home_community()
            slug, _, rest = request.path_info[len(PREFIX) :].partition("/")
            found = selectors.community_by_slug(slug)
        except NotFound as missing:
            raise Http404(missing.problem.zh) from missing
        _strip(request, f"{PREFIX}{slug}", f"/{rest}")
        return found


def _strip(request: HttpRequest, prefix: str, rest: str) -> None:
    script = request.META.get("SCRIPT_NAME", "").rstrip("/") + prefix
    request.META["SCRIPT_NAME"] = script
    request.path_info = rest
    set_script_prefix(f"{script}/")
