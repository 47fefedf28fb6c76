"""Proposals, plans and indicators as a passer-by, a lead and whoever has something to do meet them."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.learning import services as learning
from linli.station.ledger.models import Row
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, Forbidden
from linli.station.programme import indicators, measures, selectors, services
from linli.station.programme.models import Plan, Proposal, Task
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in

IDEA = {"title": "给候车亭加一条长凳", "text": "老人等车要站二十分钟，工具间有旧长凳，刷刷漆就能用。"}


def _answer(actor: Actor, choice: str, reason: str = "旧长凳还结实，周末志愿者来刷漆。") -> Case:
    case = Case.objects.get(kind="proposal")
    version = desk.case_take(actor=actor, number=case.number).version
    desk.case_answer(actor=actor, number=case.number, version=version, choice=choice, reason=reason)
    return case


def _plan(people: factories.People, *, days: int = 30) -> Plan:
    ends = timezone.localdate() + timedelta(days=days)
    return services.plan_make(
        actor=people.lead, title="候车亭的长凳", aim="月底前装好，有人坐。", answers="居委会", ends=ends
    )


def _task(people: factories.People, plan: Plan, *, days: int = 3, who: int | None = None) -> Task:
    due = timezone.localdate() + timedelta(days=days)
    return services.task_add(
        actor=people.lead, plan_uid=plan.uid, title="刷漆", due=due, who_id=who or people.member.user_id
    )


def test_a_proposal_gets_a_public_answer(client: Client, people: factories.People) -> None:
    receipt = client.post("/proposals/", {**IDEA, "show": "on"}).headers["Location"]
    assert IDEA["text"] not in client.get("/proposals/").content.decode()
    assert "还有 1 条在等答复" in client.get("/proposals/").content.decode()
    _answer(people.lead, "adopted")
    shown = client.get("/proposals/").content.decode()
    assert IDEA["title"] in shown
    assert "周末志愿者来刷漆" in shown
    assert "采纳了" in client.get(receipt.replace("receipt/", "")).content.decode()


def test_one_who_does_not_want_it_shown_is_heard_all_the_same(client: Client, people: factories.People) -> None:
    receipt = client.post("/proposals/", IDEA).headers["Location"]
    _answer(people.lead, "declined", "这里是公交公司的地，我们转告了他们。")
    assert IDEA["title"] not in client.get("/proposals/").content.decode()
    assert "转告了他们" in client.get(receipt.replace("receipt/", "")).content.decode()


def test_an_answer_taken_back_is_not_shown(client: Client, people: factories.People) -> None:
    client.post("/proposals/", {**IDEA, "show": "on"})
    case = _answer(people.lead, "declined")
    desk.case_reverse(actor=people.second_lead, number=case.number, reason="这条答得太急，再想想。")
    assert Proposal.objects.get().state == "waiting"
    assert IDEA["title"] not in client.get("/proposals/").content.decode()


def test_a_reviewer_does_not_answer_for_the_community(people: factories.People) -> None:
    Client().post("/proposals/", IDEA)
    with pytest.raises(LinliError):
        desk.case_take(actor=people.reviewer, number=Case.objects.get().number)


@pytest.mark.parametrize("given", [{"title": "x"}, {"title": " ", "text": "y"}, {**IDEA, "title": "长" * 61}])
def test_a_bad_proposal_loses_nothing(client: Client, people: factories.People, given: dict[str, str]) -> None:
    answer = client.post("/proposals/", given)
    assert answer.status_code == 422
    assert given.get("text", "") in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_task_is_promised_reminded_and_done(client: Client, people: factories.People) -> None:
    lead, member = signed_in(people.lead), signed_in(people.member)
    ends = (timezone.localdate() + timedelta(days=30)).isoformat()
    where = lead.post(
        "/plans/", {"title": "候车亭的长凳", "aim": "月底前装好。", "answers": "居委会", "ends": ends}
    ).headers["Location"]
    due = (timezone.localdate() + timedelta(days=1)).isoformat()
    lead.post(f"{where}act/", {"add": "1", "title": "刷漆", "due": due, "who": str(people.member.user_id)})
    for _ in range(3):
        services.programme_tick(community_id=people.lead.community_id)
    assert [one.kind for one in notices.notices_mine(actor=people.member)] == ["task.due"]
    uid = Task.objects.get().uid
    member.post(f"{where}act/", {"task": uid, "evidence": "门口有照片", "minutes": "90"})
    shown = client.get(where).content.decode()
    assert "门口有照片" in shown
    assert "1 件事，做完 1 件" in shown
    assert Row.objects.filter(kind="task.done").exists()


def test_an_overdue_task_is_said_openly(client: Client, people: factories.People) -> None:
    plan = _plan(people)
    _task(people, plan)
    Task.objects.update(due=timezone.localdate() - timedelta(days=1))
    services.programme_tick(community_id=plan.community_id)
    assert "task.late" in [one.kind for one in notices.notices_mine(actor=people.member)]
    assert "1 件过期" in client.get("/plans/").content.decode()


def test_a_task_is_handed_over_when_somebody_leaves(people: factories.People) -> None:
    task = _task(people, _plan(people))
    where = f"/plans/{task.plan.uid}/act/"
    signed_in(people.lead).post(where, {"hand": task.uid, "who": str(people.other.user_id)})
    assert [one.uid for one in selectors.tasks_mine(actor=people.other)] == [task.uid]
    assert "task.given" in [one.kind for one in notices.notices_mine(actor=people.other)]
    with pytest.raises(Forbidden):
        services.task_done(actor=people.member, uid=task.uid, evidence="我做的")


@pytest.mark.parametrize("who", ["", "x", "999999", "9" * 40])
def test_a_task_is_handed_to_nobody_unknown(people: factories.People, who: str) -> None:
    task = _task(people, _plan(people))
    answer = signed_in(people.lead).post(f"/plans/{task.plan.uid}/act/", {"hand": task.uid, "who": who})
    assert answer.status_code == 400
    task.refresh_from_db()
    assert task.who_id == people.member.user_id


def test_a_plan_ends_with_what_came_of_it(client: Client, people: factories.People) -> None:
    plan = _plan(people)
    page = signed_in(people.lead)
    assert page.post(f"/plans/{plan.uid}/act/", {"close": "dropped", "closing": ""}).status_code == 422
    page.post(f"/plans/{plan.uid}/act/", {"close": "dropped", "closing": "场地没谈下来，我们放下了。"})
    assert "场地没谈下来" in client.get(f"/plans/{plan.uid}/").content.decode()
    with pytest.raises(LinliError):
        _task(people, plan)


@pytest.mark.parametrize("role", ["visitor", "member", "reviewer"])
def test_who_may_not_plan_does_not(people: factories.People, role: str) -> None:
    ends = timezone.localdate() + timedelta(days=3)
    with pytest.raises(Forbidden):
        services.plan_make(actor=getattr(people, role), title="x", aim="y", answers="z", ends=ends)


@pytest.mark.parametrize("days", [-1, 2000])
def test_a_day_that_makes_no_sense_is_refused(people: factories.People, days: int) -> None:
    with pytest.raises(LinliError, match="日子"):
        _plan(people, days=days)


def test_a_stranger_is_given_no_task(people: factories.People) -> None:
    elsewhere = factories.people_make(factories.community_make(slug="elsewhere"), 2)
    with pytest.raises(LinliError, match="不是成员"):
        _task(people, _plan(people), who=elsewhere.member.user_id)


def test_a_plan_of_another_community_is_not_found(client: Client, people: factories.People) -> None:
    elsewhere = factories.people_make(factories.community_make(slug="elsewhere"), 2)
    plan = _plan(elsewhere)
    assert client.get(f"/plans/{plan.uid}/").status_code == 404


# Indicators, recomputed by hand. ------------------------------------------------------------------------------------


def _now(people: factories.People, name: str) -> float | None:
    found = {one.indicator.id: one for one in measures.trends(community_id=people.lead.community_id)}
    return None if found[name].now is None else found[name].now.number


def test_every_indicator_has_its_definition() -> None:
    assert len({one.id for one in measures.ALL}) == len(measures.ALL) >= 10
    assert all(len(one.definition.zh) > 8 and len(one.definition.en) > 8 for one in measures.ALL)


def test_small_numbers_are_withheld(people: factories.People) -> None:
    for number in range(4):
        learning.lesson_finish(actor=people.visitor, lesson_id="bystander", before=1, answers=[True, True, True])
        assert _now(people, "learned") is None, number
    learning.lesson_finish(actor=people.visitor, lesson_id="bystander", before=3, answers=[True, True, True])
    assert _now(people, "learned") == pytest.approx((4 * 200 / 3) / 5, abs=0.1)


def test_proposals_are_timed_once_there_are_five(people: factories.People) -> None:
    for number in range(5):
        assert _now(people, "proposals") is None
        Proposal.objects.create(
            community_id=people.lead.community_id,
            title=f"建议 {number}",
            text="x",
            state="adopted",
            answered_at=timezone.now(),
            created=timezone.now() - timedelta(days=2),
        )
    assert _now(people, "proposals") == pytest.approx(2, abs=0.1)


def test_keepers_time_is_summed(people: factories.People) -> None:
    task = _task(people, _plan(people))
    services.task_done(actor=people.member, uid=task.uid, evidence="做好了", minutes=90)
    assert _now(people, "keepers") == 1.5


def test_months_follow_one_another_without_a_gap() -> None:
    spans = indicators.months(timezone.make_aware(datetime(2026, 3, 31, 10)))
    assert [f"{since:%Y-%m}" for since, _ in spans] == [
        "2025-10",
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    assert all(a[1] == b[0] for a, b in itertools.pairwise(spans))


def test_the_page_shows_every_one(client: Client, people: factories.People) -> None:
    shown = client.get("/indicators/").content.decode()
    assert all(one.name.zh in shown and one.definition.zh in shown for one in measures.ALL)


def test_what_is_promised_waits_in_ones_own_matters(people: factories.People) -> None:
    _task(people, _plan(people))
    assert "刷漆" in signed_in(people.member).get("/me/").content.decode()
    assert "刷漆" not in signed_in(people.other).get("/me/").content.decode()
