"""Who agreed to which version of the code when, as people, a platform and the record see it."""

from __future__ import annotations

from django.test import Client

from linli.station.conduct.models import AgreementVersion, Consent
from linli.station.ledger.models import Row
from linli.station.moderation import services
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor
from tests.station.api.conftest import caller_make
from tests.station.factories import POLICY, People, community_make, people_make
from tests.station.pages import signed_in


def publish(actor: Actor, *changes: tuple[str, str]) -> None:
    text = POLICY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    services.policy_publish(actor=actor, document=text)


def agree(page: Client) -> str:
    version = AgreementVersion.objects.order_by("-pk").first()
    assert version is not None
    answer = page.post("/agreements/rules/", {"do": "agree", "version": version.uid}, follow=True)
    return answer.content.decode()


def test_agreeing_is_kept_with_the_version_and_shown_to_its_person_alone(people: People) -> None:
    page, other = signed_in(people.member), signed_in(people.other)
    assert "还没有同意" in page.get("/agreements/").content.decode()
    assert "请不要辱骂他人" in page.get("/agreements/rules/").content.decode()
    assert "已记下您的同意" in agree(page)
    assert "test@1.0.0" in page.get("/agreements/").content.decode()
    assert "还没有同意" in other.get("/agreements/").content.decode()
    assert Row.objects.filter(kind="consent.given").count() == 1


def test_asked_anew_only_when_it_matters(people: People) -> None:
    page = signed_in(people.member)
    agree(page)
    publish(people.lead, ("1.0.0", "1.1.0"), ("abuse: 0.5", "abuse: 0.6"))
    shown = page.get("/agreements/").content.decode()
    assert "已同意" in shown
    assert "有新的改动" not in shown
    publish(people.lead, ("1.0.0", "1.2.0"), ("abuse: 0.5", "abuse: 0.6"), ("action: label", "action: hold"))
    assert "有新的改动" in page.get("/agreements/").content.decode()
    asked = page.get("/agreements/rules/").content.decode()
    assert "您上次同意之后改了什么" in asked
    assert "暂缓展示" in asked
    agree(page)
    assert "有新的改动" not in page.get("/agreements/").content.decode()
    publish(people.lead, ("1.0.0", "1.3.0"), ("abuse: 0.5", "abuse: 0.6"))  # milder again
    assert "有新的改动" not in page.get("/agreements/").content.decode()


def test_it_is_taken_back_and_the_record_stays(people: People) -> None:
    page = signed_in(people.member)
    agree(page)
    page.post("/agreements/rules/", {"do": "withdraw"})
    shown = page.get("/agreements/").content.decode()
    assert "还没有同意" in shown
    assert "撤回" in shown
    assert Consent.objects.get().withdrawn_at is not None


def test_an_old_version_is_not_agreed_to(people: People) -> None:
    page = signed_in(people.member)
    old = AgreementVersion.objects.get().uid
    publish(people.lead, ("1.0.0", "1.1.0"), ("请不要辱骂他人。", "请不要辱骂任何人。"))
    answer = page.post("/agreements/rules/", {"do": "agree", "version": old}, follow=True)
    assert "约定刚刚更新了" in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_platform_asks_its_own_accounts_no_more_than_it_must(community: Community, people: People) -> None:
    forum, other = caller_make(community, name="论坛"), caller_make(community, name="邻居")
    asked = forum("GET", "/agreements/rules?account=u-1").json()
    assert (asked["needed"], asked["anew"], asked["agreed_at"]) == (True, False, None)
    given = forum("POST", "/agreements/rules/consents", {"account": "u-1", "version": asked["version"]})
    assert given.status_code == 201
    assert forum("GET", "/agreements/rules?account=u-1").json()["needed"] is False
    assert other("GET", "/agreements/rules?account=u-1").json()["needed"] is True
    publish(people.lead, ("1.0.0", "1.1.0"), ("action: label", "action: hold"))
    again = forum("GET", "/agreements/rules?account=u-1").json()
    assert (again["needed"], again["anew"]) == (True, True)
    assert "暂缓展示" in again["changed"]["zh"]
    late = forum("POST", "/agreements/rules/consents", {"account": "u-1", "version": asked["version"]})
    assert (late.status_code, late.json()["field"]) == (422, "version")
    assert other("DELETE", "/agreements/rules/consents/u-1").status_code == 404
    assert forum("DELETE", "/agreements/rules/consents/u-1").json()["agreed_at"] is None


def test_another_community_has_its_own(people: People) -> None:
    other = people_make(community_make(slug="beside"), client_id=2)
    agree_here = signed_in(people.member)
    first = AgreementVersion.objects.order_by("pk").first()
    assert first is not None
    agree_here.post("/agreements/rules/", {"do": "agree", "version": first.uid})
    assert "还没有同意" in signed_in(other.member).get("/c/beside/agreements/").content.decode()
