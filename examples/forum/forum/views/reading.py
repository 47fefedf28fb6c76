"""Reading: the lists, a thread, and how the forum talks to the station."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from forum import agreement, selectors, shield
from forum.middleware import who
from forum.models import Call, Entry, Kind, Sending
from forum.places import BOARD
from forum.views.shared import show
from forum.views.writing import ReplyForm

A_PAGE = 15


def home(request: HttpRequest) -> HttpResponse:
    """The boards and what is new."""
    posts = Paginator(selectors.listed(who(request)), A_PAGE).get_page(request.GET.get("page"))
    return show(request, "home", posts=posts)


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """One board."""
    if slug not in BOARD:
        raise Http404
    posts = Paginator(selectors.listed(who(request), slug), A_PAGE).get_page(request.GET.get("page"))
    return show(request, "board", board=BOARD[slug], posts=posts)


def thread(request: HttpRequest, pk: int, form: ReplyForm | None = None) -> HttpResponse:
    """A post and its replies."""
    me = who(request)
    seen = selectors.readable(me)
    post = get_object_or_404(seen, pk=pk, thread=None)
    replies = list(seen.filter(thread=post).order_by("created", "pk"))
    ways = shield.shown(me, replies)
    for entry in replies:
        entry.way = ways.get(entry.pk, "")
    return show(
        request,
        "thread",
        board=BOARD[post.board],
        post=post,
        replies=replies,
        form=form or ReplyForm(request),
        unread_code=me is not None and agreement.waiting(me) is not None,
    )


def go(request: HttpRequest, key: str) -> HttpResponse:
    """The address that the station knows an entry by."""
    entry = get_object_or_404(Entry, key=key)
    if entry.kind == Kind.PROFILE:
        return redirect("person", pk=entry.author.pk)
    if entry.kind == Kind.MESSAGE or not selectors.may_see(entry, who(request)):
        raise Http404
    return redirect(f"/p/{entry.root.pk}/#e{entry.pk}")


def station_page(request: HttpRequest) -> HttpResponse:
    """The last exchanges and what still waits."""
    waiting = Sending.objects.filter(done=None).order_by("pk")
    refused = Sending.objects.exclude(problem=None).order_by("-pk")[:10]
    return show(
        request,
        "station",
        calls=Call.objects.all()[:40],
        waiting=waiting,
        refused=refused,
        has_key=bool(settings.ENVIRONMENT.api_key),
        has_secret=bool(settings.ENVIRONMENT.webhook_secret),
    )
