"""The outbox: told once, in order, again after failures, given up at the end, and never at anybody's cost."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from linli.client.signatures import verify
from linli.station.integrations import outbox, services
from linli.station.integrations.backoff import ATTEMPTS
from linli.station.integrations.models import WebhookDelivery, WebhookEndpoint
from linli.station.integrations.selectors import deliveries, endpoint_secrets
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor, Forbidden
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make

EVENT = "item.decided"


class Receiver(ThreadingHTTPServer):
    """A receiver that answers what it is told to and keeps what it got."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status, self.lines, self.hang = 204, {}, threading.Event()
        self.hang.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append((dict(self.headers), body))
        self.server.hang.wait(20)
        self.send_response(self.server.status)
        for name, value in self.server.lines.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.hang.set()
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _private(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = True


def endpoint_make(keeper: Actor, url: str, name: str = "论坛") -> WebhookEndpoint:
    made = services.client_create(actor=keeper, name=name)
    endpoint, _ = services.webhook_create(actor=keeper, client_uid=made.uid, url=url, events=[EVENT])
    return endpoint


def emit(community_id: int, number: int = 1, **more: Any) -> int:
    return services.webhook_emit(community_id=community_id, type=EVENT, data={"item": f"i{number}"}, **more)


def due_now() -> None:
    WebhookDelivery.objects.update(due=timezone.now())
    WebhookEndpoint.objects.update(resting_until=None)


def test_a_delivery_arrives_signed_and_in_order(people: People, receiver: Receiver) -> None:
    endpoint = endpoint_make(people.keeper, receiver.url)
    for number in range(5):
        assert emit(people.keeper.community_id, number) == 1
    assert outbox.pump.func() == 5
    secret = endpoint_secrets(endpoint)[0]
    ids = [verify(secret, headers, body) for headers, body in receiver.got]
    assert [json.loads(body)["data"]["item"] for _, body in receiver.got] == [f"i{n}" for n in range(5)]
    assert ids == [json.loads(body)["id"] for _, body in receiver.got]
    assert outbox.pump.func() == 0


def test_an_event_that_is_rolled_back_is_never_told(people: People, receiver: Receiver) -> None:
    endpoint_make(people.keeper, receiver.url)
    before = DBTaskResult.objects.count()
    with transaction.atomic():
        assert emit(people.keeper.community_id) == 1
        transaction.set_rollback(True)
    assert WebhookDelivery.objects.count() == 0
    assert DBTaskResult.objects.count() == before


def test_an_event_goes_to_its_client_and_its_community_alone(people: People, receiver: Receiver) -> None:
    endpoint = endpoint_make(people.keeper, receiver.url)
    other = community_make(slug="elsewhere")
    assert emit(other.pk) == 0
    assert emit(people.keeper.community_id, client_id=endpoint.client_id + 1) == 0
    assert emit(people.keeper.community_id, client_id=endpoint.client_id) == 1


def test_the_body_waits_sealed(people: People, receiver: Receiver) -> None:
    endpoint_make(people.keeper, receiver.url)
    services.webhook_emit(community_id=people.keeper.community_id, type=EVENT, data={"code": "SECRETCODE"})
    assert b"SECRETCODE" not in bytes(WebhookDelivery.objects.get().body)


def test_a_failure_is_tried_again_later_then_given_up(people: People, receiver: Receiver) -> None:
    endpoint_make(people.keeper, receiver.url)
    emit(people.keeper.community_id)
    receiver.status = 500
    waits = []
    for _ in range(ATTEMPTS):
        due_now()
        outbox.pump.func()
        row = WebhookDelivery.objects.get()
        waits.append(row.due - timezone.now())
    assert (row.state, row.attempts, row.last_status) == ("dead", ATTEMPTS, 500)
    assert waits[:-1] == sorted(waits[:-1])
    due_now()
    assert outbox.pump.func() == 0
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1


def test_what_was_given_up_can_be_sent_again(people: People, receiver: Receiver) -> None:
    endpoint = endpoint_make(people.keeper, receiver.url)
    emit(people.keeper.community_id)
    WebhookDelivery.objects.update(state="dead", attempts=ATTEMPTS)
    since = timezone.now() - timedelta(hours=1)
    with pytest.raises(Forbidden):
        services.deliveries_replay(actor=people.lead, endpoint_uid=endpoint.uid, since=since)
    assert services.deliveries_replay(actor=people.keeper, endpoint_uid=endpoint.uid, since=since) == 1
    assert outbox.pump.func() == 1
    one = deliveries(actor=people.keeper).get()
    services.delivery_replay(actor=people.keeper, uid=one.uid)
    assert outbox.pump.func() == 1
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]


