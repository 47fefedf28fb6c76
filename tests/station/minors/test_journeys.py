"""Set-up, asking, answering, loosening, leaving; who may not; and a door that no guardian sees."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.desk.models import Case, Submission
from linli.station.minors import selectors, services
from linli.station.minors.models import Child, DayBook, PlanChange, SchoolTerm
from linli.station.minors.plan import Plan
from linli.station.minors.services.plans import WrongPin
from linli.station.notifications.models import Notice
from linli.station.organisations.models import Community
from linli.station.people.actors import Forbidden, NotFound
from linli.station.people.roles import Role
from linli.vocabulary import LinliError
from tests.station.factories import People, actor_make
from tests.station.pages import signed_in

PIN = "mama-2024"


@pytest.fixture
def child(people: People) -> Child:
    made = services.mode_start(actor=people.visitor, band="8-12", name="豆豆")
    services.guardian_set(actor=people.member, child=made, pin=PIN)
    return made


def code(child: Child) -> str:
    return selectors.code_of(child)


def test_four_steps_on_a_phone(people: People) -> None:
    browser = signed_in(people.member)
    assert "打开" in browser.get("/minors/").content.decode()
    answer = browser.post("/minors/start/", {"name": "豆豆", "band": "8-12"})
    assert answer.status_code == 302
    assert "每天 60 分钟" in browser.get(answer["Location"]).content.decode()
    done = browser.post(answer["Location"], {"pin": PIN, "again": PIN}, follow=True)
    assert "豆豆" in done.content.decode()
    assert Child.objects.get().guardians.get().user_id == people.member.user_id


def test_starting_needs_nobody_and_already_holds(people: People) -> None:
    Client().post("/minors/start/", {"name": "豆豆", "band": "3-8"})
    assert selectors.plan_of(Child.objects.get()).spend_month == 0


def test_a_child_asks_and_is_answered(child: Child, people: People) -> None:
    page = f"/minors/plan/{code(child)}/"
    shown = Client().get(page).content.decode()
    assert "看不到你看了什么" in shown
    Client().post(page, {"minutes": "20", "words": "写作业"})
    notice = Notice.objects.get(kind="minors.wish")
    assert notice.user_id == people.member.user_id
    wish = child.wishes.get()
    guardian = signed_in(people.member)
    place = f"/minors/{child.uid}/"
    refused = guardian.post(place, {"do": "give", "wish": wish.uid, "pin": "000000"})
    assert refused.status_code == 422
    guardian.post(place, {"do": "give", "wish": wish.uid, "pin": PIN, "words": "写完给我看看"})
    now = Client().get(page).content.decode()
    assert "同意了" in now
    assert "写完给我看看" in now
    assert DayBook.objects.get(child=child).extra == 20
    guardian.post(place, {"do": "give", "wish": wish.uid, "pin": PIN})
    assert DayBook.objects.get(child=child).extra == 20


def test_asking_has_an_end(child: Child, people: People) -> None:
    for _ in range(3):
        services.wish_make(actor=people.visitor, child=child, minutes=10, words="看书")
    with pytest.raises(LinliError, match="三次"):
        services.wish_make(actor=people.visitor, child=child, minutes=10, words="看书")


def test_a_child_who_poses_as_guardian_gets_no_further(child: Child, people: People) -> None:
    """It has the device, the child's page, an account of its own; and not the PIN."""
    kid = actor_make(Community.objects.get(pk=people.member.community_id), Role.MEMBER)
    with pytest.raises(Forbidden, match="已经有监护人"):
        services.guardian_set(actor=kid, child=child, pin="kid-kid-1")
    looser = replace(selectors.plan_of(child), minutes_school=600)
    with pytest.raises(Forbidden):
        services.plan_change(actor=kid, child=child, plan=looser, pin=PIN)
    assert signed_in(kid).get(f"/minors/{child.uid}/").status_code == 404
    # on the guardian's own phone, signed in: still the PIN, and five tries
    for _ in range(5):
        with pytest.raises(WrongPin):
            services.mode_leave(actor=people.member, child=child, pin="000000")
    with pytest.raises(WrongPin, match="一小时后"):
        services.mode_leave(actor=people.member, child=child, pin=PIN)
    assert selectors.plan_of(child).minutes_school == 60


