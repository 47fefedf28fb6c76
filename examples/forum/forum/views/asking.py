"""Asking: a report with its receipt, one's notices, an appeal."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from typing import cast

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum import selectors, services, sync
from forum.middleware import language, who
from forum.models import Entry, Neighbour, Notice, Submission
from forum.places import CATEGORIES
from forum.views.shared import Form, show, signed_in, words


class ReportForm(Form):
    category = forms.ChoiceField(label="哪里不妥", widget=forms.RadioSelect)
    text = words(3, 500, "想补充的话（可以不填）", required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        pick = 2 if language(request) == "en" else 1
        category = cast(forms.ChoiceField, self.fields["category"])
        category.choices = [(row[0], row[pick]) for row in CATEGORIES]


class AppealForm(Form):
    text = words(4, 1000, "您的理由")


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an entry, signed in or not."""
    entry, me = get_object_or_404(Entry, pk=pk), who(request)
    if not selectors.may_see(entry, me):
        raise Http404
    form = ReportForm(request)
    if request.method == "POST" and form.is_valid():
        made = services.report(entry, sender=me, source=_source(request), **form.cleaned_data)
        return redirect("receipt", token=made.token)
    return show(request, "report", entry=entry, form=form)


def _source(request: HttpRequest) -> str:
    """The same for one address on one day, and no way back to it: floods can be slowed and nobody is known."""
    said = f"{timezone.localdate()} {request.META.get('REMOTE_ADDR', '')}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()[:32]


def receipt(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """One report's or appeal's receipt, promise and answer. The address itself is the secret."""
    found = get_object_or_404(Submission, token=token)
    _refresh(found)
    return show(request, "receipt", one=found)


@signed_in
def reports(request: HttpRequest, me: Neighbour) -> HttpResponse:
    """What I reported and what became of it."""
    mine = list(me.submissions.filter(kind="report").select_related("entry__author"))
    return show(request, "reports", reports=mine)


@signed_in
def notices(request: HttpRequest, me: Neighbour) -> HttpResponse:
    """Everything the station decided about my words, each with its reasons and a way to appeal."""
    return _notices(request, me, None, 0)


@require_POST
@signed_in
def appeal(request: HttpRequest, me: Neighbour, pk: int) -> HttpResponse:
    """Appeal from one of my notices; once is enough while an appeal is under way."""
    notice = get_object_or_404(me.notices, pk=pk)
    form = AppealForm(request)
    if not form.is_valid():
        return _notices(request, me, form, pk)
    if notice.reversed_at is None and not notice.appeals.exclude(state="refused").exists():
        services.appeal(notice, form.cleaned_data["text"])
    return redirect(f"/notices/#n{pk}")


def _notices(request: HttpRequest, me: Neighbour, form: AppealForm | None, at: int) -> HttpResponse:
    for one in Submission.objects.filter(notice__neighbour=me, state__in=sync.OPEN_STATES)[:5]:
        _refresh(one)
    mine = list(me.notices.select_related("entry").prefetch_related("appeals"))
    page = show(
        request, "notices", notices=mine, form=form or AppealForm(request), at=at, status=400 if form else 200
    )
    Notice.objects.filter(pk__in=[one.pk for one in mine], read=None).update(read=timezone.now())
    return page


def _refresh(one: Submission) -> None:
    if one.receipt and one.state in sync.OPEN_STATES:
        sync.follow(one)
        one.refresh_from_db()
