"""The library on a phone: read, found, looked at closely by keys, and without a script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from linli.station.collections import paths, selectors
from linli.station.collections.models import Item
from linli.station.config import sample_library
from linli.station.organisations.selectors import home_community
from linli.station.people.actors import system
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.test_front import name_of

Visit = Callable[..., Page]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]


@pytest.fixture
def library(station: str, settings: Settings, tmp_path: Path) -> Item:
    """The sample library; the drawing of the clear and bright."""
    settings.PICTURES = tmp_path / "pictures"
    keeper = system(home_community().pk, "sample")
    sample_library.load(keeper)
    return selectors.search(community_id=keeper.community_id, text="杏花").items[0]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(library: Item, visit: Visit, look: dict[str, object]) -> None:
    page = visit("/library/", **look)
    origin = page.url.split("/library")[0]
    path = paths.paths(actor=system(library.community_id, "sample")).get()
    item = f"/library/items/{library.uid}/"
    for where in (
        "/library/",
        "/library/search/?q=huochuan",
        "/library/search/?q=梅花",
        f"/library/{library.collection.uid}/",
        "/library/rooms/3-8/",
        "/library/timeline/",
        "/library/map/",
        "/library/paths/",
        f"/library/paths/{path.uid}/",
        item,
        f"{item}simple/",
        f"{item}picture/1/",
    ):
        page.goto(origin + where)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert_fits(page)
            assert_accessible(page)
        shot(page, name_of(where.replace(library.uid, "item").replace(path.uid, "path")[:60], look))


def test_a_picture_is_looked_at_closely_by_keys(library: Item, visit: Visit) -> None:
    page = visit(f"/library/items/{library.uid}/picture/1/")
    said = page.locator("[data-zoom-said]")
    expect(said).to_have_text("100%")
    page.locator("[data-zoom]").focus()
    page.keyboard.press("+")
    expect(said).to_have_text("150%")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".detail")).to_be_visible()
    page.keyboard.press("0")
    expect(said).to_have_text("100%")
    page.get_by_role("button", name="放大").click()
    expect(said).to_have_text("150%")


def test_without_a_script_there_are_larger_pictures(library: Item, visit: Visit) -> None:
    page = visit(f"/library/items/{library.uid}/picture/1/", javascript=False)
    expect(page.get_by_role("button", name="放大")).to_have_count(0)
    link = page.get_by_role("link", name="宽 960 像素")
    answer = page.request.get(page.url.split("/library")[0] + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "image/jpeg"


def test_two_characters_find_it_without_a_script(library: Item, visit: Visit) -> None:
    page = visit("/library/", javascript=False)
    page.get_by_role("searchbox").fill("杏花")
    page.get_by_role("button", name="找").click()
    page.get_by_role("link", name="清明 · 清明").click()
    expect(page.get_by_text("牧童遥指杏花村")).to_be_visible()
