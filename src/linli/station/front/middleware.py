"""What pages have in common on the way in and out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from linli.station.front import errors
from linli.station.people.actors import Forbidden, NotFound
from linli.vocabulary import LinliError

API = "/api/"


class RefusalPages:
    """A refusal raised by a service becomes a page that says what to do; the API answers its own."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The page of a refusal; None for any other failure."""
        if not isinstance(exception, LinliError) or request.path_info.startswith(API):
            return None
        if isinstance(exception, NotFound):
            return errors.not_found(request, exception)
        return (errors.forbidden if isinstance(exception, Forbidden) else errors.bad_request)(request, exception)
