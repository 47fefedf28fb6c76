"""`/minors/offers/`: what the mode offers, for anyone to read; and where a lead changes it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.minors import selectors, services
from linli.station.minors.forms import BANDS, EducationalForm, PickForm
from linli.station.minors.plan import Band
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import require
from linli.station.publishing import selectors as publishing
from linli.vocabulary import LinliError

UNPROCESSABLE, MOST = 422, 200


@require_safe
def page(request: Request) -> HttpResponse:
    """The pool of every band, and the services whose time does not count."""
    here = request.community.pk
    bands = [(name, selectors.pool(community_id=here, band=Band(value))) for value, name in BANDS]
    return render(
        request, "minors/offers.html", {"bands": bands, "educational": selectors.educational(community_id=here)}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request) -> HttpResponseBase:
    """A lead picks works and enters filed services, one form each."""
    require(request.actor, "minors.offer", request.community.pk)
    here = request.community.pk
    gone, dropped = request.POST.get("remove", ""), request.POST.get("drop", "")[:20]
    if gone.isdecimal() and len(gone) < 12:
        services.educational_remove(actor=request.actor, row=int(gone))
        return redirect("minors-offers-change")
    if dropped:
        services.pool_drop(actor=request.actor, work=dropped)
        return redirect("minors-offers-change")
    works = {one.work.uid: str(one.content["title"]) for one in publishing.stream(community_id=here)[:MOST]}
    what = request.POST.get("do", "")
    pick = PickForm(request.POST if what == "pick" else None, works=list(works.items()))
    served = EducationalForm(request.POST if what == "educational" else None)
    if request.method == "POST" and _done(request, pick, served):
        return redirect("minors-offers-change")
    names = dict(BANDS)
    context = {
        "pick": pick,
        "served": served,
        "works": works,
        "picked": [
            (one.work, works.get(one.work, one.work), [names[band] for band in one.bands])
            for one in selectors.picked(community_id=here)
        ],
        "educational": selectors.educational(community_id=here),
    }
    status = UNPROCESSABLE if pick.errors or served.errors else 200
    return render(request, "minors/offers_change.html", context, status=status)


def _done(request: Request, pick: PickForm, served: EducationalForm) -> bool:
    form: PickForm | EducationalForm = pick if pick.is_bound else served
    if not form.is_valid():
        return False
    try:
        if form is pick:
            services.pool_pick(actor=request.actor, **form.cleaned_data)
        else:
            services.educational_add(actor=request.actor, **form.cleaned_data)
    except LinliError as error:
        put_back(form, error)
        return False
    return True
