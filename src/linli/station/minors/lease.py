"""A lease as a device keeps it: signed by the station, checked without the net. Plain Python: copy this one file.

A token is `payload.signature`, both base64url without padding; the signature is Ed25519 over the payload's text. The
payload is JSON: `{"v": 1, "jti": lease, "child": opaque id, "dev": device, "iat": seconds, "exp": seconds,
"minutes": n, "allow": {…}}`.

The wall clock of a device is the child's to turn; so a `Purse` counts by a clock that only runs forward (seconds
since the device started), fixed to the station's time when the lease came. After a restart that anchor is gone, and
the purse is closed until the device has met the station again.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LONGEST = 4096
MINUTE = 60


class LeaseError(ValueError):
    """A token that must not be believed; the text says why."""


def signed(key: Ed25519PrivateKey, payload: dict[str, Any]) -> str:
    """The token of a payload."""
    body = _b64(json.dumps(payload, separators=(",", ":"), sort_keys=True).encode())
    return f"{body}.{_b64(key.sign(body.encode()))}"


def opened(key: Ed25519PublicKey, token: str, *, device: str) -> dict[str, Any]:
    """The payload of a token that is whole, signed and this device's; `LeaseError` for any other."""
    if len(token) > LONGEST or token.count(".") != 1:
        raise LeaseError("this is no token")
    body, signature = token.split(".")
    try:
        key.verify(_unb64(signature), body.encode("ascii"))
        payload = json.loads(_unb64(body))
    except (InvalidSignature, ValueError, binascii.Error) as wrong:
        raise LeaseError("the signature does not hold") from wrong
    if not isinstance(payload, dict) or payload.get("v") != 1:
        raise LeaseError("this is another kind of token")
    if payload.get("dev") != device:
        raise LeaseError("the lease is another device's")
    return payload


@dataclass(slots=True)
class Purse:
    """The lease of one device. `ticks`: seconds of a clock that only runs forward and starts anew at a restart."""

    key: Ed25519PublicKey
    device: str
    payload: dict[str, Any] = field(default_factory=dict)
    used: int = 0
    last: int = -1
    anchor: float | None = None

    def put(self, token: str, *, ticks: float) -> None:
        """Takes a new lease; `ticks` is the device's clock at this moment. Raises `LeaseError`."""
        self.payload = opened(self.key, token, device=self.device)
        self.used, self.last, self.anchor = 0, -1, self.payload["iat"] - ticks

    def restarted(self) -> None:
        """The device restarted: its clock began anew."""
        self.anchor = None

    def spend(self, *, ticks: float) -> str:
        """Takes the minute that runs now: empty where it may be used, else why not: none, restart, over, spent."""
        if not self.payload:
            return "none"
        if self.anchor is None:
            return "restart"
        now = self.anchor + ticks
        slot = int(now) // MINUTE
        if now < self.payload["iat"] - MINUTE or (slot + 1) * MINUTE > self.payload["exp"]:
            return "over"
        if slot <= self.last:
            return "" if slot == self.last else "over"
        if self.used >= self.payload["minutes"]:
            return "spent"
        self.used, self.last = self.used + 1, slot
        return ""

    def report(self) -> tuple[str, int] | None:
        """The lease and the minutes used, for the station; the purse is empty afterwards."""
        if not self.payload:
            return None
        told = (str(self.payload["jti"]), self.used)
        self.payload, self.used, self.last, self.anchor = {}, 0, -1, None
        return told


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _unb64(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
