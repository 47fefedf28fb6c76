"""Hashed n-grams: the same n-gram has one bucket wherever it stands, and none crosses a text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linli.detectors import ngrams
from linli.reading import read_many

TEXTS = st.lists(st.text(st.sampled_from("你好坏人ab1 \n，"), max_size=30), min_size=1, max_size=6)


def seen(texts: list[str]) -> list[list[tuple[int, ...]]]:
    """For each text, its sorted (length, bucket) pairs, by way of one batch."""
    batch = read_many(texts)
    codes = ngrams.padded(batch)
    owners = np.searchsorted(batch.starts, np.arange(len(codes)), side="right") - 1
    found: list[list[tuple[int, ...]]] = [[] for _ in texts]
    for length, (bucket, there) in enumerate(ngrams.buckets(codes), 1):
        for owner, value in zip(owners[there].tolist(), bucket[there].tolist(), strict=True):
            found[owner].append((length, value))
    return [sorted(pairs) for pairs in found]


@given(TEXTS)
def test_a_text_has_the_same_ngrams_alone_and_among_others(texts: list[str]) -> None:
    assert seen(texts) == [seen([text])[0] for text in texts]


@given(TEXTS)
def test_the_number_of_ngrams_is_that_of_the_lines(texts: list[str]) -> None:
    for text, pairs in zip(texts, seen(texts), strict=True):
        lines = read_many([text]).reading(0).folded.split("\n")
        assert len(pairs) == sum(max(len(line) - n + 1, 0) for line in lines for n in range(1, 5))


def test_different_ngrams_rarely_share_a_bucket() -> None:
    text = read_many(["".join(chr(0x4E00 + i) for i in range(3000))]).folded
    different = {text[i : i + n] for n in range(1, 5) for i in range(len(text) - n + 1)}
    assert len(set(seen([text])[0])) > 0.99 * len(different)


@given(TEXTS)
def test_segments_cover_each_text_once_in_even_pieces(texts: list[str]) -> None:
    batch = read_many([text * 9 for text in texts])
    end = len(batch.folded_codes) + 1
    pieces = ngrams.segments(batch.starts, end)
    lengths = np.diff(np.append(pieces.begins, end))
    assert (lengths > 0).all()
    assert (lengths <= ngrams.SEGMENT + 1).all()
    assert (pieces.begins[pieces.first] == batch.starts).all()
    assert (np.bincount(pieces.owners) == np.diff(np.append(pieces.first, len(pieces.owners)))).all()
