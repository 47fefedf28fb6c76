"""A work that is published, and a photo for it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from linli.station.publishing import services
from linli.station.publishing.selectors import content_of
from linli.station.publishing.services.reading import digest_of
from linli.station.publishing.services.writing import Words
from tests.station.factories import People

FORM = {
    "title": "桂花开了",
    "text": "东门那棵先开。\n\n## 去哪里看\n\n- 东门\n- **河边**",
    "channel": "news",
    "kind": "article",
    "machine": "none",
    "byline": "小满",
    "licence": "CC-BY-4.0",
    "summary": "今年早了五天。",
    "source": "",
    "source_url": "",
}
PARTS = {
    "card": {"title": "先看见，再开口", "text": "慢一秒。"},
    "quote": {"text": "海内存知己，天涯若比邻。", "source": "王勃", "url": ""},
    "moment": {"when": "1919", "title": "一件事", "text": "经过。", "source": "档案", "url": "https://example.org/"},
    "poll": {"question": "去哪里看？", "options": "东门\n河边"},
    "quiz": {"question": "哪棵先开？", "options": "东门\n西门", "right": 1, "why": "向阳。"},
}


def photo_bytes(size: tuple[int, int] = (1200, 800), kind: str = "PNG", **more: object) -> bytes:
    """A small drawing of a tree in blossom."""
    out, image = io.BytesIO(), Image.new("RGB", size, "#f6ead0")
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] * 0.48, size[1] * 0.5, size[0] * 0.52, size[1] * 0.9), fill="#6b4a2b")
    draw.ellipse((size[0] * 0.25, size[1] * 0.1, size[0] * 0.75, size[1] * 0.65), fill="#d9a441")
    image.save(out, kind, **more)
    return out.getvalue()


def work_published(people: People, picture: bool = False, every_part: bool = False) -> str:
    """A work of the member's, read by the reviewer; its random id. There is a channel `news`."""
    words = Words(title=FORM["title"], byline="小满", summary=FORM["summary"])
    body = [{"type": "text", "value": {"text": FORM["text"]}}]
    body += [{"type": kind, "value": value} for kind, value in PARTS.items()] if every_part else []
    cover = services.picture_keep(actor=people.member, data=photo_bytes(), alt="桂花树").uid if picture else ""
    made = services.work_start(actor=people.member, channel="news", words=words, body=body, cover=cover)
    made = services.work_offer(actor=people.member, uid=made.uid)
    services.work_publish(actor=people.reviewer, uid=made.uid, seen=digest_of(content_of(made)))
    return made.uid
