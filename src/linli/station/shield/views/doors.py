"""How one comes to a shield: from the page about it, from 我的事, from a notice or a receipt."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.desk import selectors as desk
from linli.station.moderation import selectors as moderation
from linli.station.moderation.selectors import Account
from linli.station.notifications import selectors as notices
from linli.station.organisations.requests import Request
from linli.station.people.codes import RECEIPT_LENGTH, tidy
from linli.station.shield import help, selectors, services
from linli.station.shield.views.holder import holder


@require_safe
def about(request: Request) -> HttpResponse:
    """`/shield/`: what it does, one's own shields, and where help is."""
    mine = [(one, selectors.code_of(one)) for one in selectors.shields_mine(actor=request.actor)]
    context = {"mine": [(one, code, selectors.holds(one)) for one, code in mine], "lines": help.lines()}
    return render(request, "shield/about.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def from_code(request: Request, code: str) -> HttpResponseBase:
    """`/shield/from/<code>/`: a notice's or a receipt's holder turns the shield on for the account behind it."""
    account = _account(request, code)
    if account is None:
        return render(request, "shield/no_account.html", {"lines": help.lines()})
    if request.method != "POST":
        return render(request, "shield/one_tap.html", {"code": code, "account": account})
    actor = holder(request)
    shield = services.shield_door(actor=actor, account=account)
    services.shield_start(actor=actor, shield=shield)
    return redirect("shield-own", selectors.code_of(shield))


def _account(request: Request, code: str) -> Account | None:
    """The account that a notice was sent to, or that sent a submission; `NotFound` for a code that opens nothing."""
    community = request.community.pk
    if len(tidy(code)) == RECEIPT_LENGTH:
        uid = desk.submission_by_code(community_id=community, code=code).submitter_account
    else:
        uid = notices.notice_by_code(community_id=community, code=code).account
    return moderation.account_by_uid(community_id=community, uid=uid)
