"""The forum's own check of webhook signatures."""

from __future__ import annotations

import base64

import pytest
from forum.signature import WINDOW_SECONDS, sign, verify

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
BODY = '{"type":"item.decided","data":{"item":"一"}}'.encode()
NOW = 1_800_000_000


def headers(**changed: str) -> dict[str, str]:
    given = {
        "webhook-id": "wh-1",
        "webhook-timestamp": str(NOW),
        "webhook-signature": sign(SECRET, "wh-1", str(NOW), BODY),
    }
    return {**given, **{name.replace("_", "-"): value for name, value in changed.items()}}


def test_known_answer() -> None:
    secret = "whsec_" + base64.b64encode(b"key").decode()
    assert sign(secret, "a", "1", b"{}") == "v1,bL1jQXV9xdvhtjVTxMVmcec+7wicDeM5+UJZVhyrJw0="


def test_believed() -> None:
    assert verify(SECRET, headers(), BODY, NOW + WINDOW_SECONDS) == "wh-1"


def test_one_of_several_signatures_is_enough() -> None:
    both = "v1,AAAA " + headers()["webhook-signature"]
    assert verify(SECRET, headers(webhook_signature=both), BODY, NOW) == "wh-1"


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook_id": "wh-2"},
        {"webhook_timestamp": str(NOW + 1)},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "²"},
        {"webhook_signature": ""},
        {"webhook_signature": "v1,不是"},
        {"webhook_id": ""},
    ],
)
def test_not_believed(changed: dict[str, str]) -> None:
    assert verify(SECRET, headers(**changed), BODY, NOW) == ""


def test_another_body() -> None:
    assert verify(SECRET, headers(), BODY + b" ", NOW) == ""


@pytest.mark.parametrize("now", [NOW + WINDOW_SECONDS + 1, NOW - WINDOW_SECONDS - 1])
def test_too_old_or_from_the_future(now: float) -> None:
    assert verify(SECRET, headers(), BODY, now) == ""


@pytest.mark.parametrize("secret", ["", "whsec_x", "whsec_" + base64.b64encode(b"another").decode()])
def test_wrong_secret(secret: str) -> None:
    assert verify(secret, headers(), BODY, NOW) == ""
