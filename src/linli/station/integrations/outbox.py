"""Webhooks on their way out.

Deliveries are rows, written in the transaction of what they tell. `pump` takes those that are due, sends to many
endpoints at once and to each in order, and notes the outcome. It runs in a queue of its own, so that a receiver which
never answers holds up nothing else; a receiver that fails rests, and the others go on. What was taken by a process
that died comes back when its lease ends: a receiver may therefore hear an event twice, always under one `webhook-id`.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from linli import __version__
from linli.client import signatures as signing
from linli.station.exchange.addresses import resolve
from linli.station.integrations.backoff import pause, retry_after
from linli.station.integrations.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from linli.station.integrations.selectors import endpoint_secrets
from linli.station.people.sealing import unseal
from linli.vocabulary import LinliError

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
LONGEST_REST = timedelta(seconds=60)
EACH = 20
ENDPOINTS_AT_ONCE = 16
ATTEMPT_SECONDS = 10.0
TURN_SECONDS = 25.0
GONE = 410
BUSY = {0, 429, 503}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery, ready to be sent without the database."""

    pk: int
    uid: str
    endpoint: int
    url: str
    secrets: tuple[str, ...]
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: an HTTP status, or an error by name; `tried` is false for one left for later."""

    parcel: Parcel
    status: int = 0
    error: str = ""
    asked: float = 0.0
    tried: bool = True

    @property
    def arrived(self) -> bool:
        """The receiver took it."""
        return 200 <= self.status < 300


@task(queue_name="webhooks")  # type: ignore[untyped-decorator]
def pump() -> int:
    """Sends what is due; the number of deliveries that arrived."""
    parcels, more = take(timezone.now())
    if not parcels:
        return 0
    outcomes = asyncio.run(send_all(parcels, private=settings.WEBHOOK_PRIVATE_HOSTS))
    settle(outcomes, timezone.now())
    if more:
        pump.enqueue()
    return sum(outcome.arrived for outcome in outcomes)


def take(now: datetime) -> tuple[list[Parcel], bool]:
    """Takes some of what is due for the length of a lease, and whether more is due.

    A look when the lease ends is planned in the same transaction: were this process killed, nothing would be lost.
    """
    awake = Q(endpoint__active=True) & (Q(endpoint__resting_until=None) | Q(endpoint__resting_until__lte=now))
    due = WebhookDelivery.objects.filter(awake, state=DeliveryState.WAITING, due__lte=now)
    with transaction.atomic():
        first = due.values("endpoint").annotate(first=Min("due")).order_by("first")[:ENDPOINTS_AT_ONCE]
        heaps = [_heap(due, entry["endpoint"]) for entry in first]
        rows = [row for heap in heaps for row in heap[:EACH]]
        if rows:
            WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(due=now + LEASE)
            pump.using(run_after=now + LEASE + timedelta(seconds=1)).enqueue()
    more = len(heaps) == ENDPOINTS_AT_ONCE or any(len(heap) > EACH for heap in heaps)
    return [_parcel(row) for row in rows], more


def _heap(due: QuerySet[WebhookDelivery], endpoint: int) -> list[WebhookDelivery]:
    free = due.filter(endpoint=endpoint).select_for_update(skip_locked=True, of=("self",))
    return list(free.select_related("endpoint").order_by("pk")[: EACH + 1])


def _parcel(row: WebhookDelivery) -> Parcel:
    secrets = tuple(endpoint_secrets(row.endpoint))
    return Parcel(row.pk, row.uid, row.endpoint_id, row.endpoint.url, secrets, unseal(row.body), row.attempts)


async def send_all(parcels: Iterable[Parcel], *, private: bool) -> list[Outcome]:
    """Every parcel's outcome: endpoints beside each other, the parcels of each in order."""
    groups: dict[int, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        groups[parcel.endpoint].append(parcel)
    done = await asyncio.gather(*(_turn(group, private) for group in groups.values()))
    return [outcome for outcomes in done for outcome in outcomes]


async def _turn(group: list[Parcel], private: bool) -> list[Outcome]:
    """One endpoint's turn. After a failure to reach it, or when its time is up, the rest is left for later."""
    outcomes: list[Outcome] = []
    ends = time.monotonic() + TURN_SECONDS
    async with httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=ATTEMPT_SECONDS) as client:
        for parcel in group:
            if time.monotonic() > ends or (outcomes and outcomes[-1].status in BUSY):
                outcomes.append(Outcome(parcel, tried=False))
            else:
                outcomes.append(await _attempt(client, parcel, private))
    return outcomes


