"""Learns from an operator's own decisions what the shipped classifier lacks, and refuses to be worse than it.

A logistic regression over hashed n-grams whose offset is the shipped log-odds: where the decisions agree with the
shipped model it learns next to nothing. One text in five is held out, by a digest of the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linli.detectors import ngrams
from linli.detectors.adapted import Adapted
from linli.evaluation.metrics import Confusion, confusion, figures
from linli.reading import Batch, read_many

ROUNDS, RATE, PENALTY = 120, 0.15, 2e-4
STRENGTHS = (1.0, 0.7, 0.4, 0.2)
HELD = 5
FEWEST = 40  # of each kind of decision: with fewer, a held-out fifth tells nothing
BATCH = 500

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Odds = Callable[[Batch], Floats]


class Set(NamedTuple):
    """Texts, whether each is harmful, and the log-odds of an attack by the shipped model."""

    texts: tuple[str, ...]
    truth: Flags
    odds: Floats


class Grams(NamedTuple):
    """The n-grams of many texts: of which text, which of `buckets`, with what weight."""

    owners: NDArray[np.int64]
    places: NDArray[np.int64]
    weights: Floats
    buckets: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights that were never worse, `strength` of what was learnt; None where no strength was."""

    buckets: NDArray[np.uint32]
    weights: NDArray[np.float32]
    strength: float | None
    before: dict[str, dict[str, float | None]]
    after: dict[str, dict[str, float | None]]


def measured(texts: Sequence[str], truth: Sequence[bool], odds: Odds) -> Set:
    """The shipped model's log-odds of all texts, some hundreds at a time."""
    parts = [odds(read_many(texts[i : i + BATCH])) for i in range(0, len(texts), BATCH)]
    return Set(tuple(texts), np.array(truth, np.bool_), np.concatenate([np.zeros(0), *parts]))


def split(own: Set) -> tuple[Set, Set]:
    """What is learnt from, and what is held out."""
    held = np.array([int(hashlib.sha256(t.encode()).hexdigest(), 16) % HELD == 0 for t in own.texts], np.bool_)
    return _picked(own, ~held), _picked(own, held)


def _picked(own: Set, which: Flags) -> Set:
    return Set(tuple(t for t, w in zip(own.texts, which, strict=True) if w), own.truth[which], own.odds[which])


def learn(own: Set, guards: dict[str, Set], threshold: float) -> Learnt:
    """The strongest of `STRENGTHS` that is better on the held-out fifth and on no guard worse."""
    part, held = split(own)
    grams = _grams(part.texts)
    weights = _fit(part, grams)
    sets = {"held": held, **guards}
    before = {name: _figures(some, np.zeros(len(some.truth)), threshold) for name, some in sets.items()}
    for strength in STRENGTHS:
        model = Adapted(grams.buckets, weights * np.float32(strength))
        after = {name: _figures(some, _added(model, some.texts), threshold) for name, some in sets.items()}
        if _better(before, after):
            return Learnt(grams.buckets, weights * np.float32(strength), strength, before, after)
    return Learnt(grams.buckets, weights, None, before, after)


def _grams(texts: Sequence[str]) -> Grams:
    batch = read_many(texts)
    codes = ngrams.padded(batch)
    every = np.searchsorted(batch.starts, np.arange(len(codes)), side="right") - 1
    pairs = [(every[there], bucket[there]) for bucket, there in ngrams.buckets(codes)]
    owners, found = (np.concatenate(column) for column in zip(*pairs, strict=True))
    buckets, places = np.unique(found, return_inverse=True)
    counts = np.bincount(owners, minlength=len(texts))
    return Grams(owners, places, 1 / np.sqrt(np.maximum(counts, 1))[owners], buckets)


def _fit(part: Set, grams: Grams) -> NDArray[np.float32]:
    """Adam over all rows at once; both kinds of decision weigh the same."""
    share = np.where(part.truth, 0.5 / max(part.truth.sum(), 1), 0.5 / max((~part.truth).sum(), 1))
    weights, mean, square = (np.zeros(len(grams.buckets)) for _ in range(3))
    for turn in range(1, ROUNDS + 1):
        said = np.bincount(grams.owners, weights[grams.places] * grams.weights, len(part.truth))
        wrong = share * (1 / (1 + np.exp(-(part.odds + said))) - part.truth)
        slope = np.bincount(grams.places, wrong[grams.owners] * grams.weights, len(weights)) + PENALTY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**turn)) / (np.sqrt(square / (1 - 0.99**turn)) + 1e-6)
    return weights.astype(np.float32)


def _added(model: Adapted, texts: Sequence[str]) -> Floats:
    return model.odds(read_many(texts)) if texts else np.zeros(0)


def _figures(some: Set, added: Floats, threshold: float) -> dict[str, float | None]:
    counts: Confusion = confusion(some.truth, some.odds + added >= np.log(threshold / (1 - threshold)))
    return {name: figures(counts)[name] for name in ("accuracy", "macro_f1", "recall", "false_alarm_rate")}


def _better(before: dict[str, dict[str, float | None]], after: dict[str, dict[str, float | None]]) -> bool:
    gained = (after["held"]["macro_f1"] or 0.0) > (before["held"]["macro_f1"] or 0.0)
    return gained and all(_no_worse(before[name], after[name]) for name in before if name != "held")


def _no_worse(before: dict[str, float | None], after: dict[str, float | None]) -> bool:
    return (after["accuracy"] or 0.0) >= (before["accuracy"] or 0.0)
