"""Signed checkpoints of a chain, in the format of transparency logs (C2SP tlog-checkpoint and signed-note).

    linli.example/kx3…            the origin: the station and the chain
    1042                          how many rows
    mF0W…=                        the root of the tree over them, base64
    head 5d41…                    the hash of the last row
    at 2026-11-24T13:00:00Z

    — linli.example/kx3… AbCd…    the name of the key; base64 of four bytes of its digest and the Ed25519 signature

A key is published as `name+digest+base64(0x01 ‖ the 32 bytes of the key)`. No database and no settings are needed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from linli.vocabulary import LinliError, Text

ED25519 = b"\x01"
LARGEST = 20_000
NAME = re.compile(r"[^\s+]{1,200}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: whose chain, how many rows, the root, the head's hash, when."""

    origin: str
    size: int
    root: bytes
    head: str
    at: str

    def text(self) -> str:
        """The text that is signed."""
        root = base64.b64encode(self.root).decode("ascii")
        return f"{self.origin}\n{self.size}\n{root}\nhead {self.head}\nat {self.at}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note."""
    text = checkpoint.text()
    public = key.public_key()
    signed = key_id(checkpoint.origin, public) + key.sign(text.encode())
    return f"{text}\n— {checkpoint.origin} {base64.b64encode(signed).decode('ascii')}\n"


def public_text(name: str, key: Ed25519PublicKey, sort: bytes = ED25519) -> str:
    """The key as it is published; `sort` says what it signs."""
    encoded = base64.b64encode(sort + key.public_bytes_raw()).decode("ascii")
    return f"{name}+{key_id(name, key, sort).hex()}+{encoded}"


def opened(note: str, key: str = "") -> Checkpoint:
    """What a note says; its signature is checked where `key` is given: one published key a line."""
    if len(note) > LARGEST:
        raise _refused("检查点太长。", "The checkpoint is too long.")
    text, gap, signatures = note.partition("\n\n")
    if not gap:
        raise _refused("检查点没有签名。", "The checkpoint has no signature.")
    if key:
        _verify(text + "\n", signatures, key)
    return _parsed(text)


def _parsed(text: str) -> Checkpoint:
    lines = text.split("\n")
    try:
        origin, size, root = lines[:3]
        more = dict(line.split(" ", 1) for line in lines[3:])
        found = Checkpoint(origin, int(size), base64.b64decode(root, validate=True), more["head"], more["at"])
    except (ValueError, KeyError, binascii.Error) as wrong:
        raise _refused("检查点的写法不对。", "The checkpoint is malformed.") from wrong
    if len(found.root) != 32 or found.size < 0 or found.text() != text + "\n":
        raise _refused("检查点的写法不对。", "The checkpoint is malformed.")
    return found


def _verify(text: str, signatures: str, key: str) -> None:
    for name, public in map(key_read, key.split()[:20]):
        for line in signatures.splitlines()[:20]:
            parts = line.split(" ")
            if len(parts) == 3 and parts[:2] == ["—", name] and _holds(name, public, text, parts[2]):
                return
    raise _refused("签名不符：不是这把公钥签的，或内容被改过。", "No signature by this key holds for this text.")


def _holds(name: str, public: Ed25519PublicKey, text: str, encoded: str) -> bool:
    try:
        raw = base64.b64decode(encoded, validate=True)
        if raw[:4] != key_id(name, public):
            return False
        public.verify(raw[4:], text.encode())
    except (InvalidSignature, binascii.Error):
        return False
    return True


def key_read(text: str, sort: bytes = ED25519) -> tuple[str, Ed25519PublicKey]:
    """The name and the key of a published text; `LinliError` for one that is malformed or of another sort."""
    name, _, rest = text.strip().partition("+")
    digest, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
        public = Ed25519PublicKey.from_public_bytes(raw[1:])
    except (ValueError, binascii.Error) as wrong:
        raise _refused("公钥的写法不对。", "The key is malformed.") from wrong
    if raw[:1] != sort or not NAME.fullmatch(name) or key_id(name, public, sort).hex() != digest:
        raise _refused("公钥的写法不对。", "The key is malformed.")
    return name, public


def key_id(name: str, key: Ed25519PublicKey, sort: bytes = ED25519) -> bytes:
    """The four bytes by which a signature says whose it is."""
    return hashlib.sha256(name.encode() + b"\n" + sort + key.public_bytes_raw()).digest()[:4]


def _refused(zh: str, en: str) -> LinliError:
    return LinliError(Text(zh, en), field="checkpoint")