async def _attempt(client: httpx.AsyncClient, parcel: Parcel, private: bool) -> Outcome:
    try:
        async with asyncio.timeout(ATTEMPT_SECONDS):
            return await _post(client, parcel, private)
    except LinliError:
        return Outcome(parcel, error="private-host")
    except TimeoutError:
        return Outcome(parcel, error="timeout")
    except httpx.HTTPError as error:
        return Outcome(parcel, error=type(error).__name__.lower()[:40])
    except (OSError, ValueError, UnicodeError):
        return Outcome(parcel, error="unreachable")


async def _post(client: httpx.AsyncClient, parcel: Parcel, private: bool) -> Outcome:
    """The answer's body is never read: a receiver can neither fill memory nor drip."""
    target = await resolve(parcel.url, private=private)
    lines = {
        "Host": target.host,
        "Content-Type": "application/json",
        "User-Agent": f"Linli-Webhooks/{__version__}",
        **_signed(parcel, int(time.time())),
    }
    extensions = {"sni_hostname": target.name}
    async with client.stream("POST", target.url, content=parcel.body, headers=lines, extensions=extensions) as answer:
        asked = retry_after(answer.headers.get("retry-after", ""), timezone.now())
        return Outcome(parcel, status=answer.status_code, asked=asked)


def _signed(parcel: Parcel, now: int) -> dict[str, str]:
    lines = [signing.headers(secret, parcel.uid, now, parcel.body) for secret in parcel.secrets]
    return lines[0] | {"webhook-signature": " ".join(line["webhook-signature"] for line in lines)}


def settle(outcomes: Iterable[Outcome], now: datetime) -> None:
    """Notes how the attempts ended and plans the next ones."""
    later: set[datetime] = set()
    with transaction.atomic():
        for outcome in outcomes:
            if outcome.arrived:
                _arrived(outcome, now)
            elif outcome.tried:
                later |= _failed(outcome, now)
            else:
                _row(outcome).update(due=now)
        for moment in later:
            pump.using(run_after=moment).enqueue()


def _arrived(outcome: Outcome, now: datetime) -> None:
    tried = F("attempts") + 1
    _row(outcome).update(
        state=DeliveryState.SENT, sent_at=now, attempts=tried, last_status=outcome.status, last_error=""
    )
    _endpoint(outcome).exclude(resting_until=None).update(resting_until=None)


def _failed(outcome: Outcome, now: datetime) -> set[datetime]:
    """The moments at which to look again."""
    attempts = outcome.parcel.attempts + 1
    wait = None if outcome.status == GONE else pause(attempts, asked=outcome.asked)
    _row(outcome).update(
        state=DeliveryState.DEAD if wait is None else DeliveryState.WAITING,
        attempts=attempts,
        due=now + (wait or timedelta()),
        last_status=outcome.status,
        last_error=outcome.error,
    )
    log.info(
        "webhook failed", delivery=outcome.parcel.uid, status=outcome.status, error=outcome.error, again=bool(wait)
    )
    if outcome.status == GONE:
        _endpoint(outcome).update(active=False)
        return set()
    rest = _rest(outcome, now, wait or LONGEST_REST)
    return ({now + wait} if wait else set()) | ({rest} if rest else set())


def _rest(outcome: Outcome, now: datetime, wait: timedelta) -> datetime | None:
    """A receiver that cannot be reached, or that asks for quiet, gets nothing for a minute at most."""
    if outcome.status not in BUSY:
        return None
    until = now + min(wait, LONGEST_REST)
    _endpoint(outcome).update(resting_until=until)
    return until


def _row(outcome: Outcome) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(pk=outcome.parcel.pk)


def _endpoint(outcome: Outcome) -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(pk=outcome.parcel.endpoint)
