"""Two people for a penalty on an account; one answer for many cases; what is done when a life is in danger."""

from __future__ import annotations

import pytest

from linli.station.desk import services
from linli.station.desk.models import Answer, Bulk, Case, DangerStep, Proposal
from linli.station.integrations.models import WebhookDelivery
from linli.station.ledger import selectors as ledger
from linli.station.moderation import services as moderation
from linli.station.moderation.models import Account, Item
from linli.station.notifications import selectors as notices
from linli.station.notifications.models import Notice
from linli.station.people.actors import Actor, Forbidden
from linli.vocabulary import LinliError
from tests.station.factories import People, item_make
from tests.station.pages import signed_in

PAUSE = {"category": "abuse", "action": "remove", "pause_days": "7"}
STEPS = ["判断有没有立即危险", "联系本人或家人"]


def report(people: People, category: str = "abuse", **more: object) -> Case:
    item = item_make(people.forum)
    given: dict[str, object] = {"actor": people.visitor, "source": f"10.0.1.{item.pk % 250}", **more}
    made = moderation.report_create(category=category, item=item, **given)  # type: ignore[arg-type]
    return Case.objects.get(community_id=people.lead.community_id, number=made.case_number)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def answer(actor: Actor, case: Case, values: dict[str, str], choice: str = "uphold") -> Answer | Proposal:
    version = fresh(case).version
    return services.case_answer(
        actor=actor, number=case.number, version=version, choice=choice, reason="反复辱骂邻居", values=values
    )


def plan(people: People) -> None:
    services.danger_plan_set(
        actor=people.keeper, contact="值班室罗姨", phone="0571-1", duty="当班的人先联系家人。", steps=STEPS
    )


# Two people --------------------------------------------------------------------------------------------------------


def test_a_pause_takes_a_second_person_and_until_then_nothing_happened(people: People) -> None:
    case = report(people)
    typed = {"answer": "uphold:remove", "category": "abuse", "pause_days": "7", "reason": "反复辱骂邻居"}
    first = signed_in(people.reviewer)
    preview = first.post(f"/desk/{case.number}/", {**typed, "version": str(case.version)}).content.decode()
    assert "另一位同事同意才生效" in preview
    first.post(f"/desk/{case.number}/", {**typed, "version": str(case.version), "confirm": "1"})
    assert (Item.objects.get().state, Account.objects.get(external_id="author-1").paused_until) == ("visible", None)
    assert not Notice.objects.filter(kind="decision.made").exists()
    assert first.get(f"/desk/{case.number}/").status_code == 403
    other = signed_in(people.other)
    assert "等第二个人确认" in other.get(f"/desk/{case.number}/").content.decode()
    other.post(f"/desk/{case.number}/confirm/", {"version": str(fresh(case).version)})
    assert Item.objects.get().state == "removed"
    assert Account.objects.get(external_id="author-1").paused_until is not None
    given = Answer.objects.get()
    assert (given.by_id, given.second_id) == (people.reviewer.user_id, people.other.user_id)


def test_one_who_proposed_confirms_through_no_route(people: People) -> None:
    for proposer in (people.reviewer, people.lead, people.keeper):
        case = report(people)
        answer(proposer, case, PAUSE)
        with pytest.raises(Forbidden, match="part in this case"):
            services.proposal_confirm(actor=proposer, number=case.number, version=fresh(case).version)
        with pytest.raises(Forbidden, match="part in this case"):
            answer(proposer, case, {"category": "abuse", "action": "remove"})
        with pytest.raises(Forbidden, match="part in this case"):
            services.case_take(actor=proposer, number=case.number)
        version = str(fresh(case).version)
        page = signed_in(proposer)
        assert page.post(f"/desk/{case.number}/confirm/", {"version": version}).status_code == 403
        assert fresh(case).state == "new"


