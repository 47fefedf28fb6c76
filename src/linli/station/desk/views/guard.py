"""Pages for staff alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase

from linli.station.organisations.requests import Request
from linli.station.people.actors import require

View = Callable[..., HttpResponseBase]


def staff_only(view: View) -> View:
    """Asks a visitor to sign in; refuses a person who handles no cases in this community."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.user_id is None:
            return redirect_to_login(request.get_full_path())
        require(request.actor, "case.list", request.community.pk)
        return view(request, *args, **kwargs)

    return guarded
