"""`/desk/explain/`: a text pasted, or an item's, shown as the machine reads it. Nothing is stored."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.desk.views.guard import staff_only
from linli.station.moderation import rulebook
from linli.station.moderation.explaining import explain as explained
from linli.station.moderation.services import rulebook_current
from linli.station.organisations.requests import Request

LONGEST = 5_000


class ExplainForm(forms.Form):
    """The text to look at."""

    text = forms.CharField(
        label=gettext_lazy("贴一句话"),
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: Request) -> HttpResponse:
    """The form, and under it the account of the text."""
    item = request.GET.get("item", "")
    form = (
        ExplainForm(request.POST) if request.method == "POST" else ExplainForm(initial={"text": _of(request, item)})
    )
    text = ""
    if request.method == "POST":
        text = str(form.cleaned_data["text"]) if form.is_valid() else ""
    elif item:
        text = _of(request, item)[:LONGEST]
    found = explained(text, rulebook_current(community_id=request.community.pk)) if text else None
    return render(request, "moderation/explain.html", {"form": form, "found": found})


def _of(request: Request, uid: str) -> str:
    """The words of an item that this reviewer may see; nothing where it is not there."""
    found = rulebook.sample_items(actor=request.actor, keys=[uid]).get(uid) if uid else None
    return found.text if found is not None else ""
