"""Reading paths: history from its sources."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.collections import paths, selectors
from linli.station.collections.forms import PathForm, StepForm
from linli.station.collections.paths import Source
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import require
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@require_safe
def all_paths(request: Request) -> HttpResponse:
    """The paths."""
    context = {"paths": paths.paths(actor=request.actor), "keeps": selectors.keeps(request.actor)}
    return render(request, "collections/paths.html", context)


@require_safe
def path(request: Request, uid: str) -> HttpResponse:
    """A path: each claim with its documents side by side, when, where, and a question."""
    found = paths.path(actor=request.actor, uid=uid)
    context = {"path": found, "steps": paths.steps(found), "keeps": selectors.keeps(request.actor)}
    return render(request, "collections/path.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_path(request: Request) -> HttpResponseBase:
    """Begins a path."""
    require(request.actor, selectors.KEEP, request.community.pk)
    form = PathForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = paths.path_save(actor=request.actor, **form.cleaned_data)
            return redirect("library-path-edit", made.uid)
        except LinliError as error:
            put_back(form, error)
    return render(request, "collections/path_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_path(request: Request, uid: str) -> HttpResponseBase:
    """Adds a step, takes one out, shows the path or takes it back."""
    require(request.actor, selectors.KEEP, request.community.pk)
    found = paths.path(actor=request.actor, uid=uid)
    form, refused = StepForm(request.POST if "add" in request.POST else None), None
    if request.method == "POST":
        try:
            if _done(request, uid, form):
                return redirect("library-path-edit", uid)
        except LinliError as error:
            if form.is_bound:
                put_back(form, error)
            else:
                refused = error
    context = {"path": found, "steps": paths.steps(found), "form": form, "refused": refused}
    status = UNPROCESSABLE if form.errors or refused else 200
    return render(request, "collections/path_edit.html", context, status=status)


def _done(request: Request, uid: str, form: StepForm) -> bool:
    if "add" in request.POST:
        if not form.is_valid():
            return False
        words = {name: form.cleaned_data[name] for name in ("claim", "ask", "date", "place")}
        paths.step_add(actor=request.actor, path_uid=uid, sources=[Source(*one) for one in form.given], **words)
    elif "remove" in request.POST:
        paths.step_remove(actor=request.actor, path_uid=uid, uid=request.POST["remove"][:20])
    else:
        paths.path_show(actor=request.actor, uid=uid, shown="show" in request.POST)
    return True
