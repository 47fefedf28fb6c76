"""Public figures count what happened, in one community, each with its definition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.moderation import selectors as moderation
from linli.station.moderation import services
from linli.station.people.actors import Actor
from linli.station.transparency.selectors import Figures, figures
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
