"""A keeper sees what was delivered and what failed, and sends it again; nobody else sees or does anything."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.station.integrations import services
from linli.station.integrations.models import ApiKey, DeliveryState, WebhookDelivery, WebhookEndpoint
from linli.station.people.actors import system
from tests.station.factories import People, community_make, people_make
from tests.station.pages import signed_in


@pytest.fixture
def endpoint(people: People) -> WebhookEndpoint:
    """A platform with a key and a webhook that was told twice: one arrived, one was given up."""
    keeper = system(people.keeper.community_id, "test")
    made = services.client_create(actor=keeper, name="邻里小院")
    services.apikey_create(actor=keeper, client_uid=made.uid, name="正式", scopes=["items:write"])
    end, _ = services.webhook_create(
        actor=keeper, client_uid=made.uid, url="https://f.example/hook", events=["item.decided"]
    )
    for state, status in ((DeliveryState.SENT, 204), (DeliveryState.DEAD, 500)):
        services.webhook_emit(community_id=keeper.community_id, type="item.decided", data={"secret": "笨蛋原话"})
        WebhookDelivery.objects.filter(state=DeliveryState.WAITING).update(
            state=state, attempts=10, last_status=status
        )
    return end


def act(client: Client, what: str, uid: str, endpoint: str = "") -> int:
    return client.post("/platforms/act/", {"what": what, "uid": uid, "endpoint": endpoint}).status_code


def test_a_keeper_sees_platforms_and_failures_without_anybody_s_words(
    people: People, endpoint: WebhookEndpoint
) -> None:
    keeper = signed_in(people.keeper)
    page = keeper.get("/platforms/").content.decode()
    assert "邻里小院" in page
    assert "已放弃 1" in page
    shown = keeper.get(f"/platforms/{endpoint.uid}/").content.decode()
    assert "500" in shown
    assert "笨蛋原话" not in shown
    dead = keeper.get(f"/platforms/{endpoint.uid}/?state=dead").content.decode()
    assert ">204<" not in dead
    english = keeper.get(f"/platforms/{endpoint.uid}/", headers={"accept-language": "en"}).content.decode()
    assert "given up" in english


def test_one_failure_or_all_of_them_are_sent_again(people: People, endpoint: WebhookEndpoint) -> None:
    keeper = signed_in(people.keeper)
    dead = WebhookDelivery.objects.get(state=DeliveryState.DEAD)
    assert act(keeper, "replay", dead.uid, endpoint.uid) == 302
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (DeliveryState.WAITING, 0)
    WebhookDelivery.objects.filter(pk=dead.pk).update(state=DeliveryState.DEAD)
    act(keeper, "replay-all", endpoint.uid, endpoint.uid)
    assert not WebhookDelivery.objects.filter(state=DeliveryState.DEAD).exists()


def test_a_webhook_is_stopped_and_started_and_a_key_revoked(people: People, endpoint: WebhookEndpoint) -> None:
    keeper = signed_in(people.keeper)
    for what, active in (("stop", False), ("start", True)):
        act(keeper, what, endpoint.uid)
        endpoint.refresh_from_db()
        assert endpoint.active is active
    act(keeper, "revoke", ApiKey.objects.get().uid)
    assert ApiKey.objects.get().revoked_at is not None


@pytest.mark.parametrize("role", ["member", "reviewer", "lead"])
def test_nobody_else_sends_or_stops_anything(people: People, endpoint: WebhookEndpoint, role: str) -> None:
    client = signed_in(getattr(people, role))
    assert client.get("/platforms/").status_code == 403
    assert client.get(f"/platforms/{endpoint.uid}/").status_code == 403
    dead = WebhookDelivery.objects.get(state=DeliveryState.DEAD)
    act(client, "replay", dead.uid)
    act(client, "stop", endpoint.uid)
    act(client, "revoke", ApiKey.objects.get().uid)
    dead.refresh_from_db()
    endpoint.refresh_from_db()
    assert (dead.state, endpoint.active, ApiKey.objects.get().revoked_at) == (DeliveryState.DEAD, True, None)


def test_a_keeper_elsewhere_reaches_nothing_here(people: People, endpoint: WebhookEndpoint) -> None:
    stranger = signed_in(people_make(community_make(slug="beside"), client_id=9).keeper)
    assert stranger.get(f"/c/beside/platforms/{endpoint.uid}/").status_code == 404
    stranger.post("/c/beside/platforms/act/", {"what": "stop", "uid": endpoint.uid})
    endpoint.refresh_from_db()
    assert endpoint.active
