"""A million claims on one core: how long a question takes, what the index weighs, how long it is built.

Beside it, in the same run, BM25 by `bm25s` over the same folded pairs of characters, where that is installed. Times
are of the processor: on a busy machine the clock tells of its other work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from linli.detectors.claims_index import terms_of
from linli.detectors.claims_match import Claim, Matcher
from linli.detectors.claims_rank import PAIR
from linli.evaluation.corpus import comments
from linli.reading import read_many

CLAIMS, QUESTIONS, CHUNK = 1_000_000, 500, 10_000
STEP = CLAIMS // QUESTIONS


def claims() -> Iterator[Claim]:
    """Made-up claims with a number each, so that no two are the same."""
    for start in range(0, CLAIMS, 50_000):
        for place, text in enumerate(comments(50_000, seed=start)):
            yield Claim(str(start + place), f"{text[:36]}编号{start + place}")


def timed(
    name: str, built: float, megabytes: float, ask: Callable[[str], str], asked: list[str]
) -> tuple[int, float]:
    """How many questions find their claim, and the 99th percentile in milliseconds."""
    spent, right = [], 0
    for place, text in enumerate(asked):
        begun = time.process_time()
        right += ask(text) == str(place * STEP)
        spent.append(time.process_time() - begun)
    p50, p99 = np.percentile(spent, [50, 99]) * 1000
    print(f"{name}: built {built:.0f} s, {megabytes:.0f} MB, p50 {p50:.1f} ms, p99 {p99:.1f} ms, {right} right")
    return right, p99


@pytest.mark.scale
def test_a_million_claims_answer_within_fifty_milliseconds() -> None:
    begun = time.process_time()
    matcher = Matcher(claims())
    built = time.process_time() - begun
    asked = [matcher.claims[k].text for k in range(0, CLAIMS, STEP)]

    def ask(text: str) -> str:
        found = matcher.match(text)
        return found[0].claim.id if found else ""

    right, p99 = timed("linli", built, matcher.size / 1e6, ask, asked)
    beside(matcher, asked)
    assert matcher.size < 1_000_000_000
    assert right >= 0.9 * QUESTIONS
    assert p99 <= 50


def beside(matcher: Matcher, asked: list[str]) -> None:
    """The same by bm25s."""
    try:
        import bm25s
    except ModuleNotFoundError:
        print("bm25s is not installed: nothing to compare with")
        return
    begun = time.process_time()
    known: dict[int, int] = {}
    corpus = [[known.setdefault(p, len(known)) for p in pairs] for pairs in pairs_of(c.text for c in matcher.claims)]
    peer = bm25s.BM25()
    peer.index(bm25s.tokenization.Tokenized(corpus, {str(p): n for p, n in known.items()}), show_progress=False)
    built = time.process_time() - begun

    def ask(text: str) -> str:
        tokens = np.array([known[p] for p in next(pairs_of([text])) if p in known], np.int32)
        return str(int(np.argmax(peer.get_scores_from_ids(tokens))))

    size = sum(part.nbytes for part in peer.scores.values() if isinstance(part, np.ndarray))
    timed("bm25s", built, size / 1e6, ask, asked)


def pairs_of(texts: Any) -> Iterator[list[int]]:
    """The pairs of characters of each text, folded as the index folds them."""
    source = iter(texts)
    while chunk := list(islice(source, CHUNK)):
        batch = read_many(chunk)
        for number in range(len(chunk)):
            found, times = terms_of(batch, number)
            yield np.repeat(found, times)[np.repeat(found, times) >= PAIR].tolist()
