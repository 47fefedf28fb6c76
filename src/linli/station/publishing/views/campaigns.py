"""`/campaigns/` and `/calendar/`: what is on, what comes, and what came of what is over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import may, require
from linli.station.publishing import campaigns, festivals, selectors, services
from linli.station.publishing.calendars import book, days_to_choose
from linli.station.publishing.models import Campaign, Work
from linli.station.publishing.services.campaigns import Plan
from linli.station.publishing.showing import shown
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
MONTHS, SHOWN = 3, 60


class CampaignForm(forms.Form):
    """A campaign in six fields."""

    title = forms.CharField(label=gettext_lazy("主题"), max_length=40)
    why = forms.CharField(label=gettext_lazy("为什么办"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    invitation = forms.CharField(label=gettext_lazy("请大家做什么"), max_length=200)
    aim = forms.IntegerField(
        label=gettext_lazy("想收到几篇"), min_value=1, max_value=500, initial=10,
        help_text=gettext_lazy("结束时会和实际收到的并排公布，达不到也照实写。"),
    )  # fmt: skip
    festival = forms.ChoiceField(label=gettext_lazy("为哪个日子"), required=False)
    starts = forms.DateField(label=gettext_lazy("开始"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label=gettext_lazy("结束"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["festival"].choices = days_to_choose()  # type: ignore[attr-defined]


class ClosingForm(forms.Form):
    """What came of it."""

    closing = forms.CharField(
        label=gettext_lazy("办成了什么，没办成什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    lesson = forms.CharField(label=gettext_lazy("下次怎么办"), max_length=400, required=False)


@require_safe
def calendar(request: Request) -> HttpResponse:
    """Three months of festivals with an idea each, and the campaigns across them."""
    today = timezone.localdate()
    start = _month(request.GET.get("from", ""), today)
    shown_months = [_moved(start, k) for k in range(MONTHS)]
    found = list(campaigns.every(community_id=request.community.pk)[:SHOWN])
    context = {
        "months": [_month_shown(one, found, today) for one in shown_months],
        "before": _moved(start, -MONTHS),
        "after": _moved(start, MONTHS),
        "may": may(request.actor, "campaign.manage", request.community.pk),
    }
    return render(request, "publishing/calendar.html", context)


@require_safe
def calendar_file(request: Request) -> HttpResponse:
    """The same for a calendar program: a year ahead."""
    body = book(request.community.pk, request.community.name, timezone.localdate())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@require_safe
def every(request: Request) -> HttpResponse:
    """Campaigns: running, coming, over."""
    found = campaigns.every(community_id=request.community.pk)[:SHOWN]
    context = {
        "campaigns": [_row(one) for one in found],
        "may": may(request.actor, "campaign.manage", request.community.pk),
    }
    return render(request, "publishing/campaigns.html", context)


@require_safe
def one(request: Request, uid: str) -> HttpResponse:
    """One campaign with its works, and the closing word."""
    return _one(request, campaigns.by_uid(community_id=request.community.pk, uid=uid), ClosingForm())


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponseBase:
    """Begin one; a day of the calendar may be its start."""
    require(request.actor, "campaign.manage", request.community.pk)
    first = {"starts": request.GET.get("on", ""), "title": request.GET.get("title", "")[:40]}
    first["festival"] = request.GET.get("festival", "")
    form = CampaignForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.campaign_begin(actor=request.actor, plan=Plan(**form.cleaned_data))
            return redirect("campaign", made.uid)
        except LinliError as error:
            put_back(form, error)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "publishing/campaign_new.html", {"form": form}, status=status)


@login_required
@require_POST
def join(request: Request, uid: str) -> HttpResponseBase:
    """Take a work of the actor's into it."""
    try:
        services.campaign_join(actor=request.actor, uid=uid, work=request.POST.get("work", ""))
        messages.success(request, gettext("已加入。"))
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("campaign", uid)


@login_required
@require_POST
def close(request: Request, uid: str) -> HttpResponseBase:
    """The closing word."""
    found = campaigns.by_uid(community_id=request.community.pk, uid=uid)
    form = ClosingForm(request.POST)
    if form.is_valid():
        try:
            services.campaign_close(actor=request.actor, uid=uid, **form.cleaned_data)
            return redirect("campaign", uid)
        except LinliError as error:
            put_back(form, error)
    return _one(request, found, form, UNPROCESSABLE)


def _one(request: Request, found: Campaign, form: ClosingForm, status: int = 200) -> HttpResponse:
    actor, state = request.actor, campaigns.state_of(found, timezone.localdate())
    reached = campaigns.reached(found)
    joined = {version.work_id for version in campaigns.works_of(found)}
    mine = selectors.works_mine(actor=actor)[:SHOWN] if actor.user_id else []
    context = {
        "campaign": found,
        "festival": festivals.known().get(found.festival, ""),
        "state": state,
        "bars": [(gettext("已发布"), reached.works), (gettext("目标"), reached.aim)],
        "works": [(version, shown(version.content)) for version in campaigns.works_of(found)[:SHOWN]],
        "mine": [w for w in mine if w.pk not in joined and w.stage != Work.Stage.WITHDRAWN],
        "form": form,
        "may": may(actor, "campaign.manage", request.community.pk),
    }
    return render(request, "publishing/campaign.html", context, status=status)


def _row(found: Campaign) -> dict[str, Any]:
    state = campaigns.state_of(found, timezone.localdate())
    return {"one": found, "state": state, "reached": campaigns.reached(found)}


def _month(given: str, today: date) -> date:
    try:
        asked = date.fromisoformat(f"{given[:7]}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if festivals.FIRST < asked.year < festivals.LAST else today.replace(day=1)


def _moved(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _month_shown(first: date, found: list[Campaign], today: date) -> dict[str, Any]:
    after = _moved(first, 1)
    within = [one for one in found if one.starts < after and one.ends >= first]
    days = [(day, day.day >= today) for day in festivals.month(first.year, first.month)]
    return {"first": first, "days": days, "campaigns": within}
