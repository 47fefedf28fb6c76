"""`/desk/`: what waits, the most urgent first."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.station.desk import board, kinds, selectors
from linli.station.desk.models import Queue, State
from linli.station.desk.views.guard import staff_only
from linli.station.organisations.requests import Request, as_label, in_words
from linli.vocabulary import CATEGORY_NAMES

PAGE, PAGES = 30, 1000


@never_cache
@staff_only
@require_safe
def queue(request: Request) -> HttpResponse:
    """The queue with its figures, its load and its filters."""
    kind, state, category, where = (request.GET.get(name, "") for name in ("kind", "state", "category", "queue"))
    found = selectors.queue(
        actor=request.actor,
        kind=kind if kind in kinds.kinds() else "",
        state=state if state in State.values else "",
        mine=state == "mine",
        queue=where,
    )
    number = _page_number(request)
    rows = list(board.of_category(found, category)[(number - 1) * PAGE : number * PAGE + 1])
    own = selectors.queues_mine(actor=request.actor)
    context = {
        "lines": board.lines(rows[:PAGE], request.actor),
        "next_url": _at_page(request, number + 1) if len(rows) > PAGE else "",
        "previous_url": _at_page(request, number - 1) if number > 1 else "",
        "figures": board.figures(actor=request.actor),
        "states": _segments(request, "state", state, _states()),
        "kinds": _segments(request, "kind", kind, _kinds(request)),
        "queues": _segments(request, "queue", where, _queues(own)) if own else [],
        "categories": [(c.value, as_label(name)) for c, name in CATEGORY_NAMES.items()],
        "category": category,
        "chosen": {"kind": kind, "state": state, "queue": where},
        "filtered": bool(kind or state or category or where or number > 1),
        "rest": board.rest(actor=request.actor),
    }
    return render(request, "desk/queue.html", context)


@never_cache
@staff_only
@require_safe
def load(request: Request) -> HttpResponse:
    """`/desk/load/`: how much waits where, for how long, and whether more comes in than goes out."""
    names = {queue.pk: queue.name for queue in selectors.queues(actor=request.actor)}
    loads, ages = board.load(actor=request.actor)
    context = {
        "ages": [(in_words(name), n) for name, n in zip(board.AGE_NAMES, ages, strict=True)],
        "loads": [(names.get(one.queue_id or 0, gettext("总队列")), one) for one in loads],
        "flow": board.flow(actor=request.actor),
    }
    return render(request, "desk/load.html", context)


@never_cache
@staff_only
@require_safe
def next_case(request: Request, after: int = 0) -> HttpResponseBase:
    """The next case to look at, or the queue when none waits."""
    number = board.next_number(actor=request.actor, after=after)
    return redirect("desk-case", number) if number else redirect("desk")


def _page_number(request: Request) -> int:
    asked = request.GET.get("page", "")
    return max(1, min(PAGES, int(asked))) if asked.isdecimal() and len(asked) < 6 else 1


def _at_page(request: Request, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def _queues(own: list[Queue]) -> list[tuple[str, str]]:
    return [("", gettext("全部队列")), *((one.uid, one.name) for one in own), ("general", gettext("总队列"))]


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