def test_one_who_never_answers_holds_up_nobody(
    people: People, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "ATTEMPT_SECONDS", 0.3)
    slow = Receiver()
    slow.hang.clear()
    thread = threading.Thread(target=slow.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    endpoint_make(people.keeper, slow.url, "慢的")
    endpoint_make(people.keeper, receiver.url, "快的")
    for number in range(4):
        emit(people.keeper.community_id, number)
    assert outbox.pump.func() == 4
    assert len(receiver.got) == 4
    assert len(slow.got) == 1
    hung = WebhookDelivery.objects.filter(last_error="timeout")
    assert hung.count() == 1
    assert WebhookEndpoint.objects.exclude(resting_until=None).count() == 1
    slow.hang.set()
    slow.shutdown()
    slow.server_close()
    thread.join()


def test_a_receiver_that_asks_for_quiet_gets_it(people: People, receiver: Receiver) -> None:
    endpoint_make(people.keeper, receiver.url)
    for number in range(3):
        emit(people.keeper.community_id, number)
    receiver.status, receiver.lines = 429, {"Retry-After": "600"}
    outbox.pump.func()
    assert len(receiver.got) == 1
    first = WebhookDelivery.objects.order_by("pk").first()
    assert first is not None
    assert first.due - timezone.now() > timedelta(seconds=550)


def test_gone_means_gone(people: People, receiver: Receiver) -> None:
    endpoint = endpoint_make(people.keeper, receiver.url)
    emit(people.keeper.community_id)
    receiver.status = 410
    outbox.pump.func()
    endpoint.refresh_from_db()
    assert not endpoint.active
    assert emit(people.keeper.community_id) == 0


def test_a_redirect_is_not_followed(people: People, receiver: Receiver) -> None:
    endpoint_make(people.keeper, receiver.url)
    emit(people.keeper.community_id)
    receiver.status, receiver.lines = 302, {"Location": receiver.url}
    outbox.pump.func()
    assert len(receiver.got) == 1
    assert WebhookDelivery.objects.get().last_status == 302


def test_a_name_that_leads_inside_is_not_called(people: People, receiver: Receiver, settings: Any) -> None:
    endpoint_make(people.keeper, receiver.url)
    emit(people.keeper.community_id)
    settings.WEBHOOK_PRIVATE_HOSTS = False
    outbox.pump.func()
    assert receiver.got == []
    assert WebhookDelivery.objects.get().last_error == "private-host"


def test_a_sender_that_dies_half_way_loses_nothing(people: People, receiver: Receiver) -> None:
    endpoint_make(people.keeper, receiver.url)
    emit(people.keeper.community_id)
    now = timezone.now()
    parcels, _ = outbox.take(now)
    assert len(parcels) == 1
    assert outbox.take(now) == ([], False)
    planned = DBTaskResult.objects.filter(task_path__endswith="outbox.pump", run_after__gt=now).order_by("run_after")
    assert planned.first() is not None
    again, _ = outbox.take(now + outbox.LEASE + timedelta(seconds=2))
    assert [p.uid for p in again] == [p.uid for p in parcels]


def test_an_unreachable_receiver_is_a_failure_not_a_crash(people: People) -> None:
    parcel = outbox.Parcel(1, "u", 1, "http://127.0.0.1:9/hook", ("whsec_AAAA",), b"{}", 0)
    began = time.monotonic()
    [outcome] = asyncio.run(outbox.send_all([parcel], private=True))
    assert (outcome.status, outcome.arrived) == (0, False)
    assert outcome.error
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("url", ["ftp://x", "https://user:p@x/"])
def test_a_bad_address_is_refused_at_once(people: People, url: str) -> None:
    made = services.client_create(actor=people.keeper, name="n")
    with pytest.raises(LinliError):
        services.webhook_create(actor=people.keeper, client_uid=made.uid, url=url, events=[EVENT])


def test_only_a_keeper_of_the_community_connects(people: People, community: Community) -> None:
    for actor in (people.visitor, people.member, people.reviewer, people.lead, people.forum):
        with pytest.raises(Forbidden):
            services.client_create(actor=actor, name="n")
