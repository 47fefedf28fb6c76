"""What a webhook says, once its signature holds. Give it the bytes as they came, before anything parses them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.client.signatures import SignatureError, verify

LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `id` is the same on every attempt: handle each id once. `data`: docs/reference/api.md."""

    id: str
    type: str
    community: str
    created_at: str
    data: dict[str, Any]

    @property
    def item(self) -> str:
        """The platform's own id of the item it is about; empty where it is about none."""
        return str(self.data.get("item") or "")

    @property
    def account(self) -> str:
        """The platform's own id of the account it is about."""
        return str(self.data.get("account") or "")

    @property
    def state(self) -> str:
        """How the item is to be shown from now on: visible, labelled, limited, held, removed, withdrawn."""
        return str(self.data.get("state") or "")

    @property
    def notice_url(self) -> str:
        """Where the author reads why, and appeals."""
        return str((self.data.get("notice") or {}).get("url") or self.data.get("url") or "")


def opened(secret: str, headers: Mapping[str, str], body: bytes) -> Event:
    """The event in a request. Raises `SignatureError` for one that is not signed, too old, or malformed."""
    if len(body) > LARGEST:
        raise SignatureError("the body is too large")
    id = verify(secret, headers, body)
    try:
        told = json.loads(body)
        return Event(id, str(told["type"]), str(told["community"]), str(told["created_at"]), dict(told["data"]))
    except (ValueError, KeyError, TypeError) as wrong:
        raise SignatureError("the body is not an event") from wrong
