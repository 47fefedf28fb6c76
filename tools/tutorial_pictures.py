"""Makes the pictures of the tutorial and the README anew, from a sample station.

    python tools/tutorial_pictures.py [FOLDER]        # default: docs/images

Needs Debian's chromium, and Pillow (`pip install pillow`) for small files. Everything shown is sample content.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from real_run import CHROMIUM, FLAGS, Station, answer, appeal, cases

DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 375, "height": 812}
FIRST, SECOND = "审核员小苏", "复核员老秦"
QUOTE = "你家孩子在楼道里跑来跑去，也不管管"
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
    context = browser.new_context(locale="zh-CN", viewport=size, device_scale_factor=1.5, reduced_motion="reduce")
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
    door(page, station, FIRST)
    page.goto(station.url + "/desk/")
    page.screenshot(path=out / "desk.png")
    path = cases(page, station, "kind=review")[0]
    page.goto(station.url + path)
    page.get_by_role("button", name="我来处理").first.click()
    page.screenshot(path=out / "case.png")
    page.get_by_role("radio", name="移除").check()
    page.get_by_label("理由", exact=True).fill("这句话在吓唬邻居，说要动手。请换个说法再发。")
    page.get_by_role("button", name="预览告知").click()
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.screenshot(path=out / "preview.png")
    other = page_of(browser, DESKTOP)
    door(other, station, SECOND)
    for found in cases(other, station, "kind=appeal")[:1]:
        other.goto(station.url + found)
        other.screenshot(path=out / "appeal-case.png")


def phone(browser: Browser, station: Station, out: Path) -> None:
    """A report in four steps, its receipt, and the answer that the receipt's code leads to."""
    page = page_of(browser, PHONE)
    page.goto(station.url + "/report/")
    page.screenshot(path=out / "report-1.png")
    page.get_by_role("radio", name=re.compile("辱骂与骚扰")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("把原文贴在这里").fill(QUOTE)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_load_state()
    page.screenshot(path=out / "receipt.png")
    code = page.locator(".receipt").inner_text()
    staff = page_of(browser, DESKTOP)
    door(staff, station, SECOND)
    for path in cases(staff, station, "kind=report"):
        staff.goto(station.url + path)
        if staff.get_by_text(QUOTE).count():
            answer(
                staff, station, path, "不违反公约", reason="说的是孩子在楼道里跑，语气重了些，没有骂人。谢谢您留意。"
            )
            break
    page.goto(f"{station.url}/cases/")
    page.get_by_label("编号").fill(code)
    page.get_by_role("button", name="查看").click()
    page.screenshot(path=out / "follow.png")


def notice(browser: Browser, station: Station, out: Path) -> None:
    """A decision and its notice; the appeal is refused to the decider, overturned by another, told to the author."""
    first = page_of(browser, DESKTOP)
    door(first, station, FIRST)
    path = told(station, "hold")
    page = page_of(browser, PHONE)
    page.goto(station.url + path)
    page.screenshot(path=out / "notice.png")
    before = set(open_appeals(browser, station))
    answer(first, station, cases(first, station, "kind=review")[0], "移除", reason="这句话冲着人去了，请对事不对人。")
    path = told(station, "remove")
    appeal(page, station, path)
    case = next(one for one in open_appeals(browser, station) if one not in before)
    first.goto(station.url + case)
    first.screenshot(path=out / "refused.png")
    second = page_of(browser, DESKTOP)
    door(second, station, SECOND)
    answer(second, station, case, "撤销原处置", reason="看了上文，是熟人之间的玩笑，恢复展示。")
    page.goto(station.url + path)
    page.screenshot(path=out / "overturned.png")


def open_appeals(browser: Browser, station: Station) -> list[str]:
    page = page_of(browser, DESKTOP)
    door(page, station, SECOND)
    return cases(page, station, "kind=appeal")


def told(station: Station, action: str) -> str:
    """The path of the notice of the newest such decision that is in force."""
    connection = json.loads((station.home / "forum" / "connection.json").read_text(encoding="utf-8"))
    key = next(v for v in connection.values() if str(v).startswith("lk_"))
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=station.url, headers=headers) as client:
        found = client.get("/api/v1/decisions").json()["results"]
        one = next(one for one in found if one["action"] == action and one["item"] and not one["reversed_at"])
        notice = client.get(f"/api/v1/items/{one['item']}").json()["notice"]
    return "/n/" + str(notice["url"]).split("/n/")[1]


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
    for picture in out.glob("*.png"):
        image = Image.open(picture).convert("RGB")
        image.quantize(colors=200, dither=Image.Dither.NONE).save(picture, optimize=True)


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        station = Station(Path(home), sample=True)
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
