"""The pages of those who write codes: drafting, the acts on a version, adapting, the bank."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.station.codes import selectors, services
from linli.station.codes.clauses import clauses_from
from linli.station.codes.forms import BringForm, ClauseForm, OpenForm, PhraseForm
from linli.station.codes.models import CodeVersion
from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import require
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, uid: str, number: int) -> HttpResponseBase:
    """A draft, clause by clause. `?clause=` writes one anew."""
    require(request.actor, "code.write", request.community.pk)
    one = selectors.version(actor=request.actor, uid=uid, number=number)
    clause_id = (request.POST if request.method == "POST" else request.GET).get("clause", "")[:10]
    form = ClauseForm(request.POST or None, initial=_initial(one, clause_id))
    if request.method == "POST" and form.is_valid():
        try:
            where: dict[str, Any] = {"actor": request.actor, "uid": uid, "number": number, "clause_id": clause_id}
            services.clause_save(**where, given=form.cleaned_data)
            return redirect("code-write", uid, number)
        except LinliError as error:
            put_back(form, error)
    context = {
        "one": one,
        "clauses": clauses_from(one.clauses),
        "form": form,
        "clause_id": clause_id,
        "opening": OpenForm(),
    }
    return render(request, "codes/write.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_POST
def act(request: Request, uid: str, number: int) -> HttpResponseBase:
    """One act on a version: a clause moved or taken out, discussion, answer, signature, adoption, the next one."""
    require(request.actor, "code.write", request.community.pk)
    do = request.POST.get("do", "")
    try:
        where = _done(request, uid, number, do)
    except LinliError as error:
        messages.error(request, told(error))
        where = request.POST.get("from", "")
    return redirect("code-write" if where == "write" else "code-version", uid, _number(where, number))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adapt(request: Request) -> HttpResponseBase:
    """Begins a code from another community's: one of this installation, or a file."""
    require(request.actor, "code.write", request.community.pk)
    picked = request.POST.get("code", "")[:20]
    form = BringForm(request.POST if request.method == "POST" and not picked else None)
    try:
        if picked:
            return redirect("code-write", services.code_adapt(actor=request.actor, uid=picked).uid, 1)
        if form.is_bound and form.is_valid():
            return redirect("code-write", services.code_bring_in(actor=request.actor, **form.cleaned_data).uid, 1)
    except LinliError as error:
        if not form.is_bound:
            raise
        put_back(form, error, dict.fromkeys(("title", "text", "reason", "good", "poor", "clauses"), "document"))
    context = {"elsewhere": selectors.elsewhere(community_id=request.community.pk), "form": form}
    return render(request, "codes/adapt.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: Request) -> HttpResponseBase:
    """The phrases that the helper knows here."""
    require(request.actor, "code.write", request.community.pk)
    if "remove" in request.POST:
        services.phrase_remove(actor=request.actor, uid=request.POST["remove"][:20])
        return redirect("code-bank")
    form = PhraseForm(request.POST or None)
    offered = selectors.clauses_in_force(community_id=request.community.pk)
    form.offer([(f"{code.uid}:{clause.id}", f"{code.title} · {clause.title}") for code, clause in offered])
    if request.method == "POST" and form.is_valid():
        try:
            services.phrase_save(actor=request.actor, **form.cleaned_data)
            messages.success(request, gettext("记下了，“改一改”马上就用。"))
            return redirect("code-bank")
        except LinliError as error:
            put_back(form, error)
    context = {"phrases": selectors.phrases(community_id=request.community.pk), "form": form, "offered": offered}
    return render(request, "codes/bank.html", context, status=UNPROCESSABLE if form.errors else 200)


def _initial(one: CodeVersion, clause_id: str) -> dict[str, str]:
    for row in one.clauses:
        if row["id"] == clause_id:
            return {**row, "good": "\n".join(row["good"]), "poor": "\n".join(row["poor"])}
    return {}


def _done(request: Request, uid: str, number: int, do: str) -> str:
    """Does it; where to go afterwards: the page of writing, another version's number, or nothing for this one."""
    given = request.POST
    where: dict[str, Any] = {"actor": request.actor, "uid": uid, "number": number}
    clause = given.get("clause", "")[:10]
    if do == "up":
        services.clause_move(**where, clause_id=clause)
        return "write"
    if do == "remove":
        services.clause_remove(**where, clause_id=clause)
        return "write"
    if do == "revise":
        return str(services.code_revise(actor=request.actor, uid=uid).number)
    if do == "open":
        days = given.get("days", "")
        services.discussion_open(
            **where, days=int(days) if days.isdecimal() and len(days) < 4 else 0, note=given.get("note", "")
        )
    elif do == "answer":
        comment, taken = given.get("comment", "")[:20], given.get("taken", "")[:8]
        services.comment_answer(actor=request.actor, uid=comment, taken=taken, answer=given.get("answer", ""))
    elif do == "sign":
        services.version_sign(**where)
    elif do == "return":
        services.version_return(**where)
    elif do == "adopt":
        services.version_adopt(**where)
    return ""


def _number(where: str, number: int) -> int:
    return int(where) if where.isdecimal() else number
