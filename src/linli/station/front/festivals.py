"""`/festivals/`: what a traditional festival brings together: verses, pictures, works, things to do, past years."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.station.activities import selectors as activities
from linli.station.collections import selectors as library
from linli.station.organisations.requests import Request
from linli.station.people.actors import may
from linli.station.publishing import campaigns, festivals
from linli.station.publishing.campaigns import Year
from linli.station.publishing.festivals import Day
from linli.station.publishing.showing import shown

YEARS, WORKS, ITEMS, DONE = 12, 12, 6, 6


@require_GET
def every(request: Request) -> HttpResponse:
    """The traditional festivals, the next one first."""
    today = timezone.localdate()
    days = [_card(request, one, today) for one in festivals.ours(today)]
    return render(request, "front/festivals.html", {"first": days[0], "days": days[1:]})


@require_GET
def one(request: Request, slug: str) -> HttpResponse:
    """One festival with everything that belongs to it."""
    today, community_id = timezone.localdate(), request.community.pk
    day = festivals.next_on(slug, today)
    found = campaigns.years(community_id=community_id, festival=slug, today=today)[:YEARS]
    context = {
        **_card(request, day, today),
        "items": _items(community_id, day)[:ITEMS],
        "campaigns": found,
        "works": _works(found),
        "activities": activities.for_festival(community_id=community_id, festival=slug)[:DONE],
        "may_begin": may(request.actor, "campaign.manage", community_id),
        "may_gather": may(request.actor, "activity.publish", community_id),
    }
    return render(request, "front/festival.html", context)


def _card(request: Request, day: Day, today: date) -> dict[str, Any]:
    with_picture = [one for one in _items(request.community.pk, day) if one[1]]
    return {"day": day, "days_left": (day.day - today).days, "hero": with_picture[0] if with_picture else None}


def _items(community_id: int, day: Day) -> list[tuple[Any, Any]]:
    """Of the library, with its first pictures."""
    found = library.about(community_id=community_id, subject=day.name.zh)
    first = library.first_pictures(found)
    return [(one, first.get(one.pk)) for one in found]


def _works(found: list[Year]) -> list[tuple[Any, Any]]:
    """The works of its campaigns, each once, the newest first."""
    rows = {version.pk: version for each in found for version in campaigns.works_of(each.one)[:WORKS]}
    newest = sorted(rows.values(), key=lambda one: one.work.published_at or one.created, reverse=True)
    return [(one, shown(one.content)) for one in newest[:WORKS]]
