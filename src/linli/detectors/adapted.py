"""What an operator's own decisions add to the shipped classifier: log-odds by n-gram, nought where they say nothing.

`linli train` makes the two files of a folder, `own-1.npy` and `own-1.json`; LINLI_OWN_MODEL names the folder. The
shipped files are never changed.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.detectors import ngrams
from linli.reading import Batch
from linli.vocabulary import LinliError, Text

NAME = "own-1"
LARGEST = 4 << 20

Floats = NDArray[np.float64]


class Adapted:
    """Weights of the n-grams that were seen: `buckets` increasing, `weights` in log-odds. Threads may share it."""

    def __init__(self, buckets: NDArray[np.uint32], weights: NDArray[np.float32]) -> None:
        self.buckets = buckets
        self._table = np.zeros(1 << ngrams.BITS, np.float32)
        self._table[buckets] = weights

    def odds(self, batch: Batch) -> Floats:
        """What is added to the log-odds of an attack, for each text."""
        codes = ngrams.padded(batch)
        total, count = np.zeros(len(codes)), np.zeros(len(codes))
        for bucket, there in ngrams.buckets(codes):
            total += self._table[bucket.astype(np.intp)] * there
            count += there
        sums, counts = np.add.reduceat(total, batch.starts), np.add.reduceat(count, batch.starts)
        return np.asarray(sums / np.sqrt(np.maximum(counts, 1.0)))


def save(folder: Path, buckets: NDArray[np.uint32], weights: NDArray[np.float32], told: dict[str, Any]) -> None:
    """The two files; `told` says where the weights come from."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = np.flatnonzero(weights)
    pairs = np.stack([buckets[kept].astype(np.float64), weights[kept].astype(np.float64)])
    np.save(folder / f"{NAME}.npy", pairs)
    digest = hashlib.sha256((folder / f"{NAME}.npy").read_bytes()).hexdigest()
    meta = {"name": NAME, "probe": ngrams.probe(), "sha256": digest, **told}
    (folder / f"{NAME}.json").write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def load(folder: Path) -> Adapted:
    """What `save` wrote; LinliError where a file is missing, changed or made for another reading."""
    try:
        meta = json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8"))
        path = folder / f"{NAME}.npy"
        data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        if hashlib.sha256(data).hexdigest() != meta["sha256"] or meta["probe"] != ngrams.probe():
            raise ValueError("digest")
        buckets, weights = np.load(path, allow_pickle=False)
        return Adapted(buckets.astype(np.uint32), weights.astype(np.float32))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as problem:
        raise LinliError(
            Text("自己训练的模型读不出，或已被改动。", "The model of your own cannot be read, or was changed."),
            field="LINLI_OWN_MODEL",
            value=str(folder),
            mend=Text(
                "请用 linli train 重新生成；自带的模型照常工作。",
                "Make it again with linli train; the shipped one goes on.",
            ),
        ) from problem
