"""Strikes, grades and accuracy: worked out from the record, bounded, fading, seen by their owner, open to appeal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.policy import Policy
from linli.policy.decide import decide
from linli.policy.ladder import Ladder
from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.desk.models import Answer, Case
from linli.station.moderation import services as moderation
from linli.station.moderation.models import Decision, Item, Watched
from linli.station.moderation.selectors import notice_of
from linli.station.moderation.services import items, trials
from linli.station.people.actors import Actor, Forbidden
from linli.station.standing import reckoning, selectors, services
from linli.station.standing.models import Kind
from linli.station.standing.reckoning import Outcome, Strike
from linli.vocabulary import Assessment
from linli.vocabulary import Item as Words
from tests.station.factories import POLICY, People, assess_by_words, item_make, submit
from tests.station.pages import signed_in

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 2000).map(lambda hours: NOW - timedelta(hours=hours))
OUTCOMES = st.lists(st.builds(Outcome, at=MOMENTS, right=st.booleans()), max_size=60)


def answer(actor: Actor, case: Case, choice: str, **values: str) -> Answer:
    case.refresh_from_db()
    given = {"actor": actor, "number": case.number, "version": case.version, "reason": "看过原文和上文了"}
    made = desk.case_answer(choice=choice, values=values, **given)  # type: ignore[arg-type]
    assert isinstance(made, Answer)
    return made


def report(people: People, by: Actor, item: Item | None = None) -> Case:
    found = item or item_make(people.forum)
    made = moderation.report_create(actor=by, category="abuse", item=found, source="" if by.user_id else "192.0.2.1")
    return Case.objects.get(number=made.case_number, community_id=by.community_id)


def removed(people: People, **more: object) -> Case:
    case = report(people, people.visitor, item_make(people.forum, **more))
    answer(people.reviewer, case, "uphold", category="abuse", action="remove")
    return case


def standing(people: People, now: datetime | None = None) -> selectors.Standing:
    account = Item.objects.earliest("pk").author.uid
    return selectors.standing_of(community_id=people.lead.community_id, account=account, now=now)


# Strikes -----------------------------------------------------------------------------------------------------------


def test_strikes_are_those_that_people_made_and_that_stand(people: People) -> None:
    submit(people.forum, "你这个笨蛋")
    assert standing(people).strikes.total == 0
    first = removed(people)
    removed(people)
    assert standing(people).strikes.total == 4
    desk.case_reverse(actor=people.reviewer, number=first.number, reason="看错了上下文")
    assert standing(people).strikes.total == 2
    assert standing(people).strikes.next_step == Ladder().steps[1]


def test_an_overturned_decision_counts_no_more_and_again_when_taken_back(people: People) -> None:
    removed(people)
    told = notice_of(Decision.objects.get())
    assert told is not None
    moderation.appeal_create(actor=people.visitor, code=told.code, text="我说的是自己")
    appeal = Case.objects.get(kind="appeal")
    answer(people.other, appeal, "overturned")
    assert standing(people).strikes.total == 0
    desk.case_reverse(actor=people.other, number=appeal.number, reason="原处置其实没有错")
    assert standing(people).strikes.total == 2


def test_an_item_counts_once_by_its_heaviest(people: People) -> None:
    item = item_make(people.forum)
    for action in ("limit", "remove"):
        answer(people.reviewer, report(people, people.visitor, item), "uphold", category="abuse", action=action)
    assert standing(people).strikes.total == 2


def test_strikes_expire(people: People) -> None:
    removed(people)
    assert standing(people, timezone.now() + timedelta(days=179)).strikes.total == 2
    assert standing(people, timezone.now() + timedelta(days=181)).strikes.total == 0


def test_the_owner_reads_their_strikes_from_a_notice_and_the_next_step(people: People) -> None:
    removed(people)
    told = notice_of(Decision.objects.get())
    assert told is not None
    page = Client()
    assert f"/standing/{told.code}/" in page.get(told.path).content.decode()
    shown = page.get(f"/standing/{told.code}/").content.decode()
    assert "现在计 2 次" in shown
    assert "暂停发言 3 天" in shown
    assert page.get("/standing/AAAA/").status_code == 404


def test_the_reviewer_sees_what_the_ladder_proposes(people: People) -> None:
    removed(people)
    case = report(people, people.visitor)
    assert "阶梯建议：正式提醒" in signed_in(people.reviewer).get(f"/desk/{case.number}/").content.decode()


# Grades ------------------------------------------------------------------------------------------------------------


def test_only_those_who_publish_to_many_are_graded_and_they_see_why(people: People) -> None:
    removed(people)
    account = Item.objects.get().author.uid
    assert standing(people).grade == ""
    typed = {"kind": "public", "audience": "3", "basis": "主页写明是公众号，关注上万"}
    assert signed_in(people.reviewer).post(f"/standing/classes/{account}/", typed).status_code == 403
    assert signed_in(people.lead).post(f"/standing/classes/{account}/", typed).status_code == 302
    found = standing(people)
    assert (found.grade, found.points) == ("B", 80)
    told = notice_of(Decision.objects.get())
    assert told is not None
    assert "关注上万" in Client().get(f"/standing/{told.code}/").content.decode()
    services.profile_set(actor=people.lead, account=account, kind=Kind.PERSONAL, audience=3, basis="其实是个人号")
    assert standing(people).grade == ""
    assert selectors.audience_of(community_id=people.lead.community_id, account=account) == 0


def test_an_audience_brings_its_cases_forward_and_nothing_else(people: People) -> None:
    item = item_make(people.forum, account_id="big")
    before = report(people, people.visitor, item_make(people.forum)).priority
    services.profile_set(actor=people.lead, account=item.author.uid, kind=Kind.MEDIA, audience=3, basis="本地媒体")
    case = report(people, people.visitor, item)
    assert case.priority > before
    assert case.weights["audience"] == 15


def test_a_thing_put_right_counts_for_its_author(people: People) -> None:
    removed(people, external_id="p1")
    before = standing(people)
    moderation.item_withdraw(actor=people.forum, item=Item.objects.get(external_id="p1"))
    after = standing(people)
    assert (before.corrections, after.corrections) == (0, 1)
    assert after.points > before.points


# Accuracy ----------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(OUTCOMES)
def test_accuracy_is_bounded_and_a_right_report_never_lowers_it(outcomes: list[Outcome]) -> None:
    before = reckoning.accuracy(outcomes, NOW)
    assert 0.5 < before < 1.5
    assert reckoning.accuracy([*outcomes, Outcome(NOW, True)], NOW) >= before
    assert reckoning.accuracy([*outcomes, Outcome(NOW, False)], NOW) <= before
    later = reckoning.accuracy(outcomes, NOW + timedelta(days=3000))
    assert later == pytest.approx(1, abs=1e-6)


@settings(deadline=None)
@given(st.lists(st.tuples(MOMENTS, st.integers(0, 3)), max_size=12))
def test_points_stay_between_0_and_100_and_come_back_in_time(found: list[tuple[datetime, int]]) -> None:
    strikes = [Strike(str(n), str(n), "remove", w, at, at + timedelta(days=180)) for n, (at, w) in enumerate(found)]
    assert 0 <= reckoning.points(strikes, [], NOW) <= reckoning.points(strikes, [], NOW + timedelta(days=90)) <= 100


def test_reports_that_proved_right_weigh_more_in_the_order_and_only_there(people: People) -> None:
    for _ in range(6):
        answer(people.reviewer, report(people, people.member), "uphold", category="abuse", action="label")
    case = report(people, people.member)
    plain = report(people, people.visitor)
    assert case.weights["accuracy"] > 0
    assert case.priority > plain.priority
    page = signed_in(people.member).get("/standing/").content.decode()
    assert "6" in page
    assert "× 1" in page
    shown = signed_in(people.reviewer).get(f"/desk/{case.number}/").content.decode()
    assert "以往的准确度" in shown
    assert selectors.accuracy_of(community_id=case.community_id, user_id=people.other.user_id).weight == 1


def test_it_is_appealed_to_a_lead_without_a_name_and_counted_anew(people: People) -> None:
    for _ in range(3):
        answer(people.reviewer, report(people, people.member), "dismiss")
    low = selectors.accuracy_of(community_id=people.lead.community_id, user_id=people.member.user_id)
    assert low.weight < 1
    mine = signed_in(people.member)
    sent = mine.post("/standing/", {"text": "那三件后来都证实了"})
    case = Case.objects.get(kind="standing")
    assert mine.get(sent["Location"]).status_code == 200
    assert case.number not in [c.number for c in desk_selectors.queue(actor=people.reviewer)]
    with pytest.raises(Forbidden):
        desk.case_take(actor=people.reviewer, number=case.number)
    shown = signed_in(people.lead).get(f"/desk/{case.number}/").content.decode()
    assert "那三件后来都证实了" in shown
    answer(people.lead, case, "renewed")
    assert "× 1" in mine.get("/standing/").content.decode()
    found = selectors.accuracy_of(community_id=case.community_id, user_id=people.member.user_id)
    assert (found.weight, found.wrong) == (1, 0)
    desk.case_reverse(actor=people.lead, number=case.number, reason="核对后发现记录没错")
    again = selectors.accuracy_of(community_id=case.community_id, user_id=people.member.user_id)
    assert again.wrong == 3


def test_the_owner_of_an_account_appeals_from_a_notice(people: People) -> None:
    removed(people)
    told = notice_of(Decision.objects.get())
    assert told is not None
    sent = Client().post(f"/standing/{told.code}/", {"text": "同一句话被计了两次"})
    assert sent.status_code == 302
    case = Case.objects.get(kind="standing")
    answer(people.lead, case, "renewed")
    assert standing(people).strikes.total == 0


def test_the_criteria_are_public(people: People) -> None:
    for language, words in (("zh-hans", "没有看不见的分数"), ("en", "No hidden score")):
        page = Client().get("/standing/criteria/", headers={"accept-language": language})
        assert words in page.content.decode()


# Limits that the policy states -------------------------------------------------------------------------------------

GRADED = (
    POLICY.replace("1.0.0", "1.0.1")
    + """
  - id: low-grade
    clause: "2.2"
    category: spam
    status: live
    when: author_grade == "D" && severity["spam"] >= 1
    action: hold
    explain: {zh: 级别为 D 的账号发广告先由人看过, en: Adverts of accounts of grade D are looked at first}
