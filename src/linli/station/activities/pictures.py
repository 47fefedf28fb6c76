"""A picture that somebody sends becomes a plain, smaller JPEG: no place, no device, nothing hidden in it."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from linli.vocabulary import LinliError, Text

LARGEST, MOST_PIXELS, SIDE = 10 * 1024 * 1024, 40_000_000, 1600
FORMATS = ("JPEG", "PNG", "WEBP")


def tidy(raw: bytes, *, field: str = "photo") -> bytes:
    """The picture anew; an error that says why for one that is too large, too wide or no picture."""
    if len(raw) > LARGEST:
        raise LinliError(
            Text("图片超过 10 MB。", "The picture is larger than 10 MB."),
            field=field,
            value=len(raw),
            mend=Text("请用手机拍一张，或先缩小。", "Take it with a phone, or make it smaller."),
        )
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many(field)
            return _anew(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many(field) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise LinliError(
            Text("这不是可以读的图片。", "This is no picture that can be read."),
            field=field,
            value="",
            mend=Text("请传 JPEG、PNG 或 WebP。", "Send a JPEG, PNG or WebP."),
        ) from error


def _too_many(field: str) -> LinliError:
    return LinliError(
        Text("图片的尺寸太大。", "The picture has too many pixels."),
        field=field,
        value="",
        mend=Text("请先缩小。", "Make it smaller first."),
    )


def _anew(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
