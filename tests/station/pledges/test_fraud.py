"""Attempts to cheat with a pledge: each is refused, or flagged for another person to look at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.organisations import bodies
from linli.station.organisations.models import Delegate, Membership, Organisation
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.station.people.roles import Role
from linli.station.pledges import selectors, services
from linli.station.pledges.models import Assessment, Pledge, Review
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.organisations.scene import registered, spoken_for
from tests.station.pages import signed_in
from tests.station.pledges.scene import GOOD, OTHER, Scene, asked, live, scene_made

NOTE = "去店里看过价目表和规定。"


@pytest.fixture
def scene(people: factories.People) -> Scene:
    return scene_made(people)


def _speaks_too(scene: Scene, actor: Actor, body: Organisation) -> None:
    Delegate.objects.create(community_id=actor.community_id, organisation=body, user_id=actor.user_id)


def _complained(scene: Scene) -> Case:
    services.complaint_send(actor=scene.people.visitor, uid=live(scene).uid, about="broken", text="多收了五元")
    return Case.objects.get(kind="pledge-complaint")


def _asks(scene: Scene, body: Organisation, actor: Actor | None = None) -> str:
    return services.review_ask(actor=actor or scene.people.lead, uid=scene.pledge.uid, organisation_uid=body.uid)


def test_an_organisation_does_not_review_itself(scene: Scene) -> None:
    with pytest.raises(LinliError, match="不能由自己"):
        _asks(scene, scene.shop)


@pytest.mark.parametrize("how", ["above", "below"])
def test_nor_one_above_or_below_it(scene: Scene, how: str) -> None:
    other = spoken_for(scene.people, scene.people.other, "总店", "shop")
    above, below = (other, scene.shop) if how == "above" else (scene.shop, other)
    Organisation.objects.filter(pk=below.pk).update(parent=above)
    with pytest.raises(LinliError, match="不能由自己"):
        _asks(scene, other)


def test_nor_one_that_was_moved_below_it_after_it_was_asked(scene: Scene) -> None:
    code = asked(scene)
    Organisation.objects.filter(pk=scene.peer.pk).update(parent=scene.shop)
    with pytest.raises(LinliError, match="上下级"):
        services.review_give(actor=scene.judge, code=code, accepted=True, note=NOTE)


def test_its_own_speaker_does_not_review_in_another_s_name(scene: Scene) -> None:
    _speaks_too(scene, scene.owner, scene.peer)
    with pytest.raises(Forbidden, match="不能评"):
        services.review_give(actor=scene.owner, code=asked(scene), accepted=True, note=NOTE)


def test_nor_whoever_wrote_the_assessment_and_changed_sides(scene: Scene) -> None:
    code = asked(scene)
    bodies.delegate_end(actor=scene.owner, uid=scene.shop.uid, user_id=scene.owner.user_id or 0)
    _speaks_too(scene, scene.owner, scene.peer)
    with pytest.raises(Forbidden, match="不能评"):
        services.review_give(actor=scene.owner, code=code, accepted=True, note=NOTE)


@pytest.mark.parametrize("who", ["owner", "stranger", "visitor"])
def test_a_shared_code_opens_nothing_for_others(scene: Scene, who: str) -> None:
    people = {"owner": scene.owner, "stranger": scene.people.other, "visitor": scene.people.visitor}
    with pytest.raises(LinliError):
        services.review_give(actor=people[who], code=asked(scene), accepted=True, note=NOTE)
    assert Pledge.objects.get().state == "draft"


def test_a_code_works_once(scene: Scene) -> None:
    code = asked(scene)
    services.review_give(actor=scene.judge, code=code, accepted=True, note=NOTE)
    with pytest.raises(NotFound):
        services.review_give(actor=scene.judge, code=code, accepted=True, note=NOTE)
    assert Review.objects.count() == 1


def test_an_older_code_is_dead_once_another_was_asked(scene: Scene) -> None:
    old = asked(scene)
    second = spoken_for(scene.people, scene.people.other, "河西商会", "association")
    asked(scene, second)
    with pytest.raises(NotFound):
        services.review_give(actor=scene.judge, code=old, accepted=True, note=NOTE)


def test_the_pledger_does_not_choose_the_reviewer(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        _asks(scene, scene.peer, scene.owner)


def test_a_lead_who_speaks_for_it_asks_nobody(scene: Scene) -> None:
    _speaks_too(scene, scene.people.lead, scene.shop)
    with pytest.raises(Forbidden, match="另一位负责人"):
        _asks(scene, scene.peer)


def test_a_body_of_straw_reviews_nothing(scene: Scene) -> None:
    with pytest.raises(LinliError, match="确认过的经办人"):
        _asks(scene, registered(scene.people, "刚登记的协会", "association"))


def test_an_unconfirmed_body_pledges_nothing(scene: Scene) -> None:
    straw = registered(scene.people, "空壳店", "shop")
    _speaks_too(scene, scene.owner, straw)
    with pytest.raises(LinliError, match="没有确认"):
        services.pledge_begin(actor=scene.owner, template_uid=scene.template.uid, organisation_uid=straw.uid)


@pytest.mark.parametrize("evidence", ["", "无", "暂无。", "略", "见附件", "N/A", "........", "同上", "有的", "test"])
def test_evidence_is_missing_or_a_stand_in(scene: Scene, evidence: str) -> None:
    Assessment.objects.update(state="returned")
    answers = {**GOOD, "1": {"answer": "yes", "evidence": evidence}}
    with pytest.raises(LinliError, match="没有答全"):
        services.assessment_send(actor=scene.owner, uid=scene.pledge.uid, answers=answers)


@pytest.mark.parametrize("left_out", ["1", "2"])
def test_a_question_left_out(scene: Scene, left_out: str) -> None:
    Assessment.objects.update(state="returned")
    answers = {name: given for name, given in GOOD.items() if name != left_out}
    with pytest.raises(LinliError, match="没有答全"):
        services.assessment_send(actor=scene.owner, uid=scene.pledge.uid, answers=answers)


def test_answers_are_not_changed_once_sent(scene: Scene) -> None:
    for act in (services.assessment_save, services.assessment_send):
        with pytest.raises(LinliError, match="不能再改"):
            act(actor=scene.owner, uid=scene.pledge.uid, answers=OTHER)


def test_one_piece_of_evidence_for_everything_is_flagged(scene: Scene) -> None:
    Assessment.objects.update(state="returned")
    same = {**GOOD, "2": {"answer": "yes", "evidence": GOOD["1"]["evidence"]}}
    services.assessment_send(actor=scene.owner, uid=scene.pledge.uid, answers=same)
    review = services.review_give(actor=scene.judge, code=asked(scene), accepted=True, note=NOTE)
    assert review.flags == ["same"]
    assert Pledge.objects.get().state == "draft"


def test_evidence_copied_from_another_is_flagged(scene: Scene) -> None:
    live(scene)
    second = spoken_for(scene.people, scene.people.other, "隔壁修鞋铺", "shop")
    made = services.pledge_begin(
        actor=scene.people.other, template_uid=scene.template.uid, organisation_uid=second.uid
    )
    services.assessment_send(actor=scene.people.other, uid=made.uid, answers=GOOD)
    review = services.review_give(
        actor=scene.judge,
        code=services.review_ask(actor=scene.people.lead, uid=made.uid, organisation_uid=scene.peer.uid),
        accepted=True,
        note=NOTE,
    )
    assert set(review.flags) == {"copied", "fast"}


def test_two_that_review_each_other_are_flagged(scene: Scene) -> None:
    live(scene)
    made = services.pledge_begin(actor=scene.judge, template_uid=scene.template.uid, organisation_uid=scene.peer.uid)
    services.assessment_send(actor=scene.judge, uid=made.uid, answers=OTHER)
    code = services.review_ask(actor=scene.people.lead, uid=made.uid, organisation_uid=scene.shop.uid)
    assert "mutual" in services.review_give(actor=scene.owner, code=code, accepted=True, note=NOTE).flags
    made.refresh_from_db()
    assert made.state == "draft"


def test_what_was_flagged_is_not_waved_through_by_whoever_asked(scene: Scene) -> None:
    services.review_give(actor=scene.judge, code=_asks(scene, scene.peer), accepted=True, note=NOTE)
    assert selectors.newest(scene.pledge).state == "flagged"
    with pytest.raises(Forbidden):
        services.review_confirm(actor=scene.people.lead, uid=scene.pledge.uid, accepted=True)
    _speaks_too(scene, scene.people.second_lead, scene.peer)
    with pytest.raises(Forbidden):
        services.review_confirm(actor=scene.people.second_lead, uid=scene.pledge.uid, accepted=True)


def test_a_renewal_is_not_dated_back(scene: Scene) -> None:
    pledge = live(scene)
    Pledge.objects.update(state="ended", valid_until=timezone.now() - timedelta(days=100))
    page = signed_in(scene.owner)
    page.post(f"/pledges/{pledge.uid}/act/", {"renew": "1", "valid_from": "2020-01-01"})
    sent = {f"{part}-{name}": given.get(part, "") for name, given in OTHER.items() for part in ("answer", "evidence")}
    page.post(f"/pledges/{pledge.uid}/assess/", {"send": "1", "valid_from": "2020-01-01", **sent})
    services.review_give(actor=scene.judge, code=asked(scene), accepted=True, note=NOTE)
    pledge.refresh_from_db()
    assert pledge.valid_from is not None
    assert pledge.valid_from > timezone.now() - timedelta(minutes=5)


def test_a_renewal_is_not_stored_up(scene: Scene) -> None:
    pledge = live(scene)
    with pytest.raises(LinliError, match="60 天"):
        services.pledge_renew(actor=scene.owner, uid=pledge.uid)
    Pledge.objects.update(valid_until=timezone.now() + timedelta(days=30))
    services.pledge_renew(actor=scene.owner, uid=pledge.uid)
    with pytest.raises(LinliError, match="已经在续期"):
        services.pledge_renew(actor=scene.owner, uid=pledge.uid)


def test_a_renewal_with_last_year_s_evidence(scene: Scene) -> None:
    pledge = live(scene)
    Pledge.objects.update(valid_until=timezone.now() + timedelta(days=30))
    services.pledge_renew(actor=scene.owner, uid=pledge.uid)
    with pytest.raises(LinliError, match="上一轮"):
        services.assessment_send(actor=scene.owner, uid=pledge.uid, answers=GOOD)
    mixed = {**OTHER, "1": GOOD["1"]}
    services.assessment_send(actor=scene.owner, uid=pledge.uid, answers=mixed)
    review = services.review_give(actor=scene.judge, code=asked(scene), accepted=True, note=NOTE)
    assert review.flags == ["old"]


def test_a_clock_that_went_back(scene: Scene) -> None:
    pledge = live(scene)
    Pledge.objects.update(valid_until=timezone.now() + timedelta(days=30))
    services.pledge_renew(actor=scene.owner, uid=pledge.uid)
    Assessment.objects.filter(number=1).update(sent_at=timezone.now() + timedelta(days=300))
    with pytest.raises(LinliError, match="时间倒退"):
        services.assessment_send(actor=scene.owner, uid=pledge.uid, answers=OTHER)


@pytest.mark.parametrize("act", ["pledge_withdraw", "pledge_renew"])
def test_nobody_slips_away_from_an_open_complaint(scene: Scene, act: str) -> None:
    _complained(scene)
    Pledge.objects.update(valid_until=timezone.now() + timedelta(days=30))
    with pytest.raises(LinliError, match="有投诉在办"):
        getattr(services, act)(actor=scene.owner, uid=scene.pledge.uid)


@pytest.mark.parametrize("side", ["shop", "peer"])
def test_neither_the_one_complained_about_nor_its_reviewer_decides(scene: Scene, side: str) -> None:
    case = _complained(scene)
    _speaks_too(scene, scene.people.reviewer, getattr(scene, side))
    with pytest.raises(Forbidden, match="与这个案件有关"):
        desk.case_take(actor=scene.people.reviewer, number=case.number)


def test_nor_its_former_reviewer_who_became_staff(scene: Scene) -> None:
    case = _complained(scene)
    Delegate.objects.filter(user_id=scene.judge.user_id).update(ended_at=timezone.now())
    Membership.objects.filter(user_id=scene.judge.user_id).update(role=Role.REVIEWER)
    staff = Actor(Role.REVIEWER, scene.judge.community_id, user_id=scene.judge.user_id)
    with pytest.raises(Forbidden, match="与这个案件有关"):
        desk.case_take(actor=staff, number=case.number)


def test_its_own_people_do_not_complain_to_be_cleared(scene: Scene) -> None:
    pledge = live(scene)
    with pytest.raises(Forbidden, match="投诉自己"):
        services.complaint_send(actor=scene.owner, uid=pledge.uid, about="broken", text="我们做得很好")


def test_one_person_alone_does_not_find_it_broken_nor_before_it_was_heard(scene: Scene) -> None:
    case = _complained(scene)
    version = desk.case_take(actor=scene.people.reviewer, number=case.number).version
    broken = {"number": case.number, "version": version, "choice": "broken", "reason": "小票和价目表对过了。"}
    with pytest.raises(LinliError, match="三天"):
        desk.case_answer(actor=scene.people.reviewer, **broken)
    services.reply_write(actor=scene.owner, uid=scene.pledge.uid, text="那天收错了，退了。")
    desk.case_answer(actor=scene.people.reviewer, **broken)
    assert Pledge.objects.get().state == "live"
    case.refresh_from_db()
    with pytest.raises(LinliError):
        desk.proposal_confirm(actor=scene.people.reviewer, number=case.number, version=case.version)


def test_whoever_found_it_broken_does_not_hear_the_appeal(scene: Scene) -> None:
    case = _complained(scene)
    services.reply_write(actor=scene.owner, uid=scene.pledge.uid, text="那天收错了，退了。")
    version = desk.case_take(actor=scene.people.reviewer, number=case.number).version
    desk.case_answer(
        actor=scene.people.reviewer, number=case.number, version=version, choice="broken", reason="对过了，属实。"
    )
    case.refresh_from_db()
    desk.proposal_confirm(actor=scene.people.other, number=case.number, version=case.version)
    services.appeal_send(actor=scene.owner, uid=scene.pledge.uid, text="当天就退了。")
    appeal = Case.objects.get(kind="pledge-appeal")
    for one in (scene.people.reviewer, scene.people.other):
        with pytest.raises(Forbidden):
            desk.case_take(actor=one, number=appeal.number)
    with pytest.raises(LinliError, match="90 天"):
        services.pledge_begin(actor=scene.owner, template_uid=scene.template.uid, organisation_uid=scene.shop.uid)


def test_one_who_handed_over_acts_no_more(scene: Scene) -> None:
    pledge = live(scene)
    bodies.delegate_hand_over(actor=scene.owner, uid=scene.shop.uid, user_id=scene.people.other.user_id or 0)
    with pytest.raises(Forbidden):
        services.pledge_withdraw(actor=scene.owner, uid=pledge.uid)


def test_a_second_pledge_of_the_same_kind_beside_the_first(scene: Scene) -> None:
    with pytest.raises(LinliError, match="已经有一份"):
        services.pledge_begin(actor=scene.owner, template_uid=scene.template.uid, organisation_uid=scene.shop.uid)


def test_questions_made_easier_later_do_not_touch_what_was_pledged(scene: Scene) -> None:
    scene.template.questions = []
    scene.template.save()
    assert len(selectors.shown(scene.pledge, selectors.newest(scene.pledge))) == 2
