"""A lesson on a phone: without script, by keyboard, and light enough for a slow line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from linli.station.learning import services
from linli.station.learning.documents import shipped
from linli.station.organisations.selectors import home_community
from linli.station.people.actors import visitor
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.test_front import name_of

Visit = Callable[..., Page]
LESSON = "bystander"
PAGES = [
    "/learn/",
    f"/learn/{LESSON}/",
    f"/learn/{LESSON}/1/",
    "/learn/law/",
    "/learn/law/cases/",
    "/learn/law/cases/lending-a-card/",
    "/learn/join/",
    "/learn/results/",
    "/learn/paths/",
    "/credentials/verify/",
]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]
MOST_BYTES = 100_000


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(visit: Visit, look: dict[str, object]) -> None:
    page = visit("/learn/", **look)
    origin = page.url.split("/learn")[0]
    _some_have_finished()
    for path in PAGES:
        page.goto(origin + path)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert_fits(page)
            assert_accessible(page)
        shot(page, name_of(path, look))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_lesson_is_gone_through(visit: Visit, javascript: bool) -> None:
    page = visit(f"/learn/{LESSON}/", javascript=javascript)
    page.get_by_role("button", name="开始").click()
    for field in page.locator("main fieldset").all():
        field.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="开始学").click()
    for number in range(5):
        good = next(one for one in shipped()[LESSON].cards[number].choices if one.good)
        page.get_by_role("radio", name=good.text, exact=True).check(force=True)
        page.get_by_role("button", name="就选它").click()
        expect(page.get_by_role("status")).to_contain_text(good.why)
        if javascript and number == 0:
            assert_accessible(page)
            shot(page, "learn-card-told")
        page.get_by_role("link", name="去答题" if number == 4 else "下一张").click()
    for question in shipped()[LESSON].questions:
        group = page.get_by_role("group", name=question.ask)
        group.get_by_role("radio", name=question.choices[question.right], exact=True).check(force=True)
    page.get_by_role("button", name="看结果").click()
    expect(page.get_by_role("heading", name="学完了")).to_be_visible()
    expect(page.get_by_text("3 / 3")).to_be_visible()
    if javascript:
        assert_accessible(page)
        shot(page, "learn-done")


def test_a_card_is_chosen_by_keyboard(visit: Visit) -> None:
    page = visit(f"/learn/{LESSON}/1/")
    page.get_by_role("button", name="跳过").press("Enter")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()


def test_a_lesson_is_light(visit: Visit) -> None:
    page = visit("/about/")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(page.url.replace("/about/", f"/learn/{LESSON}/1/"))
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < MOST_BYTES


def _some_have_finished() -> None:
    actor = visitor(home_community().pk)
    for number in range(12):
        services.lesson_finish(
            actor=actor, lesson_id=LESSON, before=number % 3, answers=[True, True, bool(number % 4)]
        )
