"""The IIIF Image API 3 at level 2, on Pillow: a part of a picture, at a size, turned, in a quality and a format.

What may be asked for is bounded, one picture is decoded at a time in a process, and answers are kept on disk in a
fixed number of places.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from linli.station.collections.models import Picture
from linli.station.collections.pictures import where
from linli.vocabulary import LinliError, Text

CONTEXT = "http://iiif.io/api/image/3/context.json"
PROTOCOL = "http://iiif.io/api/image"
WIDEST, WIDEST_TO_LOOK_AT = 4096, 1200
TILE = 512
FORMATS = {"jpg": ("JPEG", "image/jpeg"), "png": ("PNG", "image/png")}
QUALITIES = ("default", "color", "gray", "bitonal")
TURNS = {
    "0": None,
    "90": Image.Transpose.ROTATE_270,
    "180": Image.Transpose.ROTATE_180,
    "270": Image.Transpose.ROTATE_90,
}
IN_A_FOLDER = 16
NUMBER = r"(\d{1,6}(?:\.\d{1,10})?)"
PIXELS = re.compile(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})")
SHARES = re.compile(f"pct:{NUMBER},{NUMBER},{NUMBER},{NUMBER}")
SIZE = re.compile(r"(!?)(\d{0,6}),(\d{0,6})")
SHARE = re.compile(f"pct:{NUMBER}")
ONE = threading.Lock()

Box = tuple[int, int, int, int]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request understood: the box in the picture, the size it becomes, and how it is given."""

    box: Box
    size: Size
    rotation: str
    quality: str
    format: str


def widest(picture: Picture) -> int:
    """The longest side that is given out; less where the item is only to be looked at."""
    return WIDEST if picture.item.download else WIDEST_TO_LOOK_AT


def info(picture: Picture, address: str) -> dict[str, object]:
    """`info.json` of a picture."""
    most = widest(picture)
    scales = [1 << n for n in range(8) if max(picture.width, picture.height) >> n >= TILE // 2] or [1]
    sizes = [_within((picture.width, picture.height), side) for side in (200, 400, 800, 1200, 2400) if side <= most]
    known = list(dict.fromkeys(size for size in sizes if size[0] <= picture.width))
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "ImageService3",
        "protocol": PROTOCOL,
        "profile": "level2",
        "width": picture.width,
        "height": picture.height,
        "maxWidth": most,
        "maxHeight": most,
        "sizes": [{"width": w, "height": h} for w, h in known],
        "tiles": [{"width": TILE, "scaleFactors": scales}],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFormats": ["png"],
    }


def understood(picture: Picture, region: str, size: str, rotation: str, quality: str, form: str) -> Asked:
    """A request's parts. LinliError names the part that is wrong."""
    if rotation not in TURNS:
        raise _wrong("rotation", rotation, "0、90、180、270")
    if quality not in QUALITIES:
        raise _wrong("quality", quality, "、".join(QUALITIES))
    if form not in FORMATS:
        raise _wrong("format", form, "jpg、png")
    box = _region(picture, region)
    return Asked(box, _size(box, size, widest(picture)), rotation, quality, form)


def _region(picture: Picture, region: str) -> Box:
    wide, high = picture.width, picture.height
    if region == "full":
        return 0, 0, wide, high
    if region == "square":
        side = min(wide, high)
        left, top = (wide - side) // 2, (high - side) // 2
        return left, top, left + side, top + side
    if found := PIXELS.fullmatch(region):
        x, y, w, h = (int(n) for n in found.groups())
    elif found := SHARES.fullmatch(region):
        parts = [float(n) / 100 for n in found.groups()]
        x, y, w, h = (round(part * (wide, high)[k % 2]) for k, part in enumerate(parts))
    else:
        raise _wrong("region", region, "full、square、x,y,w,h、pct:x,y,w,h")
    if x >= wide or y >= high or w == 0 or h == 0:
        raise _wrong("region", region, f"0,0,{wide},{high}")
    return x, y, min(x + w, wide), min(y + h, high)


