"""Whatever goes wrong below `/api/` before or beside an end point is answered as a problem document too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from linli.problems import MEDIA_TYPE
from linli.station.integrations.rest.errors import answer, plain

Respond = Callable[[HttpRequest], HttpResponseBase]
API = "/api/"


class ApiProblems:
    """Outermost of all: pages of refusal become documents where the address is the API's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.respond(request)
        if response.status_code < 400 or API not in request.path:
            return response
        if response.get("Content-Type", "").startswith((MEDIA_TYPE, "application/json")):
            return response
        told = answer(plain(response.status_code))
        if response.has_header("Allow"):
            told["Allow"] = response["Allow"]
        return told
