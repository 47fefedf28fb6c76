"""What signing in asks of some people: of staff a second factor, of sample accounts this very machine."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from linli.station.people.services import sample_open

Respond = Callable[[HttpRequest], HttpResponseBase]
OPEN_PATHS = ("/accounts/", "/static/", "/i18n/")


class SampleGuard:
    """Ends the session of a sample account, however it came about, where the sample station's door would be shut."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if getattr(request.user, "sample", False) and not sample_open(request):
            logout(request)
        return self.respond(request)


class StaffSecondFactor:
    """Sends staff who have no second factor to set it up before anything else. The sample station does without."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.SAMPLE and self._lacks(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.respond(request)

    def _lacks(self, request: HttpRequest) -> bool:
        actor = getattr(request, "actor", None)
        if actor is None or not actor.is_staff or request.path_info.startswith(OPEN_PATHS):
            return False
        return not is_mfa_enabled(request.user, types=["totp"])
