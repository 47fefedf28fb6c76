"""Discourse: posts in by its webhooks, decisions out by its API.

Discourse signs a webhook in `X-Discourse-Event-Signature: sha256=<HMAC of the body>`. A held or removed post is
hidden by a staff flag with `take_action`, and shown again by `unhide`; a label becomes the post's notice. Posts keep
their words in Discourse: nothing is deleted, so that an appeal can undo everything.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from linli.client import Event, Linli, SignatureError
from linli.client.bridge import Bridge, Incoming, Post, Withdrawn
from linli.client.bridge import application as served

WRITTEN = {"post_created", "post_edited", "post_recovered"}
HIDDEN = {"held", "removed"}
INAPPROPRIATE = 4
GONE = {404, 410, 422}


@dataclass(slots=True)
class Discourse:
    """A Discourse site with an API key of a staff account."""

    url: str
    secret: str
    http: httpx.Client

    def read(self, headers: Mapping[str, str], body: bytes) -> Iterable[Incoming]:
        """A post that was written, changed, recovered or deleted; nothing of a private message."""
        expected = "sha256=" + hmac.new(self.secret.encode(), body, "sha256").hexdigest()
        if not hmac.compare_digest(expected, headers.get("x-discourse-event-signature", "")):
            raise SignatureError("the signature is wrong")
        event = headers.get("x-discourse-event", "")
        post = json.loads(body).get("post")
        if not isinstance(post, dict) or post.get("topic_archetype") == "private_message":
            return []
        if event == "post_destroyed":
            return [Withdrawn(str(post["id"]))]
        return [self._post(post)] if event in WRITTEN else []

    def show(self, event: Event) -> None:
        """Hides, shows again, or notes."""
        if not event.item:
            return
        if event.state in HIDDEN:
            flag = {"id": event.item, "post_action_type_id": INAPPROPRIATE, "take_action": "true"}
            self._tell("POST", "/post_actions.json", {**flag, "message": _told(event)})
            return
        self._tell("PUT", f"/posts/{event.item}/unhide", {})
        labelled = event.state in {"labelled", "limited"}
        self._tell("PUT", f"/posts/{event.item}/notice", {"notice": _told(event) if labelled else ""})

    def _post(self, post: Mapping[str, Any]) -> Post:
        first = post.get("post_number") == 1
        return Post(
            id=str(post["id"]),
            text=str(post.get("raw") or ""),
            author=str(post["user_id"]),
            author_name=str(post.get("name") or post.get("username") or ""),
            kind="post" if first else "comment",
            url=f"{self.url}/p/{post['id']}",
            title=str(post.get("topic_title") or ""),
            target=str((post.get("reply_to_user") or {}).get("username") or ""),
        )

    def _tell(self, method: str, path: str, body: Mapping[str, Any]) -> None:
        """A post that is hidden already, or that is not there any more, is no error: nothing is left to do."""
        answer = self.http.request(method, path, data=dict(body))
        if answer.status_code not in GONE:
            answer.raise_for_status()


def _told(event: Event) -> str:
    return f"依据与申诉 / reasons and appeal: {event.notice_url}" if event.notice_url else "见公约 / see the rules"


def make(environ: Mapping[str, str] = os.environ, transport: httpx.BaseTransport | None = None) -> Bridge:
    """The bridge, from the environment."""
    lines = {"Api-Key": environ["DISCOURSE_KEY"], "Api-Username": environ.get("DISCOURSE_USER", "system")}
    url = environ["DISCOURSE_URL"].rstrip("/")
    http = httpx.Client(base_url=url, headers=lines, transport=transport, timeout=10)
    station = Linli(environ["LINLI_URL"], environ["LINLI_KEY"])
    return Bridge(station, Discourse(url, environ["DISCOURSE_SECRET"], http), environ["LINLI_WEBHOOK_SECRET"])


if "DISCOURSE_KEY" in os.environ:
    application = served(make())
