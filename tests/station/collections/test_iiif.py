"""Manifests as the specification has them, and pictures as they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from linli.station.collections.models import Item
from tests.station.collections.conftest import picture_bytes

LANGUAGES = {"zh-Hans", "en", "none"}


@pytest.fixture
def held(add: Callable[..., Item]) -> Item:
    return add(
        "节气图",
        title_en="Solar terms",
        transcription="春雨惊春清谷天",
        rights="请注明出处",
        subjects="节气",
        values={"尺寸": "三尺"},
        picture=picture_bytes(),
        alt="左红右蓝",
    )


def _maps(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *(one for value in node.values() for one in _maps(value))]
    return [one for value in node for one in _maps(value)] if isinstance(node, list) else []


def test_a_manifest_has_what_the_specification_requires(client: Client, held: Item) -> None:
    answer = client.get(f"/library/items/{held.uid}/manifest.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    document = answer.json()
    assert document["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert document["rights"].startswith("http://creativecommons.org/")
    parts = [one for one in _maps(document) if "type" in one and one["type"] != "TextualBody"]
    assert all(one["id"].startswith("http") for one in parts)
    assert len({one["id"] for one in parts if one["type"] in {"Canvas", "Annotation", "AnnotationPage"}}) == 5
    for one in parts:
        for name in ("label", "summary"):
            assert set(one.get(name, {})) <= LANGUAGES
            assert all(isinstance(text, list) for text in one.get(name, {}).values())
        if one["type"] == "Annotation":
            assert one["target"] == document["items"][0]["id"]
    assert {one["type"] for one in parts} >= {"Manifest", "Canvas", "AnnotationPage", "Annotation", "Image", "Agent"}


def test_manifests_are_valid_to_a_second_implementation(client: Client, held: Item) -> None:
    prezi = pytest.importorskip("iiif_prezi3", reason="pip install --no-deps iiif-prezi3 (it wants an older Pillow)")
    prezi.Manifest.model_validate(client.get(f"/library/items/{held.uid}/manifest.json").json())
    prezi.Collection.model_validate(client.get(f"/library/{held.collection.uid}/collection.json").json())


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ("full/max/0/default.jpg", (300, 200)),
        ("full/150,/0/default.jpg", (150, 100)),
        ("full/,50/0/color.png", (75, 50)),
        ("full/!60,60/0/default.jpg", (60, 40)),
        ("full/pct:50/0/gray.jpg", (150, 100)),
        ("square/100,100/0/bitonal.png", (100, 100)),
        ("0,0,150,200/max/90/default.jpg", (200, 150)),
        ("pct:50,0,50,100/30,40/180/default.jpg", (30, 40)),
        ("200,100,900,900/max/270/default.jpg", (100, 100)),
    ],
)
def test_a_picture_is_given_as_asked(client: Client, held: Item, asked: str, size: tuple[int, int]) -> None:
    answer = client.get(f"/library/image/{held.pictures.get().uid}/{asked}")
    assert answer.status_code == 200
    made = Image.open(BytesIO(answer.content))
    assert made.size == size
    assert made.format == ("PNG" if asked.endswith("png") else "JPEG")
    again = client.get(f"/library/image/{held.pictures.get().uid}/{asked}")
    assert again.content == answer.content


def test_the_right_part_is_given(client: Client, held: Item) -> None:
    part = client.get(f"/library/image/{held.pictures.get().uid}/pct:60,0,40,100/10,10/0/default.png")
    red, _, blue = Image.open(BytesIO(part.content)).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert blue > 200 > red


@pytest.mark.parametrize(
    "asked",
    [
        "full/301,/0/default.jpg",
        "full/0,/0/default.jpg",
        "full/max/45/default.jpg",
        "full/max/0/default.webp",
        "full/max/0/best.jpg",
        "300,0,10,10/max/0/default.jpg",
        "0,0,0,10/max/0/default.jpg",
        "1e9,0,1,1/max/0/default.jpg",
        "full/99999999999,/0/default.jpg",
        "full/,/0/default.jpg",
        "pct:0,0,0.0001,0.0001/max/0/default.jpg",
        "full/pct:0/0/default.jpg",
    ],
)
def test_what_cannot_be_given_is_refused(client: Client, held: Item, asked: str) -> None:
    answer = client.get(f"/library/image/{held.pictures.get().uid}/{asked}")
    assert answer.status_code == 400
    assert len(answer.content) > 20


def test_what_is_only_to_be_looked_at_is_given_small(client: Client, add: Callable[..., Item]) -> None:
    held = add("在版权内", licence="in-c", download="", picture=picture_bytes(1500, 900), alt="两色")
    uid = held.pictures.get().uid
    assert client.get(f"/library/image/{uid}/info.json").json()["maxWidth"] == 1200
    assert client.get(f"/library/image/{uid}/full/1500,/0/default.jpg").status_code == 400
    assert client.get(f"/library/image/{uid}/full/max/0/default.jpg").status_code == 200
    assert "下载图片" not in client.get(f"/library/items/{held.uid}/").content.decode()


def test_the_service_tells_what_it_can(client: Client, held: Item) -> None:
    uid = held.pictures.get().uid
    assert client.get(f"/library/image/{uid}").status_code == 303
    told = client.get(f"/library/image/{uid}/info.json").json()
    assert (told["width"], told["height"], told["profile"]) == (300, 200, "level2")
    for size in told["sizes"]:
        asked = f"full/{size['width']},{size['height']}/0/default.jpg"
        assert client.get(f"/library/image/{uid}/{asked}").status_code == 200
