"""`/shield/friend/<code>/`: a trusted friend looks so that the person need not, and may lengthen the shield."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.organisations.requests import Request
from linli.station.shield import help, selectors, services
from linli.station.shield.views.holder import holder

SHOWN = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Request, code: str) -> HttpResponseBase:
    """What came, folded; private messages are never shown here."""
    friend = selectors.friend_by_code(community_id=request.community.pk, code=code)
    if request.method == "POST":
        services.friend_lengthen(actor=holder(request), friend=friend)
        messages.success(request, gettext("防护至少再开一天。"))
        return redirect("shield-friend", code)
    rows = selectors.reached(friend.shield).filter(hurt__gt=0).exclude(item__kind="message")
    context = {
        "friend": friend,
        "on": selectors.holds(friend.shield),
        "shield": friend.shield,
        "rows": rows[:SHOWN],
        "lines": help.lines(friend.shield.region),
        "code": code,
    }
    return render(request, "shield/friend.html", context)
