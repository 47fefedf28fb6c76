"""A client hears of every decision about its items, of reversals, of answers and of notices, and of nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from linli.station.desk import services as desk
from linli.station.ledger import events
from linli.station.moderation import listeners, services
from tests.station.factories import People, submit

Told = list[tuple[str, int | None, dict[str, Any]]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    heard: Told = []

    def emit(*, community_id: int, type: str, data: dict[str, Any], client_id: int | None = None) -> int:
        heard.append((type, client_id, data))
        return 1

    monkeypatch.setattr(listeners, "webhook_emit", emit)
    return heard


def deliver() -> None:
    """Runs the waiting deliveries, as the worker does."""
    for task in DBTaskResult.objects.filter(task_path="linli.station.ledger.events.deliver").order_by("enqueued_at"):
        events.deliver.func(**task.args_kwargs["kwargs"])
    DBTaskResult.objects.all().delete()


def test_a_decision_is_told_to_its_client(people: People, told: Told) -> None:
    done = submit(people.forum, "你这个笨蛋", external_id="post-7", account_id="alice")
    deliver()
    by_type = {type_: data for type_, _, data in told}
    assert {client for _, client, _ in told} == {1}
    decided = by_type["item.decided"]
    assert (decided["item"], decided["state"], decided["action"]) == ("post-7", "held", "hold")
    assert decided["reasons"][0]["clause"] == "2.1"
    assert done.notice is not None
    assert decided["notice"]["code"] == by_type["notice.created"]["code"] == done.notice.code
    assert decided["notice"]["appeal_url"] == f"http://127.0.0.1:8600/n/{done.notice.code}/appeal/"
    assert by_type["notice.created"]["account"] == "alice"


def test_an_answer_and_a_reversal_are_told(people: People, told: Told) -> None:
    item = submit(people.forum, "一句话", external_id="post-8").item
    bob = services.account_ensure(actor=people.forum, external_id="bob")
    receipt = services.report_create(actor=people.forum, category="abuse", item=item, reporter=bob)
    case = desk.case_take(actor=people.reviewer, number=receipt.case_number)
    values = {"category": "abuse", "action": "remove"}
    desk.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="确实违反公约",
        values=values,
    )
    desk.case_reverse(actor=people.reviewer, number=case.number, reason="看错了上下文")
    deliver()
    answered = [data for type_, _, data in told if type_ == "case.answered"]
    assert [data["account"] for data in answered] == ["bob", "bob"]
    assert answered[0]["receipt"] == receipt.code
    assert [data["state"] for type_, _, data in told if type_ == "item.reversed"] == ["visible"]


def test_what_came_without_a_client_is_told_to_none(people: People, told: Told) -> None:
    submit(people.keeper, "你这个笨蛋")
    deliver()
    assert told == []
