"""The newest works as Atom, RSS and JSON Feed: whole texts, so that nobody must come here to read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from linli.station.organisations.requests import Request, in_words
from linli.station.organisations.selectors import address
from linli.station.publishing import selectors, wording
from linli.station.publishing.models import WorkVersion
from linli.station.publishing.plain import whole

FEED = 30


@require_safe
def atom(request: Request) -> HttpResponse:
    """Atom."""
    return _feed(request, Atom1Feed, "application/atom+xml; charset=utf-8")


@require_safe
def rss(request: Request) -> HttpResponse:
    """RSS 2.0."""
    return _feed(request, Rss201rev2Feed, "application/rss+xml; charset=utf-8")


@require_safe
def json_feed(request: Request) -> JsonResponse:
    """JSON Feed 1.1."""
    title, home = _about(request)
    items = [_item(request, one) for one in _newest(request)]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": request.build_absolute_uri(),
        "language": "zh-Hans",
        "items": items,
    }
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Type"] = "application/feed+json; charset=utf-8"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _feed(request: Request, kind: type[SyndicationFeed], content_type: str) -> HttpResponse:
    title, home = _about(request)
    feed = kind(
        title=title,
        link=home,
        description=gettext("新发布和更正的作品。"),
        feed_url=request.build_absolute_uri(),
        language="zh-Hans",
    )
    for one in _newest(request):
        item = _item(request, one)
        feed.add_item(
            title=item["title"],
            link=item["url"],
            description=item["content_html"],
            unique_id=item["id"],
            author_name=one.work.byline,
            pubdate=one.work.published_at,
            updateddate=one.created,
            categories=item["tags"],
            item_copyright=item["_licence"],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=content_type)


def _newest(request: Request) -> list[WorkVersion]:
    slug = request.GET.get("channel", "")
    community_id = request.community.pk
    channel = selectors.channel_by_slug(community_id=community_id, slug=slug) if slug else None
    return list(selectors.stream(community_id=community_id, channel=channel)[:FEED])


def _about(request: Request) -> tuple[str, str]:
    return gettext("%(name)s：作品") % {"name": request.community.name}, request.build_absolute_uri(reverse("read"))


def _item(request: Request, one: WorkVersion) -> dict[str, Any]:
    url, content = address(request.community.pk, f"/read/{one.work.uid}/"), one.content
    title, published = content["title"], one.work.published_at or one.created
    if content["machine"] != "none":
        title = f"{title}（{in_words(wording.MACHINES[content['machine']])}）"
    return {
        "id": url,
        "url": url,
        "title": title,
        "summary": content["summary"],
        "content_html": whole(one),
        "authors": [{"name": one.work.byline}],
        "date_published": published.isoformat(),
        "date_modified": one.created.isoformat(),
        "tags": [one.work.channel.name, in_words(wording.KINDS[content["kind"]])],
        "_licence": content["licence"],
        "_digest": one.digest,
    }