def test_a_proposal_is_returned_with_a_reason_and_the_case_is_open(people: People) -> None:
    case = report(people)
    answer(people.reviewer, case, PAUSE)
    with pytest.raises(LinliError, match="waits to be confirmed already"):
        answer(people.other, case, PAUSE)
    signed_in(people.other).post(f"/desk/{case.number}/return/", {"reason": "第一次违反，先移除就够了"})
    assert "第一次违反" in notices.notices_mine(actor=people.reviewer).first().body  # type: ignore[union-attr]
    assert not Proposal.objects.exists()
    answer(people.reviewer, case, {"category": "abuse", "action": "remove"})
    assert Item.objects.get().state == "removed"


def test_both_are_kept_from_the_appeal(people: People) -> None:
    case = report(people)
    answer(people.reviewer, case, PAUSE)
    services.proposal_confirm(actor=people.other, number=case.number, version=fresh(case).version)
    for decision in Item.objects.get().author.decisions.all():
        told = moderation.decisions.selectors.notice_of(decision)
        assert told is not None
        moderation.appeal_create(actor=people.visitor, code=told.code, text="我没有骂人")
        appeal = Case.objects.get(kind="appeal", subject_id=decision.uid)
        for barred in (people.reviewer, people.other):
            with pytest.raises(Forbidden):
                services.case_take(actor=barred, number=appeal.number)


def test_a_lost_role_no_longer_proposes(people: People) -> None:
    case = report(people)
    answer(people.reviewer, case, PAUSE)
    moved = services.proposal_confirm(actor=people.lead, number=case.number, version=fresh(case).version)
    assert moved.second_id == people.lead.user_id


# Many at once ------------------------------------------------------------------------------------------------------


def test_many_are_previewed_answered_and_taken_back_in_one_step(people: People) -> None:
    cases = [report(people) for _ in range(4)]
    danger = report(people, "self-harm")
    picks = [f"{c.number}:{c.version}" for c in [*cases, danger]]
    typed = {"pick": picks, "answer": "uphold:label", "category": "spam", "reason": "都是同一段广告", "version": "0"}
    page = signed_in(people.reviewer)
    shown = page.post("/desk/bulk/", typed).content.decode()
    assert "会这样答复（4 件）" in shown
    assert "不会动（1 件）" in shown
    assert not Answer.objects.exists()
    page.post("/desk/bulk/", {**typed, "confirm": "1"})
    assert Item.objects.filter(state="labelled").count() == 4
    assert fresh(danger).state == "new"
    bulk = Bulk.objects.get()
    refused = signed_in(people.other).post(f"/desk/bulk/{bulk.uid}/undo/", {"reason": "不该一起办"})
    assert refused.status_code == 403
    page.post(f"/desk/bulk/{bulk.uid}/undo/", {"reason": "看错了，其中有真实的求助"})
    assert set(Item.objects.values_list("state", flat=True)) == {"visible"}
    assert {fresh(c).state for c in cases} == {"new"}
    kinds = [row.kind for row in ledger.rows_of(community_id=people.lead.community_id)]
    assert (kinds.count("bulk.answered"), kinds.count("bulk.reversed")) == (1, 1)


def test_a_case_that_changed_or_needs_two_stays_out(people: People) -> None:
    changed, fine = report(people), report(people)
    seen = [services.Pick(c.number, c.version) for c in (changed, fine)]
    moderation.report_create(
        actor=people.visitor, category="threat", item=Item.objects.get(uid=changed.subject_id), source="192.0.2.9"
    )
    given = {"choice": "uphold", "reason": "都是同一段广告"}
    remove = {"category": "spam", "action": "remove"}
    _, done = services.bulk_answer(actor=people.reviewer, picks=seen, values=remove, **given)
    assert [one.refused is None for one in done] == [False, True]
    pause = {**remove, "pause_days": "7"}
    found = services.bulk_preview(
        actor=people.reviewer, picks=[services.Pick(changed.number, fresh(changed).version)], values=pause, **given
    )
    assert found[0].refused is not None
    with pytest.raises(LinliError, match="1 to 100"):
        services.bulk_preview(actor=people.reviewer, picks=[], values=remove, **given)


