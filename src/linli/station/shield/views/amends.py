"""`/shield/amends/<code>/`: an author who was invited writes an apology, once."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.organisations.requests import Request, put_back
from linli.station.shield import selectors, services
from linli.station.shield.forms import AmendsForm
from linli.station.shield.views.holder import holder
from linli.vocabulary import LinliError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, code: str) -> HttpResponseBase:
    """What to say and what not; afterwards thanks."""
    found = selectors.amends_by_code(community_id=request.community.pk, code=code)
    form = AmendsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.amends_write(actor=holder(request), amends=found, text=form.cleaned_data["text"])
        except LinliError as error:
            put_back(form, error)
    context = {"amends": found, "form": form}
    return render(request, "shield/amends.html", context, status=422 if form.errors else 200)
