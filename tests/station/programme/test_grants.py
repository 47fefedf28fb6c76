"""Grants as an applicant, two reviewers, a lead and a stranger meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, Forbidden
from linli.station.programme import selectors, services
from linli.station.programme.models import Application, Call
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.activities.test_projects import picture
from tests.station.pages import signed_in
from tests.station.programme.made import grant_made

WHY = "有人需要，预算清楚，可以做。"


@pytest.fixture
def applied(people: factories.People) -> Application:
    return grant_made(people)[1]


def _review(actor: Actor, applied: Application) -> None:
    services.review_write(
        actor=actor, uid=applied.uid, scores=dict.fromkeys(applied.call.criteria, 4), words="做得成。"
    )


def _decide(lead: Actor, second: Actor, choice: str = "awarded", yuan: str = "600") -> Case:
    case = Case.objects.filter(kind="grant").order_by("-pk")[0]
    version = desk.case_take(actor=lead, number=case.number).version
    values = {"award": yuan} if choice == "awarded" else {}
    desk.case_answer(actor=lead, number=case.number, version=version, choice=choice, reason=WHY, values=values)
    case.refresh_from_db()
    if choice == "awarded":
        desk.proposal_confirm(actor=second, number=case.number, version=case.version)
        case.refresh_from_db()
    return case


def _judged(people: factories.People, applied: Application) -> None:
    _review(people.reviewer, applied)
    _review(people.other, applied)


def test_from_a_call_to_a_report(client: Client, people: factories.People) -> None:
    """A lead calls, a member applies with one form and one photo, two judge, a stranger reads it all."""
    lead, member = signed_in(people.lead), signed_in(people.member)
    closes = (timezone.localdate() + timedelta(days=9)).isoformat()
    call = {"title": "小微公益", "purpose": "小事。", "pot": "3000", "most": "1000", "criteria": "有人需要、做得成"}
    where = lead.post("/grants/", {**call, "closes": closes}).headers["Location"]
    assert "小微公益" in client.get("/grants/").content.decode()
    photo = SimpleUploadedFile("p.png", picture(), "image/png")
    form = {"title": "楼顶种菜", "text": "种菜送老人。", "body": "五号楼", "asked": "800", "photo": photo}
    steps = {"steps": f"{closes} 第一茬收了"}
    receipt = member.post(where, {**form, **steps}).headers["Location"]
    assert "/cases/" in receipt
    found = Application.objects.get()
    page = f"/grants/applications/{found.uid}/"
    assert client.get(page).status_code == 404
    assert client.get(f"{page}before.jpg").status_code == 404
    assert member.get(f"{page}before.jpg").headers["Content-Type"] == "image/jpeg"
    assert "楼顶种菜" in signed_in(people.reviewer).get("/me/").content.decode()
    for one in (people.reviewer, people.other):
        scores = {"score0": "5", "score1": "4", "words": "做得成。", "rubric": "1"}
        assert signed_in(one).post(f"{page}act/", scores).status_code == 302
    _decide(people.lead, people.second_lead)
    shown = client.get(page).content.decode()
    assert WHY in shown
    assert "600.00 元" in shown
    assert "做得成。" not in shown, "what the reviewers wrote is theirs"
    member.post(f"{page}act/", {"step": found.milestones.get().uid, "evidence": "收了二十斤"})
    day = timezone.localdate().isoformat()
    member.post(f"{page}act/", {"spend": "1", "what": "种子和土", "amount": "550", "day": day})
    member.post(f"{page}act/", {"report": "收了三茬，送了十一户。"})
    shown = client.get(page).content.decode()
    assert all(words in shown for words in ("收了二十斤", "种子和土", "550.00", "送了十一户"))


def test_it_takes_two_reviewers(people: factories.People, applied: Application) -> None:
    _review(people.reviewer, applied)
    with pytest.raises(LinliError, match="2 位评审"):
        _decide(people.lead, people.second_lead)
    assert Application.objects.get().state == "waiting"


def test_who_declares_a_conflict_keeps_out(people: factories.People, applied: Application) -> None:
    page = signed_in(people.lead)
    page.post(f"/grants/applications/{applied.uid}/act/", {"conflict": "1"})
    with pytest.raises(Forbidden, match="有关"):
        _review(people.lead, applied)
    _judged(people, applied)
    with pytest.raises(LinliError, match="有关"):
        _decide(people.lead, people.second_lead)
    assert applied.title not in page.get("/me/").content.decode()
    with pytest.raises(LinliError):
        _decide(people.second_lead, people.lead)


def test_a_review_of_one_who_then_keeps_out_is_void(people: factories.People, applied: Application) -> None:
    _judged(people, applied)
    services.conflict_declare(actor=people.other, uid=applied.uid)
    with pytest.raises(LinliError, match="2 位评审"):
        _decide(people.lead, people.second_lead)


def test_nobody_judges_their_own(people: factories.People, applied: Application) -> None:
    own = services.apply(
        actor=people.reviewer, call_uid=applied.call.uid, title="我的", text="我的项目", body="我", asked=10_000
    )
    found = Application.objects.get(applicant_id=people.reviewer.user_id)
    with pytest.raises(Forbidden):
        _review(people.reviewer, found)
    assert found not in selectors.to_review(actor=people.reviewer)
    with pytest.raises(LinliError):
        desk.case_take(actor=people.reviewer, number=own.case_number)


def test_no_award_beyond_what_is_asked_or_left(people: factories.People, applied: Application) -> None:
    _judged(people, applied)
    with pytest.raises(LinliError, match="至多还能给 800"):
        _decide(people.lead, people.second_lead, yuan="801")
    Call.objects.update(pot=50_000)
    with pytest.raises(LinliError, match="至多还能给 500"):
        _decide(people.lead, people.second_lead, yuan="800")


def test_an_award_is_taken_back_whole(client: Client, people: factories.People, applied: Application) -> None:
    _judged(people, applied)
    case = _decide(people.lead, people.second_lead)
    desk.case_reverse(actor=people.keeper, number=case.number, reason="金额算错了，重新评。")
    found = Application.objects.get()
    assert (found.state, found.award, found.reason) == ("waiting", 0, "")
    assert client.get(f"/grants/applications/{found.uid}/").status_code == 404


def test_a_refusal_can_be_appealed_to_another(client: Client, people: factories.People, applied: Application) -> None:
    _judged(people, applied)
    _decide(people.lead, people.second_lead, "declined")
    sent = desk_selectors.submissions_mine(actor=people.member).filter(kind="grant").get()
    code = desk_selectors.receipt_code(community_id=applied.community_id, uid=sent.uid)
    client.post(f"/cases/{code}/", {"say": "again", "reason": "预算里的土已经有人捐了。"})
    with pytest.raises(LinliError):
        _decide(people.lead, people.second_lead)
    _decide(people.second_lead, people.keeper)
    assert Application.objects.get().state == "awarded"


@pytest.mark.parametrize("asked", [0, -1, 100_001])
def test_a_sum_out_of_bounds_is_refused(people: factories.People, applied: Application, asked: int) -> None:
    with pytest.raises(LinliError, match="金额"):
        services.apply(actor=people.other, call_uid=applied.call.uid, title="x", text="x", body="x", asked=asked)


def test_one_application_each_and_none_after_the_last_day(people: factories.People, applied: Application) -> None:
    words = {"title": "又一份", "text": "再来一份", "body": "x", "asked": 100}
    with pytest.raises(LinliError, match="已经申请过"):
        services.apply(actor=people.member, call_uid=applied.call.uid, **words)
    Call.objects.update(closes=timezone.localdate() - timedelta(days=1))
    with pytest.raises(LinliError, match="截止"):
        services.apply(actor=people.other, call_uid=applied.call.uid, **words)


@pytest.mark.parametrize(
    "scores", [{}, {"有人需要": 5}, {"有人需要": 5, "做得成": 6}, {"有人需要": 5, "做得成": 4, "x": 1}]
)
def test_scores_follow_the_criteria(people: factories.People, applied: Application, scores: dict[str, int]) -> None:
    with pytest.raises(LinliError, match="每条标准"):
        services.review_write(actor=people.reviewer, uid=applied.uid, scores=scores, words="好")


def test_no_more_is_spent_than_was_given(people: factories.People, applied: Application) -> None:
    _judged(people, applied)
    _decide(people.lead, people.second_lead)
    with pytest.raises(LinliError, match="还能记 600"):
        services.grant_spend(actor=people.member, uid=applied.uid, what="土", cents=60_001, day=timezone.localdate())


def test_only_who_applied_reports(people: factories.People, applied: Application) -> None:
    _judged(people, applied)
    _decide(people.lead, people.second_lead)
    with pytest.raises(Forbidden):
        services.report_send(actor=people.other, uid=applied.uid, report="不是我的")


def test_a_report_is_asked_for(people: factories.People, applied: Application) -> None:
    _judged(people, applied)
    _decide(people.lead, people.second_lead)
    Application.objects.update(report_by=timezone.localdate() + timedelta(days=3))
    services.programme_tick(community_id=applied.community_id)
    assert "grant.due" in [one.kind for one in notices.notices_mine(actor=people.member)]
    assert applied.title in signed_in(people.member).get("/me/").content.decode()
