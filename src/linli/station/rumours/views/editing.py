"""The editors' pages: what waits, writing a check, sources, merging and splitting, other stations' checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.station.desk.views.guard import staff_only
from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import NotFound
from linli.station.rumours import selectors, services
from linli.station.rumours.forms import DraftForm, MergeForm, PageForm, SourceForm, WhyForm, WordForm
from linli.station.rumours.models import Check, Claim
from linli.station.rumours.wording import TONES, VERDICTS
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: Request) -> HttpResponseBase:
    """`/desk/rumours/`: what waits, most asked first; a form to note a claim that goes round."""
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.claim_note(actor=request.actor, **form.cleaned_data)
            return redirect("claim-edit", made.uid)
        except LinliError as error:
            put_back(form, error)
    context = {
        "waiting": selectors.waiting(actor=request.actor),
        "done": [(one, VERDICTS[one.verdict], TONES[one.verdict]) for one in _done(request)],
        "form": form,
    }
    return render(request, "rumours/claims.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, uid: str) -> HttpResponseBase:
    """`/desk/rumours/<uid>/`: one claim with its draft; a POST is one of `ACTS`; words not taken stay."""
    claim = selectors.claim_by_uid(community_id=request.community.pk, uid=uid)
    if request.method != "POST":
        return render(request, "rumours/edit.html", _page(claim))
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return redirect("claim-edit", claim.uid)
    name, make, perform, thanks = act
    ids = f"{name}_%s"
    form = (
        MergeForm(_others(claim), request.POST, auto_id=ids) if make is MergeForm else make(request.POST, auto_id=ids)
    )
    if form.is_valid():
        try:
            to = perform(request, claim, form)
            messages.success(request, gettext(thanks))
            return redirect("claim-edit", to)
        except NotFound:
            raise
        except LinliError as error:
            put_back(form, error)
    context = _page(claim, **{name: form, "bad": form, "bad_act": name})
    return render(request, "rumours/edit.html", context, status=UNPROCESSABLE)


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def others(request: Request) -> HttpResponseBase:
    """`/desk/rumours/others/`: other stations' checks, and a page to take some from."""
    form = PageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.page_import(actor=request.actor, url=form.cleaned_data["url"])
            messages.success(request, gettext("读到 %(count)s 条核查。") % {"count": len(found)})
            return redirect("claim-others")
        except LinliError as error:
            put_back(form, error, {"@id": "url"})
    rows = [(row, selectors.origin_name(row)) for row in selectors.imported_all(actor=request.actor)[:100]]
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "rumours/others.html", {"rows": rows, "form": form}, status=status)


@staff_only
@require_POST
def decide(request: Request, uid: str) -> HttpResponse:
    """Agrees to another station's check, only shows it, or declines it."""
    try:
        services.import_decide(actor=request.actor, uid=uid, how=request.POST.get("how", ""))
        messages.success(request, gettext("已记下。"))
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("claim-others")


def _done(request: Request) -> list[Check]:
    return list(selectors.mine_or_done(actor=request.actor)[:30])


def _save(request: Request, claim: Claim, form: forms.Form) -> str:
    services.draft_save(actor=request.actor, claim_uid=claim.uid, values=form.cleaned_data)
    if "ready" in request.POST:
        services.check_ready(actor=request.actor, check_uid=_uid(claim))
    return claim.uid


def _source(request: Request, claim: Claim, form: forms.Form) -> str:
    if selectors.check_of(claim) is None:
        services.draft_save(actor=request.actor, claim_uid=claim.uid, values={})
    services.evidence_add(actor=request.actor, check_uid=_uid(claim), **form.cleaned_data)
    return claim.uid


def _drop(request: Request, claim: Claim, _form: forms.Form) -> str:
    services.evidence_remove(actor=request.actor, check_uid=_uid(claim), uid=request.POST.get("evidence", ""))
    return claim.uid


def _word(request: Request, claim: Claim, form: forms.Form) -> str:
    services.claim_word(actor=request.actor, uid=claim.uid, **form.cleaned_data)
    return claim.uid


def _merge(request: Request, claim: Claim, form: forms.Form) -> str:
    return services.claim_merge(actor=request.actor, uid=claim.uid, into_uid=form.cleaned_data["into"]).uid


def _split(request: Request, claim: Claim, _form: forms.Form) -> str:
    chosen = [int(one) for one in request.POST.getlist("asked") if one.isdecimal() and len(one) < 19]
    return services.claim_split(actor=request.actor, uid=claim.uid, asked=chosen).uid


def _withdraw(request: Request, claim: Claim, form: forms.Form) -> str:
    services.check_withdraw(actor=request.actor, check_uid=_uid(claim), why=form.cleaned_data["why"])
    return claim.uid


Act = tuple[str, type[forms.Form], Callable[[Request, Claim, Any], str], Any]
ACTS: dict[str, Act] = {
    "save": ("draft", DraftForm, _save, gettext_lazy("已保存。")),
    "source": ("source", SourceForm, _source, gettext_lazy("来源已存档。")),
    "drop": ("drop", forms.Form, _drop, gettext_lazy("来源已去掉。")),
    "word": ("word", WordForm, _word, gettext_lazy("已改写。")),
    "merge": ("merge", MergeForm, _merge, gettext_lazy("已合并，问过的人会得到同一个答复。")),
    "split": ("split", forms.Form, _split, gettext_lazy("已分开。")),
    "withdraw": ("withdraw", WhyForm, _withdraw, gettext_lazy("已撤回，问过的人都会知道。")),
}


def _page(claim: Claim, **more: object) -> dict[str, Any]:
    check = selectors.check_of(claim)
    return {
        "claim": claim,
        "check": check,
        "verdict": VERDICTS.get(check.verdict) if check else None,
        "evidence": list(check.evidence.order_by("pk")) if check else [],
        "asked": selectors.asked_about(claim)[:50],
        "beside": selectors.beside(claim=claim, check=check),
        "number": selectors.case_number(claim=claim, check=check),
        "draft": DraftForm(initial=_initial(check), auto_id="draft_%s"),
        "source": SourceForm(auto_id="source_%s"),
        "word": WordForm(initial={"text": claim.text, "topic": claim.topic}, auto_id="word_%s"),
        "merge": MergeForm(_others(claim), auto_id="merge_%s"),
        "withdraw": WhyForm(auto_id="withdraw_%s"),
        **more,
    }


def _initial(check: Check | None) -> dict[str, str]:
    if check is None:
        return {"interests": gettext("无")}
    return {name: getattr(check, name) for name in DraftForm.base_fields}


def _others(claim: Claim) -> list[tuple[str, str]]:
    return [(one.uid, one.text) for one in selectors.others_like(claim=claim)]


def _uid(claim: Claim) -> str:
    check = selectors.check_of(claim)
    return check.uid if check else ""
