"""The front's own pages as people meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from linli.station.moderation.services import items, report_create
from linli.station.people.models import User
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.scene import Scene, set_up
from tests.station import factories

Visit = Callable[..., Page]
PAGES = [
    "/",
    "/check/",
    "/about/",
    "/services/",
    "/components/",
    "/settings/",
    "/accounts/login/",
    "/accounts/signup/",
]
LOOKS = [{}, {"theme": "dark"}, {"elder": True}, {"english": True}, {"elder": True, "theme": "dark"}]
TARGETS = """() => [...document.querySelectorAll(
    '.prefs button, .prefs a, .tabbar a, .tile, .button:not(.slim)')]
  .filter(e => e.offsetParent)
  .map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])"""
SIZES = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize))"""


def name_of(path: str, look: dict[str, object]) -> str:
    words = [str(value) if isinstance(value, str) else key for key, value in look.items()]
    return "-".join([path.strip("/").replace("/", "-") or "home", *words])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
@pytest.mark.parametrize("path", [*PAGES, "/nothing/"])
def test_every_page_is_accessible_and_fits(visit: Visit, path: str, look: dict[str, object]) -> None:
    page = visit(path, **look)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert_fits(page)
        assert_accessible(page)
    shot(page, name_of(path, look))


def test_every_page_fits_a_small_phone_in_elder_mode(visit: Visit) -> None:
    page = visit("/", size=(320, 640), elder=True)
    for path in PAGES:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + path)
        assert_fits(page)


def test_elder_mode_has_large_text_and_large_targets(visit: Visit) -> None:
    page = visit("/", elder=True)
    sizes = page.evaluate(SIZES)
    assert min(sizes) >= 18
    assert max(sizes) >= 30
    assert [found for found in page.evaluate(TARGETS) if found[1] < 60] == []


def test_switches_work_without_javascript(visit: Visit) -> None:
    page = visit("/about/", javascript=False)
    html = page.locator("html")
    page.get_by_role("button", name="大字").click()
    expect(html).to_have_attribute("data-elder", "on")
    page.get_by_role("button", name="深色模式").click()
    expect(html).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About Linli")
    assert page.url.endswith("/about/")
    page.get_by_role("button", name="Large").click()
    expect(html).to_have_attribute("data-elder", "off")


def test_the_first_press_on_a_dark_device_makes_the_page_light(visit: Visit) -> None:
    page = visit("/", theme="dark")
    page.get_by_role("button", name="深色模式").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_skip_link_is_the_first_stop_and_leads_to_the_content(visit: Visit) -> None:
    page = visit("/check/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("content")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_id("id_text")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sentence_is_checked_from_the_home_page(visit: Visit, javascript: bool) -> None:
    page = visit("/", javascript=javascript)
    page.get_by_label("贴一句话").fill("今天的晚霞真好看，谢谢楼长。")
    page.get_by_role("main").get_by_role("button", name="查一查").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("没有发现违反公约的地方")
    expect(page.locator(".quote")).to_have_text("今天的晚霞真好看，谢谢楼长。")
    assert_fits(page)


def test_an_empty_form_says_what_to_mend_and_takes_the_focus_there(visit: Visit) -> None:
    page = visit("/check/")
    page.locator("main form").evaluate("form => form.noValidate = true")
    page.get_by_role("main").get_by_role("button", name="查一查").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="请先贴上要查的文字").click()
    expect(page.get_by_label("贴一句话")).to_be_focused()
    expect(page.get_by_label("贴一句话")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)


def test_markup_in_a_checked_sentence_stays_text(visit: Visit) -> None:
    page = visit("/check/")
    page.get_by_label("贴一句话").fill("<img src=x onerror=alert(1)> <b>粗</b>")
    page.get_by_role("main").get_by_role("button", name="查一查").click()
    expect(page.locator(".quote")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".quote img, .quote b")).to_have_count(0)


@pytest.fixture
def scene(station: str, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(items, "assess", factories.assess_by_words)
    return set_up()


def test_the_sample_door_lets_a_member_in_with_one_press(visit: Visit, scene: Scene, settings: Settings) -> None:
    settings.SAMPLE = True
    User.objects.filter(pk=scene.people.member.user_id).update(sample=True)
    item = scene.held
    report_create(actor=scene.people.member, item=item, category="abuse", text="看着难受。")
    page = visit("/sample/")
    assert_accessible(page)
    assert_fits(page)
    shot(page, "sample")
    page.get_by_role("button", name="小满").click()
    page.get_by_role("navigation", name="底部栏目").get_by_role("link", name="我的事").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的事")
    assert_accessible(page)
    assert_fits(page)
    shot(page, "me")
    page.get_by_role("link", name="举报 待受理").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/cases/" in page.url


def test_a_quiet_week_says_so(visit: Visit) -> None:
    expect(visit("/").get_by_text("这周还没有答复过的事项")).to_be_visible()


def test_the_weeks_answers_are_on_the_home_page(visit: Visit, scene: Scene) -> None:
    page = visit("/")
    expect(page.locator(".figure").first).to_contain_text("1件")
    expect(page.locator(".reply")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)
    shot(page, "home-with-answers")


def test_print_leaves_the_tools_out(visit: Visit) -> None:
    page = visit("/about/")
    page.emulate_media(media="print")
    expect(page.locator(".tabbar")).to_be_hidden()
    expect(page.locator(".prefs")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_focus_is_never_under_the_tab_bar(visit: Visit) -> None:
    page = visit("/about/")
    bar = page.locator(".tabbar").bounding_box()
    assert bar is not None
    links = page.locator("main a, footer a").count()
    page.locator("#content").focus()
    for _ in range(links):
        page.keyboard.press("Tab")
        box = page.locator(":focus").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= bar["y"]
