"""`/codes/`: the codes, one to read, a version to discuss; and `/rewrite/`, the helper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.codes import selectors, services
from linli.station.codes.clauses import clauses_from, exported
from linli.station.codes.forms import LONGEST_DRAFT, CodeForm, CommentForm, DraftForm, LookForm, OpenForm
from linli.station.codes.helper import rewrite_for
from linli.station.codes.models import CodeVersion
from linli.station.codes.services import Hurtful
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import NotFound, may
from linli.vocabulary import Action, LinliError, Text

UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: Request) -> HttpResponseBase:
    """Every code; for those who write a form to begin one."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.code_create(actor=request.actor, **form.cleaned_data)
            return redirect("code-write", made.uid, 1)
        except LinliError as error:
            put_back(form, error)
    context = {
        "codes": selectors.codes(actor=request.actor),
        "form": form,
        "writes": selectors.writes(request.actor),
    }
    return render(request, "codes/codes.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_GET
def code(request: Request, uid: str) -> HttpResponseBase:
    """The version in force; where there is none yet, the one that is discussed."""
    found = selectors.code(actor=request.actor, uid=uid)
    if found.adopted is None and found.coming is not None:
        return redirect("code-version", uid, found.coming.number)
    context = {
        "found": found,
        "clauses": clauses_from(found.adopted.clauses) if found.adopted else [],
        "versions": selectors.versions(actor=request.actor, uid=uid),
        "writes": selectors.writes(request.actor),
    }
    return render(request, "codes/code.html", context)


@require_GET
def printed(request: Request, uid: str) -> HttpResponse:
    """The version in force on paper."""
    one = _adopted(request, uid)
    return render(request, "codes/print.html", {"one": one, "clauses": clauses_from(one.clauses)})


@require_GET
def exported_code(request: Request, uid: str) -> HttpResponse:
    """The version in force as a file for another community."""
    one = _adopted(request, uid)
    body = exported(
        title=one.code.title,
        aim=one.code.aim,
        origin=selectors.origin_of(one),
        clauses=clauses_from(one.clauses),
    )
    return HttpResponse(body, content_type="application/json; charset=utf-8")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: Request, uid: str, number: int) -> HttpResponseBase:
    """One version: its text, what changed, what was said; while it is discussed a form to say something."""
    one = selectors.version(actor=request.actor, uid=uid, number=number)
    form = CommentForm(request.POST or None)
    form.offer([(clause.id, clause.title) for clause in clauses_from(one.clauses)])
    if request.method != "POST":
        return render(request, "codes/version.html", _shown(request, one, form))
    if request.actor.user_id is None:
        return redirect_to_login(request.get_full_path())
    try:
        if form.is_valid():
            return _said(request, one, form.cleaned_data)
    except Hurtful as refusal:
        put_back(form, refusal)
        context = {**_shown(request, one, form), "refusal": refusal}
        return render(request, "codes/version.html", context, status=UNPROCESSABLE)
    except LinliError as error:
        put_back(form, error)
    return render(request, "codes/version.html", _shown(request, one, form), status=UNPROCESSABLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: Request, uid: str) -> HttpResponseBase:
    """One comment: how it stands, its answer, and asking a person to look at it."""
    found, form = selectors.comment_for(actor=request.actor, uid=uid), LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.comment_report(
                actor=request.actor,
                uid=uid,
                text=form.cleaned_data["text"],
                source=str(request.META.get("REMOTE_ADDR", "")),
            )
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    mine = request.actor.user_id is not None and found.author_id == request.actor.user_id
    context = {"one": found, "form": form, "mine": mine}
    return render(request, "codes/comment.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rewriting(request: Request) -> HttpResponse:
    """改一改: a draft in, kinder ways to put it out. Nothing of it is stored, counted or logged."""
    form, found = DraftForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        found = rewrite_for(community_id=request.community.pk, text=form.cleaned_data["text"])
    context = {"form": form, "found": found, "longest": LONGEST_DRAFT, "writes": selectors.writes(request.actor)}
    return render(request, "codes/rewrite.html", context, status=UNPROCESSABLE if form.errors else 200)


def _said(request: Request, one: CodeVersion, given: dict[str, Any]) -> HttpResponseBase:
    where: dict[str, Any] = {"actor": request.actor, "uid": one.code.uid, "number": one.number}
    if "hold" in request.POST:
        return redirect("receipt", services.comment_hold(**where, **given).code)
    _, found = services.comment_send(**where, **given, anyway="anyway" in request.POST)
    if found.action is Action.HELP:
        messages.info(request, gettext("留言发出了。要是您现在不好受，“需要帮助”那一页有人愿意听您说。"))
    else:
        messages.success(request, gettext("留言发出了，每条都会有答复。"))
    return redirect("code-version", one.code.uid, one.number)


def _shown(request: Request, one: CodeVersion, form: CommentForm) -> dict[str, Any]:
    actor = request.actor
    return {
        "one": one,
        "clauses": clauses_from(one.clauses),
        "changes": selectors.changes(one),
        "since": selectors.since_discussed(one),
        "said": selectors.said(actor=actor, one=one),
        "unanswered": selectors.unanswered(one),
        "closed": selectors.closed(one),
        "form": form,
        "opening": OpenForm(),
        "writes": selectors.writes(actor),
        "signs": may(actor, "code.sign", actor.community_id),
        "signed_it": actor.user_id is not None and actor.user_id == one.signed_by_id,
        "comments": may(actor, "code.comment", actor.community_id),
    }


def _adopted(request: Request, uid: str) -> CodeVersion:
    found = selectors.code(actor=request.actor, uid=uid).adopted
    if found is None:
        raise NotFound(Text("没有现行的一版。", "No version is in force."), field="code", value=uid)
    return found
