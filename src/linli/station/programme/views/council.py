"""`/council/`: the youth council. The youngest speak first; no minor has a name on these pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.organisations.requests import Request, put_back
from linli.station.organisations.selectors import address
from linli.station.people.actors import may
from linli.station.programme import selectors, services
from linli.station.programme.forms_council import ConsentForm, DraftForm, QuestionForm, SeatForm, TermForm, VoiceForm
from linli.station.programme.models import Seat, Term
from linli.station.programme.views.planning import UNPROCESSABLE
from linli.vocabulary import LinliError

ON_COUNCIL: dict[str, type[forms.Form]] = {"term": TermForm, "sit": SeatForm, "put": QuestionForm}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def council(request: Request) -> HttpResponseBase:
    """The council of now: who sits, what was asked, what came of it; asking for a seat; for leads keeping it."""
    found = selectors.terms(community_id=request.community.pk).first()
    shown = {name: form(auto_id=f"{name}_%s") for name, form in ON_COUNCIL.items()}
    name = next((one for one in ON_COUNCIL if one in request.POST), "")
    if name:
        form = shown[name] = ON_COUNCIL[name](request.POST, auto_id=f"{name}_%s")
        if form.is_valid() and _changed(request, found, name, form):
            return redirect("council")
    elif request.method == "POST" and found is not None:
        _seats(request, found)
        return redirect("council")
    return _council(request, found, shown, name)


def _changed(request: Request, found: Term | None, name: str, form: forms.Form) -> bool:
    given, uid = form.cleaned_data, found.uid if found else ""
    try:
        if name == "term":
            services.term_open(actor=request.actor, **given)
        elif name == "sit":
            services.seat_ask(actor=request.actor, term_uid=uid, **given)
        else:
            services.question_put(actor=request.actor, term_uid=uid, **given)
    except LinliError as error:
        put_back(form, error)
        return False
    return True


def _seats(request: Request, found: Term) -> None:
    if "leave" in request.POST:
        services.seat_leave(actor=request.actor, term_uid=found.uid)
    else:
        services.seat_give(actor=request.actor, uid=request.POST.get("give", "")[:20])


def _council(request: Request, found: Term | None, shown: dict[str, forms.Form], bound: str) -> HttpResponse:
    context: dict[str, Any] = {"term": found, "forms": shown, "bound": bound, "may_keep": False}
    context["may_keep"] = may(request.actor, "council.keep", request.community.pk)
    context["may_sit"] = may(request.actor, "council.sit", request.community.pk)
    if found is not None:
        mine = selectors.seat_of(actor=request.actor, found=found) if request.actor.user_id else None
        context |= {
            "running": found.ends > timezone.localdate(),
            "seats": selectors.seated(found),
            "asking": selectors.asking(actor=request.actor, found=found),
            "questions": found.questions.all(),
            "mine": mine,
            "guardian_at": _guardian_at(request, mine) if mine else "",
        }
    return render(request, "programme/council.html", context, status=UNPROCESSABLE if bound else 200)


def _guardian_at(request: Request, mine: Seat) -> str:
    if mine.band == "18-35" or mine.consented_at:
        return ""
    return address(request.community.pk, f"/council/consent/{selectors.guardian_code(mine)}/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, uid: str) -> HttpResponseBase:
    """One question: what members say, the answer they agree on, the station's reply by its day."""
    found = selectors.question(community_id=request.community.pk, uid=uid)
    voice = VoiceForm(request.POST if "say" in request.POST else None, auto_id="voice_%s")
    draft = DraftForm(
        request.POST if "draft" in request.POST else None, auto_id="draft_%s", initial={"text": found.draft}
    )
    if "agree" in request.POST:
        services.answer_agree(actor=request.actor, uid=uid)
        return redirect("council-question", uid)
    for form, act in ((voice, services.voice_give), (draft, services.answer_draft)):
        if form.is_bound and form.is_valid():
            try:
                act(actor=request.actor, uid=uid, text=form.cleaned_data["text"])
                return redirect("council-question", uid)
            except LinliError as error:
                put_back(form, error)
    seat = selectors.seat_of(actor=request.actor, found=found.term) if request.actor.user_id else None
    context = {
        "question": found,
        "voices": selectors.voices(found),
        "agreed": found.voices.filter(agrees=True).count(),
        "members": selectors.seated(found.term).count(),
        "sits": seat is not None and seat.state == "seated" and found.answered_at is None,
        "late": bool(found.reply_by and found.reply_state == "waiting" and found.reply_by < timezone.localdate()),
        "voice": voice,
        "draft": draft,
    }
    bad = voice.errors or draft.errors
    return render(request, "programme/question.html", context, status=UNPROCESSABLE if bad else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: Request, code: str) -> HttpResponseBase:
    """The guardian's page: what it is about, consent, and taking it back at any time."""
    found = selectors.seat_by_code(community_id=request.community.pk, code=code)
    if "withdraw" in request.POST:
        services.guardian_withdraw(actor=request.actor, code=code)
        return redirect("council-consent", code)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.guardian_consent(actor=request.actor, code=code, name=form.cleaned_data["name"])
            return redirect("council-consent", code)
        except LinliError as error:
            put_back(form, error)
    context = {"seat": found, "form": form}
    return render(request, "programme/council_consent.html", context, status=UNPROCESSABLE if form.errors else 200)
