"""`/projects/`: charity projects as open records: money, progress, the end. Nothing is collected here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.activities import selectors, services
from linli.station.activities.forms_charity import (
    ClosingForm,
    CorrectForm,
    ProgressForm,
    ProjectForm,
    SpendingForm,
    cents,
)
from linli.station.activities.models import Project
from linli.station.activities.views.open import UNPROCESSABLE
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import may, require
from linli.vocabulary import LinliError

FORMS: dict[str, type[forms.Form]] = {
    "spend": SpendingForm,
    "correct": CorrectForm,
    "progress": ProgressForm,
    "close": ClosingForm,
}


@require_GET
def projects(request: Request) -> HttpResponse:
    """Every project with how much of its budget is spent."""
    found = [(one, _sums(one)) for one in selectors.projects(community_id=request.community.pk)[:100]]
    context = {"projects": found, "may_run": _may_run(request)}
    return render(request, "activities/projects.html", context)


def _sums(found: Project) -> dict[str, int]:
    lines = selectors.spent(found)
    budget, spent = sum(one.budget for one in lines), sum(one.spent for one in lines)
    return {"budget": budget, "spent": spent, "share": min(100, round(100 * spent / budget)) if budget else 0}


def _may_run(request: Request) -> bool:
    return may(request.actor, "project.run", request.community.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request) -> HttpResponseBase:
    """Opens a project; an appeal for money is refused with the law's reason."""
    require(request.actor, "project.run", request.community.pk)
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("project", services.project_open(actor=request.actor, **form.cleaned_data).uid)
        except LinliError as error:
            put_back(form, error)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "activities/project_create.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project(request: Request, uid: str) -> HttpResponseBase:
    """The open record; for those who run it the forms to add to it."""
    found = selectors.project(community_id=request.community.pk, uid=uid)
    lines = selectors.spent(found)
    shown = {name: form(auto_id=f"{name}_%s") for name, form in FORMS.items()}
    bad = False
    if request.method == "POST":
        require(request.actor, "project.run", request.community.pk)
        name = next((one for one in FORMS if one in request.POST), "progress")
        form = shown[name] = FORMS[name](request.POST, request.FILES, auto_id=f"{name}_%s")
        _lines(shown["spend"], lines)
        if form.is_valid() and _done(request, uid, name, form):
            return redirect("project", uid)
        bad = True
    _lines(shown["spend"], lines)
    context: dict[str, Any] = {
        "project": found,
        "sums": _sums(found),
        "bars": [_bar(one) for one in lines],
        "spendings": selectors.spendings(found),
        "due": selectors.word_due(found),
        "may_run": _may_run(request) and found.state == Project.State.LIVE,
        "forms": shown,
        "bound": next((one for one, form in shown.items() if form.is_bound), ""),
        "correcting": request.POST.get("correct", ""),
    }
    return render(request, "activities/project.html", context, status=UNPROCESSABLE if bad else 200)


def _lines(form: forms.Form, lines: list[selectors.Spent]) -> None:
    form.fields["line"].choices = [(one.uid, one.name) for one in lines]  # type: ignore[attr-defined]


def _bar(one: selectors.Spent) -> dict[str, object]:
    return {
        "name": one.name,
        "share": min(100, round(100 * one.spent / one.budget)),
        "shown": f"{one.spent / 100:,.2f} / {one.budget / 100:,.2f}",
    }


def _done(request: Request, uid: str, name: str, form: forms.Form) -> bool:
    """Whether it could be done; if not the form says why."""
    given, actor = form.cleaned_data, request.actor
    try:
        if name == "spend":
            services.spending_add(
                actor=actor,
                uid=uid,
                line_uid=given["line"],
                what=given["what"],
                cents=cents(given["amount"]),
                day=given["day"],
                receipt=given["receipt"].read(),
            )
        elif name == "correct":
            services.spending_correct(
                actor=actor,
                uid=uid,
                spending_uid=request.POST["correct"][:20],
                cents=cents(given["amount"]),
                reason=given["reason"],
            )
        elif name == "close":
            services.project_close(actor=actor, uid=uid, closing=given["closing"])
        else:
            services.progress_add(actor=actor, uid=uid, text=given["text"])
    except LinliError as error:
        put_back(form, error)
        return False
    return True


@require_GET
def receipt(request: Request, uid: str, spending_uid: str) -> HttpResponse:
    """The picture of a receipt."""
    picture = selectors.receipt(community_id=request.community.pk, uid=uid, spending_uid=spending_uid)
    return HttpResponse(picture, content_type="image/jpeg")
