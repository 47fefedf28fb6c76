"""`/grants/`: calls, applying, judging, and what came of every grant, in the open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.activities.forms_charity import cents
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import NotFound, may
from linli.station.programme import selectors, services
from linli.station.programme.forms_grants import ApplyForm, CallForm, ReportForm, RubricForm, SpendForm, StepForm
from linli.station.programme.models import Application
from linli.station.programme.views.planning import UNPROCESSABLE
from linli.vocabulary import LinliError, Text

PHOTOS = {"before": "photo", "after": "report_photo"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grants(request: Request) -> HttpResponseBase:
    """The calls with what each gave; for leads a form for another."""
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sums = {"pot": cents(given["pot"]), "most": cents(given["most"])}
            return redirect("grant-call", services.call_open(actor=request.actor, **{**given, **sums}).uid)
        except LinliError as error:
            put_back(form, error)
    found = selectors.calls(community_id=request.community.pk)[:50]
    context = {
        "calls": [(one, selectors.awarded(one)) for one in found],
        "form": form,
        "may_call": may(request.actor, "grant.call", request.community.pk),
        "mine": selectors.applications_mine(actor=request.actor),
        "to_review": selectors.to_review(actor=request.actor),
    }
    return render(request, "programme/grants.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: Request, uid: str) -> HttpResponseBase:
    """One call, what it gave, and a form to apply."""
    found = selectors.call(community_id=request.community.pk, uid=uid)
    form = ApplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        more = {"asked": cents(given["asked"]), "photo": _bytes(given["photo"])}
        try:
            receipt = services.apply(actor=request.actor, call_uid=uid, **{**given, **more})
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    context = {
        "call": found,
        "form": form,
        "granted": selectors.granted(found),
        "given": selectors.awarded(found),
        "may_apply": may(request.actor, "grant.apply", request.community.pk),
    }
    return render(request, "programme/call.html", context, status=UNPROCESSABLE if form.errors else 200)


def _bytes(file: Any) -> bytes:
    return bytes(file.read()) if file else b""


@never_cache
@require_GET
def application(request: Request, uid: str) -> HttpResponse:
    """One application as its reader may see it."""
    return _application(request, uid, {})


def _application(request: Request, uid: str, bound: dict[str, forms.Form]) -> HttpResponse:
    found = selectors.application(actor=request.actor, uid=uid)
    actor, waiting = request.actor, found.state in ("waiting", "declined")
    reviews = may(actor, "grant.review", found.community_id)
    context: dict[str, Any] = {
        "application": found,
        "public": found.state in selectors.GRANTED,
        "own": actor.user_id is not None and found.applicant_id == actor.user_id,
        "reviewer": reviews and waiting and actor.user_id not in selectors.kept_out(found),
        "reviews": selectors.reviews(found) if reviews else [],
        "spent": selectors.grant_spent(found),
        "rubric": RubricForm(criteria=found.call.criteria),
        "spend": SpendForm(),
        "step": StepForm(),
        "report": ReportForm(auto_id="report_%s"),
        "bound": next(iter(bound), ""),
        **bound,
    }
    return render(request, "programme/application.html", context, status=UNPROCESSABLE if bound else 200)


@login_required
@never_cache
@require_http_methods(["POST"])
def act(request: Request, uid: str) -> HttpResponseBase:
    """One act on an application: judged or kept out of; a step reached, money spent, the report."""
    found = selectors.application(actor=request.actor, uid=uid)
    name = next((one for one in ("conflict", "spend", "step", "report") if one in request.POST), "rubric")
    if name == "conflict":
        services.conflict_declare(actor=request.actor, uid=uid)
        return redirect("grants")
    form = _form(request, found, name)
    if form.is_valid():
        try:
            _do(request, uid, name, form)
            return redirect("grant-application", uid)
        except LinliError as error:
            put_back(form, error)
    return _application(request, uid, {name: form})


def _form(request: Request, found: Application, name: str) -> forms.Form:
    if name == "rubric":
        return RubricForm(request.POST, criteria=found.call.criteria)
    if name == "report":
        return ReportForm(request.POST, request.FILES, auto_id="report_%s")
    return SpendForm(request.POST) if name == "spend" else StepForm(request.POST)


def _do(request: Request, uid: str, name: str, form: forms.Form) -> None:
    actor, given = request.actor, form.cleaned_data
    if isinstance(form, RubricForm):
        services.review_write(actor=actor, uid=uid, scores=form.scores(), words=given["words"])
    elif name == "spend":
        services.grant_spend(actor=actor, uid=uid, what=given["what"], cents=cents(given["amount"]), day=given["day"])
    elif name == "step":
        services.milestone_done(
            actor=actor, uid=uid, milestone_uid=request.POST["step"][:20], evidence=given["evidence"]
        )
    else:
        services.report_send(actor=actor, uid=uid, report=given["report"], photo=_bytes(given["photo"]))


@require_GET
def photo(request: Request, uid: str, which: str) -> HttpResponse:
    """The photo of an application or of its report, for whoever may read it."""
    found = selectors.application(actor=request.actor, uid=uid)
    picture = bytes(getattr(found, PHOTOS[which]))
    if not picture:
        raise NotFound(Text("没有这张照片。", "There is no such photo."), field="photo", value=which)
    return HttpResponse(picture, content_type="image/jpeg")
