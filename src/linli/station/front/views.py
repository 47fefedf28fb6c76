"""Home, 查一查, about, 我的事, the sample station's door, and the page that shows the design system."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.desk import selectors as desk
from linli.station.front import checking, replies, samples
from linli.station.front.forms import LONGEST, CheckForm
from linli.station.front.services_list import GROUPS
from linli.station.front.waiting import waiting
from linli.station.moderation.services import rulebook_current
from linli.station.notifications import selectors as notifications
from linli.station.organisations.requests import Request
from linli.station.organisations.selectors import sample_members
from linli.station.people.roles import Role
from linli.station.people.services import sample_open, sample_sign_in
from linli.station.publishing import selectors as publishing
from linli.station.publishing.showing import shown

SHOWN, NEWEST = 20, 3


@require_GET
def home(request: Request) -> HttpResponse:
    """The first screen: a box to paste into, four doors, and what was answered this week, the newest works."""
    week = replies.this_week(community_id=request.community.pk)
    works = [(one, shown(one.content)) for one in publishing.stream(community_id=request.community.pk)[:NEWEST]]
    return render(request, "front/home.html", {"form": CheckForm(auto_id="ask_%s"), "week": week, "works": works})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """What the rules would say of a text. Nothing of it is stored, counted or logged."""
    if request.method != "POST":
        return render(request, "front/check.html", {"form": CheckForm(), "longest": LONGEST})
    form, found = CheckForm(request.POST), None
    if form.is_valid():
        book = rulebook_current(community_id=request.community.pk)
        found = checking.look_at(form.cleaned_data["text"], book.policy, book.detectors)
    return render(request, "front/check.html", {"form": form, "found": found, "longest": LONGEST})


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What this is, who decides, what happens to data, and where help is."""
    return render(request, "front/about.html")


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """Everything a person finds here."""
    return render(request, "front/services.html", {"groups": GROUPS})


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every piece of the design system with its states."""
    return render(request, "front/components.html", samples.components())


@require_GET
@login_required
def me(request: Request) -> HttpResponse:
    """我的事: what waits for a person in this community, what they were told, and what they sent."""
    sent = desk.submissions_mine(actor=request.actor)
    told = notifications.notices_mine(actor=request.actor)
    context = {
        "sent": [desk.followed(one) for one in sent[:SHOWN]],
        "notices": [(one, notifications.notice_path(one)) for one in told[:SHOWN]],
        "waiting": waiting(request.actor),
    }
    return render(request, "front/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: Request) -> HttpResponseBase:
    """The door of the sample station; elsewhere there is no such page."""
    if not sample_open(request):
        raise Http404
    if request.method != "POST":
        people = sample_members(community_id=request.community.pk)
        return render(request, "front/sample.html", {"people": [(one.user, Role(one.role)) for one in people]})
    given = request.POST.get("person", "")
    sample_sign_in(request, user_id=int(given) if given.isdecimal() and len(given) < 10 else 0)
    return redirect("home")
