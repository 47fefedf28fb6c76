"""Four steps on a phone: the switch, the band with its defaults, a guardian's PIN, done."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.minors import selectors, services
from linli.station.minors.forms import BANDS, BandForm, CheckForm, PinForm
from linli.station.minors.plan import CITED, SOURCES, Band, defaults
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import may
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@require_safe
def about(request: Request) -> HttpResponse:
    """`/minors/`: the switch, the numbers with their sources, and one's own children."""
    bands = [(name, defaults(Band(value))) for value, name in BANDS]
    cited = dict.fromkeys(CITED.values())
    own = selectors.own_child(actor=request.actor)
    context = {
        "bands": bands,
        "sources": [SOURCES[s] for s in cited],
        "mine": selectors.children_of(actor=request.actor),
        "own": selectors.code_of(own) if own else "",
        "may_offer": may(request.actor, "minors.offer", request.community.pk),
    }
    return render(request, "minors/about.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def band(request: Request) -> HttpResponseBase:
    """Step two: the band. It is on from here, with the defaults."""
    if request.method != "POST":
        return render(request, "minors/band.html", {"form": BandForm()})
    form = BandForm(request.POST)
    if form.is_valid():
        source = str(request.META.get("REMOTE_ADDR", ""))
        try:
            made = services.mode_start(actor=request.actor, source=source, **form.cleaned_data)
            return redirect("minors-verify", selectors.code_of(made))
        except LinliError as error:
            put_back(form, error)
    return render(request, "minors/band.html", {"form": form}, status=UNPROCESSABLE)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Request, code: str) -> HttpResponseBase:
    """Step three: a guardian signs in and chooses a PIN."""
    child = selectors.child_by_code(community_id=request.community.pk, code=code)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.guardian_set(actor=request.actor, child=child, pin=form.cleaned_data["pin"])
            messages.success(request, gettext("设好了。把孩子的那一页发给孩子。"))
            return redirect("minors-guardian", child.uid)
        except LinliError as error:
            put_back(form, error)
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "child": child, "plan": selectors.plan_of(child), "code": code}
    return render(request, "minors/verify.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, code: str) -> HttpResponseBase:
    """Somebody else set the PIN: a grown-up asks the staff to confirm who the guardian is."""
    child = selectors.child_by_code(community_id=request.community.pk, code=code)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.claim_make(actor=request.actor, child=child, text=form.cleaned_data["text"])
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    return render(request, "minors/check.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request, code: str) -> HttpResponseBase:
    """The second guardian, by the first one's invitation."""
    child = selectors.child_by_invitation(community_id=request.community.pk, code=code)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pin = form.cleaned_data["pin"]
            services.guardian_set(actor=request.actor, child=child, pin=pin, invitation=code)
            return redirect("minors-guardian", child.uid)
        except LinliError as error:
            put_back(form, error)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "minors/verify.html", {"form": form, "child": child, "joining": True}, status=status)
