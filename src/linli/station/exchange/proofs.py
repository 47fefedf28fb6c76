"""Data integrity proofs by `eddsa-jcs-2022` (W3C; FEP-8b32): the signature is in the object, so that a copy verifies.

The proof covers SHA-256 of the canonical JSON (RFC 8785) of the proof's own options, then that of the document. Keys
and signatures are written as multibase base58-btc; a public key carries the two bytes of its multicodec.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from linli.vocabulary import LinliError, Text

SUITE = "eddsa-jcs-2022"
CODEC = b"\xed\x01"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LONGEST = 200


def sign(document: Mapping[str, Any], *, key: Ed25519PrivateKey, method: str, created: datetime) -> dict[str, Any]:
    """The document with its proof. `method` is the address of the public key; an older proof is replaced."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if "@context" in bare:
        proof["@context"] = bare["@context"]
    return {**bare, "proof": {**proof, "proofValue": multibase(key.sign(_hashed(bare, proof)))}}


def verify(document: Mapping[str, Any], public: str) -> None:
    """Raises LinliError unless the document's proof is good under the key `public` (multibase)."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE or proof.get("type") != "DataIntegrityProof":
        raise _bad("没有可核对的签名。", "It carries no signature that can be checked.")
    bare = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        signed = _hashed(bare, options)
        key = Ed25519PublicKey.from_public_bytes(key_bytes(public))
        key.verify(from_multibase(str(proof.get("proofValue", ""))), signed)
    except (InvalidSignature, ValueError, rfc8785.CanonicalizationError) as wrong:
        raise _bad(
            "签名对不上，内容可能被改过。", "The signature does not hold: it may have been changed."
        ) from wrong


def public_of(key: Ed25519PrivateKey) -> str:
    """The public key as a `publicKeyMultibase`."""
    return multibase(CODEC + key.public_key().public_bytes_raw())


def key_bytes(public: str) -> bytes:
    """The 32 bytes of a `publicKeyMultibase`; ValueError where it is none of Ed25519."""
    raw = from_multibase(public)
    if not raw.startswith(CODEC) or len(raw) != len(CODEC) + 32:
        raise ValueError("not an Ed25519 public key")
    return raw[len(CODEC) :]


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 (hexadecimal) of the document without its proof, in canonical JSON."""
    return hashlib.sha256(rfc8785.dumps({n: v for n, v in document.items() if n != "proof"})).hexdigest()


def multibase(raw: bytes) -> str:
    """Bytes as multibase base58-btc: `z` and base 58, a `1` for each leading zero byte."""
    number, out = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        out = ALPHABET[rest] + out
    return "z" + "1" * (len(raw) - len(raw.lstrip(b"\0"))) + out


def from_multibase(text: str) -> bytes:
    """The bytes of `multibase`; ValueError for anything else."""
    if not text.startswith("z") or not 1 < len(text) <= LONGEST or any(c not in ALPHABET for c in text[1:]):
        raise ValueError("not multibase base58-btc")
    body = text[1:]
    number = 0
    for c in body:
        number = number * 58 + ALPHABET.index(c)
    zeros = len(body) - len(body.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _hashed(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    return (
        hashlib.sha256(rfc8785.dumps(dict(options))).digest() + hashlib.sha256(rfc8785.dumps(dict(document))).digest()
    )


def _bad(zh: str, en: str) -> LinliError:
    return LinliError(Text(zh, en), field="proof")
