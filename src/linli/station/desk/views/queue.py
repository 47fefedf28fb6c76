"""`/desk/`: what waits, the most urgent first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.station.desk import board, kinds, selectors
from linli.station.desk.models import State
from linli.station.desk.views.guard import staff_only
from linli.station.organisations.requests import Request, as_label, in_words
from linli.vocabulary import CATEGORY_NAMES

PAGE = 30


@never_cache
@staff_only
@require_safe
def queue(request: Request) -> HttpResponse:
    """The queue with its figures and filters."""
    kind, state, category = (request.GET.get(name, "") for name in ("kind", "state", "category"))
    mine = state == "mine"
    found = selectors.queue(
        actor=request.actor,
        kind=kind if kind in kinds.kinds() else "",
        state=state if state in State.values else "",
        mine=mine,
    )
    page = Paginator(board.of_category(found, category), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": board.lines(page.object_list, request.actor),
        "figures": board.figures(actor=request.actor),
        "states": _segments(request, "state", state, _states()),
        "kinds": _segments(request, "kind", kind, _kinds(request)),
        "categories": [(c.value, as_label(name)) for c, name in CATEGORY_NAMES.items()],
        "category": category,
        "chosen": {"kind": kind, "state": state},
        "filtered": bool(kind or state or category),
    }
    return render(request, "desk/queue.html", context)


@never_cache
@staff_only
@require_safe
def next_case(request: Request, after: int = 0) -> HttpResponseBase:
    """The next case to look at, or the queue when none waits."""
    number = board.next_number(actor=request.actor, after=after)
    return redirect("desk-case", number) if number else redirect("desk")


def _states() -> list[tuple[str, str]]:
    return [
        ("", gettext("待办")),
        ("new", gettext("待受理")),
        ("mine", gettext("我手上的")),
        ("held", gettext("搁置")),
        ("answered", gettext("已答复")),
    ]


def _kinds(request: Request) -> list[tuple[str, str]]:
    handled = selectors.handled(request.actor)
    return [("", gettext("全部")), *((k.id, in_words(k.name)) for k in kinds.kinds().values() if k.id in handled)]


def _segments(request: Request, name: str, now: str, options: list[tuple[str, str]]) -> list[dict[str, object]]:
    """One filter as links that keep the other filters."""
    found = []
    for value, words in options:
        query = request.GET.copy()
        query.pop("page", None)
        query[name] = value
        if not value:
            query.pop(name)
        found.append({"name": words, "url": f"?{query.urlencode()}" if query else "?", "here": value == now})
    return found
