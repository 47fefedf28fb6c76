"""Webhook signatures by the Standard Webhooks format. Plain Python: receivers may copy this one file.

A request carries `webhook-id` (the same on every attempt: use it to drop repeats), `webhook-timestamp` (seconds since
1970) and `webhook-signature`: one or more of `v1,` and the base64 of HMAC-SHA256(secret, "id.timestamp.body").
"""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from collections.abc import Mapping
from hashlib import sha256

PREFIX = "whsec_"
TOLERANCE = 300.0


class SignatureError(ValueError):
    """A webhook that must not be believed; the text says why."""


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature` for one body. `secret` is `whsec_` and base64."""
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_key(secret), signed, sha256)).decode("ascii")


def headers(secret: str, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three header lines that a signed webhook carries."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret, id, timestamp, body),
    }


def verify(
    secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None, tolerance: float = TOLERANCE
) -> str:
    """The webhook's id where the signature holds; SignatureError where it is missing, stale or wrong.

    `body` must be the bytes as they came; `tolerance` is in seconds, in both directions.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        id, stamp, given = (lower[f"webhook-{part}"] for part in ("id", "timestamp", "signature"))
        timestamp = int(stamp)
    except (KeyError, ValueError) as missing:
        raise SignatureError("a webhook header is missing or malformed") from missing
    if abs((time.time() if now is None else now) - timestamp) > tolerance:
        raise SignatureError("the timestamp is too old or in the future")
    expected = sign(secret, id, timestamp, body)
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given.split(" ")):
        raise SignatureError("no signature matches")
    return id


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as wrong:
        raise SignatureError("the secret is not whsec_ and base64") from wrong
