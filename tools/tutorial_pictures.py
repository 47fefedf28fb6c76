"""Makes the pictures of the tutorial and the README anew, from a sample station.

    python tools/tutorial_pictures.py [FOLDER]        # default: docs/images

Needs Debian's chromium, and Pillow for small files. Everything shown is sample content.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from real_run import CHROMIUM, FLAGS, Station, cases

DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 375, "height": 812}
SENTENCE = "加薇❤信 lingfuli88，日入三千，先到先得"
COMPOSITE = """
<style>
body {{ margin: 0; background: #e9efe9; width: 1500px; height: 900px; position: relative; overflow: hidden }}
img {{ position: absolute; box-shadow: 0 14px 44px #0004 }}
.desktop {{ left: 60px; top: 60px; width: 1130px; border-radius: 14px }}
.phone {{ right: 60px; top: 120px; width: 330px; border-radius: 26px; border: 8px solid #22302c }}
</style>
<img class="desktop" src="{desktop}"><img class="phone" src="{phone}">
"""


def page_of(browser: Browser, size: dict[str, int]) -> Page:
    context = browser.new_context(locale="zh-CN", viewport=size, device_scale_factor=1.5)
    return context.new_page()


def door(page: Page, station: Station, name: str) -> None:
    page.goto(station.url + "/sample/")
    page.get_by_role("button").filter(has_text=name).first.click()
    page.wait_for_load_state()


def public(browser: Browser, station: Station, out: Path) -> None:
    """Home, a checked sentence, the rules, the figures."""
    page = page_of(browser, DESKTOP)
    page.goto(station.url)
    page.screenshot(path=out / "desktop-home.png")
    page.locator("textarea").first.fill(SENTENCE)
    page.get_by_role("button", name="查一查").first.click()
    page.wait_for_load_state()
    page.screenshot(path=out / "check.png")
    page.goto(station.url + "/rules/")
    page.screenshot(path=out / "rules.png")
    page.goto(station.url + "/transparency/")
    page.screenshot(path=out / "transparency.png")


def desk(browser: Browser, station: Station, out: Path) -> None:
    """The queue, a case, the preview of the notice; an appeal as the second reviewer sees it."""
    page = page_of(browser, DESKTOP)
    door(page, station, "审核员小苏")
    page.goto(station.url + "/desk/")
    page.screenshot(path=out / "desk.png")
    path = cases(page, station, "kind=review")[0]
    page.goto(station.url + path)
    page.get_by_role("button", name="我来处理").first.click()
    page.screenshot(path=out / "case.png")
    page.get_by_role("radio", name="移除").check()
    page.get_by_label("理由", exact=True).fill("这句话在吓唬邻居，说要动手。请换个说法再发。")
    page.get_by_role("button", name="预览告知").click()
    page.screenshot(path=out / "preview.png")
    other = page_of(browser, DESKTOP)
    door(other, station, "复核员老秦")
    for found in cases(other, station, "kind=appeal")[:1]:
        other.goto(station.url + found)
        other.screenshot(path=out / "appeal-case.png")


def phone(browser: Browser, station: Station, out: Path) -> None:
    """A report in four steps and its receipt; the forum with a notice."""
    page = page_of(browser, PHONE)
    page.goto(station.url + "/report/")
    page.screenshot(path=out / "report-1.png")
    page.get_by_role("radio", name=re.compile("辱骂与骚扰")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("把原文贴在这里").fill("你家孩子就是没教养")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_load_state()
    page.screenshot(path=out / "receipt.png")


def notice(browser: Browser, station: Station, out: Path) -> None:
    """A notice with its reasons, as its author reads it."""
    staff = page_of(browser, DESKTOP)
    door(staff, station, "负责人林姐")
    feed = staff.request.get(station.url + "/transparency/statements.json")
    assert feed.ok
    import json

    import httpx

    connection = json.loads((station.home / "forum" / "connection.json").read_text(encoding="utf-8"))
    key = next(v for v in connection.values() if str(v).startswith("lk_"))
    headers = {"Authorization": f"Bearer {key}"}
    found = httpx.get(station.url + "/api/v1/decisions", headers=headers).json()["results"]
    held = next(one for one in found if one["action"] == "hold" and one["item"] and not one["reversed_at"])
    told = httpx.get(f"{station.url}/api/v1/items/{held['item']}", headers=headers).json()["notice"]
    page = page_of(browser, PHONE)
    page.goto(station.url + "/n/" + told["url"].split("/n/")[1])
    page.screenshot(path=out / "notice.png")


def compose(browser: Browser, out: Path) -> None:
    """The README's picture: a desktop and a phone side by side."""
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    names = {"desktop": "desktop-home.png", "phone": "notice.png"}
    canvas = out / "compose.html"
    canvas.write_text(COMPOSITE.format(**names), encoding="utf-8")
    page.goto(canvas.resolve().as_uri())
    page.screenshot(path=out / "home.png")
    canvas.unlink()


def shrink(out: Path) -> None:
    """256 colours are enough for flat pages."""
    from PIL import Image

    for picture in out.glob("*.png"):
        image = Image.open(picture).convert("RGB")
        image.quantize(colors=200, dither=Image.Dither.NONE).save(picture, optimize=True)


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        station = Station(Path(home))
        try:
            station.wait()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for step in (public, desk, phone, notice):
                step(browser, station, out)
            compose(browser, out)
            browser.close()
        finally:
            station.stop()
    shrink(out)


if __name__ == "__main__":
    main()
