"""A connector to copy: fill in how your platform says what was written, and how it shows what was decided.

Serve it with `gunicorn connector:application`; give your platform `https://…/platform` and the station `https://…/linli`.
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


@dataclass(slots=True)
class Generic:
    """A platform that posts `{"event", "post": {"id", "text", "author"}}`, signed in `X-Signature`."""

    secret: str
    http: httpx.Client

    def read(self, headers: Mapping[str, str], body: bytes) -> Iterable[Incoming]:
        """1. Believe nothing that is not signed. 2. Give what was written, changed or taken back."""
        expected = hmac.new(self.secret.encode(), body, "sha256").hexdigest()
        if not hmac.compare_digest(expected, headers.get("x-signature", "")):
            raise SignatureError("the signature is wrong")
        told: dict[str, Any] = json.loads(body)
        post = told["post"]
        if told["event"] == "deleted":
            return [Withdrawn(str(post["id"]))]
        return [Post(str(post["id"]), post["text"], str(post["author"]), url=post.get("url", ""))]

    def show(self, event: Event) -> None:
        """3. Show it by its state (visible, labelled, limited, held, removed); tell its author where to appeal."""
        if event.item:
            body = {"state": event.state, "notice": event.notice_url}
            self.http.post(f"/posts/{event.item}/moderation", json=body).raise_for_status()


def make(environ: Mapping[str, str] = os.environ, transport: httpx.BaseTransport | None = None) -> Bridge:
    """The bridge, from the environment."""
    http = httpx.Client(base_url=environ["PLATFORM_URL"], transport=transport, timeout=10)
    platform = Generic(environ["PLATFORM_SECRET"], http)
    return Bridge(Linli(environ["LINLI_URL"], environ["LINLI_KEY"]), platform, environ["LINLI_WEBHOOK_SECRET"])


if "LINLI_KEY" in os.environ:
    application = served(make())
