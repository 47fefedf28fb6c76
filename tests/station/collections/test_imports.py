"""What comes from elsewhere: rows with their faults named, other libraries' exports, hostile answers refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from linli.station.collections import imports
from linli.station.collections.models import Collection, Item
from linli.station.exchange.fetching import Fetched
from linli.vocabulary import LinliError
from tests.station.collections.conftest import picture_bytes
from tests.station.factories import People
from tests.station.pages import signed_in

CSV = "题名,作者,年份,主题,馆藏号\n三字经,王应麟,1280,蒙学；教育,A-1\n百家姓,,,,A-2\n"


def send(people: People, classics: Collection, body: bytes, name: str = "a.csv") -> HttpResponse:
    return signed_in(people.lead).post(f"/library/{classics.uid}/import/", {"file": SimpleUploadedFile(name, body)})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_rows_become_drafts(client: Client, people: People, classics: Collection, encoding: str) -> None:
    assert send(people, classics, CSV.encode(encoding)).status_code == 200
    first, second = Item.objects.order_by("pk")
    assert (first.creator, first.year, first.subjects, first.values) == (
        "王应麟",
        1280,
        ["蒙学", "教育"],
        {"馆藏号": "A-1"},
    )
    assert {first.state, second.state} == {"draft"}
    assert "三字经" not in client.get(f"/library/{classics.uid}/").content.decode()


def test_every_fault_is_told_with_its_row_and_column_and_nothing_is_stored(
    people: People, classics: Collection
) -> None:
    bad = "title,year,latitude,longitude\n好的,1000,,\n,1000,,\n坏年,前年,,\n远,1,200,10\n"
    answer = send(people, classics, bad.encode())
    assert answer.status_code == 422
    page = answer.content.decode()
    for row, column in (("3", "title"), ("4", "year"), ("5", "latitude")):
        assert f'<th scope="row">{row}</th><td data-label="列">{column}</td>' in page
    assert "前年" in page
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"a,b\n1,2\n",
        b"title,title\n1,2\n",
        b"title,year\nonly\n",
        b'title\n"open\n',
        b"PK\x03\x04bomb",
        b"[",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe\x00\x01\x80\x81",
        b"title\n" + b"x\n" * 2_001,
        b"x" * 5_000_001,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_cannot_be_read_is_refused(people: People, classics: Collection, body: bytes) -> None:
    answer = send(people, classics, body)
    assert answer.status_code == 422
    assert not Item.objects.exists()


def test_an_export_of_omeka_s(people: People, classics: Collection) -> None:
    one = {
        "@id": "https://omeka.example/api/items/7",
        "o:id": 7,
        "dcterms:title": [{"@value": "河图"}],
        "dcterms:creator": [{"@value": "甲"}, {"@value": "乙"}],
        "dcterms:subject": [{"@value": "图"}],
        "dcterms:date": [{"@value": "约 1101 年"}],
        "dcterms:license": [{"@id": "https://creativecommons.org/licenses/by-sa/3.0/"}],
        "bibo:pages": [{"@value": "12"}],
    }
    for _ in range(2):
        assert send(people, classics, json.dumps([one]).encode(), "a.json").status_code == 200
    held = Item.objects.get()
    assert (held.title, held.creator, held.year, held.licence) == ("河图", "甲", 1101, "cc-by-sa")
    assert held.values == {"creator": "乙", "pages": "12"}


def _canvas(address: str, label: str) -> dict[str, Any]:
    body = {"type": "Image", "id": address, "format": "image/jpeg"}
    return {
        "type": "Canvas",
        "label": {"none": [label]},
        "items": [{"items": [{"type": "Annotation", "motivation": "painting", "body": body}]}],
    }


def _manifest(*addresses: str) -> dict[str, Any]:
    return {
        "id": "https://library.example/m.json",
        "type": "Manifest",
        "label": {"en": ["A scroll"], "zh": ["手卷"]},
        "rights": "http://creativecommons.org/publicdomain/mark/1.0/",
        "metadata": [{"label": {"zh": ["尺寸"]}, "value": {"none": ["三尺"]}}],
        "items": [_canvas(address, f"图{n}") for n, address in enumerate(addresses)],
    }


def test_a_manifest_comes_with_its_pictures(
    people: People, classics: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {
        "https://library.example/m.json": json.dumps(_manifest("https://library.example/1.jpg")).encode(),
        "https://library.example/1.jpg": picture_bytes(),
    }
    monkeypatch.setattr(imports, "fetch", lambda url, **_: Fetched(url, 200, "", "utf-8", there[url]))
    page = signed_in(people.lead)
    answer = page.post(f"/library/{classics.uid}/import/", {"manifest": "https://library.example/m.json"})
    assert answer.status_code == 200
    held = Item.objects.get()
    assert (held.title, held.licence, held.values) == ("手卷", "pd", {"尺寸": "三尺"})
    assert held.pictures.get().alt == "手卷，图0"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/m.json", "http://169.254.169.254/", "http://[::1]/", "file:///etc/passwd"]
)
def test_addresses_inside_the_network_are_refused(people: People, classics: Collection, url: str) -> None:
    page = signed_in(people.lead)
    for name in ("manifest", "base"):
        answer = page.post(f"/library/{classics.uid}/import/", {name: url})
        assert answer.status_code == 422
        assert "网址" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_manifest_of_odd_parts_is_read_as_far_as_it_goes(people: People, classics: Collection) -> None:
    odd = {"type": "Manifest", "items": [1, {"items": 5}], "label": {"none": 3}, "rights": 5, "id": []}
    odd |= {"requiredStatement": [], "metadata": {"label": 1}, "summary": "x"}
    assert send(people, classics, json.dumps(odd).encode(), "m.json").status_code == 200
    assert Item.objects.get().title == "—"


def test_a_picture_inside_the_network_is_refused_and_the_item_stays(people: People, classics: Collection) -> None:
    body = json.dumps(_manifest("http://127.0.0.1/secret.jpg")).encode()
    answer = send(people, classics, body, "m.json")
    assert "127.0.0.1/secret.jpg" in answer.content.decode()
    assert not Item.objects.get().pictures.exists()


def _oai(*records: str, token: str = "") -> bytes:
    return (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
        + "".join(records)
        + f"<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>"
    ).encode()


def _record(name: str, title: str, status: str = "") -> str:
    dc = f'<dc xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>{title}</d:title><d:subject>诗</d:subject></dc>'
    return f"<record><header {status}><identifier>{name}</identifier></header><metadata>{dc}</metadata></record>"


def test_a_harvest_goes_on_from_page_to_page(
    people: People, classics: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    pages = [
        _oai(_record("a", "静夜思"), _record("b", ""), token="next"),
        _oai(_record("c", "春晓"), _record("a", "静夜思", 'status="deleted"')),
    ]

    def answer(url: str, **_: object) -> Fetched:
        asked.append(url)
        return Fetched(url, 200, "text/xml", "utf-8", pages[len(asked) - 1])

    monkeypatch.setattr(imports, "fetch", answer)
    page = signed_in(people.lead)
    first = page.post(f"/library/{classics.uid}/import/", {"base": "https://o.example/oai"}).content.decode()
    assert "接着收" in first
    assert '<th scope="row">b</th>' in first
    page.post(f"/library/{classics.uid}/import/", {"base": "https://o.example/oai", "token": "next"})
    assert asked[0].endswith("verb=ListRecords&metadataPrefix=oai_dc")
    assert asked[1].endswith("verb=ListRecords&resumptionToken=next")
    assert dict(Item.objects.values_list("title", "state")) == {"静夜思": "withdrawn", "春晓": "draft"}


@pytest.mark.parametrize(
    "body",
    [
        b"<html></html>",
        b"<",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">&a;</OAI-PMH>',
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badVerb">no</error></OAI-PMH>',
    ],
    ids=["page", "cut", "entities", "error"],
)
def test_a_hostile_answer_is_refused(
    people: People, classics: Collection, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.setattr(imports, "fetch", lambda url, **_: Fetched(url, 200, "text/xml", "utf-8", body))
    with pytest.raises(LinliError):
        imports.harvest(actor=people.lead, collection_uid=classics.uid, base="https://o.example/oai")


def test_our_own_records_are_harvested_by_ourselves(
    client: Client, people: People, classics: Collection, add: Callable[..., Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    add("三字经", creator="王应麟", subjects="蒙学")
    body = client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").content
    monkeypatch.setattr(imports, "fetch", lambda url, **_: Fetched(url, 200, "text/xml", "utf-8", body))
    imports.harvest(actor=people.lead, collection_uid=classics.uid, base="https://o.example/oai")
    copy = Item.objects.exclude(origin="").get()
    assert (copy.title, copy.creator, copy.subjects, copy.licence) == ("三字经", "王应麟", ["蒙学"], "pd")
