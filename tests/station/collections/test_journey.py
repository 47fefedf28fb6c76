"""A keeper adds an item by one form and one picture; a visitor finds it, and other libraries read it."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as Xml

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.station.collections.models import Item
from linli.station.ledger.models import Row
from tests.station.collections.conftest import picture_bytes
from tests.station.factories import People
from tests.station.pages import signed_in

OAI = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


def _form(**more: object) -> dict[str, object]:
    return {
        "title": "清明上河",
        "alt": "一座木拱桥，桥上满是人",
        "kind": "StillImage",
        "licence": "pd",
        "download": "on",
        "transcription": "汴河两岸，舟车辐辏。",
        "subjects": "风俗；汴京",
        "picture": SimpleUploadedFile("a.jpg", picture_bytes(), "image/jpeg"),
        "show": "1",
        **more,
    }


def test_from_a_form_to_a_visitor_and_to_other_libraries(client: Client, people: People) -> None:
    keeper = signed_in(people.lead)
    made = keeper.post("/library/new/", {"title": "风俗图", "about": "街市与节日。", "shown": "on"})
    collection = made.headers["Location"]
    added = keeper.post(f"{collection}add/", _form())
    assert added.status_code == 302, added.content.decode()
    path = added.headers["Location"]

    for asked in ("汴河", "汴", "舟车", "清明", "兩岸", "bianhe", "bian he", "风俗 舟车"):
        found = client.get("/library/search/", {"q": asked}).content.decode()
        assert path in found, asked
    assert path not in client.get("/library/search/", {"q": "河舟"}).content.decode()
    page = client.get(path).content.decode()
    assert "一座木拱桥" in page
    assert "汴河两岸" in page

    document = client.get(f"{path}manifest.json").json()
    listed = client.get(f"{collection}collection.json").json()
    assert [one["id"] for one in listed["items"]] == [document["id"]]
    image = document["items"][0]["items"][0]["items"][0]["body"]["id"].split("8600", 1)[1]
    assert client.get(image).headers["Content-Type"] == "image/jpeg"

    records = Xml.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").content)
    assert [one.text for one in records.iterfind(".//dc:title", OAI)] == ["清明上河"]
    kinds = list(Row.objects.filter(object_type__in=["collection", "holding"]).values_list("kind", flat=True))
    assert kinds == ["collection.saved", "holding.added"]


def test_a_picture_needs_words(people: People, add: Callable[..., Item]) -> None:
    collection = add("别的").collection
    answer = signed_in(people.lead).post(f"/library/{collection.uid}/add/", _form(alt=""))
    assert answer.status_code == 422
    assert "请用文字说明图上是什么" in answer.content.decode()
    assert Item.objects.count() == 1


def test_a_draft_is_the_keepers_alone(client: Client, people: People, add: Callable[..., Item]) -> None:
    draft = add("未定稿", show=False, picture=picture_bytes(), alt="两色")
    uid = draft.pictures.get().uid
    for path in (
        f"/library/items/{draft.uid}/",
        f"/library/items/{draft.uid}/manifest.json",
        f"/library/items/{draft.uid}/picture/1/",
        f"/library/image/{uid}/info.json",
        f"/library/image/{uid}/full/max/0/default.jpg",
    ):
        assert client.get(path).status_code == 404, path
    assert "未定稿" not in client.get("/library/search/?q=定稿").content.decode()
    assert draft.uid not in client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").content.decode()
    assert signed_in(people.lead).get(f"/library/items/{draft.uid}/").status_code == 200


def test_what_is_withdrawn_is_gone_and_harvesters_hear_of_it(
    client: Client, people: People, add: Callable[..., Item]
) -> None:
    found = add("百家姓", transcription="赵钱孙李", picture=picture_bytes(), alt="两色")
    signed_in(people.lead).post(f"/library/items/{found.uid}/act/", {"withdraw": "1"})
    assert client.get(f"/library/items/{found.uid}/").status_code == 404
    assert found.uid not in client.get("/library/search/?q=孙李").content.decode()
    records = Xml.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").content)
    header = records.find(".//o:header", OAI)
    assert header is not None
    assert header.get("status") == "deleted"
    assert records.find(".//o:metadata", OAI) is None


def test_another_community_sees_nothing(client: Client, people: People, add: Callable[..., Item]) -> None:
    from tests.station.factories import community_make

    community_make(slug="beside")
    found = add("千字文", transcription="天地玄黄")
    assert client.get(f"/c/beside/library/items/{found.uid}/").status_code == 404
    assert found.uid not in client.get("/c/beside/library/search/?q=玄黄").content.decode()
    assert "noRecordsMatch" in client.get("/c/beside/oai?verb=ListRecords&metadataPrefix=oai_dc").content.decode()


@pytest.mark.parametrize("role", ["visitor", "member", "reviewer"])
def test_only_keepers_keep(people: People, add: Callable[..., Item], role: str) -> None:
    found = add("弟子规")
    client = signed_in(getattr(people, role))
    for path in (f"/library/{found.collection.uid}/add/", f"/library/items/{found.uid}/edit/", "/library/new/"):
        assert client.post(path, _form()).status_code in (302, 403)
    assert Item.objects.count() == 1