def test_tightening_needs_nobody_loosening_is_logged_and_told(child: Child, people: People) -> None:
    plan = selectors.plan_of(child)
    services.plan_tighten(actor=people.visitor, child=child, plan=replace(plan, minutes_school=30, spend_month=999))
    now = selectors.plan_of(Child.objects.get(pk=child.pk))
    assert (now.minutes_school, now.spend_month) == (30, 200)
    invitation = services.guardian_invite(actor=people.member, child=child, pin=PIN)
    services.guardian_set(actor=people.other, child=child, pin="baba-2024", invitation=invitation)
    services.plan_change(actor=people.member, child=child, plan=replace(now, minutes_school=90), pin=PIN)
    assert PlanChange.objects.latest("pk").loosened == ["minutes_school"]
    assert Notice.objects.filter(kind="minors.changed", user_id=people.other.user_id).count() == 1
    services.mode_leave(actor=people.other, child=child, pin="baba-2024")
    assert Notice.objects.filter(kind="minors.changed", user_id=people.member.user_id).count() == 1


def test_an_invitation_is_good_once(child: Child, people: People) -> None:
    invitation = services.guardian_invite(actor=people.member, child=child, pin=PIN)
    services.guardian_set(actor=people.other, child=child, pin="baba-2024", invitation=invitation)
    with pytest.raises(NotFound):
        services.guardian_set(actor=people.lead, child=child, pin="somebody", invitation=invitation)


def test_the_guardian_changes_the_plan_on_a_page(child: Child, people: People) -> None:
    plan = selectors.plan_of(child).to_dict()
    given = {name: plan[name] for name in plan if name not in ("band", "live_host", "zone")}
    browser = signed_in(people.member)
    answer = browser.post(f"/minors/{child.uid}/plan/", {**given, "minutes_free": 120, "pin": PIN})
    assert answer.status_code == 302
    assert selectors.plan_of(Child.objects.get(pk=child.pk)).minutes_free == 120
    wrong = browser.post(f"/minors/{child.uid}/plan/", {**given, "minutes_free": 1500, "pin": PIN})
    assert wrong.status_code == 422


def test_the_help_door_needs_nobody_and_no_guardian_sees_it(child: Child, people: People) -> None:
    """The guardian may be the abuser, and may be on the staff."""
    chief = actor_make(Community.objects.get(pk=child.community_id), Role.LEAD)
    invitation = services.guardian_invite(actor=people.member, child=child, pin=PIN)
    services.guardian_set(actor=chief, child=child, pin="uncle-2024", invitation=invitation)
    before = {
        who.user_id: signed_in(who).get(f"/minors/{child.uid}/").content.decode().split("csrf")[0]
        for who in (people.member, chief)
    }
    answer = Client().post(f"/help-door/{code(child)}/", {"text": "叔叔打我"}, follow=True)
    assert "已收到" in answer.content.decode()
    sent = Submission.objects.get(kind="help-door")
    assert (sent.submitter_id, sent.submitter_account) == (None, "")
    case = Case.objects.get(kind="help-door")
    browser = signed_in(chief)
    for path in (f"/minors/{child.uid}/", f"/minors/{child.uid}/export.json", "/desk/", "/me/", "/minors/"):
        assert "叔叔打我" not in browser.get(path).content.decode(), path
        assert f"/desk/{case.number}/" not in browser.get(path).content.decode(), path
    assert browser.get(f"/desk/{case.number}/").status_code == 403
    assert browser.get(f"/minors/{child.uid}/").content.decode().split("csrf")[0] == before[chief.user_id]
    assert not Notice.objects.filter(user_id__in=[chief.user_id, people.member.user_id]).exists()
    first = signed_in(people.reviewer).get("/desk/").content.decode()
    assert f"/desk/{case.number}/" in first


