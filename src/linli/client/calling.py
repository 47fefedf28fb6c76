"""Calling a station's API: every attempt again where that is safe, every refusal with its field and its mend.

A change carries an `Idempotency-Key` that stays the same from attempt to attempt, so that a call whose answer was
lost is done once. Tried again: no answer, 429 and 503 (after `Retry-After`), 500, 502, 504, 409.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

AGAIN = {409, 429, 500, 502, 503, 504}
ATTEMPTS = 5
LONGEST_PAUSE = 30.0
LONGEST_ASKED = 120.0
Json = dict[str, Any]


class ApiError(Exception):
    """The station refused: `status`, the problem document, and from it `field`, `value`, `mend` in both languages."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.problem = status, dict(problem)
        self.field, self.value = str(problem.get("field") or ""), str(problem.get("value") or "")
        self.mend, self.mend_en = str(problem.get("mend") or ""), str(problem.get("mend_en") or "")
        words = [problem.get(name) for name in ("detail", "mend", "detail_en", "mend_en")]
        told = " ".join(str(word) for word in words if word)
        super().__init__(f"{status} {self.field or problem.get('type', '')}: {told}".strip())

    @property
    def kind(self) -> str:
        """The machine word of the problem, such as `scope` or `paused`."""
        return str(self.problem.get("type", "")).rpartition(":")[2]


class Unreachable(Exception):
    """No answer after every attempt. A change may or may not have been made: send it again with the same `key`."""


@dataclass(slots=True)
class Linli:
    """A station as a platform's client sees it. Close it, or use it in a `with`.

    `url` is the station's address, with `/c/<slug>` for a community that is not its home. `timeout` is in seconds, an
    attempt. `transport` and `sleep` are for tests.
    """

    url: str
    key: str
    timeout: float = 10.0
    attempts: int = ATTEMPTS
    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] = time.sleep
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._http = httpx.Client(
            base_url=f"{self.url.rstrip('/')}/api/v1/",
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=self.timeout,
            transport=self.transport,
            follow_redirects=False,
        )

    def __enter__(self) -> Linli:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends its connections."""
        self._http.close()

    def assess(self, text: str, **more: Any) -> Json:
        """Advice on one text; nothing is stored. `more`: kind, id, author, context, as in the API."""
        return self._call("POST", "assess", {"text": text, **more})

    def assess_many(self, items: Sequence[Mapping[str, Any]]) -> list[Json]:
        """Advice on up to a hundred texts, in their order."""
        return list(self._call("POST", "assess", {"items": list(items)})["results"])

    def item_submit(
        self, *, id: str, text: str, author: str, author_name: str = "", key: str = "", **more: Any
    ) -> Json:
        """Hands an item in, new or changed: `{item, assessment, decision, notice}`. `more`: kind, context, url."""
        body = {"id": id, "text": text, "author": {"id": author, "name": author_name}, **more}
        return self._call("POST", "items", body, key)

    def item(self, id: str) -> Json:
        """One item of one's own, as it stands."""
        return self._call("GET", f"items/{_path(id)}")

    def item_withdraw(self, id: str, *, key: str = "") -> Json:
        """The author took it back."""
        return self._call("DELETE", f"items/{_path(id)}", key=key)

    def items(self) -> Iterator[Json]:
        """Every item of one's own, the newest first."""
        return self._list("items")

    def decisions(self) -> Iterator[Json]:
        """Every decision about one's own items and accounts with its statement of reasons, the newest first."""
        return self._list("decisions")

    def notices(self, account: str) -> Iterator[Json]:
        """What one account was told, the newest first."""
        return self._list("notices", account=account)

    def report(self, *, category: str, key: str = "", **what: Any) -> Json:
        """Reports `item`, `account` or `url`; the receipt to give to who reported. `what`: text, quote, reporter."""
        return self._call("POST", "reports", {"category": category, **what}, key)

    def appeal(self, *, notice: str, text: str, key: str = "") -> Json:
        """Appeals the decision that a notice tells, in its author's words."""
        return self._call("POST", "appeals", {"notice": notice, "text": text}, key)

    def case(self, receipt: str) -> Json:
        """Where the holder of a receipt stands."""
        return self._call("GET", f"cases/{_path(receipt)}")

    def standing(self, account: str) -> Json:
        """An account's strikes, grade, accuracy and what the policy makes of them: for its owner's eyes alone."""
        return self._call("GET", "standing", query={"account": account})

    def standing_appeal(self, *, account: str, text: str, key: str = "") -> Json:
        """Appeals an account's standing, in its owner's words."""
        return self._call("POST", "standing/appeals", {"account": account, "text": text}, key)

    def account_data(self, account: str) -> Json:
        """Everything that the station holds of one account, to hand to its owner."""
        return self._call("GET", f"accounts/{_path(account)}/data")

    def account_forget(self, account: str, *, key: str = "") -> Json:
        """Forgets one account: `{erased, counts, why}`."""
        return self._call("DELETE", f"accounts/{_path(account)}/data", key=key)

    def policy(self) -> Json:
        """The community's live policy, whole."""
        return self._call("GET", "policy")

    def transparency(self, period: str = "") -> Json:
        """The public figures of the last thirty days, or of a month such as `2026-11`."""
        return self._call("GET", "transparency", query={"period": period} if period else {})

    def _list(self, path: str, **query: str) -> Iterator[Json]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._call("GET", path, query={**query, **({"cursor": cursor} if cursor else {})})
            yield from page["results"]
            cursor = page["next"]

    def _call(
        self, method: str, path: str, body: Json | None = None, key: str = "", query: Mapping[str, str] | None = None
    ) -> Json:
        changes = method != "GET" and path != "assess"
        lines = {"Idempotency-Key": key or uuid.uuid4().hex} if changes else {}
        for attempt in range(1, self.attempts + 1):
            answer = self._attempt(method, path, body, lines, query)
            if answer is not None and (answer.status_code not in AGAIN or attempt == self.attempts):
                return _read(answer)
            if attempt < self.attempts:
                self.sleep(_pause(attempt, answer))
        raise Unreachable(f"{self.url}: no answer after {self.attempts} attempts")

    def _attempt(
        self, method: str, path: str, body: Json | None, lines: dict[str, str], query: Mapping[str, str] | None
    ) -> httpx.Response | None:
        try:
            return self._http.request(method, path, json=body, headers=lines, params=dict(query or {}))
        except httpx.TransportError:
            return None


def _read(answer: httpx.Response) -> Json:
    try:
        found = answer.json()
    except ValueError:
        found = {"detail_en": answer.text[:200]}
    if not isinstance(found, dict):
        found = {"detail_en": "the answer is not what a station gives"}
    if answer.status_code >= 300:
        raise ApiError(answer.status_code, found)
    return found


def _pause(attempt: int, answer: httpx.Response | None) -> float:
    """The seconds to wait: twice as long each time, a part of it left to chance, and at least what was asked."""
    asked = answer.headers.get("retry-after", "") if answer is not None else ""
    wait = min(LONGEST_PAUSE, 0.5 * 2 ** (attempt - 1)) * (0.5 + random.random() / 2)  # noqa: S311
    return max(float(wait), min(float(asked), LONGEST_ASKED)) if asked.isdigit() else float(wait)


def _path(given: str) -> str:
    return quote(given, safe="")
