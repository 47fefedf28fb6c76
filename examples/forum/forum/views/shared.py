"""Small things that all the views share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import quote

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from forum.english import in_language
from forum.middleware import language, who
from forum.models import Neighbour

P = ParamSpec("P")


def signed_in(
    view: Callable[Concatenate[HttpRequest, Neighbour, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Pass the neighbour to the view, or ask to sign in first."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        me = who(request)
        if me is None:
            return redirect(f"/sign-in/?next={quote(request.get_full_path())}")
        return view(request, me, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", checked)


def local(request: HttpRequest, target: str, otherwise: str) -> str:
    """`target` where it is an address of this forum."""
    fits = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if fits else otherwise


def show(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page."""
    return render(request, f"forum/{name}.html", context, status=status)


class Form(forms.Form):
    """Labels and errors in the reader's language; the first bad field takes the focus."""

    def __init__(self, request: HttpRequest, **initial: Any) -> None:
        super().__init__(request.POST if request.method == "POST" else None, initial=initial)
        for name, field in self.fields.items():
            field.label = in_language(str(field.label), language(request))
            field.error_messages["required"] = in_language("请填写这一项。", language(request))
            field.widget.attrs["aria-describedby"] = f"{name}-note"


def words(rows: int, limit: int, label: str, **more: Any) -> forms.CharField:
    """A field for some lines of text."""
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more)
