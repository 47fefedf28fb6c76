"""Activities on a phone: three taps to join, two to check in, under a minute to publish; the roll without a line."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from linli.station.activities import services
from linli.station.activities.models import Activity, Presence, Shift, Signup
from linli.station.organisations.models import Community
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.scene import as_person
from tests.browser.test_front import name_of
from tests.station import factories
from tests.station.activities.conftest import activity_make

Visit = Callable[..., Page]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]


@pytest.fixture
def people(station: str) -> factories.People:
    return factories.people_make(Community.objects.get(home=True))


def _seen(page: Page, name: str) -> None:
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert_fits(page)
        assert_accessible(page)
    shot(page, name)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(
    visit: Visit, station: str, people: factories.People, look: dict[str, object]
) -> None:
    activity = activity_make(people)
    activity_make(people, starts_in=2000)
    for actor in (people.member, people.other):
        services.join(actor=actor, shift_uid=activity.shifts.get().uid)
    signup = Signup.objects.filter(user_id=people.member.user_id).get()
    services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=50, note="手机没电")
    services.confirm(actor=people.lead, uid=activity.uid, signup_uids=[signup.uid])
    _, code = services.proof_make(actor=people.member, name="何小满")
    page = visit("/activities/", **look)
    as_person(page, people.lead, station)
    where = f"/activities/{activity.uid}/"
    paths = ["/activities/", where, f"{where}roll/", f"{where}scan/", f"{where}in/", f"{where}screen/in/"]
    for path in [*paths, "/activities/new/", "/activities/checks/", f"/proofs/{code}/"]:
        page.goto(station + path)
        _seen(page, name_of(path.replace(activity.uid, "uid").replace(code, "code"), look))
    as_person(page, people.member, station)
    page.goto(f"{station}/activities/hours/")
    _seen(page, name_of("/activities/hours/", look))


def test_three_taps_to_join_two_to_come_two_to_go(visit: Visit, station: str, people: factories.People) -> None:
    activity = activity_make(people, starts_in=60)
    page = visit("/services/")
    as_person(page, people.member, station)
    page.goto(f"{station}/services/")
    page.get_by_role("link", name="活动与志愿").click()
    page.get_by_role("link", name=activity.title).click()
    page.get_by_role("button", name="报名").click()
    expect(page.get_by_text("已报名")).to_be_visible()
    now = timezone.now()
    Shift.objects.update(starts=now - timedelta(minutes=5), ends=now + timedelta(hours=1))
    lead = visit("/")
    as_person(lead, people.lead, station)
    lead.goto(f"{station}/activities/{activity.uid}/screen/in/")
    code = lead.locator(".big-code").inner_text()
    # The first tap is the scan, which opens this address.
    page.goto(f"{station}/activities/{activity.uid}/in/?code={code}")
    page.get_by_role("button", name="签到").click()
    expect(page.get_by_role("status")).to_contain_text("签到好了")
    lead.goto(f"{station}/activities/{activity.uid}/screen/out/")
    code = lead.locator(".big-code").inner_text()
    page.goto(f"{station}/activities/{activity.uid}/out/?code={code}")
    page.get_by_role("button", name="签退").click()
    expect(page.get_by_role("status")).to_contain_text("记下")
    assert Presence.objects.get().went is not None


def test_an_activity_is_published_in_under_a_minute(visit: Visit, station: str, people: factories.People) -> None:
    page = visit("/activities/")
    as_person(page, people.lead, station)
    begun = time.monotonic()
    page.goto(f"{station}/activities/new/")
    page.get_by_label("活动名称").press_sequentially("旧书换新书", delay=40)
    page.get_by_label("做什么、要带什么").press_sequentially("带一本看过的书来，换一本走。", delay=40)
    page.get_by_label("在哪里").press_sequentially("社区图书室", delay=40)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    page.get_by_label("哪一天").fill(tomorrow)
    page.get_by_label("几点开始").fill("09:30")
    page.get_by_label("几点结束").fill("11:00")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("heading", name="旧书换新书")).to_be_visible()
    assert time.monotonic() - begun < 60
    assert Activity.objects.get().state == "open"


def test_the_roll_goes_on_without_a_line(visit: Visit, station: str, people: factories.People) -> None:
    activity = activity_make(people)
    signup = services.join(actor=people.member, shift_uid=activity.shifts.get().uid)
    page = visit("/activities/")
    as_person(page, people.lead, station)
    page.goto(f"{station}/activities/{activity.uid}/scan/")
    expect(page.get_by_role("status")).to_contain_text("都送出了")
    page.route("**/scans/", lambda route: route.fulfill(status=408))
    came = page.locator(f'[data-signup="{signup.uid}"][data-way="in"]')
    came.click()
    expect(page.get_by_role("status")).to_contain_text("有 1 条待送出")
    assert not Presence.objects.exists()
    page.unroute("**/scans/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("status")).to_contain_text("都送出了")
    assert Presence.objects.get().flags == ["offline"]
