"""The report of a month, its charts, and the outbox of statements."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.moderation.models import Decision, StatementOfReasons
from linli.station.transparency import views
from linli.station.transparency.periods import month_before, months
from linli.station.transparency.report import CHARTS
from tests.station.factories import People, community_make, submit

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def three(people: People) -> People:
    for text in ("卖广告一", "笨蛋二", "卖广告三"):
        submit(people.forum, text)
    return people


def test_a_month_stands_beside_the_month_before(client: Client, three: People) -> None:
    Decision.objects.filter(action="hold").update(created=timezone.now() - timezone.timedelta(days=32))
    page = client.get(f"/transparency/months/{months()[0]}/").content.decode()
    assert "近六个月" in page
    assert page.count('<svg class="columns"') == len(CHARTS)
    english = client.get(f"/transparency/months/{months()[0]}/", headers={"accept-language": "en"}).content.decode()
    assert "Last six months" in english
    assert client.get("/transparency/months/2019-01/").status_code == 404
    assert client.get("/transparency/months/x/").status_code == 404


@pytest.mark.parametrize("figure", CHARTS)
def test_every_chart_is_a_whole_picture_that_reads_aloud(client: Client, three: People, figure: str) -> None:
    answer = client.get(f"/transparency/charts/{figure}.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    drawn = ElementTree.fromstring(answer.content)
    assert drawn.find(f"{SVG}title").text
    assert months()[0][2:] in drawn.find(f"{SVG}desc").text
    assert len(drawn.findall(f"{SVG}rect")) == 7


def test_a_chart_shows_the_numbers(client: Client, three: People) -> None:
    drawn = ElementTree.fromstring(client.get("/transparency/charts/decisions.svg").content)
    values = [text.text for text in drawn.findall(f"{SVG}text") if text.get("class") == "value"]
    assert values[-1] == "3"
    assert client.get("/transparency/charts/nothing.svg").status_code == 404


def test_the_outbox_gives_each_statement_once_in_order(
    client: Client, three: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FEED", 2)
    first = json.loads(client.get("/transparency/statements.json?after=").content)
    then = json.loads(client.get(f"/transparency/statements.json?after={first['next']}").content)
    assert [len(first["results"]), len(then["results"])] == [2, 1]
    assert then["next"] is None
    got = [one["puid"] for one in first["results"] + then["results"]]
    assert got == [str(p) for p in StatementOfReasons.objects.order_by("pk").values_list("puid", flat=True)]
    more = json.loads(client.get(f"/transparency/statements.json?after={then['last']}").content)
    assert more["results"] == []
    submit(three.forum, "新广告")
    again = json.loads(client.get(f"/transparency/statements.json?after={then['last']}").content)
    assert len(again["results"]) == 1
    for wrong in ("x", "00000000-0000-0000-0000-000000000000"):
        assert client.get(f"/transparency/statements.json?after={wrong}").status_code == 404


def test_another_community_s_statement_is_no_cursor_here(client: Client, three: People) -> None:
    community_make(slug="other")
    puid = StatementOfReasons.objects.first().puid
    assert client.get(f"/c/other/transparency/statements.json?after={puid}").status_code == 404


def test_a_statement_has_the_fields_of_the_act(client: Client, three: People) -> None:
    found = json.loads(client.get("/transparency/statements.json").content)["results"][0]
    for field in (
        "puid",
        "decision_visibility",
        "decision_monetary",
        "decision_provision",
        "decision_account",
        "decision_ground",
        "incompatible_content_ground",
        "decision_facts",
        "category",
        "territorial_scope",
        "content_type",
        "content_date",
        "content_language",
        "application_date",
        "end_date",
        "source_type",
        "automated_detection",
        "automated_decision",
    ):
        assert field in found, field
    assert found["category"].startswith("STATEMENT_CATEGORY_")


def test_the_month_before_january_is_december() -> None:
    assert month_before("2026-01") == "2025-12"
