"""Words in a picture: bounded before it is decoded, plain about a component that is missing."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest

from linli.reading import pictures
from linli.vocabulary import LinliError

needs_decoder = pytest.mark.skipif(not pictures.can_read(), reason="linli[pictures] is not installed")


def png(wide: int, high: int, rows: bytes = b"") -> bytes:
    """A PNG that says to be of a size, whatever is in it."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


WHITE = png(40, 20, b"".join(b"\0" + b"\xff" * 40 for _ in range(20)))


@pytest.fixture
def _reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def engine(pixels: Any) -> tuple[list[Any], list[float]]:
        assert pixels.shape == (20, 40, 3)
        return [([], "听说明天停水", 0.98), ([], "看不清", 0.2), ([], "三天", 0.9)], [0.1]

    monkeypatch.setattr(pictures, "_engine", lambda: engine)


@needs_decoder
@pytest.mark.usefixtures("_reads")
def test_sure_lines_are_read_from_top_to_bottom() -> None:
    assert pictures.words_in(WHITE) == "听说明天停水\n三天"


@needs_decoder
@pytest.mark.usefixtures("_reads")
@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"no picture",
        WHITE[:40],
        png(30_000, 30_000),
        png(6_000, 6_000),
        b"GIF89a" + b"\0" * 40,
        b"\0" * 8_000_001,
    ],
    ids=["empty", "text", "cut", "bomb", "large", "gif", "heavy"],
)
def test_what_is_no_picture_or_too_large_is_refused_at_its_field(bad: bytes) -> None:
    with pytest.raises(LinliError) as refused:
        pictures.words_in(bad)
    assert refused.value.field == "picture"


def test_a_missing_component_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "ENGINE", "no_such_engine")
    assert not pictures.can_read()
    pictures._engine.cache_clear()
    with pytest.raises(LinliError) as refused:
        pictures.words_in(WHITE)
    assert "linli[pictures]" in refused.value.mend.en
