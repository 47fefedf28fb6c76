"""Signed HTTP messages between stations: RFC 9421 with Ed25519, and a Content-Digest that is always checked.

The library verifies a message whose body was changed unless it is given the body: `opened` always gives it, asks for
the components that must be covered, and returns nothing but what was signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from linli.vocabulary import LinliError, Text

COVERED = ("@method", "@target-uri", "content-digest", "content-type")
TAG = "linli-exchange"
AGE = timedelta(minutes=5)


@dataclass(slots=True)
class Message:
    """A request as it is signed: the method, the whole address, header lines, the body."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message whose signature held: the key it was signed with, and a digest that tells a repeat."""

    key_id: str
    once: str


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, private: Ed25519PrivateKey | None, public: Callable[[str], Ed25519PublicKey | None]) -> None:
        self.private, self.public, self.asked = private, public, ""

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        self.asked = key_id
        return self.public(key_id)

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey | None:  # noqa: ARG002 (the library's)
        return self.private


def signed(url: str, body: bytes, *, key: Ed25519PrivateKey, key_id: str) -> dict[str, str]:
    """The header lines of a POST of JSON to `url`, signed."""
    message = Message("POST", url, {"Content-Type": "application/json"}, body)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(key, lambda _: None))
    signer.sign(
        message,
        key_id=key_id,
        created=datetime.now(UTC),
        tag=TAG,
        covered_component_ids=COVERED,
        body=body,
    )
    return message.headers


def opened(
    url: str, headers: Mapping[str, str], body: bytes, public: Callable[[str], Ed25519PublicKey | None]
) -> Opened:
    """Who signed this POST; LinliError where it was not signed, changed on the way, too old, or by an unknown key."""
    keys = _Keys(None, public)
    message = Message("POST", url, dict(headers), body)
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    try:
        verifier.verify(message, max_age=AGE, expect_tag=TAG, require_components=COVERED, body=body)
    except (InvalidSignature, HTTPMessageSignaturesException, ValueError, KeyError, TypeError) as wrong:
        raise LinliError(
            Text("消息的签名不成立。", "The message's signature does not hold."),
            field="signature",
            value=str(wrong),
            mend=Text("请按 RFC 9421 签名，并覆盖 Content-Digest。", "Sign by RFC 9421 and cover Content-Digest."),
        ) from wrong
    signature = next((v for k, v in message.headers.items() if k.lower() == "signature"), "")
    return Opened(keys.asked, hashlib.sha256(signature.encode()).hexdigest())
