"""`/report/`: four steps, no sign-in, anonymous unless the person wants otherwise.

What was entered so far is kept in the session until it is sent, so that going back and forth loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.desk.services import Receipt, TooMany
from linli.station.moderation import selectors, services
from linli.station.moderation.forms import HarmForm, KnownForm, NoteForm, SendForm, WordsForm
from linli.station.moderation.models import Item
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import NotFound, visitor
from linli.vocabulary import Category, LinliError

DRAFT = "report"
LAST = 4
UNPROCESSABLE, TOO_MANY = 422, 429
FIRST_SIX = ("abuse", "threat", "doxxing", "sexual", "fraud", "false-claim")
PUBLIC = ("visible", "labelled", "limited")
NOTES = {
    "abuse": gettext_lazy("骂人、嘲讽、反复纠缠"),
    "threat": gettext_lazy("扬言伤害、恐吓"),
    "doxxing": gettext_lazy("公开手机、住址、身份"),
    "sexual": gettext_lazy("色情内容、言语骚扰"),
    "fraud": gettext_lazy("骗钱、冒充、假中奖"),
    "false-claim": gettext_lazy("辟过谣还在传的消息"),
    "hate": gettext_lazy("因出身、性别、病残等贬损一群人"),
    "minor-safety": gettext_lazy("引诱、欺凌、伤害孩子"),
    "self-harm": gettext_lazy("有人想伤害自己，请帮帮他"),
    "gambling": gettext_lazy("赌局、赌博网站"),
    "illicit-goods": gettext_lazy("毒品、假证、违禁品"),
    "spam": gettext_lazy("刷广告、拉人进群"),
    "misleading-promotion": gettext_lazy("夸大功效、隐瞒推广"),
    "manipulation": gettext_lazy("组织围攻、刷量、水军"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """The item a report is about: its id, and its words where anyone may read them."""

    uid: str
    text: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, step: int = 1) -> HttpResponseBase:
    """One step. A step that is not reached yet leads to the first that waits for something."""
    draft: dict[str, str] = dict(request.session.get(DRAFT, {}))
    if request.method != "POST" and step == 1 and "item" in request.GET:
        draft = _about(request, request.GET["item"])
    waiting = _waiting(draft)
    if step > waiting:
        return redirect("report-step", waiting) if waiting > 1 else redirect("report")
    if request.method != "POST":
        return _show(request, step, draft, _form(request, step, draft))
    return _posted(request, step, draft)


def _posted(request: Request, step: int, draft: dict[str, str]) -> HttpResponseBase:
    form = _form(request, step, draft, bound=True)
    if "back" in request.POST:
        _keep(request, {**draft, **_raw(form)})
        return _to(step - 1)
    if not form.is_valid():
        return _show(request, step, draft, form, status=UNPROCESSABLE)
    if step < LAST:
        _keep(request, {**draft, **_raw(form), f"step{step}": "done"})
        return _to(step + 1)
    try:
        receipt = _send(request, draft)
    except LinliError as error:
        put_back(form, error)
        status = TOO_MANY if isinstance(error, TooMany) else UNPROCESSABLE
        answer = _show(request, step, draft, form, status=status)
        if isinstance(error, TooMany):
            answer["Retry-After"] = str(error.retry_after)
        return answer
    request.session.pop(DRAFT, None)
    return redirect("receipt", receipt.code)


def _send(request: Request, draft: dict[str, str]) -> Receipt:
    named = bool(draft.get("named")) and request.actor.user_id is not None
    return services.report_create(
        actor=request.actor if named else visitor(request.community.pk),
        category=draft["category"],
        text=draft.get("text", ""),
        item=_item(request, draft),
        url=draft.get("url", ""),
        quote=draft.get("quote", ""),
        minors=bool(draft.get("minors")),
        source=str(request.META.get("REMOTE_ADDR", "")),
    )


def _form(request: Request, step: int, draft: dict[str, str], *, bound: bool = False) -> forms.Form:
    words: type[forms.Form] = KnownForm if draft.get("item") else WordsForm
    make: dict[int, type[forms.Form]] = {1: HarmForm, 2: words, 3: NoteForm, 4: SendForm}
    return make[step](request.POST if bound else None, initial=draft)


def _raw(form: forms.Form) -> dict[str, str]:
    """What the form's fields hold as typed, valid or not."""
    return {name: str(form.data.get(name, "")) for name in form.fields}


def _show(request: Request, step: int, draft: dict[str, str], form: forms.Form, *, status: int = 200) -> HttpResponse:
    category = draft.get("category", "")
    context: dict[str, Any] = {
        "form": form,
        "step": step,
        "draft": draft,
        "known": _known(request, draft),
        "needs_help": step > 1 and category == Category.SELF_HARM,
        "signed_in": request.actor.user_id is not None,
    }
    if step == 1:
        context |= _cards(form)
    return render(request, f"moderation/report/step{step}.html", context, status=status)


def _cards(form: forms.Form) -> dict[str, Any]:
    """The six harms met most, and the others."""
    options = [_card(one.data) for one in form["category"].subwidgets]
    first = sorted((o for o in options if o["value"] in FIRST_SIX), key=lambda o: FIRST_SIX.index(str(o["value"])))
    rest = [o for o in options if o["value"] not in FIRST_SIX]
    return {"first": first, "rest": rest, "rest_open": any(o["checked"] for o in rest)}


def _card(data: dict[str, Any]) -> dict[str, object]:
    value = str(data["value"])
    return {
        "value": value,
        "id": data["attrs"].get("id", ""),
        "label": data["label"],
        "checked": data["selected"],
        "icon": value,
        "text": NOTES.get(value, ""),
    }


def _about(request: Request, uid: str) -> dict[str, str]:
    """A new draft about an item of the community; without it where there is no such item."""
    draft = {"item": uid}
    item = _item(request, draft)
    if item is None:
        draft = {"lost": gettext("没有找到这条内容，可以直接贴原文。")}
    _keep(request, draft)
    return draft


def _item(request: Request, draft: dict[str, str]) -> Item | None:
    if not draft.get("item"):
        return None
    try:
        return selectors.item_by_uid(community_id=request.community.pk, uid=draft["item"])
    except NotFound:
        return None


def _known(request: Request, draft: dict[str, str]) -> Known | None:
    item = _item(request, draft)
    if item is None:
        return None
    shown = item.state in PUBLIC and item.kind != "message"
    return Known(item.uid, item.text if shown else "")


def _waiting(draft: dict[str, str]) -> int:
    """The first step that is not done."""
    return next((step for step in (1, 2, 3) if not draft.get(f"step{step}")), LAST)


def _keep(request: Request, draft: dict[str, str]) -> None:
    request.session[DRAFT] = draft


def _to(step: int) -> HttpResponseBase:
    return redirect("report") if step <= 1 else redirect("report-step", step)
