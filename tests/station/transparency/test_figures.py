"""Public figures count what happened, in one community, each with its definition."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.models import Case, Submission
from linli.station.ledger.services import export_chain
from linli.station.moderation import selectors as moderation
from linli.station.moderation import services
from linli.station.moderation.models import Check, Verdict
from linli.station.people.actors import Actor
from linli.station.privacy import services as rights
from linli.station.privacy.models import Right
from linli.station.transparency.periods import months
from linli.station.transparency.queries import QUERIES, worked_out, worked_out_parts
from linli.station.transparency.selectors import COUNT, Figure, Figures, Part, figures
from linli.station.transparency.views import CHARTS, GROUPS
from linli.vocabulary import Text
from tests.station.factories import People, community_make, people_make, submit


def now(community_id: int) -> Figures:
    return figures(community_id=community_id, since=timezone.now() - timedelta(days=1))


def answer(actor: Actor, number: int, choice: str, values: dict[str, str] | None = None) -> None:
    case = Case.objects.get(community_id=actor.community_id, number=number)
    desk.case_answer(
        actor=actor, number=number, version=case.version, choice=choice, reason="看过上下文了", values=values or {}
    )


@pytest.fixture
def after_a_day(people: People) -> People:
    """Three clean items, an advert, two holds: one released, one confirmed and overturned on appeal; a report."""
    for text in ("早", "好", "谢谢"):
        submit(people.forum, text)
    submit(people.forum, "卖广告")
    released, confirmed = submit(people.forum, "笨蛋一号"), submit(people.forum, "笨蛋二号")
    for done, choice, values in (
        (released, "dismiss", {}),
        (confirmed, "uphold", {"category": "abuse", "action": "remove"}),
    ):
        number = Case.objects.get(subject_id=done.item.uid).number
        services.report_create(actor=people.member, category="abuse", item=done.item)
        answer(people.reviewer, number, choice, values)
    decision = moderation.decisions(actor=people.lead).filter(action="remove").get()
    told = moderation.notice_of(decision)
    assert told is not None
    appeal = services.appeal_create(actor=people.visitor, code=told.code, text="这是误会")
    answer(people.other, appeal.case_number, "overturned")
    services.report_create(actor=people.visitor, category="spam", url="https://example.org/1")
    return people


def test_the_figures_are_what_happened(after_a_day: People) -> None:
    found = now(after_a_day.lead.community_id)
    values = {figure.id: figure.value for figure in found.figures}
    assert values | {"answer-time": None} == {
        "items": 6,
        "decisions": 4,
        "categories": 4,
        "sources": 4,
        "automation": 75.0,
        "false-alarms": 2,
        "received": 4,
        "answered": 3,
        "answer-time": None,
        "on-time": 100.0,
        "open": 1,
        "satisfaction": None,
        "appeals": 1,
        "overturned": 1,
        "overturn-rate": 100.0,
        "appeal-time": 0.0,
        "sampled": 0,
        "missed": None,
        "rights": 0,
        "rights-on-time": None,
    }
    assert {p.id: p.value for p in found["decisions"].parts} == {"label": 1, "hold": 2, "remove": 1}
    assert {p.id: p.value for p in found["false-alarms"].parts} == {"abuse-words": 2}
    assert {p.id: p.value for p in found["received"].parts} == {"report": 3, "appeal": 1}


def test_every_figure_has_its_definition(after_a_day: People) -> None:
    for figure in now(after_a_day.lead.community_id).figures:
        assert len(figure.definition.zh) > 8
        assert len(figure.definition.en) > 15


def test_another_community_counts_its_own(after_a_day: People) -> None:
    other = people_make(community_make(slug="other"), client_id=9)
    submit(other.forum, "早")
    values = {figure.id: figure.value for figure in now(other.lead.community_id).figures}
    assert values["items"] == 1
    assert values["decisions"] == values["received"] == values["open"] == 0
    assert values["automation"] is None


def test_a_time_before_has_nothing(after_a_day: People) -> None:
    then = timezone.now() - timedelta(days=7)
    found = figures(community_id=after_a_day.lead.community_id, since=then, until=then + timedelta(days=1))
    assert found["items"].value == found["decisions"].value == found["received"].value == 0
    with pytest.raises(KeyError):
        _ = found["nothing"]


@pytest.fixture
def everything(after_a_day: People) -> People:
    """The same day, with rights used, a score given, and a case that is late."""
    here = after_a_day.lead.community_id
    rights.right_ask(actor=after_a_day.member, right=Right.COPY)
    rights.right_ask(actor=after_a_day.member, right=Right.EXPLAIN, text="为什么")
    sent = Submission.objects.filter(community_id=here, kind="report", case__answered_at__isnull=False).first()
    assert sent is not None
    desk.satisfaction_give(actor=after_a_day.member, submission=sent, score=4)
    Submission.objects.filter(pk=sent.pk).update(created=timezone.now() - timedelta(hours=5))
    return after_a_day


def test_no_figure_is_without_its_definition_and_its_query(everything: People) -> None:
    found = now(everything.lead.community_id).figures
    assert len({figure.id for figure in found}) == len(found)
    for figure in found:
        assert len(figure.definition.zh) > 8
        assert figure.query.sql.startswith("SELECT"), figure.id
        assert bool(figure.query.parts) or not figure.parts, figure.id
    assert {figure.id for figure in found} == set(QUERIES)


def test_no_number_stands_on_the_page_without_its_definition(client: Client, everything: People) -> None:
    shown = client.get("/transparency/").content.decode()
    found = {figure.id: figure for figure in now(everything.lead.community_id).figures}
    cards = re.findall(r'<li class="card flat">(.*?)</details></li>', shown, re.DOTALL)
    assert len(cards) == shown.count('class="big-number"') == sum(len(ids) for _, ids in GROUPS)
    for card, one in zip(cards, [found[id] for _, ids in GROUPS for id in ids], strict=True):
        assert one.definition.zh in unescape(card)
        assert "SELECT" in card
    assert {id for _, ids in GROUPS for id in ids} | set(CHARTS) == set(found)
    for chart in CHARTS:
        assert found[chart].definition.zh in unescape(shown)


def test_every_figure_and_every_part_is_what_its_query_gives(everything: People) -> None:
    found = now(everything.lead.community_id)
    for figure in found.figures:
        given = {"community_id": everything.lead.community_id, "since": found.since, "until": found.until}
        by_query = worked_out(figure.query, **given)
        assert by_query == (None if figure.value is None else pytest.approx(figure.value)), figure.id
        if figure.parts:
            parts = {part.id: part.value for part in figure.parts if part.value}
            assert parts == worked_out_parts(figure.query, **given), figure.id


def test_the_main_figures_are_recounted_from_the_exported_record_alone(everything: People) -> None:
    out = StringIO()
    export_chain(everything.lead.community_id, out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()][:-1]
    kinds = Counter(row["kind"] for row in rows)
    data = [(row["kind"], row["data"]) for row in rows]
    found = {figure.id: figure for figure in now(everything.lead.community_id).figures}
    assert found["items"].value == kinds["item.submitted"]
    assert found["decisions"].value == kinds["decision.made"]
    made = [d for kind, d in data if kind == "decision.made"]
    assert {p.id: p.value for p in found["decisions"].parts} == Counter(d["action"] for d in made)
    assert {p.id: p.value for p in found["sources"].parts} == Counter(d["source"] for d in made)
    assert {p.id: p.value for p in found["categories"].parts} == Counter(c for d in made for c in d["categories"])
    sent = Counter(d["kind"] for kind, d in data if kind == "submission.created")
    assert {p.id: p.value for p in found["received"].parts} == sent
    assert found["overturned"].value == sum(d.get("choice") == "overturned" for k, d in data if k == "case.answered")
    assert found["rights"].value == kinds["rights.asked"]


def test_what_a_sample_found_is_told(people: People) -> None:
    here = people.lead.community_id
    for said in ("none", "none", "none", "abuse"):
        check = Check.objects.create(community_id=here, source="sample", item=submit(people.forum, "早").item)
        Verdict.objects.create(check_of=check, by_id=people.reviewer.user_id, said=said)
    golden = Check.objects.create(community_id=here, source="golden", text="x", truth="abuse")
    Verdict.objects.create(check_of=golden, by_id=people.reviewer.user_id, said="abuse")
    found = now(here)
    assert (found["sampled"].value, found["missed"].value) == (4, 25.0)


def test_small_numbers_that_could_name_somebody_are_told_together() -> None:
    def figure(**counts: int) -> Figure:
        parts = tuple(Part(name, Text(name, name), n) for name, n in counts.items())
        return Figure("categories", Text("", ""), sum(counts.values()), COUNT, Text("", ""), parts, sensitive=True)

    def shown(**counts: int) -> dict[str, int | None]:
        return {part.id: part.value for part in figure(**counts).for_everyone().parts}

    assert shown(abuse=12, spam=7) == {"abuse": 12, "spam": 7}
    assert shown(abuse=12, spam=7, fraud=2) == {"abuse": 12, "few": None}
    assert shown(abuse=12, threat=3, fraud=2) == {"abuse": 12, "few": None}
    assert shown(fraud=2) == {"few": None}


def test_the_page_and_the_exports_tell_no_small_category(client: Client, after_a_day: People) -> None:
    for path in ("/transparency/figures.json", "/transparency/months/{}/", "/api/v1/transparency"):
        text = client.get(path.format(months()[0])).content.decode()
        assert '"spam"' not in text.split('"sources"')[0].split('"categories"')[-1]
    found = json.loads(client.get("/transparency/figures.json").content)["figures"]
    assert {f["id"]: f["parts"] for f in found}["categories"][0]["value"] is None
