"""The public figures as anyone reads them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from django.test import Client

from linli.station.desk import selectors as desk
from linli.station.desk import services as desk_services
from linli.station.ledger import chain
from linli.station.moderation import services
from linli.station.moderation.models import Decision
from linli.station.moderation.selectors import notice_of
from linli.station.organisations.models import Community
from tests.station.factories import People, community_make, people_make, submit
from tests.station.pages import signed_in


@pytest.fixture
def busy(people: People) -> People:
    """Three items, a hold that a reviewer upheld, an appeal that another person overturned."""
    submit(people.forum, "今天菜价不错")
    submit(people.forum, "这里有广告")
    submit(people.forum, "你这个笨蛋")
    [case] = desk.queue(actor=people.reviewer)
    values = {"category": "abuse", "action": "remove"}
    desk_services.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="骂人了，移除",
        values=values,
    )
    told = notice_of(Decision.objects.latest("pk"))
    assert told is not None
    services.appeal_create(actor=people.visitor, code=told.code, text="我在说自己")
    appeal = desk.queue(actor=people.other, kind="appeal").get()
    desk_services.case_answer(
        actor=people.other, number=appeal.number, version=appeal.version, choice="overturned", reason="确实在说自己"
    )
    return people


def figures(client: Client, query: str = "") -> dict[str, object]:
    found = json.loads(client.get(f"/transparency/figures.json{query}").content)
    return {figure["id"]: figure["value"] for figure in found["figures"]}


def test_the_figures_are_real_counts(client: Client, busy: People) -> None:
    found = figures(client)
    assert {"received": 1, "answered": 1, "items": 3, "decisions": 3, "overturned": 1}.items() <= found.items()
    assert found["overturn-rate"] == found["on-time"] == 100.0
    assert found["satisfaction"] is None


def test_the_page_says_what_each_figure_counts(client: Client, busy: People) -> None:
    page = client.get("/transparency/").content.decode()
    assert "同一人就同一对象重复提交的，只算一次" in page
    assert "还没有" in page
    english = client.get("/transparency/", headers={"accept-language": "en"}).content.decode()
    assert "counts once" in english


def test_an_empty_community_has_a_page(client: Client, community: Community) -> None:
    assert client.get("/transparency/").status_code == 200
    assert figures(client)["answer-time"] is None


def test_the_table_has_the_same_figures(client: Client, busy: People) -> None:
    text = client.get("/transparency/figures.csv").content.decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    assert rows["received"]["value"] == "1"
    assert rows["decisions.remove"]["value"] == "1"
    assert rows["received"]["definition_en"]


@pytest.mark.parametrize("period", ["2026-13", "yesterday", "2026-1-1"])
def test_a_period_that_is_none_is_refused_with_the_mend(client: Client, community: Community, period: str) -> None:
    answer = client.get(f"/transparency/?period={period}")
    assert answer.status_code == 400
    assert "30d" in answer.content.decode()


def test_a_month_counts_only_its_own(client: Client, busy: People) -> None:
    assert figures(client, "?period=2020-01")["received"] == 0


def test_another_community_s_work_is_not_counted(client: Client, busy: People) -> None:
    other = people_make(community_make(slug="other"), client_id=2)
    submit(other.forum, "你这个笨蛋")
    assert figures(client)["decisions"] == 3
    found = json.loads(client.get("/c/other/transparency/figures.json").content)
    assert {f["id"]: f["value"] for f in found["figures"]}["decisions"] == 1


def test_the_feed_of_statements_has_nobody_s_words(client: Client, busy: People) -> None:
    text = client.get("/transparency/statements.json").content.decode()
    assert len(json.loads(text)["results"]) == 3
    atom = client.get("/transparency/statements.atom")
    assert atom["Content-Type"].startswith("application/atom+xml")
    for shown in (text, atom.content.decode()):
        for words in ("笨蛋", "骂人了，移除", "小林"):
            assert words not in shown


def test_a_lead_exports_the_record_and_it_verifies(busy: People, tmp_path: Path) -> None:
    assert signed_in(busy.reviewer).get("/transparency/ledger.jsonl").status_code == 403
    answer = signed_in(busy.lead).get("/transparency/ledger.jsonl")
    file = tmp_path / "ledger.jsonl"
    file.write_bytes(answer.content)
    found = chain.verify_file(file)
    assert found.sound, found
    page = signed_in(busy.lead).get("/transparency/").content.decode()
    assert json.loads(answer.content.decode().splitlines()[-1])["head"]["hash"] in page
