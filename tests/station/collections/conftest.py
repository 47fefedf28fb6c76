"""A library of one collection, with pictures in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_django import Settings

from linli.station.collections import services
from linli.station.collections.models import Collection, Item
from tests.station.factories import People


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.PICTURES = tmp_path / "pictures"


def picture_bytes(width: int = 300, height: int = 200, kind: str = "JPEG", **more: Any) -> bytes:
    """A picture of two colours: its left half red, its right half blue."""
    made = Image.new("RGB", (width, height), "red")
    made.paste("blue", (width // 2, 0, width, height))
    out = BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def classics(people: People) -> Collection:
    """A shown collection."""
    return services.collection_save(actor=people.lead, title="蒙学", about="旧时孩子读的书。", shown=True)


@pytest.fixture
def add(people: People, classics: Collection) -> Callable[..., Item]:
    """`add("三字经", transcription="…")`: a shown item."""

    def make(title: str, *, show: bool = True, picture: bytes = b"", alt: str = "", **values: Any) -> Item:
        return services.item_save(
            actor=people.lead,
            collection_uid=classics.uid,
            values={"title": title, "licence": "pd", **values},
            picture=picture,
            alt=alt,
            show=show,
        )

    return make
