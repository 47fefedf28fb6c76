"""WordPress: comments read every minute by its REST API, decisions written back as a comment's status.

WordPress has no outgoing webhooks of its own, so `python connector.py` looks: at what was written since it last
looked, then again in a minute. Addresses and e-mails of those who comment are never handed in. The station's webhook
comes to `/linli` of `gunicorn connector:application`.
"""

from __future__ import annotations

import html
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from linli.client import ApiError, Event, Linli, SignatureError, Unreachable
from linli.client.bridge import Bridge, Incoming, Post
from linli.client.bridge import application as served

PAGE = 100
PAGES = 50
EVERY = 60.0
OVERLAP = timedelta(minutes=2)
TAG = re.compile(r"<[^>]{0,1000}>")
STATUS = {"held": "hold", "removed": "trash", "visible": "approve", "labelled": "approve", "limited": "approve"}


@dataclass(slots=True)
class WordPress:
    """A site with an application password of an editor. `mark` keeps how far it was read."""

    http: httpx.Client
    mark: Path

    def read(self, _headers: Mapping[str, str], _body: bytes) -> Iterable[Incoming]:
        """WordPress sends nothing: whoever says it does is not believed."""
        raise SignatureError("WordPress sends no webhooks")

    def fresh(self, now: datetime) -> Iterator[Incoming]:
        """What was written since the last look, the oldest first. The mark moves on when all of it was handed in."""
        since = self.mark.read_text(encoding="ascii").strip() if self.mark.exists() else now.isoformat()
        for page in range(1, PAGES + 1):
            found = self._page(since, page)
            yield from (_post(comment) for comment in found if comment.get("type", "comment") == "comment")
            if len(found) < PAGE:
                break
        self.mark.write_text((now - OVERLAP).isoformat(), encoding="ascii")

    def show(self, event: Event) -> None:
        """Holds a comment, moves it to the bin (from where it comes back), or shows it."""
        status = STATUS.get(event.state)
        if not event.item or status is None:
            return
        answer = self.http.post(f"/wp-json/wp/v2/comments/{event.item}", json={"status": status})
        if answer.status_code not in {404, 410}:
            answer.raise_for_status()

    def _page(self, since: str, page: int) -> list[dict[str, Any]]:
        query: dict[str, str | int] = {
            "context": "edit",
            "status": "all",
            "after": since,
            "orderby": "date_gmt",
            "order": "asc",
            "per_page": PAGE,
            "page": page,
        }
        answer = self.http.get("/wp-json/wp/v2/comments", params=query)
        answer.raise_for_status()
        return list(answer.json())


def _post(comment: Mapping[str, Any]) -> Post:
    content = comment["content"]
    text = content.get("raw") or html.unescape(TAG.sub("", content.get("rendered", "")))
    return Post(
        id=str(comment["id"]),
        text=text,
        author=f"user-{comment['author']}" if comment.get("author") else f"comment-{comment['id']}",
        author_name=str(comment.get("author_name") or ""),
        url=str(comment.get("link") or ""),
    )


def look(bridge: Bridge, platform: WordPress, now: datetime | None = None) -> int:
    """One look; how many comments were handed in. After a failure the mark stays, and the next look begins there."""
    return bridge.hand_in(platform.fresh(now or datetime.now(UTC)))


def make(environ: Mapping[str, str] = os.environ, transport: httpx.BaseTransport | None = None) -> Bridge:
    """The bridge, from the environment."""
    sign_in = httpx.BasicAuth(environ["WORDPRESS_USER"], environ["WORDPRESS_PASSWORD"])
    http = httpx.Client(base_url=environ["WORDPRESS_URL"], auth=sign_in, transport=transport, timeout=20)
    mark = Path(environ.get("WORDPRESS_MARK", "wordpress-mark"))
    station = Linli(environ["LINLI_URL"], environ["LINLI_KEY"])
    return Bridge(station, WordPress(http, mark), environ["LINLI_WEBHOOK_SECRET"])


def main() -> None:
    """Looks every minute until it is stopped."""
    bridge = make()
    while True:
        try:
            look(bridge, bridge.platform)  # type: ignore[arg-type]
        except (httpx.HTTPError, ApiError, Unreachable) as error:
            print(f"later: {error}")
        time.sleep(EVERY)


if "WORDPRESS_PASSWORD" in os.environ:
    application = served(make())
if __name__ == "__main__":
    main()
