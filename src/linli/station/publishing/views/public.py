"""`/read/`: what is published, the newest first; no sign-in, no rank, no count of readers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from linli.station.organisations.requests import Request, told
from linli.station.people.actors import visitor
from linli.station.publishing import campaigns, selectors, services
from linli.station.publishing.models import Campaign
from linli.station.publishing.showing import shown
from linli.vocabulary import LinliError

PAGE = 12
GONE, NO_CONTENT = 410, 204
RUNNING = 2
COOKIE, KEPT = "linli_answered", 30


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
        "running": _running(community_id) if page.number == 1 and channel is None else [],
    }
    return render(request, "publishing/stream.html", context)


def _running(community_id: int) -> list[Campaign]:
    """The campaigns that one can join today, the first to end first."""
    found = campaigns.open_for(community_id=community_id, today=timezone.localdate())
    return list(found.order_by("ends", "pk")[:RUNNING])


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
    took, _, chosen = request.GET.get("took", "").partition(".")
    context = {
        "version": found,
        "one": shown(found.content),
        "took": took,
        "chosen": int(chosen) if chosen.isdecimal() and len(chosen) < 3 else 0,
        "asked": selectors.choices_of(found, took),
        "ended": selectors.ended(found.work),
        "versions": versions,
        "corrections": [one for one in versions if one.note],
        "newest": found.number == found.work.live,
    }
    return render(request, "publishing/work.html", context)


@csrf_exempt
@require_POST
def end(request: Request, uid: str) -> HttpResponse:
    """Somebody read to the end: a beacon, or a button where there is no script. Nobody is signed in by it."""
    services.read_to_end(actor=visitor(request.community.pk), uid=uid, source=_source(request))
    if "button" in request.POST:
        messages.success(request, gettext("记下了，只记数，不记是谁。"))
        return redirect("read-work", uid)
    return HttpResponse(status=NO_CONTENT)


@require_POST
def answer(request: Request, uid: str) -> HttpResponse:
    """One answers a poll or a quiz; a browser that answered before is not counted again."""
    part, given = request.POST.get("part", "")[:36], request.POST.get("option", "")
    option = int(given) if given.isdecimal() and len(given) < 3 else 0
    before = [one for one in request.COOKIES.get(COOKIE, "").split(".") if one][-KEPT:]
    if part not in before:
        try:
            services.option_choose(
                actor=visitor(request.community.pk), uid=uid, part=part, option=option, source=_source(request)
            )
        except LinliError as error:
            messages.error(request, told(error))
            return redirect("read-work", uid)
    back = redirect(f"{reverse('read-work', args=[uid])}?took={part}.{option}#part-{part}")
    back.set_cookie(COOKIE, ".".join([*before, part]), max_age=30 * 86400, samesite="Lax", httponly=True)
    return back


def _source(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
