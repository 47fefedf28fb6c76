"""Feeds and open data: Atom, JSON Feed, JSON lines, labels as Web Annotations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from linli.station.exchange.selectors import LICENCE
from linli.station.moderation import selectors as moderation
from linli.station.organisations.requests import Request, as_label
from linli.station.organisations.selectors import address
from linli.station.rumours import matching, selectors
from linli.station.rumours.wording import VERDICTS

FEED = 50


@require_safe
def atom(request: Request) -> HttpResponse:
    """The newest checks and corrections."""
    feed = Atom1Feed(
        title=gettext("%(name)s：求证与核查") % {"name": request.community.name},
        link=request.build_absolute_uri(reverse("rumours")),
        description=gettext("新发布和更正的核查。"),
        feed_url=request.build_absolute_uri(),
        feed_copyright=LICENCE,
    )
    for content in selectors.published(community_id=request.community.pk)[:FEED]:
        feed.add_item(
            title=f"{as_label(VERDICTS[content['verdict']])}：{content['title']}",
            link=content["url"],
            description=content["summary"],
            unique_id=f"{content['url']}#{content['version']}",
            pubdate=parse_datetime(content["published"]),
            updateddate=parse_datetime(content["modified"]),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def json_feed(request: Request) -> JsonResponse:
    """The same as a JSON Feed 1.1."""
    items = [
        {
            "id": f"{content['url']}#{content['version']}",
            "url": content["url"],
            "title": content["title"],
            "content_text": f"{VERDICTS[content['verdict']].zh}。{content['summary']}",
            "date_published": content["published"],
            "date_modified": content["modified"],
            "tags": [content["verdict"], content["topic"]],
        }
        for content in selectors.published(community_id=request.community.pk)[:FEED]
    ]
    shown = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": gettext("%(name)s：求证与核查") % {"name": request.community.name},
        "home_page_url": request.build_absolute_uri(reverse("rumours")),
        "feed_url": request.build_absolute_uri(),
        "items": items,
    }
    answer = JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Type"] = "application/feed+json; charset=utf-8"
    return _open(answer)


@require_safe
def checks(request: Request) -> HttpResponse:
    """Open data: every published check, whole, one JSON object a line."""
    rows = selectors.published(community_id=request.community.pk)
    return _lines(({**row, "licence": LICENCE} for row in rows), f"checks-{request.community.slug}")


@require_safe
def claims(request: Request) -> HttpResponse:
    """What `linli.detectors.claims` loads."""
    rows = matching.library_claims(community_id=request.community.pk)
    return _lines(rows, f"claims-{request.community.slug}")


@require_safe
def labels(request: Request) -> JsonResponse:
    """Labels on public posts as W3C Web Annotations: the post's address and digest, the check and its version."""
    found = []
    for row in selectors.labels(community_id=request.community.pk)[:500]:
        decision = moderation.decision_by_uid(community_id=request.community.pk, uid=row.decision)
        item, (kind, _, uid) = decision.item, row.source.partition(":")
        if item is None or not item.url or item.kind == "message" or not moderation.counts(decision):
            continue
        path = f"/rumours/{'checks' if kind == 'check' else 'others'}/{uid}/"
        digest = hashlib.sha256(item.text.encode()).hexdigest()
        found.append(_annotation(request, row.decision, item.url, digest, path, row.version))
    shown = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "items": found}
    return _open(JsonResponse(shown, json_dumps_params={"ensure_ascii": False}))


def _annotation(request: Request, uid: str, target: str, digest: str, path: str, version: int) -> dict[str, Any]:
    where = address(request.community.pk, "/rumours/labels.json")
    return {
        "id": f"{where}#{uid}",
        "type": "Annotation",
        "motivation": "assessing",
        "target": {"source": target, "sha256": digest},
        "body": {"id": address(request.community.pk, path), "version": version},
    }


def _lines(rows: Iterable[dict[str, Any]], name: str) -> HttpResponse:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    answer = HttpResponse(text, content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.jsonl"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _open(answer: JsonResponse) -> JsonResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