def _size(box: Box, size: str, most: int) -> Size:
    whole = box[2] - box[0], box[3] - box[1]
    if size == "max":
        return _within(whole, most)
    if found := SHARE.fullmatch(size):
        share = float(found.group(1)) / 100
        wanted = round(whole[0] * share), round(whole[1] * share)
    elif (found := SIZE.fullmatch(size)) and (found.group(2) or found.group(3)):
        wanted = _sides(whole, *found.groups())
    else:
        raise _wrong("size", size, "max、w,、,h、w,h、!w,h、pct:n")
    if not 0 < min(wanted) <= max(wanted) <= most or wanted[0] > whole[0] or wanted[1] > whole[1]:
        raise _wrong("size", size, f"≤ {min(whole[0], most)},{min(whole[1], most)}")
    return wanted


def _sides(whole: Size, confined: str, wide: str, high: str) -> Size:
    if confined and wide and high:
        share = min(int(wide) / whole[0], int(high) / whole[1], 1.0)
        return max(1, round(whole[0] * share)), max(1, round(whole[1] * share))
    if wide and high:
        return int(wide), int(high)
    if wide:
        return int(wide), max(1, round(whole[1] * int(wide) / whole[0]))
    return max(1, round(whole[0] * int(high) / whole[1])), int(high)


def _within(whole: Size, most: int) -> Size:
    share = min(1.0, most / max(whole))
    return max(1, round(whole[0] * share)), max(1, round(whole[1] * share))


def given(picture: Picture, asked: Asked) -> bytes:
    """The picture as asked for, from the disk where it was made before."""
    name = hashlib.sha256(f"{picture.digest}{asked}".encode()).hexdigest()
    return _kept(Path(settings.PICTURES) / "made" / name[:2] / name[2:], lambda: _made(picture, asked))


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    others = sorted(path.parent.iterdir(), key=lambda p: p.name)
    for old in others[: max(0, len(others) - IN_A_FOLDER + 1)]:
        old.unlink(missing_ok=True)
    fresh = path.with_suffix(f".{threading.get_ident()}")
    fresh.write_bytes(made)
    fresh.replace(path)
    return made


def _made(picture: Picture, asked: Asked) -> bytes:
    with ONE, Image.open(where(picture.digest, picture.type)) as whole:
        drawn = _drawn(whole, asked)
    turn = TURNS[asked.rotation]
    turned = drawn.transpose(turn) if turn is not None else drawn
    toned = {"gray": "L", "bitonal": "1"}.get(asked.quality, turned.mode)
    out = BytesIO()
    shown = turned.convert(toned) if toned != turned.mode else turned
    if asked.format == "jpg":
        _on_paper(shown).save(out, "JPEG", quality=85)
    else:
        shown.save(out, "PNG")
    return out.getvalue()


def _drawn(whole: Image.Image, asked: Asked) -> Image.Image:
    """The box at its size; a JPEG is decoded only as finely as that takes."""
    width = whole.width
    share = max((asked.box[2] - asked.box[0]) // asked.size[0], 1)
    if share > 1:
        whole.draft("RGB", (whole.width // share, whole.height // share))
    shrunk = whole.width / width
    box = tuple(min(side * shrunk, whole.size[k % 2]) for k, side in enumerate(asked.box))
    plain = whole.convert("RGBA") if whole.mode in {"P", "LA", "RGBA"} else whole.convert("RGB")
    return plain.resize(asked.size, Image.Resampling.LANCZOS, box=box)  # type: ignore[arg-type]


def _on_paper(picture: Image.Image) -> Image.Image:
    """A picture without what shows through: JPEG has no such thing."""
    if picture.mode != "RGBA":
        return picture if picture.mode in {"L", "RGB"} else picture.convert("L")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _wrong(part: str, value: str, known: str) -> LinliError:
    return LinliError(
        Text("图片请求的这一部分不对。", "This part of the image request is wrong."),
        field=part,
        value=value,
        mend=Text(f"可用：{known}", f"Known: {known}"),
    )
