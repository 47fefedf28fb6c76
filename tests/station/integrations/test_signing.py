"""Signatures of webhooks: the format's own example, and what must not pass."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.client.signatures import SignatureError, headers, sign, verify

SECRET = "whsec_" + base64.b64encode(b"a secret of exactly thirty-two b").decode()
NOW = 1_800_000_000


def test_the_formats_published_example() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}') == known


@given(st.binary(max_size=200), st.text(st.characters(codec="ascii", exclude_characters=". "), min_size=1))
def test_what_is_signed_verifies(body: bytes, id: str) -> None:
    assert verify(SECRET, headers(SECRET, id, NOW, body), body, now=NOW) == id


def test_header_names_may_come_in_any_case() -> None:
    signed = {name.title(): value for name, value in headers(SECRET, "m", NOW, b"{}").items()}
    assert verify(SECRET, signed, b"{}", now=NOW + 299) == "m"


def test_one_of_several_signatures_is_enough() -> None:
    signed = headers(SECRET, "m", NOW, b"{}")
    signed["webhook-signature"] = "v1,AAAA v1a,xyz " + signed["webhook-signature"]
    assert verify(SECRET, signed, b"{}", now=NOW) == "m"


TAMPERED = {
    "another body": ({}, b'{"a":2}', NOW),
    "another id": ({"webhook-id": "n"}, b'{"a":1}', NOW),
    "another time": ({"webhook-timestamp": str(NOW + 1)}, b'{"a":1}', NOW),
    "no signature": ({"webhook-signature": ""}, b'{"a":1}', NOW),
    "not ascii": ({"webhook-signature": "v1,签名"}, b'{"a":1}', NOW),
    "no number": ({"webhook-timestamp": "now"}, b'{"a":1}', NOW),
    "old": ({}, b'{"a":1}', NOW + 301),
    "from the future": ({}, b'{"a":1}', NOW - 301),
}


@pytest.mark.parametrize(("change", "body", "now"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_noticed(change: dict[str, str], body: bytes, now: int) -> None:
    signed = headers(SECRET, "m", NOW, b'{"a":1}') | change
    with pytest.raises(SignatureError):
        verify(SECRET, signed, body, now=now)


def test_another_secret_does_not_verify() -> None:
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    with pytest.raises(SignatureError):
        verify(other, headers(SECRET, "m", NOW, b""), b"", now=NOW)


def test_a_missing_header_and_a_broken_secret_are_named() -> None:
    with pytest.raises(SignatureError, match="missing"):
        verify(SECRET, {}, b"")
    with pytest.raises(SignatureError, match="secret"):
        sign("whsec_!!", "m", NOW, b"")
