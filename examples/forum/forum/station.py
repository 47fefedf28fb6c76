"""The whole of what the forum knows of the station: an address, a key, and how to ask."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from forum.models import Call

log = logging.getLogger(__name__)
KEPT_CALLS = 300
WORDS = {"text", "title", "thread", "about", "name"}
RECEIPT = re.compile(r"(?<=/cases/)\w+")
TRY_AGAIN = {401, 408, 409, 425, 429}


@dataclass(frozen=True, slots=True)
class Answer:
    """The station's answer. `status` 0 means that nobody answered; `wait` is Retry-After in seconds."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    wait: float = 0.0

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def again(self) -> bool:
        """Whether the same request may succeed later.

        Nobody there, too many requests, the same request still at work, a key to be put right, the station's fault.
        """
        return self.status == 0 or self.status >= 500 or self.status in TRY_AGAIN


@cache
def client() -> httpx.Client:
    """One client for all threads: it keeps connections open."""
    headers = {"Authorization": f"Bearer {settings.ENVIRONMENT.api_key}", "User-Agent": "linli-forum/1"}
    return httpx.Client(base_url=settings.ENVIRONMENT.station_url + "/api/v1", headers=headers)


def call(method: str, path: str, body: dict[str, Any] | None = None, *, key: str = "", timeout: float = 5) -> Answer:
    """One request to `/api/v1`. Never raises for a network fault: see `Answer.again`."""
    headers = {"Idempotency-Key": key} if key else {}
    started = time.perf_counter()
    try:
        answer = _answer(client().request(method, path, json=body, headers=headers, timeout=timeout))
    except (httpx.HTTPError, ValueError) as fault:
        log.info("the station did not answer %s %s: %s", method, path, type(fault).__name__)
        answer = Answer(0)
    record(method, path, answer, sent=body or {}, milliseconds=(time.perf_counter() - started) * 1000)
    return answer


def _answer(response: httpx.Response) -> Answer:
    body = response.json() if response.content else {}
    wait = response.headers.get("Retry-After", "")
    return Answer(
        response.status_code, body if isinstance(body, dict) else {}, float(wait) if wait.isdigit() else 0.0
    )


def record(
    method: str, path: str, answer: Answer, *, sent: dict[str, Any], milliseconds: float, incoming: bool = False
) -> None:
    """Keep the last exchanges for the page that shows them, without anybody's words."""
    made = Call.objects.create(
        incoming=incoming,
        method=method,
        path=RECEIPT.sub("…", path)[:200],
        status=answer.status or None,
        milliseconds=milliseconds,
        sent=without_words(sent),
        received=without_words(answer.body),
    )
    Call.objects.filter(pk__lte=made.pk - KEPT_CALLS).delete()


def without_words(value: Any, name: str = "") -> Any:
    """The same JSON with people's words, names, receipts and codes replaced by their length."""
    if isinstance(value, dict):
        return {key: without_words(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [without_words(one, name) for one in value[:3]]
    if isinstance(value, str) and name in WORDS:
        return f"…({len(value)} 字)"
    if isinstance(value, str) and name in {"receipt", "code", "notice", "url", "appeal_url", "key"}:
        return "…"
    return value
