"""The station's key for web push (VAPID, RFC 8292): made from its secret, never kept.

A browser's subscription is tied to the key that it was given; while an old secret is in `SECRET_KEY_FALLBACKS`, what
was subscribed under it is signed with its key.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the group P-256
SHORT = 20


def public_key() -> str:
    """The key a browser is given: an uncompressed point in base64url."""
    return _public(_private(settings.SECRET_KEY))


def raw(text: str) -> bytes:
    """The bytes of base64url without padding; ValueError for anything else."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def key_named(short: str) -> ec.EllipticCurvePrivateKey | None:
    """The private key whose public half begins so; None where its secret is gone."""
    return next((key for key in _every() if _public(key)[:SHORT] == short), None)


def _every() -> Iterator[ec.EllipticCurvePrivateKey]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _private(str(secret))


@lru_cache(maxsize=4)
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    wide = hmac.digest(secret.encode(), b"linli.notifications.push", "sha512")
    return ec.derive_private_key(int.from_bytes(wide, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def _public(key: ec.EllipticCurvePrivateKey) -> str:
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
