"""Joining a community; and `/people/`: who has which role, for leads to see and keepers to change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.station.organisations import selectors, services
from linli.station.organisations.forms import NAMES, HandOverForm, InviteForm, RoleForm
from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import may, require
from linli.station.people.roles import Role
from linli.station.people.selectors import user_by_name
from linli.vocabulary import LinliError

UNPROCESSABLE, PAGE = 422, 50


@require_POST
@login_required
def join(request: Request) -> HttpResponseBase:
    """One who signed in becomes a member."""
    services.membership_join(actor=request.actor)
    messages.success(request, gettext("欢迎，您现在是本社区的成员。"))
    return redirect("me")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: Request, code: str) -> HttpResponseBase:
    """`/join/<code>/`: an invitation, opened by the one who was invited."""
    try:
        found = selectors.invitation_by_code(community_id=request.community.pk, code=code)
    except LinliError as error:
        return render(request, "organisations/invited.html", {"refused": told(error)}, status=404)
    if request.actor.user_id is None:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return render(request, "organisations/invited.html", {"role": NAMES[Role(found.role)]})
    services.invitation_accept(actor=request.actor, code=code)
    messages.success(request, gettext("您已接受邀请。"))
    return redirect("me")


@never_cache
@require_safe
def people(request: Request) -> HttpResponseBase:
    """Everyone with a role here."""
    if request.actor.user_id is None:
        return redirect_to_login(request.get_full_path())
    return _page(request)


@require_POST
@login_required
def role(request: Request) -> HttpResponseBase:
    """A keeper gives a person a role."""
    form = RoleForm(request.POST, auto_id="role_%s")
    return _tried(request, "add", form, lambda: _give(request, form))


@require_POST
@login_required
def invite(request: Request) -> HttpResponseBase:
    """A keeper makes a link that gives one person a role."""
    form = InviteForm(request.POST, auto_id="invite_%s")
    return _tried(request, "inviting", form, lambda: _invite(request, form))


@require_POST
@login_required
def revoke(request: Request) -> HttpResponseBase:
    """A keeper withdraws an invitation."""
    services.invitation_revoke(actor=request.actor, uid=request.POST.get("uid", "")[:20])
    messages.success(request, gettext("邀请已撤回。"))
    return redirect("people")


@require_POST
@login_required
def hand_over(request: Request) -> HttpResponseBase:
    """A keeper leaves and names who keeps the community after them."""
    form = HandOverForm(request.POST, auto_id="over_%s")
    return _tried(request, "over", form, lambda: _hand_over(request, form))


def _tried(request: Request, name: str, form: Form, act: Any) -> HttpResponseBase:
    require(request.actor, "membership.set", request.community.pk)
    if form.is_valid():
        try:
            return act()  # type: ignore[no-any-return]
        except LinliError as error:
            put_back(form, error)
    return _page(request, status=UNPROCESSABLE, **{name: form, "bad": form})


def _give(request: Request, form: Form) -> HttpResponseBase:
    who, given = user_by_name(form.cleaned_data["person"]), Role(form.cleaned_data["role"])
    services.membership_set(actor=request.actor, user_id=who.pk, role=given)
    messages.success(request, gettext("%(who)s 现在的角色：%(role)s。") % {"who": who, "role": NAMES[given]})
    return redirect("people")


def _invite(request: Request, form: Form) -> HttpResponseBase:
    services.invitation_make(actor=request.actor, role=Role(form.cleaned_data["role"]))
    messages.success(request, gettext("邀请链接做好了，在下面复制给对方。"))
    return redirect("people")


def _hand_over(request: Request, form: Form) -> HttpResponseBase:
    who = user_by_name(form.cleaned_data["person"])
    services.keeper_hand_over(actor=request.actor, user_id=who.pk)
    messages.success(request, gettext("已交接给 %(who)s。您手上的案件会交回队列。") % {"who": who})
    return redirect("me")


def _page(request: Request, status: int = 200, **forms: object) -> HttpResponseBase:
    found = selectors.members(actor=request.actor)
    keeps = may(request.actor, "membership.set", request.community.pk)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "members": [(one, NAMES[Role(one.role)]) for one in page.object_list],
        "keeps": keeps,
        "last_keeper": keeps
        and selectors.is_last_keeper(user_id=request.actor.user_id or 0, community_id=request.community.pk),
        "invitations": _invitations(request) if keeps else [],
        "add": RoleForm(auto_id="role_%s", initial={"role": Role.REVIEWER.value}),
        "inviting": InviteForm(auto_id="invite_%s", initial={"role": Role.REVIEWER.value}),
        "over": HandOverForm(auto_id="over_%s"),
        **forms,
    }
    return render(request, "organisations/people.html", context, status=status)


def _invitations(request: Request) -> list[dict[str, object]]:
    return [
        {
            "one": one,
            "role": NAMES[Role(one.role)],
            "url": selectors.address(request.community.pk, f"/join/{code}/"),
        }
        for one, code in selectors.invitations_open(actor=request.actor)
    ]
