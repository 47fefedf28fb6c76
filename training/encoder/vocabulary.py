"""Cuts the multilingual vocabulary to what folded Chinese text needs, and writes it for the product.

Kept: the four special pieces, pieces of Han characters, of ASCII, Chinese punctuation, kana one by one, emoji and
signs; of Latin words the likeliest `LATIN`. Our reading folds to simplified script and small letters before.
"""

from __future__ import annotations

import numpy as np

from training.encoder.source import Source

LATIN = 4000
RANGES = (
    (0x20, 0x7E), (0xA0, 0xBF), (0x2581, 0x2581), (0x2000, 0x206F), (0x2190, 0x27BF), (0x2B00, 0x2BFF),
    (0x3000, 0x30FF), (0x3100, 0x312F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF),
    (0x1F000, 0x1FAFF),
)  # fmt: skip
SPACE = "\u2581"


def _allowed(piece: str) -> bool:
    return all(any(low <= ord(c) <= high for low, high in RANGES) for c in piece)


def _latin(piece: str) -> bool:
    han = any("\u3400" <= c <= "\u9fff" for c in piece)
    return not han and sum(c.isascii() and c.isalpha() for c in piece) >= 2


def _kana_word(piece: str) -> bool:
    return len(piece.strip(SPACE)) > 1 and any("\u3040" <= c <= "\u30ff" for c in piece)


def kept(source: Source) -> list[int]:
    """The numbers of the pieces that stay, increasing."""
    some = [i for i in range(4, len(source.pieces)) if source.pieces[i] and _allowed(source.pieces[i])]
    small = [i for i in some if source.pieces[i] == source.pieces[i].lower()]
    latin = sorted((i for i in small if _latin(source.pieces[i])), key=lambda i: -source.scores[i])
    rest = [i for i in small if not _latin(source.pieces[i]) and not _kana_word(source.pieces[i])]
    return [0, 1, 2, 3, *sorted({*rest, *latin[:LATIN]})]


def lines(source: Source, ids: list[int]) -> list[str]:
    """`piece TAB score` a line, in the order of the new numbers: what `linli.detectors.pieces` reads."""
    return [f"{source.pieces[i]}\t{source.scores[i]:.4f}" for i in ids]


def rows(ids: list[int]) -> np.ndarray:
    """The ids as an index."""
    return np.asarray(ids, dtype=np.int64)
