"""Mastodon: reports and statuses in by its admin webhooks; decisions out as reports, which travel as `Flag`.

Mastodon signs a webhook in `X-Hub-Signature: sha256=<HMAC of the body>`. Its API lets no program delete another's
status, and this connector wants none: a decision becomes a report with the rule and the link to the reasons,
forwarded to the author's own server, for Mastodon's moderators to act on. A paused account is silenced.
"""

from __future__ import annotations

import hmac
import html
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from linli.client import Event, Linli, SignatureError
from linli.client.bridge import Bridge, Incoming, Post, Reported
from linli.client.bridge import application as served

TAG = re.compile(r"<[^>]{0,1000}>")
BREAK = re.compile(r"<br\s*/?>|</p>\s*<p>", re.IGNORECASE)
CATEGORIES = {"spam": "spam", "legal": "illicit-goods", "violation": "abuse", "other": "abuse"}
PUBLIC = {"public", "unlisted"}
TOLD = {"held", "removed", "limited"}


@dataclass(slots=True)
class Mastodon:
    """A Mastodon server with a token of a moderator's account (`admin:read`, `admin:write`, `write:reports`)."""

    secret: str
    http: httpx.Client

    def read(self, headers: Mapping[str, str], body: bytes) -> Iterable[Incoming]:
        """A public status, or a report with the statuses that it names. Nothing private is handed in."""
        expected = "sha256=" + hmac.new(self.secret.encode(), body, "sha256").hexdigest()
        if not hmac.compare_digest(expected, headers.get("x-hub-signature", "")):
            raise SignatureError("the signature is wrong")
        told = json.loads(body)
        thing: dict[str, Any] = told["object"]
        if told["event"] in {"status.created", "status.updated"}:
            return [_post(thing)] if thing.get("visibility") in PUBLIC else []
        return list(_reports(thing)) if told["event"] == "report.created" else []

    def show(self, event: Event) -> None:
        """Reports what was limited; silences a paused account, and lets it speak again."""
        if not event.item:
            self._account(event)
        elif event.type == "item.decided" and event.state in TOLD:
            body = {
                "account_id": event.account,
                "status_ids[]": event.item,
                "comment": f"{_reason(event)} {event.notice_url}"[:1000],
                "category": "violation",
                "forward": "true",
            }
            self.http.post("/api/v1/reports", data=body).raise_for_status()

    def _account(self, event: Event) -> None:
        if event.data.get("action") != "pause" or not event.account:
            return
        path = f"/api/v1/admin/accounts/{event.account}"
        if event.type == "item.decided":
            body = {"type": "silence", "text": f"{_reason(event)} {event.notice_url}"}
            self.http.post(f"{path}/action", data=body).raise_for_status()
        else:
            self.http.post(f"{path}/unsilence").raise_for_status()


def _post(status: Mapping[str, Any]) -> Post:
    account = status["account"]
    return Post(
        id=str(status["id"]),
        text=_plain(str(status.get("spoiler_text") or ""), str(status["content"])),
        author=str(account["id"]),
        author_name=str(account.get("display_name") or account.get("username") or ""),
        kind="comment" if status.get("in_reply_to_id") else "post",
        url=str(status.get("url") or ""),
        target=str(status.get("in_reply_to_account_id") or ""),
    )


def _reports(report: Mapping[str, Any]) -> Iterable[Incoming]:
    """First what is reported, so that the station knows it; then the report, from nobody by name."""
    found = {
        "category": CATEGORIES.get(str(report.get("category")), "abuse"),
        "text": str(report.get("comment") or ""),
    }
    for status in report.get("statuses") or []:
        if status.get("visibility") in PUBLIC:
            yield _post(status)
            yield Reported(f"{report['id']}:{status['id']}", item=str(status["id"]), **found)
    if not report.get("statuses"):
        target = report["target_account"].get("account") or report["target_account"]
        yield Reported(str(report["id"]), url=str(target.get("url") or ""), **found)


def _plain(warning: str, content: str) -> str:
    text = html.unescape(TAG.sub("", BREAK.sub("\n", content)))
    return f"{warning}\n{text}" if warning else text


def _reason(event: Event) -> str:
    reasons = event.data.get("reasons") or [{}]
    text = reasons[0].get("text") or {}
    return f"[Linli {reasons[0].get('clause', '')}] {text.get('zh', '')} {text.get('en', '')}".strip()


def make(environ: Mapping[str, str] = os.environ, transport: httpx.BaseTransport | None = None) -> Bridge:
    """The bridge, from the environment."""
    lines = {"Authorization": f"Bearer {environ['MASTODON_TOKEN']}"}
    http = httpx.Client(base_url=environ["MASTODON_URL"], headers=lines, transport=transport, timeout=10)
    station = Linli(environ["LINLI_URL"], environ["LINLI_KEY"])
    return Bridge(station, Mastodon(environ["MASTODON_SECRET"], http), environ["LINLI_WEBHOOK_SECRET"])


if "MASTODON_TOKEN" in os.environ:
    application = served(make())
