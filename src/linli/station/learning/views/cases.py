"""`/learn/law/cases/`: the law in cases. Nothing of an answer is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.learning import asking
from linli.station.learning.documents import law_cases
from linli.station.organisations.requests import Request
from linli.station.people.actors import NotFound
from linli.vocabulary import Text

UNPROCESSABLE = 422


@require_safe
def cases(request: Request) -> HttpResponse:
    """Every case by its title and the law it rests on."""
    return render(request, "learning/cases.html", {"cases": law_cases().values()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: Request, case_id: str) -> HttpResponse:
    """One case: the story and a decision; then the article and what to do."""
    found = law_cases().get(case_id)
    if found is None:
        raise NotFound(Text("没有这个案例。", "There is no such case."), field="case", value=case_id)
    given = asking.answers(request, [found.question]) if request.method == "POST" else []
    told = bool(given) and None not in given
    names = list(law_cases())
    context = {
        "case": found,
        "asked": asking.shown([found.question], given, told=told, missing=bool(given))[0],
        "told": told,
        "next": names[(names.index(case_id) + 1) % len(names)],
    }
    return render(request, "learning/case.html", context, status=UNPROCESSABLE if given and not told else 200)
