"""`/honours/`: the stories, those on notice, proposing one, and the page of the person who did it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.honours import selectors, services
from linli.station.honours.forms import AgreeForm, ObjectForm, ProposeForm
from linli.station.organisations.requests import Request, put_back
from linli.station.organisations.selectors import address
from linli.station.people.actors import visitor
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
SHOWN = 60


@require_GET
def honours(request: Request) -> HttpResponse:
    """The stories and those on notice."""
    community_id = request.community.pk
    context = {
        "stories": selectors.stories(community_id=community_id)[:SHOWN],
        "notice": selectors.on_notice(community_id=community_id),
        "mine": selectors.proposed_by(actor=request.actor) if request.actor.user_id else [],
    }
    return render(request, "honours/honours.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request) -> HttpResponse:
    """Proposes a deed; afterwards shows the address to hand over, and the receipt."""
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, code, receipt = services.honour_propose(actor=request.actor, **form.cleaned_data)
        except LinliError as error:
            put_back(form, error)
        else:
            where = address(request.community.pk, f"/honours/consent/{code}/")
            return render(request, "honours/proposed.html", {"honour": made, "where": where, "receipt": receipt})
    return render(request, "honours/propose.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: Request, code: str) -> HttpResponseBase:
    """The page of who did it: read, agree, say how to be called, or take it back at any time."""
    found = selectors.honour_by_code(community_id=request.community.pk, code=code)
    form = AgreeForm(
        request.POST if "agree" in request.POST else None, initial={"naming": found.naming, "name": found.name}
    )
    if request.method == "POST":
        try:
            if "withdraw" in request.POST:
                services.honour_withdraw(actor=request.actor, code=code)
                return redirect("honour-consent", code)
            if form.is_valid():
                services.honour_agree(actor=request.actor, code=code, **form.cleaned_data)
                return redirect("honour-consent", code)
        except LinliError as error:
            if not form.is_bound:
                raise
            put_back(form, error)
    context = {"honour": found, "form": form, "may_agree": found.state in ("proposed", "agreed", "notice")}
    return render(request, "honours/consent.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def honour(request: Request, uid: str) -> HttpResponseBase:
    """One story, and while it is on notice a form for what is wrong with it."""
    found, form = (
        selectors.public_honour(community_id=request.community.pk, uid=uid),
        ObjectForm(request.POST or None),
    )
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.objection_send(
                actor=visitor(request.community.pk),
                uid=uid,
                text=form.cleaned_data["text"],
                source=str(request.META.get("REMOTE_ADDR", "")),
            )
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    return render(
        request, "honours/honour.html", {"honour": found, "form": form}, status=UNPROCESSABLE if form.errors else 200
    )
