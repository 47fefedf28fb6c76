"""The leads' pages of own words: entries, faults, whom they would newly hit, taking them into use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.station.desk.views.guard import staff_only
from linli.station.moderation import rulebook
from linli.station.moderation.forms_policy import TrialForm
from linli.station.moderation.forms_words import EntryForm, NewPackForm, PackForm
from linli.station.moderation.models import LexiconPack
from linli.station.moderation.results import results
from linli.station.moderation.services import lexicons, trials
from linli.station.moderation.services.drafts import digest, signers
from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import require
from linli.vocabulary import LinliError

Act = Callable[[Request, LexiconPack], object]


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def packs(request: Request) -> HttpResponseBase:
    """Every pack of the community, and where a new one begins."""
    require(request.actor, "policy.draft", request.community.pk)
    form = NewPackForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        document = form.document or lexicons.pack_text(form.cleaned_data["name"], request.community.name)
        try:
            made = lexicons.pack_create(actor=request.actor, document=document)
        except LinliError as error:
            put_back(form, error, {"document": "file"})
        else:
            return redirect("words-pack", made.uid)
    return render(
        request, "moderation/words/packs.html", {"packs": rulebook.packs(actor=request.actor), "form": form}
    )


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def pack(request: Request, uid: str) -> HttpResponseBase:
    """One pack: its text and faults, an entry to add, whom it would newly hit."""
    found = rulebook.pack(actor=request.actor, uid=uid)
    form, entry = PackForm(initial={"document": found.document, "edition": found.edition}), EntryForm()
    if request.method == "POST":
        adding = "add" in request.POST
        form, entry = (form, EntryForm(request.POST)) if adding else (PackForm(request.POST), entry)
        given = entry if adding else form
        if given.is_valid():
            try:
                saved = _add(request, found, entry) if adding else _save(request, found, form)
            except LinliError as error:
                put_back(given, error)
            else:
                messages.success(request, gettext("已保存。"))
                return redirect("words-pack", saved.uid)
    return render(request, "moderation/words/pack.html", _context(request, found) | {"form": form, "entry": entry})


def _add(request: Request, found: LexiconPack, form: EntryForm) -> LexiconPack:
    name = f"{found.name or 'own'}.{found.document.count('{ id =') + 1}"
    document = lexicons.with_entry(found.document, {**form.cleaned_data, "id": name})
    return lexicons.pack_save(actor=request.actor, uid=found.uid, document=document, edition=found.edition)


def _save(request: Request, found: LexiconPack, form: PackForm) -> LexiconPack:
    return lexicons.pack_save(actor=request.actor, uid=found.uid, **form.cleaned_data)


def _context(request: Request, found: LexiconPack) -> dict[str, Any]:
    trial = rulebook.trial_of(community_id=request.community.pk, target=found.uid)
    return {
        "pack": found,
        "faults": lexicons.faults(found.document),
        "trial": trial,
        "fresh": trial is not None and trial.digest == digest(found.document),
        "results": results(request.actor, trial) if trial else None,
        "trial_form": TrialForm(),
        "own": found.author_id == request.actor.user_id and signers(request.community.pk, found.author_id),
    }


@staff_only
@require_POST
def act(request: Request, uid: str, what: str) -> HttpResponseBase:
    """One step of a pack's life; a refusal is told above the page."""
    found = rulebook.pack(actor=request.actor, uid=uid)
    done = _ACTS.get(what)
    if done is None:
        return HttpResponse(status=404)
    try:
        done(request, found)
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("words-pack", uid)


def _try(request: Request, found: LexiconPack) -> None:
    form = TrialForm(request.POST)
    limit = int(form.cleaned_data["limit"]) if form.is_valid() else trials.LIMITS[1]
    trials.trial_start(
        actor=request.actor, kind=trials.LEXICON, target=found.uid, document=found.document, limit=limit
    )


def _halt(request: Request, found: LexiconPack) -> None:
    trial = rulebook.trial_of(community_id=request.community.pk, target=found.uid)
    if trial is not None:
        trials.trial_stop(actor=request.actor, uid=trial.uid)


def _go_on(request: Request, found: LexiconPack) -> None:
    trial = rulebook.trial_of(community_id=request.community.pk, target=found.uid)
    if trial is not None:
        trials.trial_resume(actor=request.actor, uid=trial.uid)


_ACTS: Mapping[str, Act] = {
    "try": _try,
    "stop": _halt,
    "resume": _go_on,
    "use": lambda request, found: lexicons.pack_use(actor=request.actor, uid=found.uid),
    "reopen": lambda request, found: lexicons.pack_reopen(actor=request.actor, uid=found.uid),
    "retire": lambda request, found: lexicons.pack_retire(actor=request.actor, uid=found.uid),
}
