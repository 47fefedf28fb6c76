"""What the sample station publishes: eight works in three channels, and one that waits for a second reader."""

from __future__ import annotations

import json
from typing import Any

from linli.files import read_bytes, read_text
from linli.station.people.actors import Actor
from linli.station.publishing import services
from linli.station.publishing.selectors import content_of
from linli.station.publishing.services.reading import digest_of
from linli.station.publishing.services.writing import Words

CHANNELS = (
    ("fangjian", "坊间", "Around here", "院里院外的小事，看见就记下来。"),
    ("shiju", "诗句", "Verses", "一张图，一句诗。"),
    ("lishi", "来历", "Origins", "一件事是怎么来的，每一步都有书可查。"),
)
WORDS = ("title", "summary", "byline", "kind", "source", "licence", "machine")


def load(*, lead: Actor, author: Actor, second: Actor) -> None:
    """Opens the channels, writes, has somebody else read, publishes."""
    for slug, name, name_en, about in CHANNELS:
        services.channel_make(actor=lead, slug=slug, name=name, name_en=name_en, about=about, owner=lead.user_id)
    for line in read_text("sample/works.jsonl").splitlines():
        _work(json.loads(line), author, second)


def _work(said: dict[str, Any], author: Actor, second: Actor) -> None:
    cover = _cover(said, author) if "cover" in said else ""
    words = Words(**{name: said[name] for name in WORDS if name in said})
    made = services.work_start(actor=author, channel=said["channel"], words=words, body=said["parts"], cover=cover)
    made = services.work_offer(actor=author, uid=made.uid)
    if not said.get("waits"):
        services.work_publish(actor=second, uid=made.uid, seen=digest_of(content_of(made)), editor_name="小苏")


def _cover(said: dict[str, Any], author: Actor) -> str:
    data = read_bytes(f"sample/pictures/{said['cover']}.webp")
    return services.picture_keep(actor=author, data=data, alt=said["alt"]).uid
