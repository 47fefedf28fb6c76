"""The community's code before one's first words here, and again only when something that matters changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from forum import agreement
from forum.models import Neighbour
from forum.views.shared import local, show, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agree(request: HttpRequest, me: Neighbour) -> HttpResponse:
    """Read the code and agree; then back to where one was."""
    onward = local(request, request.POST.get("next") or request.GET.get("next", "/"), "/")
    if request.method == "POST" and agreement.agree(me, request.POST.get("version", "")):
        return redirect(onward)
    found = agreement.waiting(me)
    if found is None:
        return redirect(onward)
    return show(request, "agree", agreement=found, onward=onward, changed=request.method == "POST")


@require_POST
@signed_in
def withdraw(_request: HttpRequest, me: Neighbour) -> HttpResponse:
    """Take one's agreement back."""
    agreement.withdraw(me)
    return redirect("person", pk=me.pk)
