"""A special operation from its form to its public report: in its time and scope only, judged by harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.assess import assess
from linli.station.moderation import services
from linli.station.moderation.models import Operation
from linli.station.moderation.services import items
from tests.station.factories import People, submit
from tests.station.pages import signed_in

DOCUMENT = """
policy: club
version: 1.0.0
extends: base
title: {zh: 会章, en: Club}
effective: 2026-11-01
rules:
  - id: mild-limit
    clause: "1.1"
    category: abuse
    status: background
    when: severity["abuse"] == 1
    action: limit
    explain: {zh: 伤人的话先不推荐, en: Hurtful words are not recommended}
"""
MILD = "有病吧你"


@pytest.fixture(autouse=True)
def _real(monkeypatch: pytest.MonkeyPatch, people: People) -> None:
    monkeypatch.setattr(items, "assess", assess)
    services.policy_publish(actor=people.lead, document=DOCUMENT)


def form(**changed: object) -> dict[str, object]:
    today = timezone.localdate()
    given: dict[str, object] = {
        "title": "暖心评论季",
        "aim": "评论里伤人的话多了，先不推荐，看看能不能好一些。",
        "categories": ["abuse"],
        "kinds": ["comment"],
        "acting": ["mild-limit"],
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=13)).isoformat(),
        "goal_hours": "2",
        "goal_wrong": "10",
    }
    return given | changed


def made(people: People, **changed: object) -> Operation:
    answer = signed_in(people.lead).post("/desk/operations/", form(**changed))
    assert answer.status_code == 302, answer.content.decode()
    return Operation.objects.get()


def act(people: People, who: str, operation: Operation, what: str, **given: str) -> str:
    page = signed_in(getattr(people, who))
    return page.post(f"/desk/operations/{operation.uid}/{what}/", given, follow=True).content.decode()


def test_from_the_form_to_the_public_report(people: People) -> None:
    assert submit(people.forum, MILD).item.state == "visible"
    operation = made(people)
    assert Client().get(f"/operations/{operation.uid}/").status_code == 404
    act(people, "second_lead", operation, "announce")
    public = Client().get(f"/operations/{operation.uid}/").content.decode()
    assert "暖心评论季" in public
    assert "伤人的话先不推荐" in public
    sent = submit(people.forum, f"{MILD}，真是")
    assert sent.item.state == "limited"
    assert sent.item.assessment["policy"].startswith("club@1.0.0+op.")
    assert "mild-limit" in {r["rule"] for r in sent.item.assessment["reasons"]}
    assert submit(people.forum, f"{MILD}，发帖说", kind="post").item.state == "visible"
    operation.refresh_from_db()
    later = operation.ends_at + timedelta(minutes=1)
    assert services.operations_tick(community_id=people.lead.community_id, now=later) == 1
    operation.refresh_from_db()
    assert operation.state == "ended"
    assert set(operation.report) == {"before", "during"}
    act(people, "lead", operation, "report", lessons="提醒有用，限制没有多大差别。")
    report = Client().get(f"/operations/{operation.uid}/").content.decode()
    assert "提醒有用" in report
    assert "达到" in report
    assert "暖心评论季" in Client().get("/operations/").content.decode()


def test_its_rules_stop_with_the_clock_even_if_no_clock_runs(people: People) -> None:
    operation = made(people)
    act(people, "second_lead", operation, "announce")
    assert submit(people.forum, f"{MILD}，一").item.state == "limited"
    Operation.objects.update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(seconds=1)
    )
    sent = submit(people.forum, f"{MILD}，二").item
    assert (sent.state, sent.assessment["policy"]) == ("visible", "club@1.0.0")


def test_ended_early_it_reports_and_its_rules_stop(people: People) -> None:
    operation = made(people)
    act(people, "second_lead", operation, "announce")
    act(people, "lead", operation, "stop")
    operation.refresh_from_db()
    assert (operation.state, bool(operation.report)) == ("ended", True)
    assert submit(people.forum, f"{MILD}，三").item.state == "visible"


def test_whoever_wrote_it_does_not_announce_it(people: People) -> None:
    operation = made(people)
    assert "起草的人不能自己公布" in act(people, "lead", operation, "announce")
    operation.refresh_from_db()
    assert operation.state == "draft"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"goal_hours": "", "goal_wrong": ""}, "请至少定一个减少危害的目标"),
        ({"ends": "2030-01-01"}, "最长三个月"),
        ({"acting": ["abuse-words"]}, "abuse-words"),
        ({"categories": ["self-harm"]}, "针对哪些危害："),
        ({"categories": []}, "针对哪些危害："),
    ],
)
def test_what_an_operation_must_have(people: People, changed: dict[str, object], why: str) -> None:
    answer = signed_in(people.lead).post("/desk/operations/", form(**changed))
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not Operation.objects.exists()
