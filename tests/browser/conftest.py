"""A live station on a free port and a real Chromium. Every test here is marked `browser`.

Pictures: with LINLI_SHOTS=FOLDER in the environment, `shot(page, name)` writes `name-375.png` and `name-1440.png`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from linli.station.organisations.services import station_set_up

# Playwright's loop runs in the test's own thread; Django would refuse the tests' queries there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = (375, 812), (1440, 900)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def station(live_server: object, transactional_db: None) -> str:
    """The address of a live station with its home community and nothing else."""
    station_set_up(name="槐树里社区", name_en="Huaishuli")
    return str(live_server)


@pytest.fixture
def visit(chromium: Browser, station: str) -> Iterator[Callable[..., Page]]:
    """`visit("/check/")` opens a page in a context of its own.

    `size`, `theme` ("light", "dark"), `elder`, `english` and `javascript` say who is looking. A page that logs an
    error, breaks the security policy or fails to load a part fails its test.
    """
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_page(
        path: str = "/",
        *,
        size: tuple[int, int] = PHONE,
        theme: str = "light",
        elder: bool = False,
        english: bool = False,
        javascript: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="en" if english else "zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        contexts.append(context)
        if elder:
            context.add_cookies([{"name": "linli_elder", "value": "on", "url": station}])
        page = context.new_page()
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(station + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [line for line in trouble if "status of 4" not in line]


def shot(page: Page, name: str) -> None:
    """Pictures of the whole page at 375 and 1440 pixels, where LINLI_SHOTS names a folder."""
    folder = os.environ.get("LINLI_SHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, whole)})
        page.screenshot(path=f"{folder}/{name}-{width}.png")
    if before:
        page.set_viewport_size(before)


def assert_accessible(page: Page) -> None:
    """No finding of axe-core under WCAG 2.2 A and AA and its best practices."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    lines = [
        f"{violation['id']}: {violation['help']}\n    "
        + "\n    ".join(
            f"{node['target']} {node['html'][:160]} {node['failureSummary'][:300]}" for node in violation["nodes"][:4]
        )
        for violation in found.response["violations"]
    ]
    assert not lines, "\n".join(lines)


TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const found = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > wide + 0.5);
  return ["" + document.documentElement.scrollWidth, ...found.map(e => e.outerHTML.slice(0, 120))].slice(0, 6);
}"""


def assert_fits(page: Page) -> None:
    """The page does not scroll sideways."""
    page.wait_for_load_state("domcontentloaded")
    found = page.evaluate(TOO_WIDE)
    assert not found, f"too wide at {page.viewport_size}: {found}"
