"""A pledge from its template to a finding and its appeal, as an owner, a peer, a lead and strangers meet it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor
from linli.station.pledges import selectors, services
from linli.station.pledges.models import Hearing, Pledge, Template
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.organisations.scene import spoken_for
from tests.station.pages import signed_in
from tests.station.pledges.scene import GOOD, OTHER, Scene, asked, live, scene_made

FORM = {
    "title": "诚信经营",
    "promise": "明码标价，有错认错。",
    "questions": "价格都标出来了吗 | 照片",
    "months": "12",
}
WRONG = {"about": "broken", "text": "十月五日去买，标价十元收了十五元，有小票。"}


@pytest.fixture
def scene(people: factories.People) -> Scene:
    return scene_made(people)


def answer(actor: Actor, kind: str, choice: str, second: Actor | None = None) -> Case:
    case = Case.objects.filter(kind=kind).latest("pk")
    version = desk.case_take(actor=actor, number=case.number).version
    desk.case_answer(actor=actor, number=case.number, version=version, choice=choice, reason="小票和价目表对过了。")
    case.refresh_from_db()
    if second is not None:
        desk.proposal_confirm(actor=second, number=case.number, version=case.version)
        case.refresh_from_db()
    return case


def test_from_a_template_to_a_pledge_in_force(client: Client, people: factories.People) -> None:
    owner, lead = signed_in(people.member), signed_in(people.lead)
    shop = spoken_for(people, people.member, "老周修鞋铺", "shop")
    peer = spoken_for(people, people.other, "东河商户协会", "association")
    template = lead.post("/pledges/new/", FORM).headers["Location"]
    assert FORM["promise"] in client.get(template).content.decode()
    where = owner.post(template, {"organisation": shop.uid}).headers["Location"]
    pledge = Pledge.objects.get()
    assert client.get(f"/pledges/{pledge.uid}/").status_code == 404
    missing = owner.post(where, {"send": "1", "answer-1": "yes", "evidence-1": "无"})
    assert missing.status_code == 422
    owner.post(where, {"send": "1", "answer-1": "yes", "evidence-1": "https://shop.example/prices 的照片"})
    lead.post(f"/pledges/{pledge.uid}/act/", {"ask": peer.uid})
    told = next(one for one in notices.notices_mine(actor=people.other) if one.kind == "pledge.told")
    judge = signed_in(people.other)
    assert "shop.example" in judge.get(told.link).content.decode()
    judge.post(told.link, {"result": "yes", "note": "去店里看过，价目表在门口。"})
    assert Pledge.objects.get().state == "draft"
    signed_in(people.second_lead).post(f"/pledges/{pledge.uid}/act/", {"confirm": "yes"})
    shown = client.get(f"/pledges/{pledge.uid}/").content.decode()
    assert "shop.example" in shown
    assert "东河商户协会" in shown
    assert "评得太快" in shown
    assert shop.name in client.get("/pledges/").content.decode()
    assert shop.name in client.get(f"/pledges/?by={shop.uid}").content.decode()
    assert shop.name not in client.get(f"/pledges/?by={peer.uid}").content.decode()


def test_a_complaint_is_heard_found_and_overturned(client: Client, scene: Scene) -> None:
    pledge = live(scene)
    receipt = client.post(f"/pledges/{pledge.uid}/", WRONG).headers["Location"].replace("/receipt", "")
    assert any("十五元" in one.body for one in notices.notices_mine(actor=scene.owner))
    assert "有投诉" not in client.get(f"/pledges/{pledge.uid}/").content.decode()
    case = Case.objects.get()
    desk.case_take(actor=scene.people.reviewer, number=case.number)
    assert "有投诉在核实" in client.get(f"/pledges/{pledge.uid}/").content.decode()
    page = signed_in(scene.owner)
    page.post(f"/pledges/{pledge.uid}/act/", {"reply": "1", "text": "那天新来的店员收错了，已经退了五元。"})
    answer(scene.people.reviewer, "pledge-complaint", "broken", scene.people.other)
    shown = client.get(f"/pledges/{pledge.uid}/").content.decode()
    assert "没有守住承诺" in shown
    assert "小票和价目表对过了" in shown
    assert "退了五元" in shown
    assert "没有守住" in client.get(receipt).content.decode()
    page.post(f"/pledges/{pledge.uid}/act/", {"appeal": "1", "text": "收错一次，当天就退了。"})
    answer(scene.people.lead, "pledge-appeal", "overturned")
    shown = client.get(f"/pledges/{pledge.uid}/").content.decode()
    assert "申诉后已撤销" in shown
    assert Pledge.objects.get().state == "live"
    case = Case.objects.get(kind="pledge-appeal")
    desk.case_reverse(actor=scene.people.lead, number=case.number, reason="又核对了一遍，原来的认定对。")
    assert Pledge.objects.get().state == "broken"


def test_kept_is_public_with_its_reason_and_taken_back(client: Client, scene: Scene) -> None:
    pledge = live(scene)
    client.post(f"/pledges/{pledge.uid}/", {**WRONG, "about": "wrong"})
    case = answer(scene.people.reviewer, "pledge-complaint", "kept")
    assert "小票和价目表对过了" in client.get(f"/pledges/{pledge.uid}/").content.decode()
    desk.case_reverse(actor=scene.people.lead, number=case.number, reason="还要再查一查。")
    assert Hearing.objects.get().outcome == ""
    assert "小票和价目表对过了" not in client.get(f"/pledges/{pledge.uid}/").content.decode()


def test_it_is_reminded_ends_and_is_renewed_from_then_on(scene: Scene) -> None:
    pledge = live(scene)
    now = timezone.now()
    Pledge.objects.update(valid_until=now + timedelta(days=20))
    assert services.pledges_tick(community_id=pledge.community_id) == 1
    assert services.pledges_tick(community_id=pledge.community_id) == 0
    assert list(selectors.renewals_due(actor=scene.owner)) == [pledge]
    Pledge.objects.update(valid_until=now - timedelta(days=40))
    assert services.pledges_tick(community_id=pledge.community_id) == 1
    services.pledge_renew(actor=scene.owner, uid=pledge.uid)
    services.assessment_send(actor=scene.owner, uid=pledge.uid, answers=OTHER)
    services.review_give(actor=scene.judge, code=asked(scene), accepted=True, note="新的规定看过了，王会计确认。")
    pledge.refresh_from_db()
    assert pledge.state == "live"
    assert pledge.valid_from is not None
    assert pledge.valid_from >= now


def test_sent_back_it_is_written_again(scene: Scene) -> None:
    services.review_give(
        actor=scene.judge, code=asked(scene), accepted=False, note="第二题的规定没有看到。", doubts=["2", "99"]
    )
    assert selectors.review_of(selectors.newest(scene.pledge)).doubts == ["2"]  # type: ignore[union-attr]
    services.assessment_save(actor=scene.owner, uid=scene.pledge.uid, answers={"2": {"answer": "no"}, "9": {}})
    services.assessment_send(actor=scene.owner, uid=scene.pledge.uid, answers=OTHER)
    assert selectors.newest(scene.pledge).state == "sent"


def test_a_draft_goes_and_a_pledge_in_force_stays_to_be_read(client: Client, scene: Scene) -> None:
    live(scene)
    services.pledge_withdraw(actor=scene.owner, uid=scene.pledge.uid)
    assert "已撤回" in client.get(f"/pledges/{scene.pledge.uid}/").content.decode()
    again = services.pledge_begin(actor=scene.owner, template_uid=scene.template.uid, organisation_uid=scene.shop.uid)
    services.pledge_withdraw(actor=scene.owner, uid=again.uid)
    assert not Pledge.objects.filter(uid=again.uid).exists()


def test_another_community_sees_nothing(client: Client, scene: Scene) -> None:
    pledge = live(scene)
    beside = factories.people_make(factories.community_make(slug="beside"), client_id=2)
    assert client.get(f"/c/beside/pledges/{pledge.uid}/").status_code == 404
    assert scene.shop.name not in client.get("/c/beside/pledges/").content.decode()
    for act in (services.pledge_withdraw, services.pledge_renew):
        with pytest.raises(LinliError):
            act(actor=beside.lead, uid=pledge.uid)
    with pytest.raises(LinliError):
        services.complaint_send(actor=beside.visitor, uid=pledge.uid, about="broken", text="不对")


@pytest.mark.parametrize("bad", [{"title": ""}, {"questions": " "}, {"months": "99"}, {"questions": "问\n" * 21}])
def test_a_template_is_checked(people: factories.People, bad: dict[str, str]) -> None:
    assert signed_in(people.lead).post("/pledges/new/", {**FORM, **bad}).status_code == 422
    assert not Template.objects.exists()


def test_closed_to_new_ones(scene: Scene) -> None:
    services.template_close(actor=scene.people.lead, uid=scene.template.uid)
    with pytest.raises(LinliError):
        services.pledge_begin(actor=scene.judge, template_uid=scene.template.uid, organisation_uid=scene.peer.uid)
    assert live(scene).state == "live"
    assert GOOD["1"]["evidence"] in selectors.shown(scene.pledge, selectors.accepted(scene.pledge))[0].evidence
