"""The desk in a real browser: a hundred cases by keyboard, and its pages as they look and read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from linli.station.desk import services as desk
from linli.station.desk.models import Answer, Case
from linli.station.desk.routing import Wanted
from linli.station.moderation import services
from linli.station.moderation.services import items
from tests.browser import scene
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.station import factories

Visit = Callable[..., Page]
CASES, MOST_KEYS = 100, 3


@pytest.fixture
def before(station: str, monkeypatch: pytest.MonkeyPatch) -> scene.Scene:
    monkeypatch.setattr(items, "assess", factories.assess_by_words)
    return scene.set_up()


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)


def test_a_hundred_cases_are_decided_by_keyboard_alone(visit: Visit, station: str, before: scene.Scene) -> None:
    Case.objects.exclude(subject_id=before.held.uid).update(state="closed")
    for number in range(CASES - Case.objects.filter(is_open=1).count()):
        item = factories.item_make(before.people.forum, f"第 {number} 条：楼下的路灯坏了，谁报修一下")
        source = f"10.1.{number // 250}.{number % 250}"
        services.report_create(actor=before.people.visitor, category="abuse", item=item, source=source)
    page = visit("/", size=DESKTOP)
    scene.as_person(page, before.people.reviewer, station)
    keys = Keys(page)
    page.goto(f"{station}/desk/next/")
    for done in range(CASES):
        start = keys.pressed
        page.locator("[data-answer]").wait_for()
        keys.press("1")
        with page.expect_navigation():
            keys.press("Enter")
        with page.expect_navigation():
            keys.press("Enter")
        assert keys.pressed - start <= MOST_KEYS, done
    assert Answer.objects.filter(reversed_at=None, by_id=before.people.reviewer.user_id).count() >= CASES
    assert not Case.objects.filter(is_open=1).exclude(kind="appeal").exists()
    assert keys.pressed <= MOST_KEYS * CASES


def seen(page: Page, name: str) -> None:
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert_fits(page)
        assert_accessible(page)
    shot(page, f"desk-{name}")


def arranged(before: scene.Scene) -> tuple[Case, Case]:
    """Queues, a plan, a case of danger, and a proposal that waits."""
    people = before.people
    desk.danger_plan_set(
        actor=people.keeper,
        contact="柳荫里值班室 罗姨",
        phone="0571-0000-0110",
        hours="每天 8:00–22:00",
        duty="当班的人先联系本人或家人；判断有立即危险时由负责人打 110 或 120。",
        steps=["读完原文和上文", "联系本人、家人或举报人", "通知负责人"],
    )
    desk.queue_save(actor=people.lead, name="未成年人", wanted=Wanted(minors="yes"))
    desk.queue_save(
        actor=people.lead, name="诈骗与广告", wanted=Wanted(categories=frozenset({"fraud", "spam"}), minors="no")
    )
    item = factories.item_make(people.forum, "最近真的撑不下去了，谁能陪我说说话")
    services.report_create(actor=people.visitor, category="self-harm", item=item, source="203.0.113.77")
    danger = Case.objects.get(subject_id=item.uid)
    held = Case.objects.get(subject_id=before.held.uid)
    values = {"category": "abuse", "action": "remove", "pause_days": "7"}
    reason = "第三次辱骂同一位邻居"
    desk.case_answer(
        actor=people.lead, number=held.number, version=held.version, choice="uphold", reason=reason, values=values
    )
    return danger, held


def test_the_pages_of_the_desk(visit: Visit, station: str, before: scene.Scene) -> None:
    danger, held = arranged(before)
    services.checks_draw(community_id=danger.community_id)
    page = visit("/", size=DESKTOP)
    scene.as_person(page, before.people.reviewer, station)
    page.goto(f"{station}/desk/")
    page.locator(".why-first summary").first.click()
    seen(page, "queue")
    page.goto(f"{station}/desk/{danger.number}/")
    expect(page.get_by_text("先救人，再定性")).to_be_visible()
    seen(page, "danger")
    page.goto(f"{station}/desk/{held.number}/")
    expect(page.get_by_role("button", name="我也同意，生效")).to_be_visible()
    seen(page, "proposal")
    for name, path in (("load", "/desk/load/"), ("calibrate", "/desk/quality/"), ("standing", "/standing/")):
        page.goto(station + path)
        seen(page, name)
    page.goto(f"{station}/standing/criteria/")
    seen(page, "criteria")


def test_the_pages_of_leads_and_keepers(visit: Visit, station: str, before: scene.Scene) -> None:
    arranged(before)
    page = visit("/", size=DESKTOP)
    scene.as_person(page, before.people.keeper, station)
    for name in ("queues", "danger", "quality/report", "bulk"):
        page.goto(f"{station}/desk/{name}/")
        seen(page, f"lead-{name.replace('/', '-')}")
    page.goto(f"{station}/people/")
    seen(page, "people")


def test_many_are_handled_together_by_ticking(visit: Visit, station: str, before: scene.Scene) -> None:
    for number in range(3):
        item = factories.item_make(before.people.forum, f"加群领券第 {number} 波")
        services.report_create(actor=before.people.visitor, category="spam", item=item, source=f"10.2.0.{number}")
    page = visit("/", size=PHONE)
    scene.as_person(page, before.people.reviewer, station)
    page.goto(f"{station}/desk/?category=spam")
    for box in page.locator("input[name=pick]").all():
        box.check()
    page.get_by_role("button", name="一起处理勾选的案件").click()
    seen(page, "together")
    page.get_by_role("radio", name="加注标签").check()
    page.get_by_label("理由", exact=True).fill("同一段广告发了很多遍")
    page.get_by_role("button", name="看看每一件会怎样").click()
    seen(page, "together-preview")
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("在这里可以一步撤回")).to_be_visible()
