"""One `Idempotency-Key`, one effect: the effect and its answer are committed together, and the answer is given again.

A request claims its key first. Its effect and its answer are then written in one transaction, which holds only while
the claim does; so a request that died half-way can be made again, and two that race can't both take effect.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from linli.problems import Problem
from linli.station.integrations.models import Idempotency
from linli.station.people.sealing import seal, unseal
from linli.vocabulary import Text

LEASE = timedelta(seconds=60)
KEPT = timedelta(hours=24)
FORM = re.compile(r"[\x21-\x7e]{1,255}")
UNSTORED = {401, 403, 408, 409, 413, 415, 429}
HEADERS = ("Content-Type", "Location")


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer under one key until a moment."""

    pk: int
    until: datetime


class Lost(Exception):
    """The claim ran out while the work was done; somebody else answers now."""


def digest_of(*parts: bytes) -> str:
    """SHA-256 over the parts of a request that must be the same on a repeat."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def answer_once(*, client_id: int, key: str, digest: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `work`, or the one it gave before under this key.

    Raises `Problem`: 400 for a key of a wrong form, 409 while the first request is at work, 422 where the key came
    with another request. Server errors, refusals of the key and limits are not kept: such a request may be repeated.
    """
    if not FORM.fullmatch(key):
        raise _refusal(
            400, key, "Idempotency-Key 应是 1 到 255 个可见字符。", "It takes 1 to 255 visible characters."
        )
    claim = _claim(client_id, key, digest, timezone.now())
    if isinstance(claim, HttpResponse):
        return claim
    try:
        return _work(claim, work)
    except Lost:
        raise _busy(key, 1.0) from None
    except BaseException:
        _release(claim)
        raise


def repeats_prune(*, now: datetime | None = None) -> int:
    """Forgets the answers that are kept no longer; how many. The clock calls it."""
    deleted, _ = Idempotency.objects.filter(created__lt=(now or timezone.now()) - KEPT).delete()
    return deleted


def _work(claim: Claim, work: Callable[[], HttpResponse]) -> HttpResponse:
    with transaction.atomic():
        response = work()
        if response.status_code < 400:
            _keep(claim, response)
        else:
            transaction.set_rollback(True)
    if response.status_code >= 500 or response.status_code in UNSTORED:
        _release(claim)
    elif response.status_code >= 400:
        _keep(claim, response)
    return response


@transaction.atomic
def _claim(client_id: int, key: str, digest: str, now: datetime) -> Claim | HttpResponse:
    Idempotency.objects.filter(client_id=client_id, created__lt=now - KEPT).delete()
    fresh = {"digest": digest, "until": now + LEASE}
    row, made = Idempotency.objects.select_for_update().get_or_create(client_id=client_id, key=key, defaults=fresh)
    if made:
        return Claim(row.pk, row.until)
    if row.digest != digest:
        raise _refusal(422, key, "这个键已用于另一个请求。", "This key was used for another request.")
    if row.status:
        return _replay(row)
    if row.until > now:
        raise _busy(key, (row.until - now).total_seconds())
    row.until = now + LEASE
    row.save(update_fields=["until"])
    return Claim(row.pk, row.until)


def _keep(claim: Claim, response: HttpResponse) -> None:
    kept = Idempotency.objects.filter(pk=claim.pk, status=0, until=claim.until).update(
        status=response.status_code,
        headers={name: response[name] for name in HEADERS if name in response},
        body=seal(response.content),
    )
    if not kept:
        raise Lost


def _release(claim: Claim) -> None:
    Idempotency.objects.filter(pk=claim.pk, status=0, until=claim.until).delete()


def _replay(row: Idempotency) -> HttpResponse:
    return HttpResponse(
        unseal(row.body), status=row.status, headers={**row.headers, "Idempotent-Replayed": "true"}, content_type=None
    )


def _busy(key: str, wait: float) -> Problem:
    problem = Text("同一个请求正在处理。", "The same request is being worked on.")
    mend = Text("请稍后用同一个键重试。", "Try again soon with the same key.")
    return Problem(
        409, problem, kind="in-flight", field="Idempotency-Key", value=key, mend=mend, retry_after=min(wait, 2)
    )


def _refusal(status: int, key: str, zh: str, en: str) -> Problem:
    mend = Text("每个新请求用一个新键。", "Use a new key for each new request.")
    return Problem(status, Text(zh, en), kind="idempotency-key", field="Idempotency-Key", value=key, mend=mend)
