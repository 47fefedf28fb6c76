"""`/transparency/`: the figures, their exports, the feed of statements of reasons, the record."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from linli.station.ledger.services import export_chain
from linli.station.moderation import figures as moderation
from linli.station.organisations.requests import Request, as_label, in_words, told
from linli.station.people.actors import NotFound, may, require
from linli.station.transparency import checkpoints, report, witnesses, witnessing
from linli.station.transparency.periods import LATELY, Period, months, period_of
from linli.station.transparency.selectors import Figure, Figures, figures
from linli.vocabulary import ACTION_NAMES, Action, LinliError, Text

FEED = 50
DEFINED = ("definition_zh", "definition_en", "query")
HEAD = (
    "id",
    "name_zh",
    "name_en",
    "value",
    "unit_zh",
    "unit_en",
    "since",
    "until",
    "definition_zh",
    "definition_en",
    "query",
)
CHARTS = ("received", "decisions", "categories", "sources")
GROUPS = (
    (gettext_lazy("提交和答复"), ("received", "answered", "answer-time", "on-time", "open", "satisfaction")),
    (gettext_lazy("内容和处置"), ("items", "decisions", "automation", "false-alarms", "sampled", "missed")),
    (gettext_lazy("申诉的结果"), ("appeals", "overturned", "overturn-rate", "appeal-time")),
    (gettext_lazy("个人信息"), ("rights", "rights-on-time")),
)


@require_safe
def page(request: Request) -> HttpResponse:
    """The figures with their definitions, charts, exports."""
    period, found = _figures(request)
    periods = [(LATELY, gettext("近 30 天")), *((month, month) for month in months())]
    context = {
        "found": found,
        "period": period,
        "groups": [(name, [found[id] for id in ids]) for name, ids in GROUPS],
        "charts": [(found[id], _bars(found[id]), _few(found[id])) for id in CHARTS],
        "periods": [{"id": id, "name": name, "here": id == period.id} for id, name in periods],
        "this_month": months()[0],
        "may_export": may(request.actor, "ledger.export", request.community.pk),
    }
    return render(request, "transparency/page.html", context)


def _bars(figure: Figure) -> list[tuple[str, float]]:
    return [(as_label(part.name), part.value) for part in figure.parts if part.value is not None]


def _few(figure: Figure) -> bool:
    return any(part.value is None for part in figure.parts)


@require_safe
def as_json(request: Request) -> JsonResponse:
    """The same figures for machines."""
    period, found = _figures(request)
    shown = {
        "community": request.community.slug,
        "period": {"id": period.id, "since": period.since, "until": period.until},
        "figures": [_figure(figure) for figure in found.figures],
        "ledger": {"rows": found.record_rows, "head": found.record_head},
    }
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
def as_csv(request: Request) -> HttpResponse:
    """The same figures as a table, one row each, in UTF-8 with the mark that spreadsheets look for."""
    period, found = _figures(request)
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(HEAD)
    time = (f"{period.since:%Y-%m-%dT%H:%M%z}", f"{period.until:%Y-%m-%dT%H:%M%z}")
    for figure in found.figures:
        value = "" if figure.value is None else figure.value
        tail = [*figure.unit, *time, *figure.definition]
        rows.writerow([figure.id, *figure.name, value, *tail, figure.query.sql])
        for part in figure.parts:
            name = (f"{figure.name.zh}：{part.name.zh}", f"{figure.name.en}: {part.name.en}")
            count = "" if part.value is None else part.value
            rows.writerow([f"{figure.id}.{part.id}", *name, count, *tail, figure.query.parts])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="linli-{request.community.slug}-{period.id}.csv"'
    return answer


@require_safe
def statements_json(request: Request) -> JsonResponse:
    """The newest statements of reasons, without anybody's words; with `after`, those that follow one, to the end.

    `after` is a `puid`, or empty for the first; `next` is what to give next, null where no more are there yet.
    """
    community_id = request.community.pk
    if "after" in request.GET:
        found = moderation.statements_after(community_id=community_id, puid=request.GET["after"], limit=FEED)
    else:
        found = list(moderation.statements(community_id=community_id)[:FEED])
    shown: dict[str, Any] = {"results": [moderation.public_statement(one) for one in found]}
    if "after" in request.GET:
        shown["next"] = str(found[-1].puid) if len(found) == FEED else None
        shown["last"] = str(found[-1].puid) if found else request.GET["after"]
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
def statements_atom(request: Request) -> HttpResponse:
    """The same as an Atom feed."""
    feed = Atom1Feed(
        title=gettext("%(name)s：处置理由公示") % {"name": request.community.name},
        link=request.build_absolute_uri(reverse("transparency")),
        description=gettext("每一项处置的依据，不含任何人的原话。"),
        feed_url=request.build_absolute_uri(),
    )
    for found in moderation.statements(community_id=request.community.pk)[:FEED]:
        _entry(request, feed, moderation.public_statement(found))
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def ledger(request: Request) -> HttpResponse:
    """The community's record as JSON Lines, for leads; `linli ledger verify` checks it without a database."""
    require(request.actor, "ledger.export", request.community.pk)
    out = StringIO()
    export_chain(request.community.pk, out)
    answer = HttpResponse(out.getvalue(), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="linli-{request.community.slug}-ledger.jsonl"'
    return answer


@never_cache
@require_safe
def record(request: Request) -> HttpResponse:
    """The published checkpoints, and a box for the code of one's own receipt."""
    found = checkpoints.checkpoints(community_id=request.community.pk)[:FEED]
    newest = found[0] if found else None
    context = {
        "checkpoints": found,
        "newest": newest,
        "witnesses": witnesses.lately(community_id=request.community.pk),
        "code": request.GET.get("code", ""),
    }
    return render(request, "transparency/record.html", context)


@require_safe
def checkpoint(request: Request, size: int) -> HttpResponse:
    """One signed checkpoint, as it was published."""
    found = checkpoints.of_size(community_id=request.community.pk, size=size)
    return HttpResponse(checkpoints.witnessed(found), content_type="text/plain; charset=utf-8")


@require_safe
def key(request: Request) -> HttpResponse:
    """The keys that signed, the present one first, one a line."""
    keys = checkpoints.checkpoints(community_id=request.community.pk).values_list("key", flat=True)
    text = "".join(f"{one}\n" for one in dict.fromkeys(keys))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def witness_keys(request: Request) -> HttpResponse:
    """The keys of the stations that signed our checkpoints, one a line."""
    text = "".join(f"{one}\n" for one in witnesses.keys(community_id=request.community.pk))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def witness_key(request: Request) -> HttpResponse:
    """The key with which this station signs the records of others."""
    text = witnessing.public_key(community_id=request.community.pk)
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_POST
def add_checkpoint(request: Request) -> HttpResponse:
    """Another station's checkpoint to be signed (C2SP tlog-witness). No cookie counts here, the signature does."""
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    if not declared.isdecimal() or int(declared) > witnessing.LARGEST:
        return HttpResponse(status=413)
    try:
        line = witnessing.checkpoint_sign(community_id=request.community.pk, body=request.body)
    except witnessing.Refused as refused:
        text, sort = (
            (f"{refused.size}\n", "text/x.tlog.size") if refused.size is not None else (str(refused), "text/plain")
        )
        return HttpResponse(text, status=refused.status, content_type=f"{sort}; charset=utf-8")
    return HttpResponse(line, content_type="text/plain; charset=utf-8")


@require_safe
def consistency_json(request: Request) -> HttpResponse:
    """The proof that the record at `to` begins with the record at `from`: two sizes of checkpoints."""
    earlier, later = (_number(request.GET.get(name, ""), name) for name in ("from", "to"))
    found = checkpoints.consistency(community_id=request.community.pk, earlier=earlier, later=later)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


@never_cache
@require_safe
def proof(request: Request) -> HttpResponse:
    """The proof that everything done about one's own submission is in the record: for the holder of its code."""
    try:
        found = checkpoints.proof_of_submission(community_id=request.community.pk, code=request.GET.get("code", ""))
    except LinliError as error:
        context = {"code": request.GET.get("code", ""), "problem": told(error)}
        return render(request, "transparency/record.html", context, status=422)
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="linli-proof.json"'
    return answer


def _number(given: str, field: str) -> int:
    if given.isascii() and given.isdigit() and len(given) < 16:
        return int(given)
    raise LinliError(Text("请写检查点的行数。", "Give a checkpoint's number of rows."), field=field, value=given)


@require_safe
def month(request: Request, name: str) -> HttpResponse:
    """The report of one month: what was done, in sentences, charts and a table beside the month before."""
    if name not in months():
        raise NotFound(Text("没有这个月的报告。", "There is no report of this month."), field="month", value=name)
    told = report.month(community_id=request.community.pk, name=name)
    return render(request, "transparency/month.html", {"report": told, "months": months()})


@require_safe
def chart(request: Request, figure_id: str) -> HttpResponse:
    """A figure over the last six months, as a picture to take away."""
    if figure_id not in report.CHARTS:
        raise NotFound(Text("没有这张图。", "There is no such chart."), field="figure", value=figure_id)
    drawn = report.chart(community_id=request.community.pk, figure_id=figure_id, alone=True)
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")


def _figures(request: Request) -> tuple[Period, Figures]:
    period = period_of(request.GET.get("period", ""))
    found = figures(community_id=request.community.pk, since=period.since, until=period.until)
    return period, replace(found, figures=tuple(one.for_everyone() for one in found.figures))


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "name": figure.name._asdict(),
        "value": figure.value,
        "unit": figure.unit._asdict(),
        "definition": figure.definition._asdict(),
        "query": {"sql": figure.query.sql, "how": figure.query.how, "parts": figure.query.parts or None},
        "parts": [{"id": part.id, "name": part.name._asdict(), "value": part.value} for part in figure.parts],
    }


def _entry(request: Request, feed: Atom1Feed, shown: dict[str, Any]) -> None:
    action, title = in_words(ACTION_NAMES[Action(shown["action"])]), in_words(Text(**shown["clause_title"]))
    feed.add_item(
        title=gettext("%(action)s：公约第 %(clause)s 条 %(title)s")
        % {"action": action, "clause": shown["clause"], "title": title},
        link=f"{request.build_absolute_uri(reverse('rules'))}#clause-{shown['clause']}",
        description=", ".join([shown["automated_decision"], shown["source_type"], *shown["categories"]]),
        unique_id=f"urn:uuid:{shown['puid']}",
        pubdate=shown["application_date"],
        updateddate=shown["application_date"],
    )
