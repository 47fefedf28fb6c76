"""The youth council as a child, a guardian, a lead and a stranger meet it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.people.actors import Forbidden, NotFound
from linli.station.people.models import User
from linli.station.programme import selectors, services
from linli.station.programme.models import Question, Seat, Term, Voice
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in

ASK = {"put": "1", "text": "活动室周末开到几点好？"}


@pytest.fixture
def term(people: factories.People) -> Term:
    ends = timezone.localdate() + timedelta(days=200)
    return services.term_open(actor=people.lead, title="第一届青年议事", ends=ends)


def _seat(people: factories.People, term: Term, who: str, band: str, name: str = "") -> Seat:
    seat = services.seat_ask(actor=getattr(people, who), term_uid=term.uid, band=band, name=name)
    if band == "08-13":
        services.guardian_consent(actor=people.visitor, code=selectors.guardian_code(seat), name="妈妈")
    return services.seat_give(actor=people.lead, uid=seat.uid)


def _asked(people: factories.People, term: Term) -> Question:
    return services.question_put(actor=people.lead, term_uid=term.uid, text=ASK["text"])


def test_from_a_seat_to_a_reply(client: Client, people: factories.People, term: Term) -> None:
    """A child asks for a seat, a guardian consents, the council answers, the lead replies, a stranger reads it."""
    User.objects.filter(pk=people.member.user_id).update(display_name="小满真名")
    child, lead = signed_in(people.member), signed_in(people.lead)
    page = child.post("/council/", {"sit": "1", "band": "08-13", "name": "小满真名"}, follow=True).content.decode()
    code = re.search(r"/council/consent/([^/]+)/", page)
    assert code
    seat = Seat.objects.get()
    assert seat.name == "", "a minor's name is not even kept"
    lead.post("/council/", {"give": seat.uid})
    seat.refresh_from_db()
    assert seat.state == "asked", "not before a guardian's consent"
    assert client.post(f"/council/consent/{code[1]}/", {"name": "妈妈"}).status_code == 302
    lead.post("/council/", {"give": seat.uid})
    lead.post("/council/", ASK)
    asked = Question.objects.get()
    where = f"/council/questions/{asked.uid}/"
    assert ASK["text"] in child.get("/me/").content.decode()
    child.post(where, {"say": "1", "text": "开到八点，写完作业能来。"})
    child.post(where, {"draft": "1", "text": "周五周六开到八点。"})
    child.post(where, {"agree": "1"})
    asked.refresh_from_db()
    assert asked.reply_by is not None
    assert "前回复" in client.get(where).content.decode()
    case = Case.objects.get(kind="council")
    version = desk.case_take(actor=people.lead, number=case.number).version
    desk.case_answer(actor=people.lead, number=case.number, version=version, choice="do", reason="下周起开到八点。")
    shown = client.get(where).content.decode() + client.get("/council/").content.decode()
    assert "下周起开到八点。" in shown
    assert "开到八点，写完作业能来。" in shown
    assert "小议事员" in shown
    assert "小满真名" not in shown
    assert "妈妈" not in shown
    desk.case_reverse(actor=people.second_lead, number=case.number, reason="排班没谈好，重新回复。")
    assert "下周起开到八点。" not in client.get(where).content.decode()


def test_the_youngest_speak_first_and_minors_have_no_names(
    client: Client, people: factories.People, term: Term
) -> None:
    _seat(people, term, "other", "18-35", "阿文")
    _seat(people, term, "reviewer", "14-17", "不该留下的名字")
    _seat(people, term, "member", "08-13")
    asked = _asked(people, term)
    for who, words in (("other", "大人先说了"), ("reviewer", "少年说"), ("member", "孩子说")):
        services.voice_give(actor=getattr(people, who), uid=asked.uid, text=words)
    shown = client.get(f"/council/questions/{asked.uid}/").content.decode()
    assert shown.index("孩子说") < shown.index("少年说") < shown.index("大人先说了")
    assert "阿文" in shown
    assert "不该留下的名字" not in shown
    assert not Seat.objects.filter(name="不该留下的名字").exists()


def test_an_answer_takes_more_than_half_and_anew_when_it_changes(people: factories.People, term: Term) -> None:
    for who in ("member", "reviewer", "other"):
        _seat(people, term, who, "18-35", who)
    asked = _asked(people, term)
    services.answer_draft(actor=people.member, uid=asked.uid, text="开到八点。")
    services.answer_agree(actor=people.member, uid=asked.uid)
    services.answer_draft(actor=people.reviewer, uid=asked.uid, text="开到九点。")
    services.answer_agree(actor=people.reviewer, uid=asked.uid)
    assert Question.objects.get().answered_at is None
    services.answer_agree(actor=people.reviewer, uid=asked.uid)
    assert Question.objects.get().answered_at is None, "one voice counts once"
    services.answer_agree(actor=people.other, uid=asked.uid)
    assert Question.objects.get().answered_at is not None
    with pytest.raises(LinliError, match="已经答复过"):
        services.answer_draft(actor=people.member, uid=asked.uid, text="改一改")


def test_a_late_reply_is_shown_late(client: Client, people: factories.People, term: Term) -> None:
    _seat(people, term, "member", "14-17")
    asked = _asked(people, term)
    services.answer_draft(actor=people.member, uid=asked.uid, text="开到八点。")
    services.answer_agree(actor=people.member, uid=asked.uid)
    Question.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
    assert "已经过了" in client.get(f"/council/questions/{asked.uid}/").content.decode()


def test_a_child_does_not_consent_for_the_guardian(people: factories.People, term: Term) -> None:
    seat = services.seat_ask(actor=people.member, term_uid=term.uid, band="08-13")
    page = signed_in(people.member).post(f"/council/consent/{selectors.guardian_code(seat)}/", {"name": "妈妈"})
    assert page.status_code == 422
    with pytest.raises(LinliError, match="监护人先同意"):
        services.seat_give(actor=people.lead, uid=seat.uid)


def test_a_guardian_takes_it_back_and_the_words_go(client: Client, people: factories.People, term: Term) -> None:
    seat = _seat(people, term, "member", "08-13")
    asked = _asked(people, term)
    services.voice_give(actor=people.member, uid=asked.uid, text="孩子说")
    client.post(f"/council/consent/{selectors.guardian_code(seat)}/", {"withdraw": "1"})
    assert not Voice.objects.exists()
    assert "孩子说" not in client.get(f"/council/questions/{asked.uid}/").content.decode()
    with pytest.raises(Forbidden):
        services.voice_give(actor=people.member, uid=asked.uid, text="还想说")


@pytest.mark.parametrize("who", ["visitor", "member", "lead"])
def test_who_has_no_seat_has_no_voice(people: factories.People, term: Term, who: str) -> None:
    asked = _asked(people, term)
    with pytest.raises(Forbidden):
        services.voice_give(actor=getattr(people, who), uid=asked.uid, text="x")


@pytest.mark.parametrize("who", ["visitor", "member", "reviewer"])
def test_who_does_not_keep_it_puts_no_question(people: factories.People, term: Term, who: str) -> None:
    with pytest.raises(Forbidden):
        services.question_put(actor=getattr(people, who), term_uid=term.uid, text="x")
    with pytest.raises(Forbidden):
        services.seat_give(actor=getattr(people, who), uid="x")


def test_a_new_term_ends_the_one_before(people: factories.People, term: Term) -> None:
    ends = timezone.localdate() + timedelta(days=300)
    services.term_open(actor=people.lead, title="第二届", ends=ends)
    with pytest.raises(LinliError, match="已经结束"):
        services.seat_ask(actor=people.member, term_uid=term.uid, band="14-17")


def test_another_communitys_council_is_not_found(client: Client, people: factories.People, term: Term) -> None:
    seat = services.seat_ask(actor=people.member, term_uid=term.uid, band="08-13")
    asked = _asked(people, term)
    factories.community_make(slug="elsewhere")
    assert client.get(f"/c/elsewhere/council/questions/{asked.uid}/").status_code == 404
    assert client.get(f"/c/elsewhere/council/consent/{selectors.guardian_code(seat)}/").status_code == 404
    elsewhere = factories.people_make(factories.community_make(slug="third"), 3)
    with pytest.raises(NotFound):
        services.seat_give(actor=elsewhere.lead, uid=seat.uid)


@pytest.mark.parametrize("given", [{}, {"band": "36-99"}, {"band": "18-35"}, {"band": "18-35", "name": "长" * 21}])
def test_age_is_asked_and_a_grown_up_s_name(people: factories.People, term: Term, given: dict[str, str]) -> None:
    assert signed_in(people.member).post("/council/", {"sit": "1", **given}).status_code == 422
    assert not Seat.objects.exists()
