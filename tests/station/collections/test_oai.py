"""OAI-PMH 2.0 as harvesters ask it, and as those do who try it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as Xml

import pytest
from django.core import signing
from django.test import Client

from linli.station.collections import oai
from linli.station.collections.models import Collection, Item
from tests.station.factories import People

NS = "{http://www.openarchives.org/OAI/2.0/}"
ORDER = ["responseDate", "request"]


def ask(client: Client, query: str) -> Xml.Element:
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/xml")
    root = Xml.fromstring(answer.content)
    assert root.tag == f"{NS}OAI-PMH"
    assert [one.tag.removeprefix(NS) for one in root][:2] == ORDER
    assert len(root) >= 3
    return root


def code(root: Xml.Element) -> str | None:
    error = root.find(f"{NS}error")
    return None if error is None else error.get("code")


def test_it_says_who_it_is(client: Client, people: People, add: Callable[..., Item]) -> None:
    add("三字经")
    told = ask(client, "verb=Identify").find(f"{NS}Identify")
    assert told is not None
    assert [one.tag.removeprefix(NS) for one in told] == [
        "repositoryName",
        "baseURL",
        "protocolVersion",
        "adminEmail",
        "earliestDatestamp",
        "deletedRecord",
        "granularity",
    ]
    assert ask(client, "verb=ListMetadataFormats").find(f".//{NS}metadataPrefix") is not None
    assert ask(client, "verb=ListSets").find(f".//{NS}setSpec") is not None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-31", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2027-01-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2027-01-01T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=forged", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=a&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere:1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%01%ff", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ],
)
def test_every_error_has_its_code(client: Client, add: Callable[..., Item], query: str, expected: str) -> None:
    add("三字经")
    assert code(ask(client, query)) == expected


def test_a_long_list_comes_in_parts_and_nothing_twice(
    client: Client, people: People, classics: Collection, add: Callable[..., Item]
) -> None:
    _many(classics, 250)
    seen: list[str] = []
    query = "verb=ListIdentifiers&metadataPrefix=oai_dc"
    for part in range(3):
        root = ask(client, query)
        seen += [one.text or "" for one in root.iterfind(f".//{NS}identifier")]
        token = root.find(f".//{NS}resumptionToken")
        assert token is not None
        assert (token.get("completeListSize"), token.get("cursor")) == ("250", str(part * 100))
        query = f"verb=ListIdentifiers&resumptionToken={token.text}"
    assert token.text is None
    assert len(seen) == len(set(seen)) == 250


def test_a_token_of_another_make_or_verb_is_refused(client: Client, classics: Collection) -> None:
    _many(classics, 150)
    token = ask(client, "verb=ListIdentifiers&metadataPrefix=oai_dc").findtext(f".//{NS}resumptionToken") or ""
    assert code(ask(client, f"verb=ListRecords&resumptionToken={token}")) == "badResumptionToken"
    assert code(ask(client, f"verb=ListIdentifiers&resumptionToken={token[:-3]}AAA")) == "badResumptionToken"
    other = signing.dumps({"verb": "ListIdentifiers"}, salt=oai.SALT)
    assert code(ask(client, f"verb=ListIdentifiers&resumptionToken={other}")) == "badResumptionToken"


def test_one_record_in_dublin_core(client: Client, add: Callable[..., Item]) -> None:
    held = add("梦溪笔谈", creator="沈括", subjects="活字；印刷", date="北宋", place="润州")
    name = ask(client, "verb=ListIdentifiers&metadataPrefix=oai_dc").findtext(f".//{NS}identifier")
    root = ask(client, f"verb=GetRecord&metadataPrefix=oai_dc&identifier={name}")
    told = [(one.tag.rsplit("}", 1)[1], one.text) for one in root.find(f".//{{{oai.DC_BOX}}}dc") or ()]
    assert ("creator", "沈括") in told
    assert [text for element, text in told if element == "subject"] == ["活字", "印刷"]
    assert any(element == "identifier" and (text or "").endswith(f"{held.uid}/") for element, text in told)


def test_only_what_changed_since(client: Client, add: Callable[..., Item]) -> None:
    old, new = add("旧的"), add("新的")
    Item.objects.filter(pk=old.pk).update(updated=datetime.now(UTC) - timedelta(days=30))
    since = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%d")
    page = client.get(f"/oai?verb=ListRecords&metadataPrefix=oai_dc&from={since}").content.decode()
    assert new.uid in page
    assert old.uid not in page


def test_it_is_asked_by_post_too(client: Client, add: Callable[..., Item]) -> None:
    add("三字经")
    answer = client.post("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    assert "三字经" in answer.content.decode()


def _many(classics: Collection, count: int) -> None:
    Item.objects.bulk_create(
        Item(
            community_id=classics.community_id,
            collection=classics,
            title=f"第{n}件",
            licence="pd",
            state=Item.State.SHOWN,
        )
        for n in range(count)
    )
