"""An index of short documents by single characters and bigrams, ranked by the cosine of TF-IDF, in NumPy alone.

Texts are folded first, so that width, case, script and inserted characters change nothing. A posting is a document's
number and how often the term stands in it (one byte). The cosine was right more often than BM25 on the same postings
(`docs/explanation/rumours.md`): notices and posts differ in length, and both sides have common words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linli.reading import Batch, read_many

CHUNK = 10_000
LARGEST = 1 << 24
COMMON = 0.1
COMMON_LEAST = 2_000
BUDGET = 600_000
LOGS = np.concatenate(([0], 1 + np.log(np.arange(1, 256)))).astype(np.float32)

Keys = NDArray[np.uint64]
Terms = NDArray[np.uint32]


class Hit(NamedTuple):
    """A document's number and the cosine of its terms with those asked for, 0 to 1."""

    document: int
    score: float


class Index:
    """TF-IDF over characters and bigrams. Immutable once built; threads share it."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` in order, at most 16 million; each is read once and not kept."""
        heaps, self._count = [np.zeros(0, np.uint64)], 0
        for first, chunk in _chunks(texts):
            heaps.append(_postings(read_many(chunk), first))
            self._count = first + len(chunk)
        keys = np.concatenate(heaps)
        heaps.clear()
        self._fill(keys)

    def __len__(self) -> int:
        return self._count

    @property
    def size(self) -> int:
        """Bytes that the index holds in memory."""
        return sum(a.nbytes for a in (self._scale, self._terms, self._begins, self._documents, self._times))

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """How rare each term is; one that no document has counts as the rarest."""
        counts = self._look_up(terms)[1]
        if len(self._common):
            places = np.minimum(np.searchsorted(self._common, terms), len(self._common) - 1)
            counts = np.where(self._common[places] == terms, self._common_counts[places], counts)
        return _idf(counts, len(self))

    def is_partial(self, terms: Terms) -> bool:
        """Whether `search` leaves terms out, so that its cosines are of the rarest terms alone."""
        return int(self._look_up(terms)[1].sum()) > BUDGET

    def cosine(self, terms: Terms, times: NDArray[np.int64], document: int, batch: Batch, number: int) -> float:
        """The whole cosine with one document, whose text is `number` of `batch`."""
        own, own_times = terms_of(batch, number)
        _, mine, theirs = np.intersect1d(terms, own, assume_unique=True, return_indices=True)
        rare = self.idf(terms)
        weights = _log(times) * rare
        shared = float((weights[mine] * rare[mine] * _log(own_times[theirs])).sum())
        return shared / float(np.sqrt((weights**2).sum())) * float(self._scale[document])

    def search(self, terms: Terms, times: NDArray[np.int64], limit: int = 50) -> list[Hit]:
        """The best documents for a text's `terms` and how often each stands in it (`terms_of`), the best first.

        The rarest terms are looked up first, and the commonest are left out once 600,000 postings were read, so that
        a long text costs no more than a short one.
        """
        places, counts = self._look_up(terms)
        weights = _log(times) * self.idf(terms)
        length = float(np.sqrt((weights**2).sum()))
        found = np.flatnonzero(counts)
        if not len(found):
            return []
        order = found[np.argsort(counts[found], kind="stable")]
        order = order[: max(1, int(np.searchsorted(np.cumsum(counts[order]), BUDGET, side="right")))]
        return _best(self._scores(places[order], weights[order] / length, counts[order]), limit)

    def _fill(self, keys: Keys) -> None:
        keys.sort()
        words = (keys >> np.uint64(32)).astype(np.uint32)
        edges = np.flatnonzero(np.concatenate((np.ones(min(1, len(words)), bool), words[1:] != words[:-1])))
        counts = np.diff(np.append(edges, len(words)))
        self._scale = self._lengths(keys, counts)
        kept = counts <= max(COMMON_LEAST, COMMON * len(self))
        self._terms: Terms = words[edges][kept]
        self._common, self._common_counts = words[edges][~kept], counts[~kept]  # too common to look up
        keys = keys[np.repeat(kept, counts)]
        self._begins = np.concatenate(([0], np.cumsum(counts[kept]))).astype(np.int64)
        self._documents = _documents(keys)
        self._times = keys.astype(np.uint8)

    def _lengths(self, keys: Keys, counts: NDArray[np.int64]) -> NDArray[np.float32]:
        """One over the length of each document's vector."""
        squares = np.zeros(len(self))
        rare = np.repeat(_idf(counts, len(self)), counts)
        for start in range(0, len(keys), 1 << 22):  # in pieces, to keep the peak of memory low
            part = slice(start, start + (1 << 22))
            weights = (LOGS[keys[part].astype(np.uint8)] * rare[part]) ** 2
            squares += np.bincount(_documents(keys[part]), weights, len(self))
        return (1 / np.sqrt(np.maximum(squares, 1e-9))).astype(np.float32)

    def _look_up(self, terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if not len(self._terms):
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), np.int64)
        places = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        known = self._terms[places] == terms
        return places, np.where(known, self._begins[places + 1] - self._begins[places], 0)

    def _scores(
        self, places: NDArray[np.int64], weights: NDArray[np.float32], counts: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        scores = np.zeros(len(self), np.float32)
        both = weights * _idf(counts, len(self))
        for place, weight in zip(places.tolist(), both.tolist(), strict=True):
            span = slice(self._begins[place], self._begins[place + 1])
            scores[self._documents[span]] += LOGS[self._times[span]] * np.float32(weight)
        scores *= self._scale
        return scores


def terms_of(batch: Batch, index: int) -> tuple[Terms, NDArray[np.int64]]:
    """The distinct characters and bigrams of one text of a batch, as the index numbers them, and how often each."""
    start, end = batch.bounds(index)
    codes = batch.folded_codes[start:end] & np.uint32(0xFFFF)
    terms = np.concatenate((codes, (codes[:-1] << np.uint32(16)) | codes[1:]))
    found, times = np.unique(terms, return_counts=True)
    return found.astype(np.uint32), times


def _chunks(texts: Iterable[str]) -> Iterator[tuple[int, Sequence[str]]]:
    source, first = iter(texts), 0
    while chunk := list(islice(source, CHUNK)):
        yield first, chunk
        first += len(chunk)
        if first > LARGEST:
            raise ValueError(f"an index holds at most {LARGEST} documents")


def _postings(batch: Batch, first: int) -> Keys:
    """`term << 32 | document << 8 | times` for each term of each text, each pair once."""
    codes = batch.folded_codes & np.uint32(0xFFFF)
    ends = np.append(batch.starts[1:], len(codes))
    owners = np.repeat(np.arange(len(batch), dtype=np.uint64), ends - batch.starts) + np.uint64(first)
    inside = np.ones(len(codes), bool)
    inside[batch.starts[1:] - 1] = False  # the line feeds that join the texts
    pairs = inside[:-1] & inside[1:]
    single = codes[inside].astype(np.uint64)
    double = ((codes[:-1] << np.uint32(16)) | codes[1:])[pairs].astype(np.uint64)
    terms = np.concatenate((single, double))
    documents = np.concatenate((owners[inside], owners[:-1][pairs]))
    keys, times = np.unique((terms << np.uint64(32)) | (documents << np.uint64(8)), return_counts=True)
    return np.asarray(keys | np.minimum(times, 255).astype(np.uint64), np.uint64)


def _idf(counts: NDArray[np.int64], total: int) -> NDArray[np.float32]:
    return (np.log((1 + total) / (1 + counts)) + 1).astype(np.float32)


def _log(times: NDArray[np.int64]) -> NDArray[np.float32]:
    return LOGS[np.minimum(times, 255)]


def _documents(keys: Keys) -> Terms:
    return ((keys >> np.uint64(8)) & np.uint64(LARGEST - 1)).astype(np.uint32)


def _best(scores: NDArray[np.float32], limit: int) -> list[Hit]:
    """The highest scores above zero; a look at the top third alone mostly suffices."""
    top = float(scores.max())
    near = np.flatnonzero(scores > top / 3)
    if len(near) < limit:
        near = np.flatnonzero(scores > 0)
    if len(near) > limit:
        near = near[np.argpartition(scores[near], -limit)[-limit:]]
    order = near[np.lexsort((near, -scores[near]))]
    return [Hit(int(d), float(scores[d])) for d in order]
