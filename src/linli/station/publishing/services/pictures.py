"""Keeping a picture: read with care, turned upright, made anew without what the camera wrote into it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageOps

from linli.station.ledger.services import record, writing
from linli.station.organisations.selectors import community_by_id
from linli.station.people.actors import Actor, require
from linli.station.publishing.models import Picture
from linli.station.publishing.selectors import picture_by_uid
from linli.vocabulary import LinliError, Text

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST = 12_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WIDTHS = (480, 960, 1600)
PLAIN = 960


def picture_keep(*, actor: Actor, data: bytes, alt: str) -> Picture:
    """Keeps it in three widths of WebP and one of JPEG. `alt` says what it shows, for those who do not see it."""
    require(actor, "work.write", actor.community_id)
    _described(alt)
    image = _read(data)
    largest = _webp(image, WIDTHS[-1])
    digest = hashlib.sha256(largest).hexdigest()
    _write(folder(actor.community_id), digest, image, largest)
    with writing(actor.community_id):
        made = Picture.objects.create(
            community_id=actor.community_id,
            digest=digest,
            alt=alt.strip(),
            width=min(image.width, WIDTHS[-1]),
            height=_height(image, WIDTHS[-1]),
            by_id=actor.user_id,
        )
        _told(actor, made)
    return made


def picture_described(*, actor: Actor, uid: str, alt: str) -> Picture:
    """The same picture with other words for it; published versions keep the old ones."""
    require(actor, "work.write", actor.community_id)
    _described(alt)
    found = picture_by_uid(community_id=actor.community_id, uid=uid)
    if found.alt == alt.strip():
        return found
    with writing(actor.community_id):
        made = Picture.objects.create(
            community_id=actor.community_id,
            digest=found.digest,
            alt=alt.strip(),
            width=found.width,
            height=found.height,
            by_id=actor.user_id,
        )
        _told(actor, made)
    return made


def folder(community_id: int) -> Path:
    """Where a community's pictures are."""
    return Path(settings.HOME) / "pictures" / community_by_id(community_id).uid


def _described(alt: str) -> None:
    if not 0 < len(alt.strip()) <= 200:
        raise LinliError(
            Text("请说说图上有什么，1 到 200 个字。", "Say what the picture shows, in 1 to 200 characters."),
            field="alt",
            value=alt[:40],
            mend=Text("看不见图的人靠它知道内容。", "Those who do not see it know it by that."),
        )


def _told(actor: Actor, made: Picture) -> None:
    record(
        community_id=actor.community_id, kind="picture.kept", actor=actor, object_type="picture", object_id=made.uid
    )


def _read(data: bytes) -> Any:
    """The picture, upright and in plain colours. What a file says of itself is not believed."""
    if len(data) > MOST_BYTES:
        raise _refused(
            f"{len(data) // 1024 // 1024} MB", "图片太大，至多 12 MB", "The file is too large: 12 MB at most"
        )
    start = data[:512].lstrip().lower()
    if start.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html")):
        raise _refused("SVG", "不收 SVG：里面可能藏着脚本", "No SVG: it can hold a script")
    try:
        opened: Any = Image.open(io.BytesIO(data), formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS or max(opened.size) > LONGEST:
            raise _too_many(f"{opened.width}×{opened.height}")
        opened.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        opened.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many("") from error
    except LinliError:
        raise
    except Exception as error:
        raise _refused("", "读不出这张图片", "This picture cannot be read") from error
    return _plain(opened)


def _plain(image: Any) -> Any:
    """Upright where its Exif can be read, on white where it is see-through."""
    try:
        image = ImageOps.exif_transpose(image)
    except Exception:
        image = image.copy()
    if image.mode in ("RGBA", "LA", "P", "PA"):
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def _height(image: Any, wide: int) -> int:
    return int(image.height if image.width <= wide else max(1, round(image.height * wide / image.width)))


def _scaled(image: Any, wide: int) -> Any:
    if image.width <= wide:
        return image
    return image.resize((wide, _height(image, wide)), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(image: Any, wide: int) -> bytes:
    out = io.BytesIO()
    _scaled(image, wide).save(out, "WEBP", quality=80, method=4)
    return out.getvalue()


def _write(where: Path, digest: str, image: Any, largest: bytes) -> None:
    where.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    _scaled(image, PLAIN).save(out, "JPEG", quality=82, optimize=True)
    files = {f"{digest}-{wide}.webp": _webp(image, wide) for wide in WIDTHS[:-1]}
    files |= {f"{digest}-{WIDTHS[-1]}.webp": largest, f"{digest}-{PLAIN}.jpg": out.getvalue()}
    for name, content in files.items():
        fresh = where / f"{name}.new"
        fresh.write_bytes(content)
        fresh.replace(where / name)


def _too_many(value: str) -> LinliError:
    return _refused(
        value, "像素太多，至多五千万，每边至多一万二", "Too many pixels: 50 million, 12,000 a side at most"
    )


def _refused(value: str, zh: str, en: str) -> LinliError:
    return LinliError(
        Text(f"{zh}。", f"{en}."),
        field="picture",
        value=value,
        mend=Text("请存成 JPEG、PNG 或 WebP 再传。", "Save it as JPEG, PNG or WebP and send it again."),
    )
