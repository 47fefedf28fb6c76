"""Answers and events that wait in the database hold codes that open things; so they wait encrypted.

The key comes from the station's secret, which is not in the database. After a change of the secret, what was sealed
under the old one opens while the old one is in `SECRET_KEY_FALLBACKS`.
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(content: bytes) -> bytes:
    """`content`, encrypted."""
    return _box(_keys()).encrypt(content)


def unseal(sealed: bytes | memoryview) -> bytes:
    """What was sealed; `cryptography.fernet.InvalidToken` where the secret it was sealed under is gone."""
    return _box(_keys()).decrypt(bytes(sealed))


def _keys() -> tuple[str | bytes, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _box(keys: tuple[str | bytes, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str | bytes) -> bytes:
    secret = key.encode() if isinstance(key, str) else key
    return base64.urlsafe_b64encode(hmac.digest(secret, b"linli.integrations.sealing", "sha256"))
