"""Standard Webhooks: is this request from the station, fresh, and unchanged? Copy this file as it is."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

WINDOW_SECONDS = 300


def sign(secret: str, webhook_id: str, timestamp: str, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; `secret` is base64 with or without `whsec_`."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> str:
    """The webhook's id, or an empty string for a request not to be believed. `now` is in seconds since 1970."""
    webhook_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (secret and webhook_id and timestamp.isascii() and timestamp.isdigit()):
        return ""
    if abs(now - int(timestamp)) > WINDOW_SECONDS:
        return ""
    try:
        expected = sign(secret, webhook_id, timestamp, body).encode()
    except binascii.Error:
        return ""
    offered = headers.get("webhook-signature", "").encode().split()
    return webhook_id if any(hmac.compare_digest(expected, one) for one in offered) else ""
