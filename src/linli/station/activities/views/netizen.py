"""`/good-netizen/`: one's own badges. Nobody else's are shown anywhere."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.activities import netizen, services
from linli.station.activities.forms import BadgeForm
from linli.station.organisations.requests import Request, put_back
from linli.vocabulary import LinliError


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponseBase:
    """What each badge stands for, which are earned, and taking one under a name of one's own."""
    form = BadgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("credential", services.badge_take(actor=request.actor, **form.cleaned_data))
        except LinliError as error:
            put_back(form, error)
    context = {"badges": netizen.badges(actor=request.actor), "form": form}
    return render(request, "activities/netizen.html", context, status=422 if form.errors else 200)
