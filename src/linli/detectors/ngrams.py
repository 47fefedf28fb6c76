"""Hashed character n-grams by array arithmetic: what the linear classifier sees, in training and in use alike.

Every position of a batch's folded form starts one n-gram of each length 1 to `ORDERS`, unless a line feed (the joint
between texts, or a line's end) lies inside. Its hash picks one of `2 ** BITS` weights.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.reading import Batch, read_many

BITS = 21
ORDERS = 4
SEGMENT = 64

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]

_JOINT = np.uint32(10)
_STEP = np.uint32(0xCC9E2D51)
_CODE = np.uint32(0x9E3779B1)
_MIX = np.uint32(0x85EBCA6B)
_END = np.uint32(0xC2B2AE35)


def padded(batch: Batch) -> Codes:
    """The folded code points of a batch, closed by a line feed, so that every text owns at least one position."""
    return np.append(batch.folded_codes, _JOINT)


def buckets(codes: Codes) -> Iterator[tuple[Codes, NDArray[np.bool_]]]:
    """For each length 1 to `ORDERS`: the bucket of the n-gram at every position, and whether there is one.

    Arrays are as long as `codes`; the last `length - 1` positions hold none.
    """
    rolling = np.zeros(len(codes), np.uint32)
    open_ = np.ones(len(codes), np.bool_)
    spread, joint = codes * _CODE, codes == _JOINT
    for length in range(1, ORDERS + 1):
        last = max(len(codes) - length + 1, 0)
        rolling[:last] = rolling[:last] * _STEP + spread[length - 1 :]
        open_[:last] &= ~joint[length - 1 :]
        open_[last:] = False
        yield _bucket(rolling, length), open_


def probe() -> str:
    """A digest of how a few tricky characters are folded and hashed; weights fit only what they were trained with."""
    codes = padded(read_many(["你好，世界！ＡＢＣ１２３", "繁體中文的測試…①㈱", "a.b*c\u200bd\n第二行😀é"]))
    digest = hashlib.sha256(codes.tobytes())
    for bucket, there in buckets(codes):
        digest.update(bucket[there].tobytes())
    return digest.hexdigest()[:16]


def _bucket(rolling: Codes, length: int) -> Codes:
    mixed = rolling ^ np.uint32((length * 0x7F4A7C15) & 0xFFFFFFFF)
    mixed ^= mixed >> np.uint32(15)
    mixed *= _MIX
    mixed ^= mixed >> np.uint32(13)
    mixed *= _END
    return mixed >> np.uint32(32 - BITS)


@dataclass(frozen=True, slots=True)
class Segments:
    """The pieces that are scored: a text, or even parts of at most `SEGMENT` positions where it is longer.

    `begins` are positions in the padded codes, increasing; `owners[k]` is the text of piece `k`; `first[i]` is the
    first piece of text `i`. A long text is as bad as its worst piece, so padding an insult with harmless words hides
    nothing.
    """

    begins: Places
    owners: Places
    first: Places


def segments(starts: Places, end: int) -> Segments:
    """Cut the texts that begin at `starts` (the last one ends at `end`) into pieces."""
    lengths = np.append(starts[1:], end) - starts
    if int(lengths.max(initial=0)) <= SEGMENT + 1:
        every = np.arange(len(starts))
        return Segments(starts, every, every)
    pieces = np.maximum(-(-(lengths - 1) // SEGMENT), 1)
    owners = np.repeat(np.arange(len(starts)), pieces)
    first = np.cumsum(pieces) - pieces
    within = np.arange(len(owners)) - first[owners]
    return Segments(starts[owners] + within * lengths[owners] // pieces[owners], owners, first)
