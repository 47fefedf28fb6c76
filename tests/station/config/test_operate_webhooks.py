"""The operator's webhook commands: add, list, replay; each refusal with its mend."""

from __future__ import annotations

import pytest

from linli.station.config import operate
from linli.station.integrations.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from linli.station.integrations.services import client_create, webhook_emit
from linli.station.organisations.models import Community
from linli.station.people.actors import system


@pytest.fixture
def forum(community: Community) -> Community:
    client_create(actor=system(community.pk, "test"), name="论坛")
    return community


def test_add_shows_the_secret_once_and_list_never(forum: Community, capsys: pytest.CaptureFixture[str]) -> None:
    assert operate.main(["webhook", "add", "论坛", "https://f.example/hook", "--events", "item.decided"]) == 0
    uid, secret = capsys.readouterr().out.split()
    assert secret.startswith("whsec_")
    assert operate.main(["webhook", "list"]) == 0
    listed = capsys.readouterr().out
    assert listed.split() == [uid, "论坛", "on", "https://f.example/hook", "item.decided"]
    assert secret not in listed


def test_replay_sends_again_what_was_given_up(forum: Community, capsys: pytest.CaptureFixture[str]) -> None:
    operate.main(["webhook", "add", "论坛", "https://f.example/hook"])
    uid = WebhookEndpoint.objects.get().uid
    webhook_emit(community_id=forum.pk, type="item.decided", data={})
    WebhookDelivery.objects.update(state=DeliveryState.DEAD)
    assert operate.main(["webhook", "replay", uid, "--days", "1"]) == 0
    assert "1 will be sent again" in capsys.readouterr().out
    assert WebhookDelivery.objects.get().state == DeliveryState.WAITING


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "没有的", "https://f.example/hook"],
        ["add", "论坛", "http://127.0.0.1/hook"],
        ["add", "论坛", "https://f.example/hook", "--events", "nothing"],
        ["replay", "nobody"],
    ],
)
def test_a_mistake_is_told_in_both_languages_and_changes_nothing(
    forum: Community, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert operate.main(["webhook", *arguments]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert not WebhookEndpoint.objects.exists()
