"""Our signatures beside the published examples: W3C Data Integrity EdDSA (eddsa-jcs-2022), RFC 9421 (Appendix B)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, algorithms

from linli.station.exchange import messages, proofs
from linli.vocabulary import LinliError

PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]
CREDENTIAL: dict[str, Any] = {
    "@context": CONTEXT,
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
METHOD = f"https://vc.example/issuers/5678#{PUBLIC}"
PROOF = "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"


def test_the_w3c_example_is_signed_to_the_letter_and_verified() -> None:
    key = Ed25519PrivateKey.from_private_bytes(proofs.from_multibase(SECRET)[2:])
    assert proofs.public_of(key) == PUBLIC
    made = proofs.sign(CREDENTIAL, key=key, method=METHOD, created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC))
    assert made["proof"]["proofValue"] == PROOF
    proofs.verify(made, PUBLIC)
    with pytest.raises(LinliError):
        proofs.verify({**made, "name": "Alumnus Credential"}, PUBLIC)


PEM_SECRET = "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"
POINT = "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="
URL = "https://example.com/foo?param=Value&Pet=dog"
BODY = b'{"hello": "world"}'
B26 = ("date", "@method", "@path", "@authority", "content-type", "content-length")
SIGNATURE = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
DIGEST = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"


def request() -> messages.Message:
    lines = {
        "Host": "example.com",
        "Date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "Content-Type": "application/json",
        "Content-Digest": DIGEST,
        "Content-Length": "18",
    }
    return messages.Message("POST", URL, lines, BODY)


def test_rfc_9421_b_2_6_is_signed_to_the_letter_and_verified() -> None:
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(PEM_SECRET)[-32:])
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(POINT))
    assert key.public_key().public_bytes_raw() == public.public_bytes_raw()
    keys, message = messages._Keys(key, lambda _: public), request()
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys).sign(
        message,
        key_id="test-key-ed25519",
        created=datetime.fromtimestamp(1618884473, tz=UTC),
        label="sig-b26",
        include_alg=False,
        use_existing_digest=True,
        covered_component_ids=B26,
    )
    assert message.headers["Signature"] == f"sig-b26=:{SIGNATURE}:"
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    found = verifier.verify(message, max_age=None)  # the example is of 2021, and leaves the body uncovered
    assert found[0].parameters["keyid"] == "test-key-ed25519"


def test_a_message_of_2021_that_covers_neither_digest_nor_target_is_not_opened() -> None:
    message = request()
    covered = " ".join(f'"{name}"' for name in B26)
    lines = {
        **message.headers,
        "Signature-Input": f'sig-b26=({covered});created=1618884473;keyid="test-key-ed25519"',
        "Signature": f"sig-b26=:{SIGNATURE}:",
    }
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(POINT))
    with pytest.raises(LinliError) as refused:
        messages.opened(URL, lines, BODY, lambda _: public)
    assert refused.value.field == "signature"
