"""`/agreements/`: what a person agreed to, what waits for their word, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.conduct import selectors, services
from linli.station.conduct.selectors import Party
from linli.station.organisations.requests import Request, told
from linli.vocabulary import LinliError


@never_cache
@login_required
@require_safe
def agreements(request: Request) -> HttpResponse:
    """How the person stands to each agreement, and the record of their consents."""
    party = _party(request)
    context = {"standings": selectors.standings(party=party), "consents": selectors.consents(party=party)[:50]}
    return render(request, "conduct/agreements.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: Request, name: str) -> HttpResponseBase:
    """One agreement to read; agreeing and taking it back are its two buttons."""
    party = _party(request)
    if request.method == "POST":
        try:
            _act(request, party, name)
        except LinliError as error:
            messages.error(request, told(error))
            return redirect("agreement", name)
        return redirect("agreements")
    standing = selectors.standing(party=party, name=name)
    return render(request, "conduct/agreement.html", {"one": standing})


def _act(request: Request, party: Party, name: str) -> None:
    if request.POST.get("do") == "withdraw":
        services.consent_withdraw(actor=request.actor, party=party, name=name)
        messages.success(request, gettext("已撤回同意。"))
        return
    services.consent_give(actor=request.actor, party=party, name=name, version=request.POST.get("version", ""))
    messages.success(request, gettext("已记下您的同意。"))


def _party(request: Request) -> Party:
    return Party(request.community.pk, user_id=request.actor.user_id)
