"""Home, 查一查, about, 我的事, and the page that shows the design system."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.front import checking, samples
from linli.station.front.forms import LONGEST, CheckForm


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first screen: a box to paste into, four doors, and what was answered this week."""
    return render(request, "front/home.html", {"form": CheckForm(auto_id="ask_%s"), "replies": [], "longest": LONGEST})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What the rules would say of a text. Nothing of it is stored, counted or logged."""
    if request.method != "POST":
        return render(request, "front/check.html", {"form": CheckForm(), "longest": LONGEST})
    form = CheckForm(request.POST)
    result = checking.look_at(form.cleaned_data["text"]) if form.is_valid() else None
    return render(request, "front/check.html", {"form": form, "result": result, "longest": LONGEST})


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What this is, who decides, what happens to data, and where help is."""
    return render(request, "front/about.html")


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every piece of the design system with its states."""
    return render(request, "front/components.html", samples.components())


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """我的事: what a person was told, and the cases they opened."""
    return render(request, "front/me.html", {"notices": [], "cases": []})


@require_GET
def sample(request: HttpRequest) -> HttpResponse:
    """The door of the sample station."""
    return render(request, "front/sample.html")
