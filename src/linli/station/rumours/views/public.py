"""Asking, reading a check, the map. No sign-in; what is asked is stored only when it is sent."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.reading.pictures import LARGEST, can_read
from linli.station.desk import selectors as desk
from linli.station.desk.services import TooMany
from linli.station.exchange import selectors as exchange
from linli.station.organisations.requests import Request, as_label, in_words, put_back
from linli.station.people.actors import visitor
from linli.station.rumours import charts, matching, selectors, services
from linli.station.rumours.forms import AskForm
from linli.station.rumours.models import CheckVersion, Imported
from linli.station.rumours.wording import DIFFERS, ICONS, MEANS, TONES, TOPICS, VERDICTS
from linli.vocabulary import LinliError

UNPROCESSABLE, TOO_MANY = 422, 429
SHOWN = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponseBase:
    """`/rumours/`: a box to paste into; a POST shows what may answer it, and stores nothing."""
    form = AskForm(request.POST, request.FILES) if request.method == "POST" else AskForm()
    if request.method == "POST" and form.is_valid():
        try:
            question = _question(form)
            found = matching.candidates(community_id=request.community.pk, text=question.text)
            shown = [_candidate(one) for one in found]
            return render(request, "rumours/found.html", {"question": question, "found": shown})
        except LinliError as error:
            put_back(form, error, {"url": "text"})
    return _asking(request, form, UNPROCESSABLE if form.errors else 200)


@require_POST
def send(request: Request) -> HttpResponseBase:
    """ "None of these": the question goes to the desk, and the asker gets a receipt."""
    try:
        question = services.Question(*_typed(request))
        named = bool(request.POST.get("named")) and request.actor.user_id is not None
        actor = request.actor if named else visitor(request.community.pk)
        source = "" if named else str(request.META.get("REMOTE_ADDR", ""))
        receipt = services.rumour_ask(actor=actor, question=question, source=source)
    except LinliError as error:
        form = AskForm(request.POST)
        form.is_valid()
        put_back(form, error, {"url": "text"})
        answer = _asking(request, form, TOO_MANY if isinstance(error, TooMany) else UNPROCESSABLE)
        if isinstance(error, TooMany):
            answer["Retry-After"] = str(error.retry_after)
        return answer
    return redirect("rumour-sent", receipt.code)


@never_cache
@require_safe
def sent(request: Request, code: str) -> HttpResponse:
    """The receipt of a question: the code to keep, and its place in the queue."""
    submission = desk.submission_by_code(community_id=request.community.pk, code=code)
    claim = selectors.claim_by_uid(community_id=request.community.pk, uid=submission.subject_id)
    context = {
        "followed": desk.followed(submission),
        "place": selectors.place(claim=claim),
        "asked": selectors.asked_about(claim).count(),
    }
    return render(request, "rumours/sent.html", context)


@require_safe
def check(request: Request, uid: str) -> HttpResponse:
    """`/rumours/checks/<uid>/`: the verdict with its sources; older versions by `?version=`."""
    wanted = request.GET.get("version", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else None
    found, version = selectors.public_check(community_id=request.community.pk, uid=uid, version=number)
    versions = selectors.versions_of(found)
    beside = selectors.beside(claim=found.claim, check=found)
    context = {
        **_whole(version),
        "versions": [(v.content, parse_datetime(v.content["modified"])) for v in versions],
        "newest": version.pk == versions[0].pk,
        "beside": [(row, selectors.origin_name(row), _look(row.verdict, row.verdict_name)) for row in beside],
        "review": services.review_of(version.content),
    }
    return render(request, "rumours/check.html", context)


@require_safe
def review(request: Request, uid: str) -> JsonResponse:
    """The newest version as other stations have it, with its signature."""
    found, _ = selectors.public_check(community_id=request.community.pk, uid=uid)
    rows = exchange.versions(community_id=request.community.pk, object_id=selectors.check_url(found))
    answer = JsonResponse(rows[0].document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Type"] = "application/ld+json; charset=utf-8"
    return answer


@require_safe
def card(request: Request, uid: str) -> HttpResponse:
    """The answer as a picture to share in a chat: verdict, date, and a code that leads to the sources."""
    _, version = selectors.public_check(community_id=request.community.pk, uid=uid)
    context = {**_whole(version), "code": _code(version.content["url"]), "lines": _lines(version.content)}
    answer = render(request, "rumours/card.svg.html", context, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="linli-check-{uid}.svg"'
    return answer


@require_safe
def other(request: Request, uid: str) -> HttpResponse:
    """Another publisher's check as it says it, with its origin; nothing before an editor let it be shown."""
    row = selectors.imported_shown(community_id=request.community.pk, uid=uid)
    history = exchange.versions(community_id=request.community.pk, object_id=row.object_id)
    context = {
        "row": row,
        "look": _look(row.verdict, row.verdict_name),
        "publisher": selectors.origin_name(row),
        "history": history,
    }
    return render(request, "rumours/other.html", context)


