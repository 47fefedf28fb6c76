"""Codes that open one thing to whoever holds them: a receipt, a notice.

A code is made from a record's random id and the station's secret, so that the database holds no code: only its
digest, under the same secret. Who reads the database alone can use none; the station can show a code again to its
owner. The alphabet leaves out 0, 1, I, L and O, which leaves 31, a prime; the last character checks the others, so
that one wrong letter, or two neighbours exchanged, is told from an unknown code. When the secret is changed, keep
the old one in `SECRET_KEY_FALLBACKS`: old codes then stay good.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings

from linli.vocabulary import LinliError, Text

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT_LENGTH = 12
NOTICE_LENGTH = 28


def code_make(purpose: str, uid: str, length: int = RECEIPT_LENGTH) -> tuple[str, str]:
    """A code for a new record and the digest to store."""
    secret = settings.SECRET_KEY
    code = _derive(secret, purpose, uid, length)
    return code, _digest(secret, purpose, code)


def code_again(purpose: str, uid: str, digest: str, length: int = RECEIPT_LENGTH) -> str:
    """The code of a record made earlier, empty where the secret it was made with is gone."""
    for secret in _secrets():
        code = _derive(secret, purpose, uid, length)
        if hmac.compare_digest(_digest(secret, purpose, code), digest):
            return code
    return ""


def code_digests(purpose: str, typed: str, length: int = RECEIPT_LENGTH) -> list[str]:
    """The digests under which a typed code may be stored; an error for one that cannot be a code."""
    code = tidy(typed)
    if len(code) != length or any(c not in ALPHABET for c in code) or _check_character(code[:-1]) != code[-1]:
        raise LinliError(
            Text("编号不对。", "This is not a code."),
            field="code",
            mend=Text(
                f"编号有 {length} 位，请核对有没有抄错。", f"A code has {length} characters; check it for a slip."
            ),
        )
    return [_digest(secret, purpose, code) for secret in _secrets()]


def tidy(typed: str) -> str:
    """What was typed, without spaces and dashes, in capitals and half width."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed[:200])
    return "".join(c for c in narrow.upper() if c.isalnum())


def grouped(code: str) -> str:
    """The code in groups of four, as people read and write it."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def keyed(purpose: str, content: str) -> str:
    """HMAC-SHA256 of a content under the station's secret, hexadecimal."""
    return _digest(settings.SECRET_KEY, purpose, content)


def _secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from (str(old) for old in settings.SECRET_KEY_FALLBACKS)


def _digest(secret: str, purpose: str, content: str) -> str:
    return hmac.new(secret.encode(), f"{purpose}\0{content}".encode(), hashlib.sha256).hexdigest()


def _derive(secret: str, purpose: str, uid: str, length: int) -> str:
    seed = hmac.new(secret.encode(), f"code:{purpose}\0{uid}".encode(), hashlib.sha512).digest()
    number, letters = int.from_bytes(seed, "big"), []
    for _ in range(length - 1):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    body = "".join(letters)
    return body + _check_character(body)


def _check_character(body: str) -> str:
    total = sum((place + 1) * ALPHABET.index(c) for place, c in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]
