"""The library by the API: what is shown, to anyone, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from linli.station.collections.models import Item
from tests.station.collections.conftest import picture_bytes


def test_anyone_finds_and_reads_an_item(client: Client, add: Callable[..., Item]) -> None:
    held = add("清明上河", transcription="汴河两岸", picture=picture_bytes(), alt="两色")
    draft = add("清明未定", show=False)
    listed = client.get("/api/v1/library").json()["collections"]
    assert [(one["title"], one["items"]) for one in listed] == [("蒙学", 1)]
    found = client.get("/api/v1/library/search", {"q": "清明"}).json()
    assert [one["id"] for one in found["items"]] == [held.uid]
    told = client.get(f"/api/v1/library/items/{held.uid}").json()
    assert told["transcription"] == "汴河两岸"
    assert told["licence"]["url"].endswith("/publicdomain/mark/1.0/")
    assert told["manifest"].endswith(f"/library/items/{held.uid}/manifest.json")
    assert client.get(f"/api/v1/library/items/{draft.uid}").status_code == 404
    assert client.get("/api/v1/library/search").status_code == 422
