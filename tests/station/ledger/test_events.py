"""News travels up after the commit; what must not be lost is a task in the same transaction, heard once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from linli.station.ledger import events
from linli.station.ledger.missed import deliver_missed, tasks_prune
from linli.station.ledger.models import Delivery
from linli.station.organisations.models import Community
from tests.station.factories import community_make, row_make

HEARD: list[events.Event] = []
FAILING: list[str] = []


def hear(event: events.Event) -> None:
    HEARD.append(event)
    if FAILING:
        raise OSError(FAILING.pop())


HERE = f"{__name__}.hear"


@pytest.fixture(autouse=True)
def _listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    HEARD.clear()
    FAILING.clear()
    table = {"test.prompt": events.Listeners(prompt=(HERE,)), "test.durable": events.Listeners(durable=(HERE,))}
    monkeypatch.setattr(events, "declared", lambda: table)
    monkeypatch.setattr(events, "import_string", lambda name: hear)


def test_a_prompt_listener_hears_after_the_commit(
    community: Community, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = row_make(community.pk, "test.prompt", number=1)
        assert HEARD == []
    assert [events.of(row)] == HEARD
    assert HEARD[0].data == {"number": 1}


def test_a_durable_listener_is_a_task_of_the_same_transaction(community: Community) -> None:
    with transaction.atomic():
        row_make(community.pk, "test.durable")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    row_make(community.pk, "test.durable")
    assert DBTaskResult.objects.count() == 1


def test_a_repeated_task_is_heard_once(community: Community) -> None:
    row = row_make(community.pk, "test.durable")
    events.deliver.func(listener=HERE, row=row.uid)
    events.deliver.func(listener=HERE, row=row.uid)
    assert len(HEARD) == 1
    assert Delivery.objects.count() == 1


def test_a_failed_listener_is_asked_again_later(community: Community) -> None:
    FAILING.append("the disk is full")
    row = row_make(community.pk, "test.durable")
    with pytest.raises(OSError, match="disk"):
        events.deliver.func(listener=HERE, row=row.uid)
    assert not Delivery.objects.exists()
    again = DBTaskResult.objects.order_by("run_after").first()
    assert again is not None
    assert again.args_kwargs["kwargs"] == {"listener": HERE, "row": row.uid, "attempt": 2}
    events.deliver.func(listener=HERE, row=row.uid, attempt=2)
    assert len(HEARD) == 2


def test_it_gives_up_in_the_end(community: Community) -> None:
    FAILING.append("still full")
    row = row_make(community.pk, "test.durable")
    waiting = DBTaskResult.objects.count()
    with pytest.raises(OSError, match="full"):
        events.deliver.func(listener=HERE, row=row.uid, attempt=events.ATTEMPTS)
    assert DBTaskResult.objects.count() == waiting


def test_news_of_a_killed_worker_is_planned_again(community: Community) -> None:
    row = row_make(community.pk, "test.durable")
    later = timezone.now() + timedelta(hours=1)
    assert deliver_missed(now=later) == 0
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert deliver_missed(now=timezone.now() + timedelta(minutes=1)) == 0
    assert deliver_missed(now=later) == 1
    assert deliver_missed(now=later) == 0
    events.deliver.func(listener=HERE, row=row.uid)
    DBTaskResult.objects.all().delete()
    assert deliver_missed(now=later) == 0


def test_old_tasks_are_forgotten(community: Community) -> None:
    row_make(community.pk, "test.durable")
    now = timezone.now()
    assert tasks_prune(now=now + timedelta(days=30)) == 0
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=now)
    assert tasks_prune(now=now + timedelta(days=7)) == 0
    assert tasks_prune(now=now + timedelta(days=9)) == 1


def test_news_given_up_stays_given_up(community: Community) -> None:
    row = row_make(community.pk, "test.durable")
    DBTaskResult.objects.all().delete()
    events.deliver.enqueue(listener=HERE, row=row.uid, attempt=events.ATTEMPTS)
    DBTaskResult.objects.update(status="FAILED")
    assert deliver_missed(now=timezone.now() + timedelta(hours=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_it() -> None:
    community = community_make()
    with transaction.atomic():
        row_make(community.pk, "test.durable")
    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False)
    assert [event.kind for event in HEARD] == ["test.durable"]
