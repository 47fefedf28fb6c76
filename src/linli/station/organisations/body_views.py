"""`/organisations/`: the tree, one organisation, its entry, people and contact; `/bases/`: what is offered next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.station.organisations import bodies, tree
from linli.station.organisations.body_forms import AUDIENCES, BodyForm, DateForm, OfferForm
from linli.station.organisations.models import Organisation
from linli.station.organisations.requests import Request, put_back, told
from linli.station.organisations.selectors import address, user_named
from linli.station.people.actors import may, require
from linli.vocabulary import LinliError

UNPROCESSABLE, SHOWN = 422, 60


@never_cache
@require_GET
def organisations(request: Request) -> HttpResponse:
    """The tree."""
    community_id = request.community.pk
    leads = may(request.actor, "organisation.manage", community_id)
    context = {"roots": tree.roots(community_id=community_id), "leads": leads}
    return render(request, "organisations/tree.html", context)


@never_cache
@require_GET
def bases(request: Request) -> HttpResponse:
    """The literacy bases, with what they offer next."""
    community_id = request.community.pk
    found = tree.organisations(community_id=community_id).filter(kind="base").prefetch_related("offers")
    context = {
        "bases": found,
        "dates": tree.dates(community_id=community_id)[:SHOWN],
        "audiences": dict(AUDIENCES),
    }
    return render(request, "organisations/bases.html", context)


@never_cache
@require_GET
def organisation(request: Request, uid: str) -> HttpResponse:
    """One organisation."""
    return _page(request, uid)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A lead registers an organisation."""
    require(request.actor, "organisation.manage", request.community.pk)
    form = BodyForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})
    form.offer(_parents(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("organisation", bodies.organisation_add(actor=request.actor, **form.cleaned_data).uid)
        except LinliError as error:
            put_back(form, error)
    return render(request, "organisations/entry.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, uid: str) -> HttpResponseBase:
    """A lead writes its entry anew."""
    require(request.actor, "organisation.manage", request.community.pk)
    found = tree.organisation(community_id=request.community.pk, uid=uid)
    names = ("kind", "name", "name_en", "scope", "about", "contact")
    initial = {name: getattr(found, name) for name in names} | {"parent": found.parent.uid if found.parent else ""}
    form = BodyForm(request.POST or None, initial=initial)
    form.offer(_parents(request))
    if request.method == "POST" and form.is_valid():
        try:
            bodies.organisation_change(actor=request.actor, uid=uid, **form.cleaned_data)
            return redirect("organisation", uid)
        except LinliError as error:
            put_back(form, error)
    context = {"form": form, "one": found}
    return render(request, "organisations/entry.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_POST
def act(request: Request, uid: str) -> HttpResponseBase:
    """One act on an organisation: its contact asked, its people, its offers and dates, its end."""
    offer, date = OfferForm(None), DateForm(None)
    try:
        if "offer" in request.POST:
            offer = OfferForm(request.POST)
            if not offer.is_valid():
                return _page(request, uid, offer=offer)
            bodies.offer_add(actor=request.actor, uid=uid, **offer.cleaned_data)
        elif "date" in request.POST:
            date = DateForm(request.POST)
            if not date.is_valid():
                return _page(request, uid, date=date)
            bodies.date_add(actor=request.actor, offer=request.POST["date"][:20], **date.cleaned_data)
        else:
            _done(request, uid)
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("organisation", uid)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, code: str) -> HttpResponseBase:
    """The link that was sent to a contact, opened there."""
    try:
        ask = tree.ask_by_code(community_id=request.community.pk, code=code)
        if request.actor.user_id is None:
            return redirect_to_login(request.get_full_path())
        if request.method == "POST":
            found = bodies.contact_confirm(actor=request.actor, code=code)
            messages.success(request, gettext("确认好了，您现在是这个单位的经办人。"))
            return redirect("organisation", found.uid)
    except LinliError as error:
        return render(request, "organisations/contact.html", {"refused": told(error)}, status=404)
    return render(request, "organisations/contact.html", {"ask": ask})


def _done(request: Request, uid: str) -> None:
    given, actor = request.POST, request.actor
    if "ask" in given:
        bodies.contact_ask(actor=actor, uid=uid)
    elif "over" in given:
        heir = user_named(community_id=actor.community_id, username=given["over"][:150].strip())
        bodies.delegate_hand_over(actor=actor, uid=uid, user_id=heir or 0)
        messages.success(request, gettext("交接好了。"))
    elif "end" in given:
        who = given["end"]
        bodies.delegate_end(actor=actor, uid=uid, user_id=int(who) if who.isdecimal() and len(who) < 12 else 0)
    elif "offer-end" in given:
        bodies.offer_end(actor=actor, uid=given["offer-end"][:20])
    elif "date-cancel" in given:
        bodies.date_cancel(actor=actor, uid=given["date-cancel"][:20])
    elif "close" in given:
        bodies.organisation_close(actor=actor, uid=uid)


def _parents(request: Request) -> list[tuple[str, str]]:
    return [(one.uid, one.name) for one in tree.organisations(community_id=request.community.pk)]


def _page(request: Request, uid: str, **forms: Any) -> HttpResponse:
    found = tree.organisation(community_id=request.community.pk, uid=uid)
    leads = may(request.actor, "organisation.manage", request.community.pk)
    speaks = tree.speaks_for(actor=request.actor, organisation=found)
    bad = any(form.errors for form in forms.values())
    context = {
        "one": found,
        "kind": tree.NAMES[found.kind],
        "above": tree.above(found)[::-1],
        "below": tree.below(community_id=request.community.pk, one=found),
        "leads": leads,
        "speaks": speaks,
        "ours": found.community_id == request.community.pk,
        "delegates": tree.delegates_of(found) if leads or speaks else [],
        "asked": _asked(request, found) if leads else "",
        "offers": found.offers.filter(ended_at=None).order_by("pk"),
        "dates": tree.dates(community_id=request.community.pk, organisation_id=found.pk),
        "audiences": dict(AUDIENCES),
        "offer": OfferForm(None),
        "date": DateForm(None),
        **forms,
    }
    return render(request, "organisations/body.html", context, status=UNPROCESSABLE if bad else 200)


def _asked(request: Request, found: Organisation) -> str:
    code = tree.open_ask(found)
    return address(request.community.pk, f"/organisations/contact/{code}/") if code else ""
