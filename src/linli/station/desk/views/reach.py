"""Being told besides the page: by e-mail or in the browser, of one receipt or of everything; and ending it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.desk import selectors
from linli.station.desk.forms import EmailForm
from linli.station.notifications import keys, subscribing
from linli.station.notifications import selectors as notices
from linli.station.organisations.requests import Request, put_back, told
from linli.vocabulary import LinliError

UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: Request, code: str) -> HttpResponseBase:
    """`/cases/<code>/tell/`: news of this one submission, for whoever holds its receipt."""
    sent = selectors.submission_by_code(community_id=request.community.pk, code=code)
    return _page(request, sent.uid, selectors.followed(sent).code)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Request) -> HttpResponseBase:
    """`/me/tell/`: everything that a signed-in person is told."""
    return _page(request, "", "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: Request, code: str) -> HttpResponseBase:
    """`/subscriptions/<code>/`: what a message leads to. Only a pressed button confirms or ends anything."""
    one = notices.subscription_by_code(community_id=request.community.pk, code=code)
    if request.method == "POST":
        if request.POST.get("act") == "end":
            subscribing.subscription_end(one=one)
            messages.success(request, gettext("不会再寄了，地址已删去。"))
            return redirect("home")
        subscribing.subscription_confirm(one=one)
        messages.success(request, gettext("已确认，有消息就会寄到。"))
        return redirect("subscription", code)
    return render(request, "desk/subscription.html", {"one": one})


@require_safe
def worker(request: Request) -> HttpResponse:  # noqa: ARG001 (a view's)
    """The script that shows a pushed notice; it stands at the root so that it may speak for the whole site."""
    answer = HttpResponse(f'importScripts("{static("desk/push-worker.js")}");', content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


def _page(request: Request, submission: str, code: str) -> HttpResponseBase:
    form = EmailForm(auto_id="tell_%s")
    back = ("case-tell", code) if code else ("me-tell",)
    if request.method == "POST":
        form = EmailForm(request.POST if request.POST.get("act") == "email" else None, auto_id="tell_%s")
        try:
            if _done(request, submission, form):
                return redirect(*back)
        except LinliError as error:
            if form.is_bound:
                put_back(form, error)
            else:
                messages.error(request, told(error))
                return redirect(*back)
    return render(
        request,
        "desk/tell.html",
        _context(request, submission, code, form),
        status=UNPROCESSABLE if form.errors else 200,
    )


def _done(request: Request, submission: str, form: EmailForm) -> bool:
    """Whether something was changed."""
    if request.POST.get("act") == "end":
        for one in _own(request, submission):
            if one.uid == request.POST.get("one"):
                subscribing.subscription_end(one=one)
                messages.success(request, gettext("不会再寄了，地址已删去。"))
        return True
    if request.POST.get("act") == "push":
        given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
        subscribing.push_subscribe(actor=request.actor, given=given, submission=submission)
        messages.success(request, gettext("好了，有消息会在这个浏览器里提醒。"))
        return True
    if form.is_bound and form.is_valid():
        subscribing.email_subscribe(actor=request.actor, address=form.cleaned_data["email"], submission=submission)
        messages.success(request, gettext("确认信已寄出，请打开里面的网址。"))
        return True
    return False


def _own(request: Request, submission: str) -> list[Any]:
    user_id = None if submission else request.actor.user_id
    return list(notices.subscriptions(community_id=request.community.pk, user_id=user_id, submission=submission))


def _context(request: Request, submission: str, code: str, form: EmailForm) -> dict[str, object]:
    return {
        "code": code,
        "form": form,
        "email_on": settings.EMAIL_ON,
        "push_key": keys.public_key() if settings.PUSH_CONTACT else "",
        "subscriptions": _own(request, submission),
    }
