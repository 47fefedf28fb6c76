"""The Python client against the station itself: what it sends is what the API takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from linli.client import ApiError, Linli, opened
from linli.client.signatures import headers
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.integrations import services
from linli.station.integrations.models import WebhookDelivery
from linli.station.integrations.selectors import endpoint_secrets
from linli.station.people.actors import system
from linli.station.people.sealing import unseal
from tests.station.api.conftest import Caller
from tests.station.factories import People


@pytest.fixture
def linli(forum: Caller) -> Iterator[Linli]:
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    transport = httpx.WSGITransport(app=get_wsgi_application())
    with Linli("http://testserver", forum.key, transport=transport) as client:
        yield client
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_the_whole_road_from_an_item_to_its_appeal(linli: Linli) -> None:
    done = linli.item_submit(
        id="post/1", text="你这个笨蛋", author="u-1", author_name="小林", context={"title": "三号楼"}
    )
    assert done["item"]["state"] == "held"
    assert linli.item("post/1")["item"]["id"] == "post/1"
    receipt = linli.report(category="abuse", item="post/1", reporter={"id": "u-9"})["receipt"]
    assert linli.case(receipt)["state"] == "new"
    assert linli.appeal(notice=done["notice"]["code"], text="这是朋友间的玩笑")["receipt"]
    assert [one["kind"] for one in linli.notices("u-1")] == ["decision.made"]
    assert [one["action"] for one in linli.decisions()] == ["hold"]
    assert linli.item_withdraw("post/1")["item"]["state"] == "withdrawn"


def test_a_call_sent_again_under_its_key_is_done_once(linli: Linli) -> None:
    first = linli.report(category="spam", url="https://a.example/", key="r-1")
    again = linli.report(category="spam", url="https://a.example/", key="r-1")
    assert first["receipt"] == again["receipt"]


def test_rights_lists_figures_and_refusals(linli: Linli) -> None:
    linli.item_submit(id="c-1", text="早", author="u-1")
    assert [one["id"] for one in linli.items()] == ["c-1"]
    assert linli.account_data("u-1")["format"] == "linli-personal-data/1"
    assert linli.account_forget("u-1")["erased"] is True
    assert linli.policy()["policy"] == "test@1.0.0"
    assert linli.transparency()["figures"]
    with pytest.raises(ApiError) as told:
        linli.item("c-1")
    assert told.value.status == 404


def test_a_reporter_reads_their_accuracy_appeals_it_and_is_counted_anew(linli: Linli, people: People) -> None:
    for number in range(3):
        linli.item_submit(id=f"c-{number}", text="早上好", author="u-1")
        linli.report(category="abuse", item=f"c-{number}", reporter={"id": "u-9", "name": "老周"})
        case = Case.objects.get(kind="report", is_open=1)
        desk.case_answer(
            actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason="没有问题"
        )
    told = linli.standing("u-9")
    assert (told["accuracy"]["right"], told["accuracy"]["wrong"], told["grade"]) == (0, 3, None)
    assert 0.5 < told["accuracy"]["weight"] < 1
    assert told["criteria_url"].endswith("/standing/criteria/")
    sent = linli.standing_appeal(account="u-9", text="后来都证实了，请再核对")
    appeal = Case.objects.get(kind="standing")
    desk.case_answer(
        actor=people.lead, number=appeal.number, version=appeal.version, choice="renewed", reason="确实应当重算"
    )
    assert linli.case(sent["receipt"])["answer"]["choice"] == "renewed"
    assert linli.standing("u-9")["accuracy"] == {"weight": 1.0, "right": 0, "wrong": 0}
    with pytest.raises(ApiError, match="404"):
        linli.standing("nobody")


def test_a_delivery_of_the_station_opens_in_the_client(linli: Linli, forum: Caller) -> None:
    keeper = system(forum.actor.community_id, "test")
    from linli.station.integrations.models import Client

    uid = Client.objects.get(pk=forum.actor.client_id).uid
    end, secret = services.webhook_create(
        actor=keeper, client_uid=uid, url="https://f.example/hook", events=["item.decided"]
    )
    services.webhook_emit(
        community_id=forum.actor.community_id, type="item.decided", data={"item": "c-1", "state": "held"}
    )
    sent = WebhookDelivery.objects.get(endpoint=end)
    body = unseal(sent.body)
    assert endpoint_secrets(end)[0] == secret
    event = opened(secret, headers(secret, sent.uid, int(time.time()), body), body)
    assert (event.id, event.type, event.item, event.state) == (sent.uid, "item.decided", "c-1", "held")
    assert json.loads(body)["community"] == "home"
