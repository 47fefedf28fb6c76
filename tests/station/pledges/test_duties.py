"""The duties of a platform: filled in by a lead, shown when they say so, taken away as a table."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from linli.station.pledges import duties, services
from linli.station.pledges.models import Duty
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in

GAP = {"state": "gap", "gap": "还没有年度报告", "owner": "站务", "due": "2027-01-31"}


def test_filled_in_shown_and_taken_away(client: Client, people: factories.People) -> None:
    lead = signed_in(people.lead)
    lead.post("/duties/yearly-report/", GAP)
    lead.post("/duties/rules-public/", {"state": "met", "evidence": "=HYPERLINK(1) /rules/ 每一版都公开"})
    assert "还没有年度报告" in lead.get("/duties/").content.decode()
    for path in ("/duties/", "/duties.csv", "/duties.json", "/duties/print/"):
        assert "还没有年度报告" not in client.get(path).content.decode()
    lead.post("/duties/", {"show": "1"})
    for path in ("/duties/", "/duties.csv", "/duties.json", "/duties/print/"):
        assert "还没有年度报告" in client.get(path).content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get("/duties.csv").content.decode("utf-8-sig"))))
    assert len(rows) == len(duties.listed())
    report = next(row for row in rows if row["id"] == "yearly-report")
    assert (report["state"], report["due"]) == ("gap", "2027-01-31")
    assert next(row for row in rows if row["id"] == "rules-public")["evidence"].startswith("'=")
    lead.post("/duties/", {"show": "0"})
    assert "还没有年度报告" not in client.get("/duties.json").content.decode()


@pytest.mark.parametrize(
    "bad", [{"owner": ""}, {"due": ""}, {"gap": ""}, {"state": "met"}, {"state": "x"}, {"state": "none", "gap": ""}]
)
def test_met_wants_evidence_and_a_gap_wants_a_day(people: factories.People, bad: dict[str, str]) -> None:
    assert signed_in(people.lead).post("/duties/yearly-report/", {**GAP, **bad}).status_code == 422
    assert not Duty.objects.exists()


def test_only_a_lead_fills_it_in(people: factories.People) -> None:
    with pytest.raises(LinliError):
        services.duty_save(actor=people.reviewer, duty="yearly-report", state="none", gap="不适用的原因")
    assert signed_in(people.member).post("/duties/", {"show": "1"}).status_code == 403
    assert signed_in(people.lead).post("/duties/nothing/", GAP).status_code == 404


def test_every_duty_names_its_source() -> None:
    found = duties.listed()
    assert len({one.id for one in found}) == len(found) > 20
    assert all(one.source and one.article and one.duty.en for one in found)
