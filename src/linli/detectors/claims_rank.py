"""The index's candidates looked at closely: how much text and claim say of each other.

A short question and a long post are weighed differently. Questions about one thing share single characters and are of
one length. A line that says much of what a post says, and much besides, is further off than its cosine tells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linli.detectors.claims_index import Index, Terms, terms_of
from linli.reading import Batch

QUESTION = 20
FEWEST = 5
PAIR = 1 << 16
# Fitted on one half of each set, reported on the other: docs/explanation/rumours.md.
QUESTION_WEIGHTS = (6.22, 8.66, 3.63, -5.04)
POST_WEIGHTS = (35.5, -12.9)


class Near(NamedTuple):
    """A claim near a text. `rank` orders candidates of one text and means nothing between texts.

    `share`: how much of the claim's sentence the text says, weighed by rarity; `unsaid`: the longest stretch of the
    sentence of which no character stands in the text, as a part of the sentence.
    """

    claim: int
    rank: float
    cosine: float
    share: float
    unsaid: float


class Looked:
    """One text, made ready to be laid beside candidates."""

    def __init__(self, batch: Batch, number: int, index: Index) -> None:
        self.codes = codes_of(batch, number)
        self.terms, self.times = terms_of(batch, number)
        self._index = index
        self._singles, self._pairs = self.terms[self.terms < PAIR], self.terms[self.terms >= PAIR]
        self._rarity = index.idf(self._pairs)
        self._whole = float(self._rarity.sum())

    def rank(self, batch: Batch, number: int, cosine: float) -> float:
        """How near a candidate's line is."""
        if len(self.codes) < QUESTION:
            return self._rank_question(batch, number, cosine)
        found, _ = terms_of(batch, number)
        said = float(self._rarity[np.isin(self._pairs, found)].sum()) / max(self._whole, 1e-6)
        return _sum(POST_WEIGHTS, (cosine, said * (1 - cosine)))

    def share(self, batch: Batch, number: int) -> float:
        """How much of a claim's sentence the text says."""
        own, _ = terms_of(batch, number)
        pairs = own[own >= PAIR]
        if len(pairs) < FEWEST:  # a claim of a few characters stands in many texts by chance
            return 0.0
        weights = self._index.idf(pairs)
        return float(weights[np.isin(pairs, self._pairs)].sum() / weights.sum())

    def unsaid(self, batch: Batch, number: int) -> float:
        """The longest stretch of a sentence of which the text has no character, as a part of it."""
        codes = codes_of(batch, number)
        letters = codes[[chr(c).isalnum() for c in codes.tolist()]]
        return _longest(~np.isin(letters, self._singles)) / max(len(letters), 1)

    def _rank_question(self, batch: Batch, number: int, cosine: float) -> float:
        codes = codes_of(batch, number)
        singles = np.unique(codes)
        both = len(np.intersect1d(singles, self._singles, assume_unique=True))
        mine, theirs = len(self.codes), len(codes)
        gap = abs(mine - theirs) / max(mine, theirs, 1)
        return _sum(QUESTION_WEIGHTS, (cosine, both / max(len(self._singles), 1), both / max(len(singles), 1), gap))


def codes_of(batch: Batch, number: int) -> Terms:
    """The folded characters of one text of a batch, as the index numbers them."""
    start, end = batch.bounds(number)
    return batch.folded_codes[start:end] & np.uint32(0xFFFF)


def _longest(marks: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _sum(weights: Sequence[float], values: Sequence[float]) -> float:
    return math.fsum(w * v for w, v in zip(weights, values, strict=True))
