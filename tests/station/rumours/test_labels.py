"""Labels on posts that repeat a published check: through the API, with a notice, and never anything above a label."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.assess import assess
from linli.policy import packs
from linli.station.integrations.rest import keys
from linli.station.moderation import services as moderation
from linli.station.moderation.models import Decision
from linli.station.moderation.services import items
from linli.station.organisations.models import Community
from linli.station.people.actors import system
from linli.station.rumours.models import Check, Claim, Labelled
from linli.station.rumours.services import labelling
from tests.station.api.conftest import Caller, caller_make
from tests.station.factories import People
from tests.station.pages import signed_in
from tests.station.rumours.scene import RUMOUR, asks, publishes, work, writes

# Nothing but the published check has anything to say about it: what others find is not what is tested here.
FORWARD = "听说螃蟹和西红柿一起吃会产生砒霜，让人中毒"


@pytest.fixture(autouse=True)
def _real(monkeypatch: pytest.MonkeyPatch, community: Community) -> None:
    """The real detectors under the shipped policy: what is tested here is their meeting."""
    monkeypatch.setattr(items, "assess", assess)
    monkeypatch.setattr(labelling, "assess", assess)
    monkeypatch.setattr(keys.BUCKETS, "_levels", {})
    moderation.policy_publish(actor=system(community.pk, "set-up"), document=packs.pack_text("base") or "")


@pytest.fixture
def forum(community: Community) -> Caller:
    return caller_make(community)


def item(id: str, text: str, **more: Any) -> dict[str, Any]:
    base = {"id": id, "kind": "post", "text": text, "author": {"id": f"u-{id}", "name": "小满"}}
    return base | {"url": f"http://forum.example/{id}"} | more


def published(people: People, label: str = "yes") -> Check:
    asks()
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check, label=label)
    work()
    return check


def test_a_post_that_repeats_a_check_gets_a_label_with_the_link_and_a_notice(people: People, forum: Caller) -> None:
    check = published(people)
    answer = forum("POST", "/items", item("a", FORWARD)).json()
    assert (answer["item"]["state"], answer["decision"]["action"]) == ("labelled", "label")
    reason = answer["decision"]["reasons"][0]
    assert reason["category"] == "false-claim"
    assert reason["link"].endswith(f"/rumours/checks/{check.uid}/")
    notice = Client().get(f"/n/{answer['notice']['code']}/").content.decode()
    assert "看核查与来源" in notice
    assert reason["link"] in notice
    assert "申诉" in notice
    for other in (
        "螃蟹和西红柿一起吃不会产生砒霜，也不会让人中毒",
        "辟谣：螃蟹和西红柿一起吃会产生砒霜，是假的",
        "晚上吃螃蟹",
    ):
        assert forum("POST", "/items", item(f"b{len(other)}", other)).json()["decision"] is None
    work()
    feed = Client().get("/rumours/labels.json").json()["items"]
    assert [one["target"]["source"] for one in feed] == ["http://forum.example/a"]
    assert feed[0]["body"]["version"] == 1
    assert set(Decision.objects.values_list("action", flat=True)) == {"label"}


def test_without_the_second_consent_nothing_is_labelled(people: People, forum: Caller) -> None:
    published(people, label="")
    assert forum("POST", "/items", item("a", FORWARD)).json()["decision"] is None


def test_posts_from_before_are_labelled_once_and_a_correction_takes_it_off(people: People, forum: Caller) -> None:
    assert forum("POST", "/items", item("old", FORWARD)).json()["decision"] is None
    check = published(people)
    old = forum("GET", "/items/old").json()
    assert old["item"]["state"] == "labelled"
    work()
    labelling.labels_refresh(community_id=people.lead.community_id, source=f"check:{check.uid}")
    assert Labelled.objects.count() == Decision.objects.count() == 1
    writes(people.other, check.claim, verdict="unproven", correction="来源不足，改为证据不足。")
    publishes(people.reviewer, check)
    work()
    assert forum("GET", "/items/old").json()["item"]["state"] == "visible"
    told = forum("GET", "/notices?account=u-old").json()["results"]
    assert len(told) == 2
    assert forum("POST", "/items", item("new", FORWARD)).json()["decision"] is None
    assert Client().get("/rumours/labels.json").json()["items"] == []


def test_a_label_can_be_appealed(people: People, forum: Caller) -> None:
    published(people)
    answer = forum("POST", "/items", item("a", FORWARD)).json()
    sent = Client().post(f"/n/{answer['notice']['code']}/appeal/", {"text": "我只是问问大家是不是真的，没有当真。"})
    assert sent.status_code == 302


def test_every_published_check_goes_to_the_webhooks(people: People, community: Community) -> None:
    from linli.station.integrations.models import WebhookDelivery
    from linli.station.integrations.services import client_create, webhook_create

    made = client_create(actor=people.keeper, name="县融媒")
    webhook_create(
        actor=people.keeper, client_uid=made.uid, url="https://media.example/in", events=["check.published"]
    )
    asks()
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check)
    from linli.station.ledger.events import of
    from linli.station.ledger.models import Row
    from linli.station.rumours import listeners

    listeners.check_changed(of(Row.objects.get(kind="check.published")))
    assert WebhookDelivery.objects.filter(type="check.published").count() == 1


def test_the_page_of_a_claim_in_english(people: People) -> None:
    check = published(people)
    page = signed_in(people.member)
    page.cookies["django_language"] = "en"
    shown = page.get(f"/rumours/checks/{check.uid}/").content.decode()
    assert "False" in shown
    assert RUMOUR in shown
