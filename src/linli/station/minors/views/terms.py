"""`/minors/terms/`: a lead enters the school terms."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.minors import selectors, services
from linli.station.minors.forms import TermForm
from linli.station.organisations.requests import Request, put_back
from linli.vocabulary import LinliError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponseBase:
    """The terms, one more, one less."""
    known = selectors.terms(actor=request.actor)
    gone = request.POST.get("remove", "")
    if gone.isdecimal() and len(gone) < 12:
        services.term_remove(actor=request.actor, term_id=int(gone))
        return redirect("minors-terms")
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.term_add(actor=request.actor, **form.cleaned_data)
            return redirect("minors-terms")
        except LinliError as error:
            put_back(form, error)
    return render(request, "minors/terms.html", {"form": form, "terms": known}, status=422 if form.errors else 200)
