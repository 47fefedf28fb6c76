"""Following by a code: no sign-in, no name of staff, nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.desk import selectors, services
from linli.station.desk.forms import AgainForm, CodeForm, MessageForm, ScoreForm
from linli.station.desk.models import Submission
from linli.station.desk.selectors import Followed
from linli.station.organisations.requests import Request, as_label, in_words, put_back, told
from linli.station.people.codes import grouped, tidy
from linli.vocabulary import LinliError

UNPROCESSABLE = 422
IN_DANGER = frozenset({"self-harm", "minor-safety", "threat"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request) -> HttpResponseBase:
    """`/cases/`: the code of a receipt, typed by hand."""
    if request.method != "POST":
        return render(request, "desk/enter.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            _open(request, form.cleaned_data["code"])
            return redirect("case-follow", tidy(form.cleaned_data["code"]))
        except LinliError as error:
            put_back(form, error)
    return render(request, "desk/enter.html", {"form": form}, status=UNPROCESSABLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: Request, code: str) -> HttpResponseBase:
    """`/cases/<code>/`: where it stands, the answer, and talking with the desk."""
    try:
        sent = _open(request, code)
    except LinliError as error:
        form = CodeForm({"code": code})
        form.is_valid()
        form.add_error("code", told(error))
        return render(request, "desk/enter.html", {"form": form}, status=404)
    if request.method == "POST":
        return _said(request, sent, tidy(code))
    return render(request, "desk/follow.html", _page(request, sent))


@never_cache
@require_safe
def receipt(request: Request, code: str) -> HttpResponse:
    """`/cases/<code>/receipt/`: what was just sent, with the code to keep and what happens next."""
    found = selectors.followed(_open(request, code))
    return render(
        request, "desk/receipt.html", {"followed": found, "shown": grouped(found.code), **_urgent(request, found)}
    )


@never_cache
@require_safe
def card(request: Request, code: str) -> HttpResponse:
    """The receipt as a picture to keep, drawn on the server."""
    found = selectors.followed(_open(request, code))
    address = request.build_absolute_uri(reverse("follow"))
    context = {"followed": found, "shown": grouped(found.code), "address": address.split("://", 1)[-1]}
    answer = render(request, "desk/card.svg.html", context, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="linli-{found.code}.svg"'
    return answer


@never_cache
@require_safe
def feed(request: Request, code: str) -> HttpResponse:
    """`/cases/<code>/feed.atom`: the answer and every word of the desk, for a feed reader. The address is the key."""
    found = selectors.followed(_open(request, code))
    page = request.build_absolute_uri(reverse("case-follow", args=[found.code]))
    made = Atom1Feed(
        title=gettext("%(kind)s进度") % {"kind": as_label(found.kind_name)},
        link=page,
        description="",
        feed_url=request.build_absolute_uri(),
    )
    for message in reversed(found.messages):
        if message.from_desk:
            made.add_item(gettext("给您的留言"), page, message.text, pubdate=message.created, unique_id=message.uid)
    if found.answer is not None:
        words = f"{in_words(found.answer.outcome)}\n{found.answer.reason}".strip()
        once = f"{page}#{found.answer.at.isoformat()}"
        made.add_item(gettext("给您的答复"), page, words, pubdate=found.answer.at, unique_id=once)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _open(request: Request, code: str) -> Submission:
    return selectors.submission_by_code(community_id=request.community.pk, code=code)


def _said(request: Request, sent: Submission, code: str) -> HttpResponseBase:
    """One of the three things a holder of the receipt can say; what cannot be taken keeps every word."""
    name = request.POST.get("say", "")
    if name not in SAYINGS:
        return redirect("case-follow", code)
    make, act, thanks = SAYINGS[name]
    form = make(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            act(request, sent, form)
            messages.success(request, gettext(thanks))
            return redirect("case-follow", code)
        except LinliError as error:
            put_back(form, error)
    return render(
        request, "desk/follow.html", _page(request, sent, **{name: form, "bad": form}), status=UNPROCESSABLE
    )


def _send(request: Request, sent: Submission, form: Form) -> None:
    services.message_send(actor=request.actor, submission=sent, text=form.cleaned_data["text"])


def _score(request: Request, sent: Submission, form: Form) -> None:
    score, comment = int(form.cleaned_data["score"]), form.cleaned_data["comment"]
    services.satisfaction_give(actor=request.actor, submission=sent, score=score, comment=comment)


def _again(request: Request, sent: Submission, form: Form) -> None:
    services.submission_reopen(actor=request.actor, submission=sent, reason=form.cleaned_data["reason"])


Saying = tuple[type[Form], Callable[[Request, Submission, Form], None], str]
SAYINGS: dict[str, Saying] = {
    "message": (MessageForm, _send, "留言已送到。"),
    "score": (ScoreForm, _score, "谢谢您的评价。"),
    "again": (AgainForm, _again, "已重新受理，会由另一位审核员处理。"),
}


def _page(request: Request, sent: Submission, **forms: object) -> dict[str, Any]:
    found = selectors.followed(sent)
    scored = {"score": str(found.score)} if found.score else {}
    return {
        "followed": found,
        "shown": grouped(found.code),
        "events": _events(found),
        "open": found.state in ("new", "taken", "held"),
        "message": MessageForm(auto_id="message_%s"),
        "score": ScoreForm(auto_id="score_%s", initial=scored),
        "again": AgainForm(auto_id="again_%s"),
        **_urgent(request, found),
        **forms,
    }


def _urgent(request: Request, found: Followed) -> dict[str, object]:
    """Where a life or a child may be in danger, the help lines and whom to call here."""
    category = found.body.get("category")
    plan = selectors.danger_plan(community_id=request.community.pk) if category in IN_DANGER else None
    return {"needs_help": category == "self-harm", "plan": plan}


def _events(found: Followed) -> list[dict[str, object]]:
    """The road of a submission: received, taken, answered, each with what is known of it."""
    received: dict[str, object] = {"title": gettext("已收到"), "at": found.created, "state": "done"}
    if found.answer is not None:
        done: dict[str, object] = {"title": gettext("已核查"), "state": "done"}
        corrected = gettext("结果已更正") if found.answer.overturned else gettext("已答复")
        return [received, done, {"title": corrected, "at": found.answer.at, "state": "now"}]
    if found.closed is not None:
        return [received, {"title": gettext("已办结"), "state": "now", "text": in_words(found.closed)}]
    return [
        received,
        _working(found.state),
        {
            "title": gettext("答复"),
            "at": found.promised_at,
            "state": "later",
            "text": gettext("最晚在这个时间之前答复您。"),
        },
    ]


def _working(state: str) -> dict[str, object]:
    words = {
        "new": (gettext("排队中"), gettext("按紧急程度和先后顺序处理。")),
        "taken": (gettext("正在处理"), gettext("一位审核员正在核对原文和上文。")),
        "held": (gettext("等待补充"), gettext("还需要一些情况才能答复，看看下面有没有给您的留言。")),
    }
    title, text = words.get(state, words["new"])
    return {"title": title, "text": text, "state": "now"}