# Danger ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", ["self-harm", "minor-safety", "threat"])
def test_danger_tells_all_who_may_help_at_once_and_nobody_outside(people: People, category: str) -> None:
    report(people, "spam")
    case = report(people, category)
    told = set(Notice.objects.filter(kind="case.danger").values_list("user_id", flat=True))
    staff = (people.reviewer, people.other, people.lead, people.second_lead, people.keeper)
    assert told == {one.user_id for one in staff}
    assert not Notice.objects.filter(kind="case.danger").exclude(account="").exists()
    assert not WebhookDelivery.objects.exists()
    first = signed_in(people.reviewer).get("/desk/next/")
    assert first["Location"] == f"/desk/{case.number}/"


def test_the_plan_stands_on_the_case_and_the_list_comes_before_the_answer(people: People) -> None:
    plan(people)
    case = report(people, "self-harm")
    page = signed_in(people.reviewer)
    shown = page.get(f"/desk/{case.number}/").content.decode()
    for words in ("值班室罗姨", "0571-1", "当班的人先联系家人。", *STEPS, "不会自动把任何人的信息交给"):
        assert words in shown
    with pytest.raises(LinliError, match="list for danger"):
        answer(people.reviewer, case, {"category": "self-harm", "action": "help", "clause": "2.1"})
    page.post(f"/desk/{case.number}/step/", {"step": STEPS[0]})
    page.post(f"/desk/{case.number}/step/", {"step": STEPS[1], "skipped": "家人就在身边"})
    assert DangerStep.objects.count() == 2
    assert "家人就在身边" in signed_in(people.lead).get(f"/desk/{case.number}/").content.decode()
    answer(people.reviewer, case, {"category": "self-harm", "action": "help", "clause": "2.1"})
    assert fresh(case).state == "answered"


def test_one_who_reports_danger_reads_whom_to_call(people: People) -> None:
    plan(people)
    item = item_make(people.forum)
    code = moderation.report_create(actor=people.visitor, category="threat", item=item, source="192.0.2.1").code
    for path in (f"/cases/{code}/", f"/cases/{code}/receipt/"):
        shown = signed_in(people.visitor).get(path).content.decode()
        assert "值班室罗姨" in shown
        assert "0571-1" in shown
    other = moderation.report_create(actor=people.visitor, category="spam", item=item, source="192.0.2.2").code
    assert "值班室罗姨" not in signed_in(people.visitor).get(f"/cases/{other}/").content.decode()


def test_a_false_alarm_goes_back_into_the_order_with_its_reason(people: People) -> None:
    case, plain = report(people, "threat"), report(people, minors=True)
    signed_in(people.reviewer).post(f"/desk/{case.number}/calm/", {"reason": "是在念戏文里的台词"})
    assert not fresh(case).danger
    assert "是在念戏文里的台词" in signed_in(people.other).get(f"/desk/{case.number}/").content.decode()
    assert fresh(case).rank < 10**11
    assert fresh(plain).pk


def test_only_a_keeper_writes_the_plan(people: People) -> None:
    typed = {"contact": "罗姨", "phone": "1", "hours": "", "duty": "先联系家人", "steps": "第一步\n第二步"}
    for who in (people.lead, people.reviewer):
        assert signed_in(who).post("/desk/danger/", typed).status_code == 403
    assert signed_in(people.keeper).post("/desk/danger/", typed).status_code == 302
    assert "第二步" in signed_in(people.reviewer).get("/desk/danger/").content.decode()
    bad = signed_in(people.keeper).post(
        "/desk/danger/", {**typed, "steps": "\n".join("步" * 5 + str(i) for i in range(13))}
    )
    assert bad.status_code == 422
