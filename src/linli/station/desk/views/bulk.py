"""`/desk/bulk/`: one answer for the chosen cases, looked at case by case before it is given; undone in one step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.station.desk import kinds, rules, selectors, services
from linli.station.desk.forms import AnswerForm, BackForm, starters
from linli.station.desk.models import Case
from linli.station.desk.views.guard import staff_only
from linli.station.organisations.requests import Request, put_back, told
from linli.vocabulary import LinliError, Text

UNPROCESSABLE = 422


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: Request) -> HttpResponseBase:
    """The chosen cases and the form; then what would happen to each; with `confirm` it happens."""
    if request.method != "POST":
        return render(request, "desk/bulks.html", {"bulks": selectors.bulks(actor=request.actor)})
    try:
        picks, first = _picks(request)
    except LinliError as error:
        messages.error(request, told(error))
        return redirect("desk")
    panel = kinds.kind(first.kind).panel(request.actor, rules.facts(first))
    form = AnswerForm(kinds.kind(first.kind), panel, request.POST if "answer" in request.POST else None, 0)
    context = {"picks": picks, "form": form, "starters": starters(panel), "kind": form.kind}
    if not form.is_bound or not form.is_valid():
        return render(request, "desk/bulk.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    given = {"choice": form.choice, "reason": form.cleaned_data["reason"], "values": form.values}
    try:
        if "confirm" in request.POST:
            return _done(request, picks, given)
        foreseen = services.bulk_preview(actor=request.actor, picks=picks, **given)
    except LinliError as error:
        put_back(form, error)
        return render(request, "desk/bulk.html", context, status=UNPROCESSABLE)
    return render(request, "desk/bulk_preview.html", {**context, **_foreseen(foreseen), "given": _given(form)})


@never_cache
@staff_only
@require_POST
def undo(request: Request, uid: str) -> HttpResponseBase:
    """Takes the whole of a bulk back."""
    form = BackForm(request.POST, auto_id="back_%s")
    if not form.is_valid():
        messages.error(request, gettext("请写明撤回的理由。"))
        return redirect("desk-bulk")
    done = services.bulk_reverse(actor=request.actor, uid=uid, reason=form.cleaned_data["reason"])
    back = sum(one.refused is None for one in done)
    messages.success(request, gettext("已撤回 %(n)d 件，它们的影响都已消除。") % {"n": back})
    _warn(request, done)
    return redirect("desk-bulk")


def _warn(request: Request, done: list[services.Foreseen]) -> None:
    for one in done:
        if one.refused is not None:
            messages.warning(request, f"#{one.number} {told(one.refused)}")


def _picks(request: Request) -> tuple[list[services.Pick], Case]:
    picks = [
        services.Pick(int(n), int(v))
        for n, _, v in (p.partition(":") for p in request.POST.getlist("pick"))
        if _ok(n, v)
    ]
    cases = [selectors.case_for(actor=request.actor, number=pick.number) for pick in picks[:1]]
    if not cases:
        raise LinliError(Text("请先勾选案件。", "Tick some cases first."), field="pick")
    numbers = [pick.number for pick in picks]
    found = Case.objects.filter(community_id=request.community.pk, number__in=numbers).values_list("kind", flat=True)
    if len(set(found)) > 1:
        raise LinliError(Text("一次只能处理同一种案件。", "Cases of one kind at a time."), field="pick")
    return picks, cases[0]


def _ok(*parts: str) -> bool:
    return all(part.isdecimal() and len(part) < 10 for part in parts)


def _foreseen(foreseen: list[services.Foreseen]) -> dict[str, Any]:
    return {
        "will": [one for one in foreseen if one.refused is None],
        "wont": [(one, told(one.refused)) for one in foreseen if one.refused is not None],
    }


def _given(form: AnswerForm) -> list[tuple[str, str]]:
    return [(name, str(form.cleaned_data.get(name) or "")) for name in ("answer", "reason", *form.extra)]


def _done(request: Request, picks: list[services.Pick], given: dict[str, Any]) -> HttpResponseBase:
    _, done = services.bulk_answer(actor=request.actor, picks=picks, **given)
    answered = sum(one.refused is None for one in done)
    messages.success(request, gettext("已答复 %(n)d 件；在这里可以一步撤回。") % {"n": answered})
    _warn(request, done)
    return redirect("desk-bulk")
