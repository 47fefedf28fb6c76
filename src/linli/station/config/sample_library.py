"""The sample library: classics of our own transcription, the solar terms with our own drawings, a path of sources."""

from __future__ import annotations

from typing import Any

import yaml

from linli import files
from linli.station.collections import paths, services
from linli.station.collections.paths import Source
from linli.station.people.actors import Actor

CLASSIC = {
    "creator": "旧题王应麟",
    "date": "南宋末（十三世纪）",
    "year": 1280,
    "source": "《三字经》，据通行本",
    "rooms": ["3-8", "8-12"],
}
SOURCES = {"rooms": ["12-16"]}
ALWAYS = {"licence": "pd", "language": "zh-Hans", "download": True}
DRAWN = "诗属公有领域；画由邻里绘制，CC0。"


def load(keeper: Actor) -> None:
    """Everything, through the services that keepers use."""
    given: dict[str, Any] = yaml.safe_load(files.read_text("sample/library.yaml"))
    classics = keep_collection(keeper, given["classics"])
    for one in given["classics"]["items"]:
        keep_item(keeper, classics, {**CLASSIC, **one})
    terms = keep_collection(keeper, given["terms"])
    for number, one in enumerate(given["terms"]["items"], 1):
        _term(keeper, terms, one, number)
    history = keep_collection(keeper, given["history"])
    held = {one.pop("key"): keep_item(keeper, history, {**SOURCES, **one}) for one in given["history"]["items"]}
    _path(keeper, given["path"], held)


def keep_collection(keeper: Actor, given: dict[str, Any]) -> str:
    """A collection that is shown; its random id."""
    words = {name: given[name] for name in ("title", "title_en", "about")}
    return services.collection_save(actor=keeper, shown=True, **words).uid


def keep_item(keeper: Actor, collection: str, values: dict[str, Any], picture: bytes = b"", alt: str = "") -> str:
    """An item that is shown, in the public domain; its random id."""
    made = services.item_save(
        actor=keeper, collection_uid=collection, values={**ALWAYS, **values}, picture=picture, alt=alt, show=True
    )
    return made.uid


def _term(keeper: Actor, collection: str, one: dict[str, Any], number: int) -> None:
    values = {
        "title": f"{one['term']} · {one['poem']}",
        "title_en": one["en"],
        "creator": one["by"],
        "date": one["era"],
        "transcription": one["lines"],
        "plain": one["plain"],
        "subjects": ["节气", one["term"]],
        "rights": DRAWN,
        "rooms": ["3-8", "8-12", "elder"],
    }
    picture = files.read_bytes(f"sample/library/term-{number:02}.png")
    keep_item(keeper, collection, values, picture, f"{one['term']}：{one['seen']}")


def _path(keeper: Actor, given: dict[str, Any], held: dict[str, str]) -> None:
    words = {name: given[name] for name in ("title", "title_en", "question", "about")}
    made = paths.path_save(actor=keeper, **words)
    for step in given["steps"]:
        sources = [Source(held[key], quote) for key, quote in step["quotes"].items()]
        places = {name: step[name] for name in ("date", "place") if name in step}
        paths.step_add(
            actor=keeper, path_uid=made.uid, claim=step["claim"], ask=step["ask"], sources=sources, **places
        )
    paths.path_show(actor=keeper, uid=made.uid, shown=True)
