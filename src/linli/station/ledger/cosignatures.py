"""Cosignatures: somebody else signs that they saw a record grow and never change (C2SP tlog-cosignature, Ed25519).

    — witness.example/w AbCd…     its name; base64 of four bytes of its key's digest, the time, the signature

What is signed is `cosignature/v1`, the time and the whole text of the checkpoint. No database is needed.
"""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from linli.station.ledger.notes import key_id, key_read
from linli.station.ledger.notes import public_text as published

COSIGNS = b"\x04"
LENGTH = 4 + 8 + 64
MOST = 40


def public_text(name: str, key: Ed25519PublicKey) -> str:
    """A witness's key as it is published."""
    return published(name, key, COSIGNS)


def cosign(note: str, name: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """The line of a signature that is added to a note."""
    seconds, public = int(at.timestamp()), key.public_key()
    signed = key_id(name, public, COSIGNS) + struct.pack(">Q", seconds) + key.sign(_message(_text(note), seconds))
    return f"— {name} {base64.b64encode(signed).decode('ascii')}\n"


def cosigned(note: str, keys: str) -> dict[str, datetime]:
    """Which of these witnesses (one published key a line) signed a note, and when. Other lines are left alone."""
    text, lines, found = _text(note), note.partition("\n\n")[2].splitlines()[:MOST], {}
    for name, public in (key_read(key, COSIGNS) for key in keys.split()[:MOST]):
        for line in lines:
            at = _signed_at(line, name, public, text)
            if at is not None:
                found[name] = at
    return found


def line_of(note: str, name: str) -> str:
    """The line of a note that bears this name; empty where there is none."""
    return next((line for line in note.splitlines() if line.startswith(f"— {name} ")), "")


def _signed_at(line: str, name: str, public: Ed25519PublicKey, text: str) -> datetime | None:
    parts = line.split(" ")
    if len(parts) != 3 or parts[:2] != ["—", name]:
        return None
    try:
        raw = base64.b64decode(parts[2], validate=True)
        if len(raw) != LENGTH or raw[:4] != key_id(name, public, COSIGNS):
            return None
        (seconds,) = struct.unpack(">Q", raw[4:12])
        public.verify(raw[12:], _message(text, seconds))
        return datetime.fromtimestamp(seconds, UTC)
    except (InvalidSignature, binascii.Error, OverflowError, OSError, ValueError):
        return None


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _text(note: str) -> str:
    return note.partition("\n\n")[0] + "\n"
