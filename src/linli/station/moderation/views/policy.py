"""The leads' pages of the policy: drafts with their faults, the background, back-tests, signing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.policy import Finding, changes, material, pack_names, pack_text
from linli.station.desk.views.guard import staff_only
from linli.station.moderation import rulebook, selectors
from linli.station.moderation.forms_policy import DraftForm, NewForm, TrialForm
from linli.station.moderation.models import PolicyDraft
from linli.station.moderation.results import results
from linli.station.moderation.services import drafts, policies, trials
from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import require
from linli.vocabulary import LinliError

Act = Callable[[Request, PolicyDraft], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with the line of the text in which it stands."""

    finding: Finding
    line: str


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def console(request: Request) -> HttpResponseBase:
    """What is in force, what is on its way, what only watches; and where a new draft begins."""
    require(request.actor, "policy.draft", request.community.pk)
    form = NewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _begin(request, form)
        except LinliError as error:
            put_back(form, error)
        else:
            return redirect("policy-draft", made.uid)
    return render(request, "moderation/policy/console.html", _console(request) | {"form": form})


def _console(request: Request) -> dict[str, Any]:
    community_id = request.community.pk
    version = policies.policy_ensure(community_id=community_id)
    policy = policies.policy_current(community_id=community_id)
    seen = rulebook.watched_rules(actor=request.actor)
    return {
        "version": version,
        "policy": policy,
        "drafts": rulebook.drafts(actor=request.actor),
        "versions": selectors.policy_versions(community_id=community_id)[:8],
        "background": [(r, seen.get(r.id, rulebook.Seen(0))) for r in policy.rules if r.status == "background"],
        "watched_days": rulebook.WATCHED_DAYS,
    }


def _begin(request: Request, form: NewForm) -> PolicyDraft:
    if form.document is not None:
        return drafts.draft_create(actor=request.actor, document=form.document)
    start = str(form.cleaned_data["start"])
    if start in pack_names():
        return drafts.draft_create(actor=request.actor, document=pack_text(start) or "")
    return drafts.draft_from_live(actor=request.actor)


@staff_only
@require_POST
def promote(request: Request, rule_id: str) -> HttpResponseBase:
    """A draft in which a background rule acts."""
    return redirect("policy-draft", drafts.draft_promote(actor=request.actor, rule=rule_id).uid)


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request, uid: str) -> HttpResponseBase:
    """One draft: its text and faults, what it changes, what it would have done, and its signature."""
    found = rulebook.draft(actor=request.actor, uid=uid)
    form = DraftForm(initial={"document": found.document, "note": found.note, "edition": found.edition})
    if request.method == "POST":
        form = DraftForm(request.POST)
        if form.is_valid():
            try:
                drafts.draft_save(actor=request.actor, uid=uid, **form.cleaned_data)
            except LinliError as error:
                put_back(form, error)
            else:
                messages.success(request, gettext("已保存。"))
                return redirect("policy-draft", uid)
    return render(request, "moderation/policy/draft.html", _draft(request, found) | {"form": form})


def _draft(request: Request, found: PolicyDraft) -> dict[str, Any]:
    live = policies.policy_ensure(community_id=request.community.pk)
    policy, old = rulebook.readable(found.document), policies.policy_current(community_id=request.community.pk)
    differ = changes(old, policy) if policy is not None else ()
    trial = rulebook.trial_of(community_id=request.community.pk, target=found.uid)
    fresh = trial is not None and trial.digest == drafts.digest(found.document) and trial.against == live.reference
    return {
        "draft": found,
        "editable": found.state in ("editing", "watching"),
        "policy": policy,
        "live": live,
        "faults": faults(found.document),
        "changes": differ,
        "material": material(differ),
        "seen": rulebook.watched_draft(actor=request.actor, draft=found),
        "trial": trial,
        "fresh": fresh,
        "results": results(request.actor, trial) if trial else None,
        "trial_form": TrialForm(),
        "own": found.author_id == request.actor.user_id and drafts.signers(request.community.pk, found.author_id),
    }


def faults(document: str) -> list[Fault]:
    """What is wrong with a document, each with its line."""
    lines = document.splitlines()
    return [Fault(f, lines[f.line - 1][:200] if f.line <= len(lines) else "") for f in rulebook.findings(document)]


@staff_only
@require_POST
def act(request: Request, uid: str, what: str) -> HttpResponseBase:
    """One step of a draft's life; a refusal is told above the page."""
    found = rulebook.draft(actor=request.actor, uid=uid)
    done = _ACTS.get(what)
    if done is None:
        return HttpResponse(status=404)
    try:
        done(request, found)
    except LinliError as error:
        messages.error(request, told(error))
    else:
        messages.success(request, str(_DONE[what]()))
    return redirect("policy-draft", uid)


def _try(request: Request, found: PolicyDraft) -> None:
    form = TrialForm(request.POST)
    limit = int(form.cleaned_data["limit"]) if form.is_valid() else trials.LIMITS[1]
    trials.trial_start(
        actor=request.actor, kind=trials.POLICY, target=found.uid, document=found.document, limit=limit
    )


def _halt(request: Request, found: PolicyDraft) -> None:
    trial = rulebook.trial_of(community_id=request.community.pk, target=found.uid)
    if trial is not None:
        trials.trial_stop(actor=request.actor, uid=trial.uid)


def _go_on(request: Request, found: PolicyDraft) -> None:
    trial = rulebook.trial_of(community_id=request.community.pk, target=found.uid)
    if trial is not None:
        trials.trial_resume(actor=request.actor, uid=trial.uid)


_ACTS: Mapping[str, Act] = {
    "try": _try,
    "stop": _halt,
    "resume": _go_on,
    "watch": lambda request, found: drafts.draft_watch(actor=request.actor, uid=found.uid, on=True),
    "unwatch": lambda request, found: drafts.draft_watch(actor=request.actor, uid=found.uid, on=False),
    "sign": lambda request, found: drafts.draft_sign(actor=request.actor, uid=found.uid),
    "drop": lambda request, found: drafts.draft_drop(actor=request.actor, uid=found.uid),
}
_DONE: Mapping[str, Callable[[], str]] = {
    "try": lambda: gettext("开始试算，过一会儿刷新看结果。"),
    "stop": lambda: gettext("已停下，算过的都留着。"),
    "resume": lambda: gettext("接着算。"),
    "watch": lambda: gettext("开始在后台观察：只计数，不处置。"),
    "unwatch": lambda: gettext("不再观察。"),
    "sign": lambda: gettext("已签发。"),
    "drop": lambda: gettext("已作废。"),
}
