"""Good deeds as a proposer, the one who did it, two readers and a stranger meet them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.honours import selectors, services
from linli.station.honours.models import Honour
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in

DEED = {
    "title": "雨天背老人过水",
    "story": "上周三大雨，东门积水没过脚踝，他把两位老人一位一位背了过去，自己鞋都湿透了。",
    "evidence": "我在门卫室看见的，保安老赵也在。",
}


@pytest.fixture
def code(people: factories.People) -> str:
    """The code that the one who did it holds."""
    page = signed_in(people.member).post("/honours/new/", DEED).content.decode()
    found = re.search(r"/honours/consent/([^/]+)/", page)
    assert found
    return found[1]


def _answer(actor: Actor, kind: str, choice: str, second: Actor | None = None) -> Case:
    case = Case.objects.get(kind=kind)
    version = desk.case_take(actor=actor, number=case.number).version
    desk.case_answer(actor=actor, number=case.number, version=version, choice=choice, reason="核对过了，属实。")
    case.refresh_from_db()
    if second is not None:
        desk.proposal_confirm(actor=second, number=case.number, version=case.version)
        case.refresh_from_db()
    return case


def desk_receipt(actor: Actor) -> str:
    sent = desk_selectors.submissions_mine(actor=actor).get()
    return desk_selectors.receipt_code(community_id=actor.community_id, uid=sent.uid)


def _verified(people: factories.People, code: str) -> Honour:
    Client().post(f"/honours/consent/{code}/", {"agree": "1", "naming": "pen", "name": "东门小哥"})
    _answer(people.reviewer, "nomination", "verified", people.other)
    return Honour.objects.get()


def _week_over(community_id: int) -> int:
    Honour.objects.update(notice_until=timezone.now() - timedelta(minutes=1))
    return services.honours_tick(community_id=community_id)


def test_from_a_proposal_to_a_story(client: Client, people: factories.People, code: str) -> None:
    found = Honour.objects.get()
    assert client.get(f"/honours/{found.uid}/").status_code == 404
    assert DEED["story"] in client.get(f"/honours/consent/{code}/").content.decode()
    found = _verified(people, code)
    shown = client.get(f"/honours/{found.uid}/").content.decode()
    assert "正在公示" in shown
    assert "东门小哥" in shown
    assert DEED["evidence"] not in shown
    assert _week_over(found.community_id) == 1
    assert DEED["title"] in client.get("/honours/").content.decode()
    assert "honour.published" in [one.kind for one in notices.notices_mine(actor=people.member)]


def test_nothing_is_shown_before_its_person_agrees(client: Client, people: factories.People, code: str) -> None:
    with pytest.raises(LinliError, match="本人还没有同意"):
        _answer(people.reviewer, "nomination", "verified", people.other)
    assert DEED["title"] not in client.get("/honours/").content.decode()


def test_it_takes_two_readers(people: factories.People, code: str) -> None:
    Client().post(f"/honours/consent/{code}/", {"agree": "1", "naming": "none"})
    case = _answer(people.reviewer, "nomination", "verified")
    assert Honour.objects.get().state == "agreed"
    with pytest.raises(LinliError):
        desk.proposal_confirm(actor=people.reviewer, number=case.number, version=case.version)


def test_who_proposed_reads_it_for_nobody(people: factories.People) -> None:
    services.honour_propose(actor=people.reviewer, **DEED)
    with pytest.raises(LinliError):
        desk.case_take(actor=people.reviewer, number=Case.objects.get().number)


@pytest.mark.parametrize("when", ["before", "agreed", "notice", "published"])
def test_its_person_takes_it_back_at_any_time(client: Client, people: factories.People, code: str, when: str) -> None:
    if when != "before":
        client.post(f"/honours/consent/{code}/", {"agree": "1", "naming": "none"})
    if when in ("notice", "published"):
        _answer(people.reviewer, "nomination", "verified", people.other)
    if when == "published":
        _week_over(people.member.community_id)
    client.post(f"/honours/consent/{code}/", {"withdraw": "1"})
    found = Honour.objects.get()
    assert (found.state, found.story, found.evidence, found.name) == ("withdrawn", "", "", "")
    assert client.get(f"/honours/{found.uid}/").status_code == 404
    assert "写过的话都已删去" in client.get(f"/honours/consent/{code}/").content.decode()


def test_an_open_objection_keeps_it_from_being_told(client: Client, people: factories.People, code: str) -> None:
    found = _verified(people, code)
    receipt = client.post(f"/honours/{found.uid}/", {"text": "那天背人的是另一位，我在场。"}).headers["Location"]
    assert _week_over(found.community_id) == 0
    _answer(people.other, "objection", "upheld")
    assert client.get(f"/honours/{found.uid}/").status_code == 404
    assert "异议成立" in client.get(receipt.replace("/receipt", "")).content.decode()
    assert _week_over(found.community_id) == 0


def test_an_objection_that_fails_lets_it_be_told(client: Client, people: factories.People, code: str) -> None:
    found = _verified(people, code)
    client.post(f"/honours/{found.uid}/", {"text": "我觉得不算什么。"})
    _answer(people.other, "objection", "stands")
    assert _week_over(found.community_id) == 1


def test_a_stop_is_taken_back(client: Client, people: factories.People, code: str) -> None:
    found = _verified(people, code)
    client.post(f"/honours/{found.uid}/", {"text": "不是他。"})
    case = _answer(people.other, "objection", "upheld")
    desk.case_reverse(actor=people.lead, number=case.number, reason="再问了一次，是他。")
    assert client.get(f"/honours/{found.uid}/").status_code == 200


def test_a_declined_one_stays_private(client: Client, people: factories.People, code: str) -> None:
    client.post(f"/honours/consent/{code}/", {"agree": "1", "naming": "none"})
    _answer(people.reviewer, "nomination", "declined")
    assert client.get(f"/honours/{Honour.objects.get().uid}/").status_code == 404
    assert client.post(f"/honours/consent/{code}/", {"agree": "1", "naming": "none"}).status_code == 422


def test_a_second_look_may_verify_what_was_declined(client: Client, people: factories.People, code: str) -> None:
    client.post(f"/honours/consent/{code}/", {"agree": "1", "naming": "none"})
    _answer(people.reviewer, "nomination", "declined")
    receipt = desk_receipt(people.member)
    client.post(f"/cases/{receipt}/", {"say": "again", "reason": "保安老赵愿意作证，请再看看。"})
    case = Case.objects.get(kind="nomination", state="new")
    version = desk.case_take(actor=people.other, number=case.number).version
    desk.case_answer(
        actor=people.other, number=case.number, version=version, choice="verified", reason="问过老赵，属实。"
    )
    case.refresh_from_db()
    desk.proposal_confirm(actor=people.lead, number=case.number, version=case.version)
    assert client.get(f"/honours/{Honour.objects.get().uid}/").status_code == 200


@pytest.mark.parametrize("given", [{"naming": "real"}, {"naming": "pen", "name": "长" * 21}, {"naming": "x"}, {}])
def test_a_name_is_asked_for(client: Client, code: str, given: dict[str, str]) -> None:
    assert client.post(f"/honours/consent/{code}/", {"agree": "1", **given}).status_code == 422
    assert Honour.objects.get().state == "proposed"


def test_a_visitor_proposes_nothing(client: Client, people: factories.People) -> None:
    assert client.post("/honours/new/", DEED).status_code == 302
    assert not Honour.objects.exists()


@pytest.mark.parametrize("field", ["title", "story", "evidence"])
def test_every_part_is_needed(people: factories.People, field: str) -> None:
    page = signed_in(people.member).post("/honours/new/", {**DEED, field: " "})
    assert page.status_code == 422
    assert DEED["title"] in page.content.decode() or field == "title"


def test_a_code_of_another_community_opens_nothing(client: Client, people: factories.People, code: str) -> None:
    factories.community_make(slug="elsewhere")
    assert client.get(f"/c/elsewhere/honours/consent/{code}/").status_code == 404


def test_the_proposer_sees_the_address_again(people: factories.People, code: str) -> None:
    assert selectors.proposed_by(actor=people.member)[0][1] == code
    assert f"/honours/consent/{code}/" in signed_in(people.member).get("/honours/").content.decode()
    assert f"/honours/consent/{code}/" not in signed_in(people.other).get("/honours/").content.decode()
