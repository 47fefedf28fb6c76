"""`Idempotency-Key`: the same answer again, one effect, and clear refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from linli.problems import Problem
from linli.station.desk.models import Submission
from linli.station.integrations.models import Idempotency
from linli.station.integrations.repeats import LEASE, answer_once
from linli.station.moderation.models import Item
from tests.station.api.conftest import Caller

ITEM: dict[str, Any] = {"id": "c-1", "text": "今天天气好", "author": {"id": "u-1"}}
REPORT = {"item": "c-1", "category": "abuse", "text": "语气不好"}


def test_the_same_answer_is_given_again_status_and_all(forum: Caller) -> None:
    first = forum("POST", "/items", ITEM, **{"Idempotency-Key": "k1"})
    again = forum("POST", "/items", ITEM, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Content-Type"] == first["Content-Type"]
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first


def test_a_report_sent_twice_counts_once(forum: Caller) -> None:
    forum("POST", "/items", ITEM)
    for _ in range(3):
        assert forum("POST", "/reports", REPORT, **{"Idempotency-Key": "r"}).status_code == 201
    assert Submission.objects.count() == 1


def test_a_refusal_is_given_again_too(forum: Caller) -> None:
    bad = {**ITEM, "kind": "poem"}
    first = forum("POST", "/items", bad, **{"Idempotency-Key": "k"})
    again = forum("POST", "/items", bad, **{"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code, again.content) == (422, 422, first.content)


def test_another_request_under_the_same_key_is_refused(forum: Caller) -> None:
    forum("POST", "/items", ITEM, **{"Idempotency-Key": "k"})
    other = forum("POST", "/items", {**ITEM, "text": "另一句"}, **{"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")
    elsewhere = forum("POST", "/reports", REPORT, **{"Idempotency-Key": "k"})
    assert elsewhere.status_code == 422


def test_keys_of_two_clients_do_not_meet(forum: Caller, stranger: Caller) -> None:
    forum("POST", "/items", ITEM, **{"Idempotency-Key": "k"})
    assert stranger("POST", "/items", {**ITEM, "text": "别处"}, **{"Idempotency-Key": "k"}).status_code == 201


def test_a_request_in_flight_is_refused_and_a_dead_one_is_made_again(forum: Caller) -> None:
    forum("POST", "/items", ITEM, **{"Idempotency-Key": "k"})
    Item.objects.all()
    Idempotency.objects.update(status=0, until=timezone.now() + LEASE)
    busy = forum("POST", "/items", ITEM, **{"Idempotency-Key": "k"})
    assert busy.status_code == 409
    assert int(busy["Retry-After"]) >= 1
    Idempotency.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert forum("POST", "/items", ITEM, **{"Idempotency-Key": "k"}).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "k" * 256])
def test_a_key_of_a_wrong_form_is_refused(forum: Caller, key: str) -> None:
    answer = forum("POST", "/items", ITEM, **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")


def test_a_failure_keeps_nothing_and_may_be_repeated(forum: Caller) -> None:
    client_id = forum.actor.client_id or 0
    outcomes = iter([500, 201])

    def work() -> HttpResponse:
        Item.objects.count()
        return HttpResponse(b"x", status=next(outcomes))

    def ask() -> int:
        return answer_once(client_id=client_id, key="k", digest="d", work=work).status_code

    assert [ask(), ask(), ask()] == [500, 201, 201]


def test_an_effect_and_its_answer_are_one(forum: Caller) -> None:
    """A worker whose claim ran out while it worked takes its effect back."""
    client_id = forum.actor.client_id or 0
    item = forum("POST", "/items", ITEM).json()["item"]["id"]

    def slow() -> HttpResponse:
        Item.objects.filter(external_id=item).update(text="改了")
        Idempotency.objects.filter(key="k").update(until=timezone.now() + timedelta(hours=1))
        return HttpResponse(b"x", status=200)

    with pytest.raises(Problem) as lost:
        answer_once(client_id=client_id, key="k", digest="d", work=slow)
    assert lost.value.status == 409
    assert Item.objects.get(external_id=item).text == ITEM["text"]


def test_old_answers_are_forgotten_after_a_day(forum: Caller) -> None:
    forum("POST", "/items", ITEM, **{"Idempotency-Key": "old"})
    Idempotency.objects.update(created=timezone.now() - timedelta(hours=25))
    forum("POST", "/items", ITEM, **{"Idempotency-Key": "new"})
    assert list(Idempotency.objects.values_list("key", flat=True)) == ["new"]


def test_codes_wait_sealed(forum: Caller) -> None:
    forum("POST", "/items", ITEM)
    receipt = forum("POST", "/reports", REPORT, **{"Idempotency-Key": "r"}).json()["receipt"]
    assert receipt.encode() not in bytes(Idempotency.objects.get().body)
