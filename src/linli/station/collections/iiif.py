"""IIIF Presentation 3: an item as a manifest, a collection as a collection, for any viewer in the world."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linli.station.collections.fields import FIELDS
from linli.station.collections.models import Collection, Item, Picture
from linli.station.collections.rights import LICENCES

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
PROFILE = "level2"
LISTED = ("creator", "contributor", "publisher", "date", "place", "source", "identifier")


def manifest(found: Item, pictures: list[Picture], base: str) -> dict[str, Any]:
    """The manifest of an item with pictures; `base` is the community's address without a slash at its end."""
    address = f"{base}/library/items/{found.uid}/manifest.json"
    licence = LICENCES[found.licence]
    canvases = [_canvas(one, base, address) for one in pictures]
    if found.transcription:
        canvases[0]["annotations"] = [_transcription(found, canvases[0]["id"])]
    document = {
        "@context": CONTEXT,
        "id": address,
        "type": "Manifest",
        "label": _both(found.title, found.title_en),
        "summary": _none(found.plain or found.description or found.title),
        "metadata": _metadata(found),
        "rights": licence.url.replace("https://", "http://"),
        "homepage": [_page(found, base)],
        "provider": [_provider(base)],
        "thumbnail": [thumbnail(pictures[0], base)],
        "items": canvases,
    }
    if found.rights:
        document["requiredStatement"] = {"label": _both("权利说明", "Rights"), "value": _none(found.rights)}
    return document


def collection(found: Collection, rows: Iterable[tuple[Item, Picture]], base: str) -> dict[str, Any]:
    """A collection and the manifests of its items."""
    return {
        "@context": CONTEXT,
        "id": f"{base}/library/{found.uid}/collection.json",
        "type": "Collection",
        "label": _both(found.title, found.title_en),
        "summary": _none(found.about),
        "items": [
            {
                "id": f"{base}/library/items/{one.uid}/manifest.json",
                "type": "Manifest",
                "label": _both(one.title, one.title_en),
                "thumbnail": [thumbnail(picture, base)],
            }
            for one, picture in rows
        ],
    }


def thumbnail(picture: Picture, base: str) -> dict[str, Any]:
    """A small version of a picture."""
    service = image(picture, base)
    width = min(400, picture.width)
    height = max(1, round(picture.height * width / picture.width))
    return {
        "id": f"{service}/full/{width},/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": [_service(service)],
    }


def image(picture: Picture, base: str) -> str:
    """The address of a picture's image service."""
    return f"{base}/library/image/{picture.uid}"


def _canvas(picture: Picture, base: str, address: str) -> dict[str, Any]:
    canvas = f"{address.rsplit('/', 1)[0]}/canvas/{picture.number}"
    service = image(picture, base)
    body = {
        "id": f"{service}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": picture.width,
        "height": picture.height,
        "service": [_service(service)],
    }
    painting = {
        "id": f"{canvas}/painting",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": canvas,
    }
    return {
        "id": canvas,
        "type": "Canvas",
        "label": _none(picture.alt),
        "width": picture.width,
        "height": picture.height,
        "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painting]}],
    }


def _transcription(found: Item, canvas: str) -> dict[str, Any]:
    body = {
        "type": "TextualBody",
        "format": "text/plain",
        "language": found.language or "zh",
        "value": found.transcription,
    }
    note = {
        "id": f"{canvas}/transcription/1",
        "type": "Annotation",
        "motivation": "supplementing",
        "body": body,
        "target": canvas,
    }
    return {"id": f"{canvas}/transcription", "type": "AnnotationPage", "items": [note]}


def _metadata(found: Item) -> list[dict[str, Any]]:
    rows = [(FIELDS[name].name, str(getattr(found, name))) for name in LISTED]
    named = [{"label": _both(name.zh, name.en), "value": _none(value)} for name, value in rows if value]
    if found.subjects:
        named.append({"label": _both("主题", "Subjects"), "value": {"none": list(found.subjects)}})
    return named + [{"label": _none(name), "value": _none(value)} for name, value in found.values.items()]


def _page(found: Item, base: str) -> dict[str, Any]:
    return {
        "id": f"{base}/library/items/{found.uid}/",
        "type": "Text",
        "label": _both(found.title, found.title_en),
        "format": "text/html",
    }


def _provider(base: str) -> dict[str, Any]:
    home = {"id": f"{base}/library/", "type": "Text", "label": _both("文库", "Library"), "format": "text/html"}
    return {"id": f"{base}/library/", "type": "Agent", "label": _both("文库", "Library"), "homepage": [home]}


def _service(address: str) -> dict[str, str]:
    return {"id": address, "type": "ImageService3", "profile": PROFILE}


def _both(zh: str, en: str = "") -> dict[str, list[str]]:
    return {"zh-Hans": [zh], **({"en": [en]} if en else {})}


def _none(text: str) -> dict[str, list[str]]:
    return {"none": [text]}