@require_safe
def weather(request: Request) -> HttpResponse:
    """What is asked about now, by topic and day; never a number so small that it could point at somebody."""
    cells = selectors.weather(community_id=request.community.pk)
    context = {"weather": charts.weather(cells), "few": selectors.FEW, "any": any(c.count for c in cells)}
    return render(request, "rumours/weather.html", context)


@require_safe
def about(request: Request) -> HttpResponse:
    """How checks are made, what verdicts mean, how to have one corrected, and the open data."""
    verdicts = [(as_label(name), in_words(MEANS[v]), TONES[v], ICONS[TONES[v]]) for v, name in VERDICTS.items()]
    return render(request, "rumours/about.html", {"verdicts": verdicts})


def _asking(request: Request, form: AskForm, status: int) -> HttpResponse:
    topic = request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    checks = selectors.published(community_id=request.community.pk, topic=topic)
    others = [] if topic else selectors.imported(community_id=request.community.pk)[:5]
    context = {
        "form": form,
        "checks": [_line(content) for content in checks[:SHOWN]],
        "others": [(row, selectors.origin_name(row), _look(row.verdict, row.verdict_name)) for row in others],
        "topics": _topics(topic),
        "reads_pictures": can_read(),
    }
    return render(request, "rumours/ask.html", context, status=status)


def _question(form: AskForm) -> services.Question:
    """What was typed; else the words in the picture."""
    if form.cleaned_data["text"]:
        return services.question_of(form.cleaned_data["text"])
    return services.question_of_picture(form.cleaned_data["picture"].read(LARGEST + 1))


def _typed(request: Request) -> tuple[str, str]:
    """The question as it was shown a page ago; the link is not fetched again."""
    found = services.question_of(request.POST.get("text", ""), request.POST.get("url", ""))
    return found.text, found.url


def _candidate(one: matching.Candidate) -> dict[str, Any]:
    differs = list(dict.fromkeys(in_words(DIFFERS[d]) for d in one.match.differs))
    base = {"kind": one.kind, "uid": one.uid, "sure": one.sure, "differs": differs}
    if one.kind == "check":
        return base | _line(one.content)
    if one.kind == "import":
        row: Imported = one.content["row"]
        return base | {
            "title": row.title or row.text,
            "summary": row.summary[:120],
            "look": _look(row.verdict, row.verdict_name),
            "when": row.checked,
            "publisher": selectors.origin_name(row),
        }
    return base | {"title": one.content["text"], "when": one.content["since"]}


def _line(content: dict[str, Any]) -> dict[str, Any]:
    """A check as lists show it."""
    return {**content, "look": _look(content["verdict"]), "when": parse_datetime(content["modified"])}


def _whole(version: CheckVersion) -> dict[str, Any]:
    content = version.content
    asked = parse_datetime(content["asked_first"]) if content["asked_first"] else None
    published = parse_datetime(content["published"])
    return {
        "one": content,
        "look": _look(content["verdict"]),
        "means": in_words(MEANS[content["verdict"]]),
        "published": published,
        "modified": parse_datetime(content["modified"]),
        "topic": as_label(TOPICS[content["topic"]]),
        "hours": round((published - asked).total_seconds() / 3600) if asked and published else None,
        "sources": [{**s, "kept": parse_datetime(s["kept"])} for s in content["sources"]],
    }


def _look(verdict: str, name: str = "") -> dict[str, str]:
    """How a verdict is shown; another publisher's own word where it is none of ours."""
    tone = TONES.get(verdict, "info")
    shown = as_label(VERDICTS[verdict]) if verdict in VERDICTS else name or verdict or gettext("未注明")
    return {"name": shown, "tone": tone, "icon": ICONS[tone]}


def _topics(now: str) -> list[dict[str, object]]:
    every = [("", gettext("全部")), *((value, as_label(name)) for value, name in TOPICS.items())]
    return [{"name": name, "url": f"?topic={value}" if value else "?", "here": value == now} for value, name in every]


def _code(url: str) -> dict[str, object]:
    """A QR code as one path of unit squares, and its width with the quiet margin."""
    code = segno.make(url, error="m", micro=False)
    rows = list(code.matrix_iter(border=2))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": path, "size": len(rows)}


def _lines(content: dict[str, Any]) -> dict[str, list[tuple[int, str]]]:
    """Title and summary cut into lines of the card, with where each stands."""
    title, summary = _cut(content["title"], 12, 3), _cut(content["summary"], 17, 4)
    claim = _cut(f"「{content['claim']}」", 21, 2)
    return {
        "title": [(214 + 58 * k, line) for k, line in enumerate(title)],
        "summary": [(232 + 58 * len(title) + 48 * k, line) for k, line in enumerate(summary)],
        "claim": [(600 + 32 * k, line) for k, line in enumerate(claim)],
    }


def _cut(text: str, wide: int, most: int) -> list[str]:
    """Lines of about `wide` full-width characters, the last with an ellipsis where the text goes on."""
    lines, line, width = [], "", 0.0
    for c in text:
        step = 0.55 if c.isascii() else 1.0
        if width + step > wide and c not in "，。、；：！？」）":
            lines.append(line)
            line, width = "", 0.0
        line, width = line + c, width + step
    lines.append(line)
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]
