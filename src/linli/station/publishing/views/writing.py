"""`/write/`: an author's desk and a second reader's. One form makes a work; every page works without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.station.organisations.requests import Request, put_back, told
from linli.station.people.actors import Actor, may, require
from linli.station.publishing import parts, selectors, services, wording
from linli.station.publishing.forms import OfferForm, PublishForm, WhyForm, WorkForm, part_form
from linli.station.publishing.models import Work
from linli.station.publishing.owncheck import advice
from linli.station.publishing.parts import Part
from linli.station.publishing.services.reading import digest_of
from linli.station.publishing.services.writing import Words
from linli.station.publishing.showing import shown, words_of
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
SHOWN = 60
Act = Callable[[Actor, str, dict[str, Any]], object]
ACTS: dict[str, Act] = {
    "offer": lambda actor, uid, said: services.work_offer(actor=actor, uid=uid, note=str(said.get("note", ""))),
    "take-back": lambda actor, uid, _said: services.work_take_back(actor=actor, uid=uid),
    "publish": lambda actor, uid, said: services.work_publish(actor=actor, uid=uid, **said),
    "return": lambda actor, uid, said: services.work_return(actor=actor, uid=uid, **said),
    "withdraw": lambda actor, uid, said: services.work_withdraw(actor=actor, uid=uid, **said),
}
FORMS: dict[str, type[PublishForm | WhyForm]] = {"publish": PublishForm, "return": WhyForm, "withdraw": WhyForm}
WORDS = ("title", "summary", "byline", "kind", "source", "source_url", "licence", "machine")


@login_required
@never_cache
@require_GET
def mine(request: Request) -> HttpResponse:
    """What the actor writes, and what waits for them as a second reader."""
    context = {
        "mine": _listed(selectors.works_mine(actor=request.actor)[:SHOWN]),
        "waiting": _listed(selectors.works_waiting(actor=request.actor)[:SHOWN]),
        "channels": selectors.channels(community_id=request.community.pk),
        "may_manage": may(request.actor, "channel.manage", request.community.pk),
        "figures": selectors.figures_of(actor=request.actor),
    }
    return render(request, "publishing/mine.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponseBase:
    """One form, one photo."""
    require(request.actor, "work.write", request.community.pk)
    channels = selectors.channels(community_id=request.community.pk)
    name = getattr(request.user, "display_name", "") or request.user.get_username()
    first = {"channel": request.GET.get("channel", ""), "byline": name}
    form = WorkForm(channels, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.work_start(
                actor=request.actor,
                channel=form.cleaned_data["channel"],
                words=_words(form),
                body=_with_text([], form.cleaned_data["text"]),
            )
        except LinliError as error:
            put_back(form, error)
        else:
            return _pictured(request, made, form)
    context = {"form": form, "channels": channels}
    return render(request, "publishing/edit.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, uid: str) -> HttpResponseBase:
    """The same form for what is there already, with its other parts."""
    found = selectors.work_for(actor=request.actor, uid=uid)
    channels = selectors.channels(community_id=request.community.pk)
    form = WorkForm(channels, request.POST or None, request.FILES or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            found = services.work_save(
                actor=request.actor,
                uid=uid,
                channel=form.cleaned_data["channel"],
                words=_words(form),
                body=_with_text(found.body, form.cleaned_data["text"]),
                cover="" if "no-cover" in request.POST else _cover(found),
            )
        except LinliError as error:
            put_back(form, error)
        else:
            return _pictured(request, found, form)
    context = {"form": form, "work": found, "channels": channels, **_parts(found)}
    return render(request, "publishing/edit.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, uid: str, which: str) -> HttpResponseBase:
    """One part: `which` is the kind of a new one or the id of one that is there."""
    found = selectors.work_for(actor=request.actor, uid=uid)
    old = next((one for one in found.body if one["id"] == which), None)
    kind = old["type"] if old else which
    if kind not in parts.kinds():
        raise Http404
    if old and "move" in request.POST:
        return _moved(request, found, old, request.POST["move"])
    form = part_form(kind, request.POST or None, request.FILES or None, initial=_value(request, old))
    if old and kind == "picture":
        form.fields["picture"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            _save(request.actor, found, _put(request.actor, found, kind, old, form.cleaned_data))
            return redirect("write-edit", uid)
        except LinliError as error:
            error.field = error.field.rpartition(".")[2]
            put_back(form, error)
    context = {"form": form, "work": found, "name": parts.kinds()[kind].label, "old": old}
    return render(request, "publishing/part.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@csp_update({"frame-src": [SELF]})  # type: ignore[untyped-decorator]
@never_cache
@require_GET
def work(request: Request, uid: str) -> HttpResponse:
    """Every medium side by side, what the own check says, and what may be done now."""
    found = selectors.work_for(actor=request.actor, uid=uid)
    return _work(request, found, {})


@login_required
@require_POST
def act(request: Request, uid: str, what: str) -> HttpResponseBase:
    """Offer, take back, publish, return, withdraw."""
    found, said = selectors.work_for(actor=request.actor, uid=uid), request.POST.dict()
    if what not in ACTS:
        raise Http404
    if what in FORMS:
        form = FORMS[what](request.POST)
        if not form.is_valid():
            return _work(request, found, {what: form}, UNPROCESSABLE)
        said = form.cleaned_data
    try:
        ACTS[what](request.actor, uid, said)
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("write-work", uid)


def _work(request: Request, found: Work, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    content, own = selectors.content_of(found), found.author_id == request.actor.user_id
    context = {
        "work": found,
        "one": shown(content),
        "own": own,
        "stage": wording.STAGES[found.stage],
        "tone": wording.TONES[found.stage],
        "advice": advice(found.community_id, words_of(content)),
        "may_read": request.actor.is_staff and not own,
        "offer": OfferForm(initial={"note": found.note}),
        "publish": PublishForm(initial={"seen": digest_of(content)}),
        "return": WhyForm(auto_id="return_%s"),
        "withdraw": WhyForm(auto_id="withdraw_%s"),
        **forms,
    }
    return render(request, "publishing/preview.html", context | {"give_back": context["return"]}, status=status)


def _listed(works: Any) -> list[dict[str, Any]]:
    return [{"work": one, "stage": wording.STAGES[one.stage], "tone": wording.TONES[one.stage]} for one in works]


def _words(form: WorkForm) -> Words:
    return Words(**{name: form.cleaned_data[name] for name in WORDS})


def _cover(found: Work) -> str:
    return found.cover.uid if found.cover else ""


def _initial(found: Work) -> dict[str, Any]:
    first = next((one["value"]["text"] for one in found.body if one["type"] == "text"), "")
    return {name: getattr(found, name) for name in WORDS} | {"text": first, "channel": found.channel.slug}


def _parts(found: Work) -> dict[str, Any]:
    first = next((one["id"] for one in found.body if one["type"] == "text"), "")
    names = {name: block.label for name, block in parts.kinds().items()}
    rows = [(one["id"], names[one["type"]], _line(one)) for one in found.body if one["id"] != first]
    return {"rows": rows, "kinds": names.items()}


def _line(one: Part) -> str:
    value = one["value"]
    return str(value.get("title") or value.get("question") or value.get("caption") or value.get("text") or "")[:30]


def _with_text(body: list[Part], text: str) -> list[Part]:
    """The body with its first text changed, put in front, or taken away where it is empty."""
    first = next((one for one in body if one["type"] == "text"), None)
    if first is None:
        return [{"type": "text", "value": {"text": text}}, *body] if text.strip() else body
    changed = {**first, "value": {"text": text}}
    return [changed if one is first else one for one in body if one is not first or text.strip()]


def _pictured(request: Request, found: Work, form: WorkForm) -> HttpResponseBase:
    """Takes the one photo as the cover. The words are kept already, whatever is wrong with it."""
    sent = form.cleaned_data["picture"]
    if not sent:
        return redirect("write-work", found.uid)
    try:
        kept = services.picture_keep(actor=request.actor, data=_bytes(sent), alt=form.cleaned_data["alt"])
        _save(request.actor, found, found.body, kept.uid)
    except LinliError as error:
        messages.error(request, gettext("文字存好了，图片没有收下：") + told(error))
        return redirect("write-edit", found.uid)
    return redirect("write-work", found.uid)


def _bytes(sent: UploadedFile[Any]) -> bytes:
    """What was sent, and one byte more than may be where it is too long."""
    return bytes(sent.read(12 * 1024 * 1024 + 1))


def _save(actor: Actor, found: Work, body: list[Part], cover: str | None = None) -> Work:
    words = Words(**{name: getattr(found, name) for name in WORDS})
    keep = _cover(found) if cover is None else cover
    return services.work_save(
        actor=actor, uid=found.uid, channel=found.channel.slug, words=words, body=body, cover=keep
    )


def _value(request: Request, old: Part | None) -> dict[str, Any]:
    if old is None:
        return {}
    if old["type"] != "picture":
        return dict(old["value"])
    kept = selectors.picture_by_uid(community_id=request.community.pk, uid=old["value"]["picture"])
    return {"alt": kept.alt, "caption": old["value"]["caption"]}


def _put(actor: Actor, found: Work, kind: str, old: Part | None, said: dict[str, Any]) -> list[Part]:
    if kind == "picture":
        uid = old["value"]["picture"] if old else ""
        if said["picture"]:
            uid = services.picture_keep(actor=actor, data=_bytes(said["picture"]), alt=said["alt"]).uid
        else:
            uid = services.picture_described(actor=actor, uid=uid, alt=said["alt"]).uid
        said = {"picture": uid, "caption": said["caption"]}
    if old is None:
        return [*found.body, {"type": kind, "value": said}]
    return [{**one, "value": said} if one is old else one for one in found.body]


def _moved(request: Request, found: Work, old: Part, way: str) -> HttpResponseBase:
    body, at = list(found.body), found.body.index(old)
    body.pop(at)
    if way in ("up", "down"):
        body.insert(max(0, at + (1 if way == "down" else -1)), old)
    try:
        _save(request.actor, found, body)
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("write-edit", found.uid)