"""
)


def by_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signals by words, verdicts by the policy itself."""

    def assess(item: Words, policy: Policy, **_more: object) -> Assessment:
        return decide(policy, item, assess_by_words(item, policy).signals)

    monkeypatch.setattr(items, "assess", assess)


def test_a_grade_limits_only_as_the_policy_states_and_an_appeal_ends_it(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    moderation.policy_publish(actor=people.lead, document=GRADED)
    by_policy(monkeypatch)
    for number in range(4):
        removed(people, account_id="shop", text=f"四海升平 {number}")
    account = Item.objects.latest("pk").author.uid
    assert submit(people.forum, "今天的广告", account_id="shop").item.state == "labelled"
    services.profile_set(actor=people.lead, account=account, kind=Kind.MERCHANT, audience=2, basis="主页写明是商家")
    assert selectors.standing_of(community_id=people.lead.community_id, account=account).grade == "D"
    held = submit(people.forum, "第二天的广告", account_id="shop")
    assert (held.item.state, held.decision and held.decision.rules) == ("held", ["low-grade", "spam-words"])
    assert submit(people.forum, "今天天气很好", account_id="shop").item.state == "visible"
    assert held.notice is not None
    shown = Client().get(f"/standing/{held.notice.code}/").content.decode()
    assert "级别为 D 的账号发广告先由人看过" in shown
    assert "级别为 D 的账号发广告先由人看过" in Client().get("/standing/criteria/").content.decode()
    Client().post(f"/standing/{held.notice.code}/", {"text": "四条都已经改好，不该再算"})
    answer(people.lead, Case.objects.get(kind="standing"), "renewed")
    assert submit(people.forum, "第三天的广告", account_id="shop").item.state == "labelled"


def test_a_trial_counts_whom_a_limit_by_grade_would_touch(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    by_policy(monkeypatch)
    for number in range(4):
        removed(people, account_id="shop", text=f"四海升平 {number}")
    account = Item.objects.latest("pk").author.uid
    services.profile_set(actor=people.lead, account=account, kind=Kind.MERCHANT, audience=2, basis="主页写明是商家")
    submit(people.forum, "商家的广告", account_id="shop")
    submit(people.forum, "邻居的广告", account_id="neighbour")
    today = GRADED.replace("2026-01-01", timezone.localdate().isoformat())
    draft = moderation.draft_create(actor=people.lead, document=today)
    trial = moderation.trial_start(
        actor=people.lead, kind="policy", target=draft.uid, document=draft.document, limit=1000
    )
    while trials.trial_turn(trial.uid):
        pass
    trial.refresh_from_db()
    assert trial.tally["harder"] == 1
    moderation.draft_watch(actor=people.lead, uid=draft.uid, on=True)
    submit(people.forum, "商家又发广告", account_id="shop")
    submit(people.forum, "邻居又发广告", account_id="neighbour")
    assert [row.after for row in Watched.objects.filter(draft=draft)] == ["hold"]
