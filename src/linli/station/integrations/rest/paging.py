"""Lists by cursor: newest first, stable while rows come and go, and no cursor works on another list."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet

from linli.problems import Problem
from linli.vocabulary import Text

Found = TypeVar("Found", bound=Model)
PAGE = 50
SEAL = 16


@dataclass(frozen=True, slots=True)
class Page(Generic[Found]):
    """Some rows, and the cursor of the next ones; None at the end."""

    rows: Sequence[Found]
    next: str | None


def page(rows: QuerySet[Found], cursor: str, *, place: str, limit: int = PAGE) -> Page[Found]:
    """The rows after `cursor` (empty: from the newest). `place` names the list, its owner and its filters."""
    if cursor:
        rows = rows.filter(pk__lt=_open(cursor, place))
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], cursor_of(found[limit - 1].pk, place) if more else None)


def cursor_of(last: int, place: str) -> str:
    """The opaque cursor after one row."""
    number = last.to_bytes(8, "big")
    return base64.urlsafe_b64encode(number + _mac(number, place)).decode("ascii").rstrip("=")


def _open(cursor: str, place: str) -> int:
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), b"-_", validate=True)
    except ValueError:
        raw = b""
    number, mac = raw[:8], raw[8:]
    if not hmac.compare_digest(mac, _mac(number, place)):
        raise Problem(
            422,
            Text("翻页的游标不对。", "The cursor is not one of this list."),
            kind="cursor",
            field="cursor",
            value=cursor,
            mend=Text("请用上一页给出的 next。", "Use the `next` that the page before gave."),
        )
    return int.from_bytes(number, "big")


def _mac(number: bytes, place: str) -> bytes:
    key = settings.SECRET_KEY
    secret = key.encode() if isinstance(key, str) else key
    return hmac.digest(secret, b"cursor\0" + place.encode("utf-8", "surrogatepass") + b"\0" + number, "sha256")[:SEAL]
