"""The child's own page: the rules in plain words, time left, asking for more; and the help door."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.minors import selectors, services
from linli.station.minors.forms import CONTACTS, SEARCHES, DoorForm, WishForm
from linli.station.minors.models import Child, Own
from linli.station.organisations.requests import Request, put_back
from linli.station.people.codes import grouped
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, code: str) -> HttpResponseBase:
    """What the rules are, why, how much is left, what was answered."""
    child = selectors.child_by_code(community_id=request.community.pk, code=code)
    if request.method != "POST":
        return _shown(request, child, code, WishForm())
    if "own" in request.POST:
        services.own_set(actor=request.actor, child=child)
        messages.success(request, gettext("连好了。以后登录就能看到自己的计划。"))
        return redirect("minors-child", code)
    form = WishForm(request.POST)
    if form.is_valid():
        try:
            services.wish_make(actor=request.actor, child=child, **form.cleaned_data)
            messages.success(request, gettext("已经告诉家长了，等一等回答。"))
            return redirect("minors-child", code)
        except LinliError as error:
            put_back(form, error)
    return _shown(request, child, code, form)


@never_cache
@require_safe
def pool(request: Request, code: str) -> HttpResponse:
    """What there is for the child: the content pool that the plan names."""
    child = selectors.child_by_code(community_id=request.community.pk, code=code)
    found = selectors.pool(community_id=request.community.pk, band=selectors.plan_of(child).pool)
    served = selectors.educational(community_id=request.community.pk)
    return render(request, "minors/pool.html", {"code": code, "pool": found, "educational": served})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: Request, code: str = "") -> HttpResponseBase:
    """A child tells somebody who is not at home. No name, no sign-in, nobody's consent."""
    child = selectors.child_by_code(community_id=request.community.pk, code=code) if code else None
    form = DoorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = str(request.META.get("REMOTE_ADDR", ""))
        try:
            text = form.cleaned_data["text"]
            receipt = services.door_ask(actor=request.actor, text=text, child=child, source=source)
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    return render(request, "minors/door.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def _shown(request: Request, child: Child, code: str, form: WishForm) -> HttpResponse:
    now = timezone.now()
    plan = selectors.plan_of(child, now)
    day = selectors.day_of(child, plan, plan.day_of(now))
    _, month = selectors.spent(child, day.day)
    context = {
        "child": child,
        "code": code,
        "shown": grouped(code),
        "plan": plan,
        "day": day,
        "total": day.budget + day.extra,
        "resting": plan.in_curfew(now),
        "free": selectors.free_day(child.community_id, day.day),
        "contacts": dict(CONTACTS)[plan.contacts],
        "search": dict(SEARCHES)[plan.search],
        "yuan": max(0, plan.spend_month - month),
        "wishes": child.wishes.order_by("-pk")[:5],
        "form": form,
        "may_own": request.actor.user_id is not None and not selectors.children_of(actor=request.actor).exists(),
        "owned": Own.objects.filter(child=child).exists(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "minors/child.html", context, status=status)
