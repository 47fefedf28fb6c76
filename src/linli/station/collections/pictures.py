"""Pictures: looked at before anything is decoded, turned upright, stored without what a camera says of its owner.

A picture that is kept is one that this station wrote itself, so that no file of a stranger is ever handed on.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from linli.vocabulary import LinliError, Text

MOST_BYTES = 40_000_000
MOST_PIXELS = 80_000_000
LONGEST_SIDE = 30_000
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF")
ORIENTATION, UPRIGHT = 0x0112, range(1, 9)
QUALITY = 92
FORMAT_NAMES = "JPEG、PNG、WebP、TIFF、GIF"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is stored."""

    digest: str
    type: str
    width: int
    height: int
    size: int


def where(digest: str, kind: str) -> Path:
    """Where a picture lies."""
    return Path(settings.PICTURES) / digest[:2] / f"{digest}.{kind}"


def kept(body: bytes, field: str = "picture") -> Drawn:
    """Checks a picture and stores it upright and bare. LinliError says what is wrong with one that is refused."""
    picture = _opened(body, field)
    kind = "png" if picture.mode in {"1", "L", "P", "LA", "RGBA"} or picture.format == "PNG" else "jpg"
    upright = _decoded(picture, field)
    out = BytesIO()
    if kind == "png":
        upright.save(out, "PNG", optimize=len(body) < 2_000_000)
    else:
        upright.convert("RGB").save(out, "JPEG", quality=QUALITY)
    made = out.getvalue()
    digest = hashlib.sha256(made).hexdigest()
    _write(where(digest, kind), made)
    return Drawn(digest, kind, upright.width, upright.height, len(made))


def _opened(body: bytes, field: str) -> Image.Image:
    """The picture with its measures read and nothing decoded."""
    if len(body) > MOST_BYTES:
        raise _refused(field, f"{len(body) // 1_000_000} MB", "文件太大。", "The file is too large.", _small())
    head = body[:1000].lstrip().lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")) or b"<svg" in head:
        raise _refused(
            field, "SVG", "SVG 和网页里可以藏脚本，不收。", "SVG and HTML can hold scripts: not taken.", _formats()
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(body), formats=FORMATS)
    except Image.DecompressionBombError as bomb:
        raise _refused(field, "", "像素太多。", "It has too many pixels.", _small()) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as wrong:
        raise _refused(field, "", "这不是能读的图片。", "This is no picture that can be read.", _formats()) from wrong
    if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
        measures = f"{picture.width}×{picture.height}"
        raise _refused(field, measures, "像素太多。", "It has too many pixels.", _small())
    return picture


def _decoded(picture: Image.Image, field: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture.load()
    except Exception as wrong:  # a decoder of a hostile file may raise anything
        raise _refused(field, "", "图片不完整或已损坏。", "The picture is broken or cut off.", _again()) from wrong
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            turned = picture.getexif().get(ORIENTATION, 1)
            upright = ImageOps.exif_transpose(picture)
    except Exception as wrong:  # whatever a broken block makes Pillow raise
        raise _bad_exif(field) from wrong
    if turned not in UPRIGHT:
        raise _bad_exif(field, str(turned))
    upright.info.clear()
    return upright


def _write(path: Path, body: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(body)
    fresh.replace(path)


def _bad_exif(field: str, value: str = "") -> LinliError:
    return _refused(field, value, "图片的附加信息（EXIF）是坏的。", "The picture's EXIF block is broken.", _again())


def _refused(field: str, value: str, zh: str, en: str, mend: Text) -> LinliError:
    return LinliError(Text(zh, en), field=field, value=value, mend=mend)


def _formats() -> Text:
    return Text(f"请用 {FORMAT_NAMES}。", "Use JPEG, PNG, WebP, TIFF or GIF.")


def _again() -> Text:
    return Text("请用看图软件另存一份再传。", "Save it anew with a picture program and send that.")


def _small() -> Text:
    return Text(
        f"至多 {MOST_BYTES // 1_000_000} MB、{MOST_PIXELS // 1_000_000} 百万像素、每边 {LONGEST_SIDE} 像素。",
        f"At most {MOST_BYTES // 1_000_000} MB, {MOST_PIXELS // 1_000_000} megapixels, {LONGEST_SIDE} to a side.",
    )
