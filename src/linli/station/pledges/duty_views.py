"""`/duties/`: the duties of a platform with their sources; how this one stands, and the table to take away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import NotFound, require
from linli.station.pledges import duties as listing
from linli.station.pledges import selectors, services
from linli.station.pledges.forms import DutyForm
from linli.vocabulary import LinliError, Text

UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def duties(request: Request) -> HttpResponseBase:
    """The list; leads show it to everyone or take it back."""
    if request.method == "POST":
        services.sheet_show(actor=request.actor, show=request.POST.get("show") == "1")
        return redirect("duties")
    return render(request, "pledges/duties.html", _context(request))


@never_cache
@require_GET
def printed(request: Request) -> HttpResponse:
    """The list on paper."""
    return render(request, "pledges/duties_print.html", _context(request))


@never_cache
@require_GET
def as_csv(request: Request) -> HttpResponse:
    """The list for a spreadsheet."""
    body = listing.as_csv(listing.stands(actor=request.actor))
    return HttpResponse(body, content_type="text/csv; charset=utf-8")


@never_cache
@require_GET
def as_json(request: Request) -> HttpResponse:
    """The list for a program."""
    body = listing.as_json(listing.stands(actor=request.actor))
    return HttpResponse(body, content_type="application/json; charset=utf-8")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: Request, duty: str) -> HttpResponseBase:
    """A lead says how it stands with one duty."""
    require(request.actor, "pledge.lead", request.community.pk)
    stand = next((one for one in listing.stands(actor=request.actor) if one.one.id == duty), None)
    if stand is None:
        raise NotFound(Text("没有这一项。", "There is no such duty."), field="duty", value=duty)
    row = stand.row
    names = ("state", "evidence", "gap", "owner", "due")
    form = DutyForm(request.POST or None, initial={name: getattr(row, name) for name in names} if row else {})
    if request.method == "POST" and form.is_valid():
        try:
            services.duty_save(actor=request.actor, duty=duty, **form.cleaned_data)
            return redirect("duties")
        except LinliError as error:
            put_back(form, error)
    context = {"stand": stand, "form": form}
    return render(request, "pledges/duty.html", context, status=UNPROCESSABLE if form.errors else 200)


def _context(request: Request) -> dict[str, object]:
    found = listing.stands(actor=request.actor)
    groups = list(dict.fromkeys(one.one.group for one in found))
    leads = selectors.leads(request.actor)
    return {
        "groups": [(group, [one for one in found if one.one.group == group]) for group in groups],
        "leads": leads,
        "public": listing.shown(community_id=request.community.pk),
        "gaps": sum(one.row is not None and one.row.state in ("gap", "partly") for one in found),
        "unfilled": sum(one.row is None for one in found),
        "of": len(found),
    }
