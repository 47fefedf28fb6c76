"""News travels up: what was recorded is told to the listeners that `config/listeners.py` names by kind.

A prompt listener runs right after the commit, in the same process; what it does may be lost in a crash. A durable
one is a row of the task table, written in the same transaction, and is repeated until it succeeds; it is called
once for each row of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from linli.station.ledger.models import Delivery, Row

log = structlog.get_logger(__name__)
ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded fact, as a listener hears it."""

    row: str
    kind: str
    community_id: int
    object_type: str
    object_id: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listeners:
    """The dotted names of the listeners of one kind of event; each is called with an `Event`."""

    prompt: tuple[str, ...] = ()
    durable: tuple[str, ...] = ()


def of(row: Row) -> Event:
    """The event of a row."""
    return Event(row.uid, row.kind, row.community_id, row.object_type, row.object_id, row.data)


@cache
def declared() -> Mapping[str, Listeners]:
    """Every declared listener by kind."""
    found: Mapping[str, Listeners] = import_string(settings.LISTENERS)
    return found


def announce(row: Row) -> None:
    """Plans the calls: durable ones in this transaction, prompt ones after it."""
    listeners = declared().get(row.kind)
    if listeners is None:
        return
    for name in listeners.durable:
        deliver.enqueue(listener=name, row=row.uid)
    for name in listeners.prompt:
        transaction.on_commit(partial(_tell, name, of(row)), robust=True)


def _tell(name: str, event: Event) -> None:
    try:
        listener: Callable[[Event], None] = import_string(name)
        listener(event)
    except Exception:
        log.exception("listener failed", listener=name, row=event.row)
        raise


@task()  # type: ignore[untyped-decorator]
def deliver(listener: str, row: str, attempt: int = 1) -> None:
    """Tells one durable listener one row, once; after a failure again, later each time, up to 12 attempts."""
    try:
        with transaction.atomic():
            _once(listener, row)
    except Exception:
        if attempt < ATTEMPTS:
            later = timezone.now() + timedelta(seconds=min(2**attempt * 5, 6 * 3600))
            deliver.using(run_after=later).enqueue(listener=listener, row=row, attempt=attempt + 1)
        raise


def _once(listener: str, uid: str) -> None:
    row = Row.objects.select_for_update().get(uid=uid)
    _, first = Delivery.objects.get_or_create(row=row, listener=listener)
    if first:
        _tell(listener, of(row))
