"""A million claims on one core: how long a question takes, what the index weighs, how long it is built."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from linli.detectors.claims_match import Claim, Matcher
from linli.evaluation.corpus import comments

CLAIMS, QUESTIONS = 1_000_000, 500


def claims() -> Iterator[Claim]:
    """Made-up claims with a number each, so that no two are the same."""
    for start in range(0, CLAIMS, 50_000):
        for place, text in enumerate(comments(50_000, seed=start)):
            yield Claim(str(start + place), f"{text[:36]}编号{start + place}")


@pytest.mark.scale
def test_a_million_claims_answer_within_fifty_milliseconds() -> None:
    begun = time.perf_counter()
    matcher = Matcher(claims())
    built = time.perf_counter() - begun
    asked = [matcher.claims[k].text for k in range(0, CLAIMS, CLAIMS // QUESTIONS)]
    spent, right = [], 0
    for place, text in enumerate(asked):
        begun = time.perf_counter()
        found = matcher.match(text)
        spent.append(time.perf_counter() - begun)
        right += bool(found) and found[0].claim.id == str(place * (CLAIMS // QUESTIONS))
    p50, p99 = np.percentile(spent, [50, 99]) * 1000
    print(f"built {built:.0f} s, {matcher.size / 1e6:.0f} MB, p50 {p50:.1f} ms, p99 {p99:.1f} ms, {right} right")
    assert matcher.size < 1_000_000_000
    assert right >= 0.9 * QUESTIONS
