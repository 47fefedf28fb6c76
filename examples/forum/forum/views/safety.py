"""One's own safety: the shield, and a child's plan."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forum import minors, shield
from forum.english import in_language
from forum.middleware import language
from forum.models import Neighbour
from forum.views.shared import Form, show, signed_in


class CodeForm(Form):
    code = forms.CharField(label="孩子那一页上的编号", max_length=60)


@signed_in
def page(request: HttpRequest, me: Neighbour) -> HttpResponse:
    """The shield as it is, and the plan as it is."""
    form = CodeForm(request)
    if request.method == "POST" and form.is_valid():
        if minors.link(me, form.cleaned_data["code"]):
            return redirect("safety")
        form.add_error("code", in_language("没有这个编号，请核对。", language(request)))
    return show(request, "safety", shield=shield.now(me), plan=minors.allowed(me), form=form)


@require_POST
@signed_in
def turn(request: HttpRequest, me: Neighbour) -> HttpResponse:
    """One tap: on, or off."""
    if request.POST.get("turn") == "off":
        shield.end(me)
    else:
        shield.start(me)
    return redirect("safety")
