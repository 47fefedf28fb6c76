"""The product's own n-grams as sparse matrices: training sees what the classifier will see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from linli.detectors import ngrams
from linli.reading import read_many

BATCH = 2000


def counts(texts: Sequence[str]) -> sp.csr_matrix:
    """How often each bucket's n-grams stand in each text: `len(texts)` rows, `2 ** ngrams.BITS` columns."""
    rows, columns = [], []
    for first in range(0, len(texts), BATCH):
        batch = read_many(texts[first : first + BATCH])
        codes = ngrams.padded(batch)
        owners = np.searchsorted(batch.starts, np.arange(len(codes)), side="right") - 1 + first
        for bucket, there in ngrams.buckets(codes):
            rows.append(owners[there])
            columns.append(bucket[there].astype(np.int64))
    places = (np.concatenate(rows), np.concatenate(columns))
    shape = (len(texts), 1 << ngrams.BITS)
    return sp.csr_matrix((np.ones(len(places[0])), places), shape=shape)


def normalised(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Each row divided by the root of its number of n-grams."""
    totals = np.asarray(matrix.sum(axis=1)).ravel()
    return sp.diags(1.0 / np.sqrt(np.maximum(totals, 1.0))) @ matrix
