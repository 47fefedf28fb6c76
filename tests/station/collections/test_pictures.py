"""Pictures that would do harm are refused with a clear word; what a camera says of its owner is dropped."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from linli.station.collections.pictures import kept, where
from linli.vocabulary import LinliError
from tests.station.collections.conftest import picture_bytes


def _png(width: int, height: int) -> bytes:
    """A PNG that says it is this large, in a few hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def _turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "somebody's kitchen"
    return picture_bytes(exif=exif.tobytes())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "脚本"),
        (b'<?xml version="1.0"?><svg/>', "脚本"),
        (b"\n <!doctype html><script>1</script>", "脚本"),
        (b"%PDF-1.7", "不是能读的图片"),
        (b"", "不是能读的图片"),
        (_png(25_000, 20_000), "像素太多"),
        (_png(60_000, 10), "像素太多"),
        (_png(100, 100), "不完整"),
        (picture_bytes()[:900], "不完整"),
        (_turned(77), "EXIF"),
        (b"x" * 40_000_001, "太大"),
    ],
    ids=["svg", "xml", "html", "pdf", "nothing", "500-megapixels", "long", "hollow", "cut", "exif", "large"],
)
def test_a_bad_picture_is_refused(body: bytes, said: str, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(LinliError) as told:
        kept(body)
    assert said in told.value.problem.zh
    assert told.value.problem.en
    assert told.value.mend.zh
    assert told.value.field == "picture"
    assert not list(tmp_path.rglob("*.jpg"))


def test_a_picture_is_stored_upright_and_without_its_camera(settings: Settings) -> None:
    drawn = kept(_turned(6))
    assert (drawn.width, drawn.height) == (200, 300)
    stored = where(drawn.digest, drawn.type).read_bytes()
    assert b"kitchen" not in stored
    assert not Image.open(BytesIO(stored)).getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "GIF", "JPEG"])
def test_every_format_that_is_named_is_taken(kind: str) -> None:
    drawn = kept(picture_bytes(kind=kind))
    assert (drawn.width, drawn.height) == (300, 200)
    assert drawn.type in {"jpg", "png"}


def test_the_same_picture_is_stored_once(tmp_path: Path) -> None:
    assert kept(picture_bytes()) == kept(picture_bytes())
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1
