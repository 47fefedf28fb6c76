"""Finds durable news that nobody heard: a worker was killed in the middle of a task, which does not run again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from linli.station.ledger import events
from linli.station.ledger.models import Delivery, Row

PATIENCE = timedelta(minutes=15)
MEMORY = timedelta(days=7)
Call = tuple[str, str]


def deliver_missed(*, now: datetime | None = None) -> int:
    """Plans again what is neither delivered, nor planned, nor given up after every attempt; how many."""
    moment = now or timezone.now()
    missing = list(_undelivered(moment))
    settled = _settled(moment) if missing else set()
    again = [call for call in missing if call not in settled]
    for listener, row in again:
        events.deliver.enqueue(listener=listener, row=row)
    return len(again)


def tasks_prune(*, now: datetime | None = None) -> int:
    """Forgets tasks that ended more than eight days ago, which is longer than `deliver_missed` looks back."""
    ended = DBTaskResult.objects.filter(finished_at__lt=(now or timezone.now()) - MEMORY - timedelta(days=1))
    deleted, _ = ended.delete()
    return int(deleted)


def _undelivered(now: datetime) -> Iterator[Call]:
    wanted: dict[str, list[str]] = {}
    for kind, listeners in events.declared().items():
        for name in listeners.durable:
            wanted.setdefault(name, []).append(kind)
    recent = Row.objects.filter(at__lt=now - PATIENCE, at__gt=now - MEMORY)
    for name, kinds in wanted.items():
        heard = Exists(Delivery.objects.filter(row=OuterRef("pk"), listener=name))
        for uid in recent.filter(~heard, kind__in=kinds).order_by("pk").values_list("uid", flat=True):
            yield name, uid


def _settled(now: datetime) -> set[Call]:
    """The calls that wait, run now, or were tried as often as they are."""
    tasks = DBTaskResult.objects.filter(task_path=events.deliver.module_path, enqueued_at__gt=now - MEMORY)
    return {_call(task) for task in tasks.iterator() if _is_settled(task, now)}


def _is_settled(task: DBTaskResult, now: datetime) -> bool:
    if task.status == TaskResultStatus.RUNNING:
        return task.started_at is not None and task.started_at > now - PATIENCE
    if task.status == TaskResultStatus.FAILED:
        return bool(task.args_kwargs["kwargs"].get("attempt", 1) >= events.ATTEMPTS)
    return bool(task.status == TaskResultStatus.READY)


def _call(task: DBTaskResult) -> Call:
    given = task.args_kwargs["kwargs"]
    return given["listener"], given["row"]
