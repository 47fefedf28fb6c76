"""`/pledges/`: what can be pledged, who pledged it, one with its evidence; the pages of those who take part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.station.organisations import tree
from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import require
from linli.station.pledges import selectors, services
from linli.station.pledges.evidence import ANSWERS
from linli.station.pledges.forms import ComplaintForm, ReviewForm, TemplateForm, WordsForm
from linli.station.pledges.models import Assessment, Pledge
from linli.vocabulary import LinliError

UNPROCESSABLE, SHOWN = 422, 200
PARTS = ("answer", "note", "evidence")


@never_cache
@require_GET
def pledges(request: Request) -> HttpResponse:
    """What can be pledged and who did, by name."""
    community_id, by = request.community.pk, request.GET.get("by", "")[:20]
    context = {
        "templates": selectors.templates(community_id=community_id),
        "pledges": selectors.pledges(community_id=community_id, organisation_uid=by)[:SHOWN],
        "by": by,
        "waiting": selectors.reviews_waiting(actor=request.actor),
        "leads": selectors.leads(request.actor),
        "codes": selectors.code_of,
        "drafts": _drafts(request),
    }
    return render(request, "pledges/pledges.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request: Request) -> HttpResponseBase:
    """A lead writes what can be pledged."""
    require(request.actor, "pledge.lead", request.community.pk)
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "promise", "months")}
        try:
            made = services.template_add(actor=request.actor, questions=form.asked(), **given)
            return redirect("pledge-template", made.uid)
        except LinliError as error:
            put_back(form, error)
    return render(request, "pledges/template_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: Request, uid: str) -> HttpResponseBase:
    """What is pledged and asked; whoever speaks for an organisation begins here."""
    found = selectors.template(community_id=request.community.pk, uid=uid)
    if request.method == "POST":
        try:
            if "close" in request.POST:
                services.template_close(actor=request.actor, uid=uid)
                return redirect("pledges")
            body = request.POST.get("organisation", "")[:20]
            made = services.pledge_begin(actor=request.actor, template_uid=uid, organisation_uid=body)
            return redirect("pledge-assess", made.uid)
        except LinliError as error:
            messages.error(request, told(error))
            return redirect("pledge-template", uid)
    context = {
        "one": found,
        "mine": tree.spoken_for(actor=request.actor),
        "leads": selectors.leads(request.actor),
    }
    return render(request, "pledges/template.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: Request, uid: str) -> HttpResponseBase:
    """One pledge in public; complaining about it."""
    found, form = selectors.pledge(actor=request.actor, uid=uid), ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.complaint_send(
                actor=request.actor,
                uid=uid,
                source=str(request.META.get("REMOTE_ADDR", "")),
                **form.cleaned_data,
            )
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    context = {**_shown(request, found), "form": form}
    return render(request, "pledges/pledge.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: Request, uid: str) -> HttpResponseBase:
    """The self-assessment: kept as it is, or sent to be reviewed."""
    found = selectors.pledge(actor=request.actor, uid=uid)
    one, error = selectors.newest(found), None
    answers = _answers(request, found) if request.method == "POST" else one.answers
    if request.method == "POST":
        try:
            if "send" in request.POST:
                services.assessment_send(actor=request.actor, uid=uid, answers=answers)
                messages.success(request, gettext("送出了，等另一家单位评议。"))
                return redirect("pledge", uid)
            services.assessment_save(actor=request.actor, uid=uid, answers=answers)
            messages.success(request, gettext("记下了，可以接着写。"))
            return redirect("pledge-assess", uid)
        except LinliError as refusal:
            error = refusal
    context = {
        "one": found,
        "error": told(error) if error else "",
        "bad": error.field if error else "",
        "rows": [(question, answers.get(str(question["id"]), {})) for question in found.questions],
        "answers": ANSWERS,
        "editable": one.state in (Assessment.State.DRAFT, Assessment.State.RETURNED),
        "review": selectors.review_of(one),
    }
    return render(request, "pledges/assess.html", context, status=UNPROCESSABLE if error else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, code: str) -> HttpResponseBase:
    """Another organisation reviews a round."""
    found = selectors.review_by_code(actor=request.actor, code=code)
    one = found.assessment
    form = ReviewForm(request.POST or None).offer(one.pledge.questions)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.review_give(
                actor=request.actor,
                code=code,
                accepted=given["result"] == "yes",
                note=given["note"],
                doubts=given["doubts"],
            )
            messages.success(request, gettext("评议记下了，谢谢。"))
            return redirect("pledges")
        except LinliError as error:
            put_back(form, error)
    context = {"review": found, "one": one.pledge, "rows": selectors.shown(one.pledge, one), "form": form}
    return render(request, "pledges/review.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_POST
def act(request: Request, uid: str) -> HttpResponseBase:
    """One act: a review asked or looked at, a renewal, a withdrawal, the organisation's side, its appeal."""
    given, actor = request.POST, request.actor
    text = given.get("text", "")
    try:
        if "ask" in given:
            services.review_ask(actor=actor, uid=uid, organisation_uid=given["ask"][:20])
            messages.success(request, gettext("邀请发到对方经办人的“我的事”了。"))
        elif "confirm" in given:
            services.review_confirm(actor=actor, uid=uid, accepted=given["confirm"] == "yes")
        elif "renew" in given:
            services.pledge_renew(actor=actor, uid=uid)
            return redirect("pledge-assess", uid)
        elif "withdraw" in given:
            services.pledge_withdraw(actor=actor, uid=uid)
            return redirect("pledges")
        elif "reply" in given:
            services.reply_write(actor=actor, uid=uid, text=text)
        elif "appeal" in given:
            return redirect("receipt", services.appeal_send(actor=actor, uid=uid, text=text).code)
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("pledge", uid)


def _answers(request: Request, found: Pledge) -> dict[str, dict[str, str]]:
    return {
        str(one["id"]): {part: request.POST.get(f"{part}-{one['id']}", "") for part in PARTS}
        for one in found.questions
    }


def _drafts(request: Request) -> list[Pledge]:
    mine = [one.pk for one in tree.spoken_for(actor=request.actor)]
    found = Pledge.objects.filter(community_id=request.community.pk, state="draft").select_related("organisation")
    return list(found if selectors.leads(request.actor) else found.filter(organisation_id__in=mine))


def _shown(request: Request, found: Pledge) -> dict[str, Any]:
    actor = request.actor
    newest, accepted = selectors.newest(found), selectors.accepted(found)
    leads, speaks = selectors.leads(actor), tree.speaks_for(actor=actor, organisation=found.organisation)
    shown = accepted or (newest if leads or speaks else None)
    review = selectors.review_of(shown)
    bodies = tree.organisations(community_id=request.community.pk) if leads else []
    return {
        "one": found,
        "rows": selectors.shown(found, shown),
        "review": review,
        "flags": selectors.flags(review),
        "newest": newest,
        "complained": selectors.complained(found),
        "hearings": selectors.hearings(found),
        "hearing": selectors.hearing_open(found) if speaks or leads else None,
        "words": WordsForm(),
        "leads": leads,
        "speaks": speaks,
        "peers": [one for one in bodies if one.contact_verified_at and not tree.one_branch(one, found.organisation)],
        "renewable": found in selectors.renewals_due(actor=actor) or (found.state == Pledge.State.ENDED and speaks),
    }
