"""`/read/`: what is published, the newest first; no sign-in, no rank, no count of readers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.station.organisations.requests import Request
from linli.station.publishing import selectors
from linli.station.publishing.showing import shown
from linli.vocabulary import LinliError

PAGE = 12
GONE = 410


@require_safe
def stream(request: Request, slug: str = "") -> HttpResponse:
    """The newest works of every channel that somebody answers for, or of one."""
    community_id = request.community.pk
    channel = selectors.channel_by_slug(community_id=community_id, slug=slug) if slug else None
    found = selectors.stream(community_id=community_id, channel=channel)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "works": [(one, shown(one.content)) for one in page],
        "channel": channel,
        "channels": selectors.channels(community_id=community_id),
    }
    return render(request, "publishing/stream.html", context)


@require_safe
def work(request: Request, uid: str) -> HttpResponse:
    """One work with where it comes from and every version; a withdrawn one says why it is gone."""
    wanted = request.GET.get("version", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 5 else None
    try:
        found = selectors.public_version(community_id=request.community.pk, uid=uid, number=number)
    except LinliError:
        gone = selectors.withdrawn(community_id=request.community.pk, uid=uid)
        if gone is None:
            raise
        return render(request, "publishing/withdrawn.html", {"work": gone}, status=GONE)
    versions = list(selectors.versions_of(found.work))
    context = {
        "version": found,
        "one": shown(found.content),
        "versions": versions,
        "corrections": [one for one in versions if one.note],
        "newest": found.number == found.work.live,
    }
    return render(request, "publishing/work.html", context)
