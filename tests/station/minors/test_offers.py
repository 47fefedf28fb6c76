"""What the mode offers, lesson time that does not count, the child's own sign-in, and a guardian who is checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.integrations.models import Client as Platform
from linli.station.minors import selectors, services
from linli.station.minors.models import Child, Link, Own
from linli.station.minors.plan import Band, bands_of
from linli.station.minors.services import minutes
from linli.station.notifications.models import Notice
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor, Forbidden
from linli.station.people.models import User
from linli.station.people.roles import Role
from linli.vocabulary import LinliError
from tests.station.factories import People, actor_make
from tests.station.minors.test_journeys import PIN, code
from tests.station.pages import signed_in

LEARNING_NOON, NIGHT = datetime(2026, 11, 24, 4, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def child(people: People) -> Child:
    made = services.mode_start(actor=people.visitor, band="8-12", name="豆豆")
    services.guardian_set(actor=people.member, child=made, pin=PIN)
    return made


def platform_of(people: People, name: str) -> Actor:
    made = Platform.objects.create(community_id=people.member.community_id, name=name)
    return replace(people.keeper, user_id=None, client_id=made.pk)


@pytest.mark.parametrize(
    ("ages", "bands"),
    [((8, 12), {Band.FROM_8}), ((13, 18), {Band.FROM_12, Band.FROM_16}), ((), set()), ((3, 3), {Band.FROM_3})],
)
def test_ages_and_bands(ages: tuple[int, ...], bands: set[Band]) -> None:
    assert bands_of(ages) == bands


def test_the_pool_has_the_lessons_of_the_age_and_no_others(child: Child) -> None:
    shown = Client().get(f"/minors/plan/{code(child)}/pool/").content.decode()
    assert "/learn/privacy-before-you-share/" in shown
    assert "/learn/caller-says-police/" not in shown
    young = services.mode_start(actor=Actor(Role.VISITOR, child.community_id), band="16-18", name="大豆")
    assert "privacy-before-you-share" not in Client().get(f"/minors/plan/{code(young)}/pool/").content.decode()
    assert "不计时" in Client().get("/minors/offers/").content.decode()


def test_a_lead_files_a_service_and_its_time_does_not_count(
    child: Child, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    school, games = platform_of(people, "云课堂"), platform_of(people, "游戏站")
    signed_in(people.lead).post(
        "/minors/offers/change/", {"do": "educational", "name": "云课堂", "filing": "教APP备1234567号"}
    )
    assert "云课堂" in Client().get(f"/minors/plan/{code(child)}/pool/").content.decode()
    now = [LEARNING_NOON]
    for place in (minutes, selectors):
        monkeypatch.setattr(place.timezone, "now", lambda: now[0])
    lesson, play = (services.link_make(actor=one, code=code(child)) for one in (school, games))
    assert services.session_ask(actor=school, link=lesson, device="pad").left == 60
    assert services.session_ask(actor=games, link=play, device="pad").left == 59
    assert minutes.allowed_now(actor=school, link=lesson).grant.allowed
    now[0] = NIGHT
    assert services.session_ask(actor=school, link=lesson, device="pad").why == "curfew"
    now[0] = LEARNING_NOON
    counted = replace(selectors.plan_of(child), education_free=False)
    services.plan_change(actor=people.member, child=child, plan=counted, pin=PIN)
    fresh = Link.objects.get(pk=lesson.pk)
    assert services.session_ask(actor=school, link=fresh, device="phone").left == 59


def test_an_unknown_platform_is_named_and_nothing_lost(people: People) -> None:
    answer = signed_in(people.lead).post(
        "/minors/offers/change/", {"do": "educational", "name": "没接过", "filing": "教APP备1号"}
    )
    assert answer.status_code == 422
    assert "没接过" in answer.content.decode()


def test_a_child_s_own_sign_in_shows_its_plan_and_guards_nobody(child: Child, people: People) -> None:
    kid = actor_make(home(people), Role.MEMBER)
    browser, page = signed_in(kid), f"/minors/plan/{code(child)}/"
    assert browser.post(page, {"own": "1"}).status_code == 302
    assert page in browser.get("/minors/").content.decode()
    other = services.mode_start(actor=people.visitor, band="3-8", name="妹妹")
    with pytest.raises(Forbidden, match="孩子自己的账号"):
        services.guardian_set(actor=kid, child=other, pin="kid-kid-1")
    with pytest.raises(Forbidden):
        services.claim_make(actor=kid, child=child, text="我是家长")
    with pytest.raises(LinliError, match="监护人"):
        services.own_set(actor=people.member, child=other)
    signed_in(people.member).post(f"/minors/{child.uid}/", {"do": "untie", "pin": PIN})
    assert not Own.objects.exists()


def test_a_child_who_set_the_pin_itself_is_replaced_after_a_check_by_two(people: People) -> None:
    kid, mother = (actor_make(home(people), Role.MEMBER) for _ in range(2))
    child = services.mode_start(actor=people.visitor, band="8-12", name="豆豆")
    services.guardian_set(actor=kid, child=child, pin="kid-kid-1")
    setup = f"/minors/plan/{code(child)}/guardian/"
    refused = signed_in(mother).post(setup, {"pin": PIN, "again": PIN}).content.decode()
    assert f"/minors/plan/{code(child)}/check/" in refused
    signed_in(mother).post(f"/minors/plan/{code(child)}/check/", {"text": "孩子自己设的密码，周三下午在"})
    case = Case.objects.get(kind="guardian-check")
    assert "豆豆" not in str(case.snapshot)
    number = case.number
    values = {"who": name_of(mother), "replaces": "yes"}
    desk.case_take(actor=people.reviewer, number=number)
    case.refresh_from_db()
    desk.case_answer(
        actor=people.reviewer,
        number=number,
        version=case.version,
        choice="confirmed",
        reason="当面核实过",
        values=values,
    )
    assert child.guardians.get().user_id == kid.user_id
    case.refresh_from_db()
    desk.proposal_confirm(actor=people.lead, number=number, version=case.version)
    assert not child.guardians.exists()
    assert Notice.objects.filter(kind="minors.changed", user_id=kid.user_id).count() == 1
    signed_in(mother).post(setup, {"pin": PIN, "again": PIN})
    assert [one.user_id for one in child.guardians.all()] == [mother.user_id]


def name_of(actor: Actor) -> str:
    return str(User.objects.get(pk=actor.user_id).username)


def home(people: People) -> Community:
    return Community.objects.get(pk=people.member.community_id)
