"""`/standing/`: one's own record, how it is worked out, and the way to say that it is wrong."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import require
from linli.station.standing import reckoning, selectors, services
from linli.station.standing.forms import AUDIENCES, KINDS, ProfileForm, WrongForm
from linli.station.standing.models import Kind
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Request) -> HttpResponseBase:
    """One's reports and how they proved, and one's accounts."""
    form = WrongForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            receipt = services.standing_appeal(actor=request.actor, text=form.cleaned_data["text"])
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    community_id = request.community.pk
    found = selectors.accounts_mine(actor=request.actor)
    context = {
        "accuracy": selectors.accuracy_of(community_id=community_id, user_id=request.actor.user_id),
        "standings": [selectors.standing_of(community_id=community_id, account=one) for one in found],
        "limits": selectors.limits_of(community_id),
        "form": form,
        "kinds": KINDS,
    }
    return render(request, "standing/mine.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_notice(request: Request, code: str) -> HttpResponseBase:
    """`/standing/<code>/`: an account's record for whoever holds one of its notices."""
    account = selectors.account_by_notice(community_id=request.community.pk, code=code)
    form = WrongForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            source = str(request.META.get("REMOTE_ADDR", ""))
            text = form.cleaned_data["text"]
            sent = services.standing_appeal(actor=request.actor, text=text, account=account, source=source)
            return redirect("receipt", sent.code)
        except LinliError as error:
            put_back(form, error)
    found = selectors.standing_of(community_id=request.community.pk, account=account)
    context = {
        "standing": found,
        "accuracy": selectors.accuracy_of(community_id=request.community.pk, account=account),
        "limits": selectors.limits_of(request.community.pk),
        "form": form,
        "code": code,
        "kinds": KINDS,
    }
    return render(request, "standing/account.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
def criteria(request: Request) -> HttpResponse:
    """How everything is worked out, for everyone."""
    context = {
        "ladder": selectors.ladder_of(request.community.pk),
        "limits": selectors.limits_of(request.community.pk),
        "kinds": KINDS.values(),
        "audiences": [name for _, name in AUDIENCES],
        "grades": reckoning.GRADES,
        "per_strike": reckoning.PER_STRIKE,
        "per_correction": reckoning.PER_CORRECTION,
        "most": reckoning.MOST_CORRECTIONS,
        "half_life": reckoning.HALF_LIFE.days,
    }
    return render(request, "standing/criteria.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classes(request: Request, account: str) -> HttpResponseBase:
    """`/standing/classes/<account>/`: a lead says of which class an account is."""
    require(request.actor, "standing.profile", request.community.pk)
    found = selectors.standing_of(community_id=request.community.pk, account=account)
    kept = found.profile
    initial = {"kind": kept.kind, "audience": kept.audience, "basis": kept.basis} if kept else {}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            given = {**form.cleaned_data, "kind": Kind(form.cleaned_data["kind"])}
            services.profile_set(actor=request.actor, account=account, **given)
            messages.success(request, gettext("账号类型已保存，账号主人能看到依据。"))
            return redirect("standing-classes", account)
        except LinliError as error:
            put_back(form, error)
    context = {"standing": found, "form": form, "kinds": KINDS}
    return render(request, "standing/classes.html", context, status=UNPROCESSABLE if form.errors else 200)
