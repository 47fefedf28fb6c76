"""`/indicators/` with what was aimed for, `/experiments/` with what was tried: public, honest, no rank."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.organisations.requests import Request, as_label, put_back
from linli.station.people.actors import may
from linli.station.programme import measures, selectors, services
from linli.station.programme.forms_measuring import ExperimentForm, ResultForm, TargetForm
from linli.station.programme.intervals import difference
from linli.station.programme.models import Experiment
from linli.station.programme.views.planning import UNPROCESSABLE
from linli.vocabulary import LinliError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: Request) -> HttpResponseBase:
    """The indicators by aim, with their last months and targets; for leads a form to set one."""
    choices = [(one.id, as_label(one.name)) for one in measures.ALL if one.better]
    form = TargetForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.target_set(
                actor=request.actor, indicator_id=given["indicator"], value=given["value"], ends=given["ends"]
            )
            return redirect("indicators")
        except LinliError as error:
            put_back(form, error)
    found = measures.trends(community_id=request.community.pk)
    aims = list(dict.fromkeys(one.indicator.aim for one in found))
    context: dict[str, Any] = {
        "groups": [(aim, [one for one in found if one.indicator.aim == aim]) for aim in aims],
        "form": form,
        "may_plan": may(request.actor, "plan.make", request.community.pk),
    }
    return render(request, "programme/indicators.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def experiments(request: Request) -> HttpResponseBase:
    """Every experiment; for leads a form to begin one."""
    form = ExperimentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("experiment", services.experiment_begin(actor=request.actor, **form.cleaned_data).uid)
        except LinliError as error:
            put_back(form, error)
    context = {
        "experiments": selectors.experiments(community_id=request.community.pk),
        "form": form,
        "may_plan": may(request.actor, "plan.make", request.community.pk),
    }
    return render(request, "programme/experiments.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def experiment(request: Request, uid: str) -> HttpResponseBase:
    """One experiment: what was to be tried, and once it is over what came of it."""
    found = selectors.experiment(community_id=request.community.pk, uid=uid)
    form = ResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.experiment_close(actor=request.actor, uid=uid, **form.cleaned_data)
            return redirect("experiment", uid)
        except LinliError as error:
            put_back(form, error)
    context = {
        "experiment": found,
        "result": _result(found),
        "form": form,
        "may_close": found.closed_at is None and may(request.actor, "plan.make", request.community.pk),
    }
    return render(request, "programme/experiment.html", context, status=UNPROCESSABLE if form.errors else 200)


def _result(found: Experiment) -> dict[str, Any] | None:
    counts = (found.new_part, found.new_whole, found.before_part, found.before_whole)
    if any(one is None for one in counts):
        return None
    new_part, new_whole, before_part, before_whole = (one or 0 for one in counts)
    points, low, high = difference(new_part, new_whole, before_part, before_whole)
    return {
        "new": round(100 * new_part / new_whole),
        "before": round(100 * before_part / before_whole),
        "points": round(points, 1),
        "low": round(low, 1),
        "high": round(high, 1),
        "clear": low > 0 or high < 0,
    }
