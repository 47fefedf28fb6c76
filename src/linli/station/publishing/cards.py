"""A work as a drawing: a picture to share, a poster to print. The reader's device has the fonts."""

from __future__ import annotations

import base64
from typing import Any

import segno

from linli.station.publishing.services.pictures import folder
from linli.station.publishing.showing import Content, lead_of

NEVER_FIRST = "，。、；：！？」）》"


def drawing(content: Content, community_id: int, url: str) -> dict[str, Any]:
    """What the templates of both drawings need."""
    return {
        "image": _image(content, community_id),
        "title": lines(content["title"], 12, 3),
        "summary": lines(lead_of(content), 19, 3),
        "code": _code(url),
    }


def lines(text: str, wide: int, most: int) -> list[str]:
    """Lines of about `wide` full-width characters, the last with an ellipsis where the text goes on."""
    out, line, width = [], "", 0.0
    for c in text.replace("\n", " "):
        step = 0.55 if c.isascii() else 1.0
        if width + step > wide and c not in NEVER_FIRST:
            out.append(line)
            line, width = "", 0.0
        line, width = line + c, width + step
    out.append(line)
    return out if len(out) <= most else [*out[: most - 1], out[most - 1][:-1] + "…"]


def _code(url: str) -> dict[str, object]:
    """A QR code as one path of unit squares, and its width with the quiet margin."""
    rows = list(segno.make(url, error="m", micro=False).matrix_iter(border=2))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": path, "size": len(rows)}


def _image(content: Content, community_id: int) -> str:
    """The cover as a data address: a drawing that is shown as a picture may fetch nothing."""
    found = content["pictures"].get(content["cover"])
    path = folder(community_id) / f"{found['digest']}-960.jpg" if found else None
    if path is None or not path.is_file():
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
