"""Nothing is lost when the station is down: requests wait in a table and go out in order, with back-off.

The row is written in the transaction that writes the words. Its `key` is the Idempotency-Key, so a request whose
answer was lost can be sent again and still counts once.
"""

from __future__ import annotations

import logging
import random
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from forum import states, station
from forum.models import Entry, Kind, Notice, Sending, State, Submission

log = logging.getLogger(__name__)
LONGEST_WAIT = 300.0
THREAD_SHOWN = 5
_one_at_a_time = threading.Lock()


def queue_item(entry: Entry) -> Sending:
    """Hand an entry to the station: `POST /items`."""
    return Sending.objects.create(path="/items", body=item_body(entry), subject=entry.key, entry=entry)


def queue_report(report: Submission, entry: Entry, source: str) -> Sending:
    """`POST /reports`. A signed-in neighbour's account id goes along; of anybody else only a sign of the day."""
    body: dict[str, Any] = {"item": entry.key, "category": report.category, "text": report.text}
    if report.sender is not None:
        body["reporter"] = {"id": str(report.sender.key), "name": report.sender.name}
    else:
        body["source"] = source
    return Sending.objects.create(path="/reports", body=body, subject=entry.key, submission=report)


def queue_appeal(appeal: Submission, notice: Notice) -> Sending:
    """`POST /appeals` from a notice."""
    body = {"notice": notice.code, "text": appeal.text}
    return Sending.objects.create(path="/appeals", body=body, subject=notice.code, submission=appeal)


def queue_withdrawal(entry: Entry) -> Sending:
    """`DELETE /items/{id}`: the author took it back."""
    return Sending.objects.create(method="DELETE", path=f"/items/{entry.key}", subject=entry.key, entry=entry)


def item_body(entry: Entry) -> dict[str, Any]:
    """The item as the API wants it, with as much of its thread as a reviewer needs to understand it."""
    target = entry.recipient or (entry.reply_to.author if entry.reply_to else None)
    context: dict[str, Any] = {"title": entry.root.title, "thread": _before(entry)}
    if target is not None:
        context["target"] = str(target.key)
    body = {
        "id": entry.key,
        "kind": entry.kind,
        "text": entry.words,
        "author": {"id": str(entry.author.key), "name": entry.author.name},
        "context": context,
        "url": f"{settings.BASE_URL}/go/{entry.key}/",
    }
    # A private message is taken only where one of the two hands it in.
    return {**body, "submitted_by_party": True} if entry.kind == Kind.MESSAGE else body


def _before(entry: Entry) -> list[str]:
    if entry.thread is None:
        return []
    shown = entry.thread.replies.filter(state__in=states.SHOWN, created__lt=entry.created)
    replies = list(shown.order_by("-created").values_list("text", flat=True)[: THREAD_SHOWN - 1])
    return [entry.thread.text, *reversed(replies)]


def due() -> QuerySet[Sending]:
    """What may go out now: due, and with nothing older of the same subject still waiting."""
    open_rows = Sending.objects.filter(done=None)
    oldest = open_rows.filter(subject=OuterRef("subject")).order_by("pk").values("pk")[:1]
    return open_rows.annotate(first=Subquery(oldest)).filter(first=F("pk"), due__lte=timezone.now())


def send(sending: Sending, timeout: float = 5) -> bool:
    """Send one row and apply the answer; false when it has to wait."""
    began = timezone.now()
    answer = station.call(sending.method, sending.path, sending.body or None, key=str(sending.key), timeout=timeout)
    if answer.again:
        _wait(sending, answer.wait)
        return False
    try:
        _finish(sending, answer, began)
    except (KeyError, TypeError, ValueError):
        log.exception("the station's answer to %s %s is not what was agreed", sending.method, sending.path)
        _wait(sending, 0)
        return False
    return True


def _finish(sending: Sending, answer: station.Answer, began: datetime) -> None:
    with transaction.atomic():
        sending.done = timezone.now()
        sending.problem = None if answer.ok else {"status": answer.status, **answer.body}
        Sending.objects.filter(pk=sending.pk).update(
            done=sending.done, problem=sending.problem, attempts=F("attempts") + 1
        )
        if answer.ok:
            _accepted(sending, answer.body, began)
        else:
            _refused(sending)


def _wait(sending: Sending, asked: float) -> None:
    sending.attempts += 1
    doubled = settings.ENVIRONMENT.retry_seconds * 2 ** min(sending.attempts - 1, 10)
    seconds = max(asked, min(LONGEST_WAIT, doubled) * random.uniform(0.8, 1.2))  # noqa: S311 (spread, not a secret)
    sending.due = timezone.now() + timedelta(seconds=seconds)
    sending.save(update_fields=["attempts", "due"])


def _accepted(sending: Sending, body: dict[str, Any], began: datetime) -> None:
    if sending.submission is not None:
        Submission.objects.filter(pk=sending.submission.pk).update(
            receipt=body["receipt"], url=body.get("url", ""), promised_at=body.get("promised_at") or "", state="new"
        )
    elif sending.entry is not None and sending.method == "POST":
        states.apply(sending.entry.key, states.from_answer(body, began))


def _refused(sending: Sending) -> None:
    if sending.submission is not None:
        Submission.objects.filter(pk=sending.submission.pk).update(problem=sending.problem, state="refused")
    elif sending.entry is not None and sending.method == "POST":
        Entry.objects.filter(pk=sending.entry.pk, state=State.PENDING).update(state=State.REFUSED)


def flush(limit: int = 200, timeout: float = 5, subject: str = "") -> int:
    """Send what is due, one after another; stop at the first that has to wait. Returns how many went out."""
    if not _one_at_a_time.acquire(timeout=1):
        return 0
    try:
        sent = 0
        while sent < limit and _send_first(subject, timeout):
            sent += 1
        return sent
    finally:
        _one_at_a_time.release()


def _send_first(subject: str, timeout: float) -> bool:
    rows = due().filter(subject=subject) if subject else due()
    row = rows.select_related("entry", "submission").first()
    return row is not None and send(row, timeout)


def flush_soon(subject: str) -> None:
    """Try at once, so that the author sees the answer; where the station is slow or away the worker goes on."""
    flush(limit=3, timeout=3, subject=subject)


def new_key(kind: str) -> str:
    """An id for the station that tells nothing and is never used twice."""
    return f"{kind}-{uuid.uuid4().hex[:16]}"


class Worker(threading.Thread):
    """Goes through the outbox for as long as the forum runs, and reconciles with the station now and then.

    `reconcile` says whether the station was there; where not, it is asked again soon.
    """

    def __init__(self, reconcile: Callable[[], bool], every: float = 900, soon: float = 3) -> None:
        super().__init__(daemon=True, name="outbox")
        self.stopping = threading.Event()
        self.reconcile, self.every, self.soon = reconcile, every, soon
        self.next = time.monotonic()

    def run(self) -> None:
        while not self.stopping.wait(min(1.0, settings.ENVIRONMENT.retry_seconds)):
            close_old_connections()
            try:
                flush()
                self._reconcile_if_due()
            except Exception:
                log.exception("the outbox goes on after a fault")

    def _reconcile_if_due(self) -> None:
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + self.soon
        if self.reconcile():
            self.next = time.monotonic() + self.every
