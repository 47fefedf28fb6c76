"""`/me/data/`: what the station holds of me, and all I may ask about it; `/retention/`: what is cleared when."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.station.moderation import selectors as moderation
from linli.station.organisations.requests import Request, as_label, put_back
from linli.station.people.codes import grouped
from linli.station.privacy import retention, selectors, services, wording
from linli.station.privacy.forms import AnotherForm, AskForm, DeleteForm, NameForm
from linli.station.privacy.kinds import NAMES
from linli.station.privacy.models import Right
from linli.station.privacy.packing import packed
from linli.vocabulary import LinliError

SHOWN = 50
UNPROCESSABLE = 422


@never_cache
@require_safe
@login_required
def mine(request: Request) -> HttpResponse:
    """Everything in numbers, each right with its button, and what was asked before."""
    return render(request, "privacy/mine.html", _page(request))


@never_cache
@require_safe
@login_required
def all_of_it(request: Request) -> HttpResponse:
    """Every row that is held, in words."""
    subject = _subject(request)
    shown = [
        (part, [list(wording.lines(row)) for row in islice(part.holding.export(subject), SHOWN)])
        for part in selectors.parts(subject)
    ]
    return render(request, "privacy/all.html", {"shown": shown, "most": SHOWN})


@never_cache
@require_safe
@login_required
def copy(request: Request) -> HttpResponse:
    """The zip, made now from what there is now."""
    now = timezone.now()
    content = packed(
        selectors.subjects_of_person(user_id=request.actor.user_id or 0), community=request.community.slug, now=now
    )
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="linli-my-data-{now:%Y%m%d}.zip"'
    return answer


@never_cache
@require_safe
@login_required
def decisions(request: Request) -> HttpResponse:
    """What rules alone decided about me: which rule, which clause, on what grounds, and how to have a person look."""
    found = moderation.automatic_decisions(community_id=request.community.pk, accounts=_subject(request).accounts)
    shown = [(one, moderation.notice_of(one), moderation.appeal_state(one)) for one in found[:SHOWN]]
    return render(request, "privacy/decisions.html", {"shown": shown, "form": AskForm(auto_id="explain_%s")})


@require_POST
@login_required
def ask(request: Request, right: str) -> HttpResponseBase:
    """Uses one right; what needs words and has none goes back to the page."""
    text = ""
    if right in (Right.CORRECT, Right.EXPLAIN):
        form = AskForm(request.POST, auto_id=f"{right}_%s")
        if not form.is_valid():
            return render(request, "privacy/mine.html", _page(request, **{right: form}), status=UNPROCESSABLE)
        text = form.cleaned_data["text"]
    asked = services.right_ask(actor=request.actor, right=Right(right), text=text)
    _say(request, asked)
    return redirect("my-data")


@require_POST
@login_required
def name(request: Request) -> HttpResponseBase:
    """Puts one's own name right."""
    form = NameForm(request.POST, auto_id="name_%s")
    if form.is_valid():
        try:
            services.name_correct(actor=request.actor, name=form.cleaned_data["name"])
            messages.success(request, gettext("名字已更正。"))
            return redirect("my-data")
        except LinliError as error:
            put_back(form, error)
    return render(request, "privacy/mine.html", _page(request, name=form), status=UNPROCESSABLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def another(request: Request) -> HttpResponseBase:
    """For a child under 14, for one who died, for one who asked me to."""
    rights = [(right.value, as_label(NAMES[right])) for right in Right]
    form = AnotherForm(rights, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asked = services.right_ask(
            actor=request.actor, right=Right(given["right"]), text=given["text"], for_another=given["for_another"]
        )
        _say(request, asked)
        return redirect("my-data")
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "privacy/another.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Request) -> HttpResponseBase:
    """What goes and what stays, and then it goes."""
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = services.right_ask(actor=request.actor, right=Right.DELETE)
        if asked.done:
            logout(request)
            return render(request, "privacy/gone.html", {"code": grouped(asked.receipt.code)})
        _say(request, asked)
        return redirect("my-data")
    subject = _subject(request)
    context = {
        "form": form,
        "parts": selectors.parts(subject),
        "reasons": selectors.hindrances(subject) + ([selectors.STAFF] if request.actor.is_staff else []),
    }
    return render(request, "privacy/delete.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
def retained(request: Request) -> HttpResponse:
    """For everyone: how long each kind of data is kept, when it was last cleared, and what is overdue now."""
    return render(request, "privacy/retention.html", {"lines": retention.report(community_id=request.community.pk)})


def _subject(request: Request) -> Any:
    return selectors.subject_of_person(community_id=request.community.pk, user_id=request.actor.user_id or 0)


def _page(request: Request, **forms: object) -> dict[str, Any]:
    parts = selectors.parts(_subject(request))
    return {
        "parts": parts,
        "total": sum(part.count for part in parts),
        "name": NameForm(auto_id="name_%s", initial={"name": str(request.user)}),
        "correct": AskForm(auto_id="correct_%s"),
        "asked": [(one, NAMES[one.right]) for one in selectors.requests_mine(actor=request.actor)[:20]],
        **forms,
    }


def _say(request: Request, asked: services.Asked) -> None:
    code = grouped(asked.receipt.code)
    if asked.done:
        messages.success(request, gettext("办好了。编号 %(code)s。") % {"code": code})
        return
    words = gettext("已收到，编号 %(code)s，最晚 %(day)s 前答复。%(why)s") % {
        "code": code,
        "day": f"{timezone.localtime(asked.receipt.promised_at):%Y-%m-%d}",
        "why": "".join(as_label(reason) for reason in asked.hindrances),
    }
    messages.info(request, words)
