"""Signatures in the object: they hold over copies and reordering, and break at any change."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from linli.station.exchange import documents, proofs
from linli.vocabulary import LinliError

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = proofs.public_of(KEY)
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "@id": "https://a.example/rumours/checks/k1/",
    "version": 1,
    "claimReviewed": "螃蟹和西红柿一起吃等于吃砒霜",
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "不实"},
}


def signed() -> dict[str, object]:
    when = datetime(2026, 3, 1, tzinfo=UTC)
    return proofs.sign(REVIEW, key=KEY, method="https://a.example#k", created=when)


def test_a_copy_in_another_order_verifies() -> None:
    copied = json.loads(json.dumps(dict(reversed(signed().items()))))
    proofs.verify(copied, PUBLIC)
    assert proofs.digest(copied) == proofs.digest(REVIEW)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("claimReviewed",), "螃蟹和西红柿一起吃没事"),
        (("version",), 2),
        (("reviewRating", "ratingValue"), 5),
        (("proof", "created"), "2026-04-01T00:00:00Z"),
        (("proof", "verificationMethod"), "https://b.example#k"),
        (("proof", "proofValue"), "z" + "1" * 64),
        (("proof", "proofValue"), ""),
        (("proof", "cryptosuite"), "none"),
    ],
)
def test_any_change_breaks_it(path: tuple[str, ...], value: object) -> None:
    changed = copy.deepcopy(signed())
    place = changed
    for name in path[:-1]:
        place = place[name]  # type: ignore[assignment]
    place[path[-1]] = value
    with pytest.raises(LinliError):
        proofs.verify(changed, PUBLIC)


@given(st.binary(max_size=80))
def test_multibase_goes_there_and_back(raw: bytes) -> None:
    assert raw == b"" or proofs.from_multibase(proofs.multibase(raw)) == raw


def test_a_known_multibase() -> None:
    assert proofs.multibase(b"\x00\x00hello world") == "z11StV1DL6CwTryKyV"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"claimReviewed": "<script>alert(1)</script>"}, "claimReviewed"),
        ({"claimReviewed": ""}, "claimReviewed"),
        ({"claimReviewed": "字" * 3000}, "claimReviewed"),
        ({"@id": "javascript:alert(1)"}, "@id"),
        ({"version": 0}, "version"),
        ({"version": True}, "version"),
        ({"version": 10**9}, "version"),
        ({"wordings": ["a"] * 60}, "wordings"),
        ({"citation": [{"url": "https://a.example"}] * 60}, "citation"),
        ({"@type": "Article"}, "@type"),
        ({"text": "x" * 30_000}, "text"),
    ],
)
def test_a_malformed_review_is_refused_with_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(LinliError) as refused:
        documents.review_of({**REVIEW, **change})
    assert refused.value.field == field


def test_depth_and_size_are_bounded() -> None:
    deep: object = "x"
    for _ in range(50):
        deep = [deep]
    with pytest.raises(LinliError):
        documents.bounded({"a": deep})
    for body in (b"x" * 300_000, b"[]", b"{", b'{"a":' * 100_000):
        with pytest.raises(LinliError):
            documents.parsed(body)


def test_claim_reviews_are_found_in_a_page_of_any_site() -> None:
    page = f"""<html><head><script type="application/ld+json">{json.dumps({"@graph": [REVIEW, {"@type": "Thing"}]})}
    </script><script>var x = 1</script><script type="application/ld+json">not json</script></head></html>"""
    found = documents.reviews_in_page(page)
    assert [(r.claim, r.verdict_name) for r in found] == [("螃蟹和西红柿一起吃等于吃砒霜", "不实")]
