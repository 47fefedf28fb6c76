"""The forum in Chromium: usable on a phone, readable by a screen reader, in both languages and both lights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from forum_process import Browser, Forum
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu"]
PAGES = [
    "/",
    "/b/jiefang/",
    "/sign-in/",
    "/new/",
    "/notices/",
    "/reports/",
    "/messages/",
    "/messages/2/",
    "/station/",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def pages_of(forum: Forum, author: Browser) -> list[str]:
    """The fixed pages, a thread with something in each state, its report form, one's own page."""
    thread = author.post("各种样子", "一个帖子里什么样子都有")
    for mark in ("label", "limit", "hold", "remove", "help"):
        author.send(f"{thread}reply/", at=thread, text=f"这是【{mark}】")
    other = re.search(r'href="(/e/\d+/report/)"', forum.browser("小陈").page(thread))
    assert other is not None
    return [*PAGES, thread, other[1], f"/u/{author.number()}/"]


@pytest.mark.parametrize(
    ("width", "light", "language"), [(375, "light", "zh"), (375, "dark", "en"), (1440, "light", "zh")]
)
def test_every_page_is_accessible_and_fits(
    forum: Forum, chromium: Chromium, width: int, light: str, language: str
) -> None:
    author = forum.browser("王阿姨")
    author.send("/language/", at="/sign-in/", language=language, next="/")
    scheme = "dark" if light == "dark" else "light"
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
    )
    context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": forum.url} for one in author.http.cookies.jar]
    )
    page = context.new_page()
    found = {path: problems(page, forum.url + path, width) for path in pages_of(forum, author)}
    context.close()
    assert {path: what for path, what in found.items() if what} == {}


def problems(page: Page, address: str, width: int) -> list[str]:
    """What axe finds (WCAG 2.2 AA), a page wider than its window, and targets too small for a thumb."""
    page.goto(address)
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    violations = Axe().run(page, options=options).response["violations"]
    found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]
    too_wide = page.evaluate("document.documentElement.scrollWidth") > width
    return [*found, *(["wider than the window"] if too_wide else [])]
