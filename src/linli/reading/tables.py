"""The compiled tables of `linli/data/tables`, unpacked once. `tools/build_tables.py` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from linli import files

CODE_POINTS = 0x110000
EXPANSION = CODE_POINTS
SEPARATOR = 1 << 31


@dataclass(frozen=True, slots=True)
class FoldTable:
    """`mapping[c]` is 0 (dropped), a code point, `SEPARATOR | c` (dropped from the folded form alone), or
    `EXPANSION + k`: the `k`-th expansion, `characters[begins[k]:begins[k] + lengths[k]]`."""

    mapping: NDArray[np.uint32]
    begins: NDArray[np.int64]
    lengths: NDArray[np.int64]
    characters: NDArray[np.uint32]


@cache
def packed(name: str) -> dict[str, NDArray[np.uint32]]:
    """The arrays of one table file."""
    with np.load(BytesIO(files.read_bytes(f"tables/{name}.npz"))) as found:
        return {key: found[key] for key in found.files}


@cache
def fold_table() -> FoldTable:
    """The folding table; 1.1 million entries of four bytes, shared by all threads and never written."""
    data = packed("fold")
    mapping = np.arange(CODE_POINTS, dtype=np.uint32)
    mapping[data["keys"]] = data["values"]
    mapping[0xD800:0xE000] = 0xFFFD
    mapping.flags.writeable = False
    lengths = data["lengths"].astype(np.int64)
    return FoldTable(mapping, np.cumsum(lengths) - lengths, lengths, data["characters"])
