"""The words in a picture, by a component that is not installed by itself: `pip install "linli[pictures]"`.

RapidOCR (PP-OCRv4 in ONNX Runtime) reads on the processor, with the weights of its package and no network. A picture
is bounded before it is decoded, and nothing of it is kept.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

import numpy as np

from linli import lazy
from linli.vocabulary import LinliError, Text

LARGEST = 8_000_000
PIXELS = 25_000_000
WIDE, HIGH = 1_200, 3_000
FORMATS = ("PNG", "JPEG", "WEBP")
SURE = 0.5
LONGEST = 4_000
ENGINE, DECODER = "rapidocr_onnxruntime", "PIL.Image"
_one = Lock()


def can_read() -> bool:
    """Whether the component is installed."""
    return find_spec(ENGINE) is not None and find_spec("PIL") is not None


def words_in(picture: bytes) -> str:
    """The lines of a PNG, JPEG or WebP, from top to bottom; empty where none is sure.

    LinliError (`picture`) for what is too large or no picture, and where the component is missing.
    """
    if len(picture) > LARGEST:
        raise _large("最大 8 MB。", "At most 8 MB.")
    engine, pixels = _engine(), _pixels(picture)
    with _one:  # one at a time: a picture takes a second of a core
        found, _ = engine(pixels)
    lines = [str(words) for _, words, sure in found or () if float(sure) >= SURE]
    return "\n".join(lines)[:LONGEST]


def _pixels(picture: bytes) -> np.ndarray[Any, Any]:
    decoder = lazy.load(DECODER, "pictures")
    bombs = (decoder.DecompressionBombError, decoder.DecompressionBombWarning)
    try:
        with decoder.open(io.BytesIO(picture), formats=FORMATS) as image:
            if image.width * image.height > PIXELS:
                raise _large("最多 2500 万像素。", "At most 25 megapixels.")
            image.draft("RGB", (WIDE, HIGH))
            plain = image.convert("RGB")
            plain.thumbnail((WIDE, HIGH))
            return np.asarray(plain)
    except (OSError, SyntaxError, ValueError, *bombs) as bad:
        raise LinliError(
            Text("这不是能读的图片。", "This is no picture that can be read."),
            field="picture",
            mend=Text("请用 PNG、JPEG 或 WebP。", "Use PNG, JPEG or WebP."),
        ) from bad


@cache
def _engine() -> Any:
    return lazy.load(ENGINE, "pictures").RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)


def _large(zh: str, en: str) -> LinliError:
    return LinliError(Text("图片太大。", "The picture is too large."), field="picture", mend=Text(zh, en))
