"""Authors whom only a platform knows: copied and forgotten through its key, and through nobody else's."""

from __future__ import annotations

import pytest

from linli.station.desk.models import Case
from linli.station.moderation.models import Account, Item
from linli.station.organisations.models import Community
from tests.station.api.conftest import Caller, caller_make
from tests.station.factories import People, actor_make, community_make
from tests.station.privacy.conftest import everything_stored

ITEM = {"id": "c-1", "text": "豆腐脑放糖，笨蛋", "author": {"id": "u-1", "name": "小满子"}}


@pytest.fixture
def forum(community: Community) -> Caller:
    made = caller_make(community)
    made("POST", "/items", {**ITEM, "text": "豆腐脑放糖"})
    return made


def test_the_copy_is_that_account_s_alone(forum: Caller) -> None:
    forum("POST", "/items", {"id": "c-2", "text": "别人的话", "author": {"id": "u-2"}})
    found = forum("GET", "/accounts/u-1/data").json()
    text = str(found)
    assert found["format"] == "linli-personal-data/1"
    assert "豆腐脑放糖" in text
    assert "别人的话" not in text


def test_forgotten_means_gone_for_the_client_too(forum: Caller) -> None:
    done = forum("DELETE", "/accounts/u-1/data").json()
    assert done["erased"] is True
    assert done["counts"]["moderation.Item"] == 1
    stored = everything_stored()
    assert "豆腐脑" not in stored
    assert "小满子" not in stored
    assert "'u-1'" not in stored
    assert forum("GET", "/items/c-1").status_code == 404
    assert forum("GET", "/accounts/u-1/data").status_code == 404
    again = forum("POST", "/items", {**ITEM, "text": "豆腐脑放糖"})
    assert again.status_code == 201
    assert Account.objects.filter(external_id="u-1").count() == 1


def test_another_client_s_account_of_the_same_id_is_not_touched(forum: Caller, community: Community) -> None:
    beside = caller_make(community, name="隔壁论坛")
    beside("POST", "/items", {"id": "c-1", "text": "隔壁的话", "author": {"id": "u-1"}})
    far = caller_make(community_make(slug="far"), name="远方论坛")
    assert far("GET", "/accounts/u-1/data").status_code == 404
    assert far("DELETE", "/accounts/u-1/data").status_code == 404
    forum("DELETE", "/accounts/u-1/data")
    assert Item.objects.get(text="隔壁的话").author.external_id == "u-1"


def test_a_pause_is_not_shed_by_being_forgotten_without_a_person(forum: Caller, community: Community) -> None:
    lead = actor_make(community, 3)
    from linli.station.moderation.services import decision_make
    from linli.vocabulary import Action

    account = Account.objects.get(external_id="u-1")
    reason = {
        "rule": "",
        "clause": "2.1",
        "clause_title": {"zh": "不辱骂他人", "en": "Do not insult"},
        "text": {"zh": "多次辱骂", "en": "insults"},
        "action": "pause",
        "category": "abuse",
        "spans": [],
    }
    decision_make(
        actor=lead, action=Action.PAUSE, reasons=[reason], policy="test@1.0.0", source="reviewer", account=account
    )
    done = forum("DELETE", "/accounts/u-1/data").json()
    assert done["erased"] is False
    assert "暂停" in done["why"][0]["zh"]
    assert "豆腐脑" in everything_stored()
    assert Case.objects.filter(kind="privacy-delete").count() == 1


def test_a_person_of_the_station_is_not_reached_through_a_platform(people: People, forum: Caller) -> None:
    from linli.station.people.models import User

    Account.objects.filter(external_id="u-1").update(user_id=people.member.user_id)
    User.objects.filter(pk=people.member.user_id).update(email="secret@example.org")
    assert "secret@example.org" not in str(forum("GET", "/accounts/u-1/data").json())
    forum("DELETE", "/accounts/u-1/data")
    assert User.objects.get(pk=people.member.user_id).is_active