def test_the_help_door_is_open_in_the_curfew_and_without_any_plan(people: People) -> None:
    assert "12355" in Client().get("/help-door/").content.decode()
    Client().post("/help-door/", {"text": "同学欺负我"})
    assert Case.objects.get(kind="help-door").priority >= 100


def test_a_guardian_s_export_holds_no_more_than_the_page(child: Child, people: People) -> None:
    found = json.loads(signed_in(people.member).get(f"/minors/{child.uid}/export.json").content)
    assert set(found) == {"name", "plan", "week", "changes"}
    assert set(found["week"]) == {"minutes", "days", "yuan", "requests"}


@pytest.mark.parametrize(("band", "days", "yuan"), [("3-8", 7, True), ("12-16", 7, False), ("16-18", 0, False)])
def test_the_week_says_less_the_older_the_child_is(people: People, band: str, days: int, yuan: bool) -> None:
    made = services.mode_start(actor=people.visitor, band=band, name="豆豆")
    week = selectors.week_of(made)
    assert (len(week.days), week.yuan is not None) == (days, yuan)


def test_mass_sign_ups_end_with_a_reason(people: People) -> None:
    for n in range(10):
        services.mode_start(actor=people.visitor, band="8-12", name=f"孩子{n}", source="10.0.0.1")
    with pytest.raises(LinliError, match="明天再来"):
        services.mode_start(actor=people.visitor, band="8-12", name="又一个", source="10.0.0.1")
    services.mode_start(actor=people.visitor, band="8-12", name="别处的", source="10.0.0.2")
    assert "10.0.0" not in json.dumps(list(Child.objects.values_list("source", flat=True)))


def test_one_person_guards_ten_at_most(people: People) -> None:
    made = [services.mode_start(actor=people.visitor, band="8-12", name=f"孩子{n}") for n in range(11)]
    for one in made[:10]:
        services.guardian_set(actor=people.member, child=one, pin=PIN)
    with pytest.raises(LinliError, match="最多照看"):
        services.guardian_set(actor=people.member, child=made[10], pin=PIN)


def test_terms_and_holidays_make_free_days(child: Child) -> None:
    community = child.community_id
    assert selectors.free_day(community, datetime(2026, 11, 28, tzinfo=UTC).date())  # a Saturday
    assert selectors.free_day(community, datetime(2026, 10, 1, tzinfo=UTC).date())  # National Day
    assert not selectors.free_day(community, datetime(2026, 11, 24, tzinfo=UTC).date())
    first, last = datetime(2026, 9, 1, tzinfo=UTC).date(), datetime(2027, 1, 20, tzinfo=UTC).date()
    SchoolTerm.objects.create(community_id=community, name="秋", first=first, last=last)
    assert not selectors.free_day(community, datetime(2026, 11, 24, tzinfo=UTC).date())
    assert selectors.free_day(community, datetime(2027, 1, 27, tzinfo=UTC).date())  # a Wednesday in the winter break


def test_another_zone_waits_for_midnight(child: Child, people: People) -> None:
    plan: Plan = selectors.plan_of(child)
    services.plan_change(actor=people.member, child=child, plan=replace(plan, zone="America/New_York"), pin=PIN)
    fresh = Child.objects.get(pk=child.pk)
    assert selectors.plan_of(fresh).zone == "Asia/Shanghai"
    assert selectors.plan_of(fresh, timezone.now() + timedelta(days=2)).zone == "America/New_York"


def test_a_lead_enters_the_terms(child: Child, people: People) -> None:
    browser = signed_in(people.lead)
    given = {"name": "秋季学期", "first": "2026-09-01", "last": "2027-01-20"}
    assert browser.post("/minors/terms/", {**given, "last": "2026-01-01"}).status_code == 422
    browser.post("/minors/terms/", given)
    assert "秋季学期" in browser.get("/minors/terms/").content.decode()
    assert selectors.free_day(child.community_id, datetime(2027, 1, 27, tzinfo=UTC).date())
    browser.post("/minors/terms/", {"remove": str(SchoolTerm.objects.get().pk)})
    assert not SchoolTerm.objects.exists()
