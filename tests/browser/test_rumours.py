"""Is it true? The whole journey in a browser, and every page of it: accessible, whole, in every look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from PIL import Image
from playwright.sync_api import Page, expect

from linli.station.moderation.services import items
from linli.station.rumours import services
from linli.station.rumours.models import Check, Claim
from tests.browser import scene
from tests.browser.test_journeys_pages import look_at, name_of
from tests.station import factories
from tests.station.rumours.scene import DRAFT, RUMOUR, rumour_made

LOOKS = [{}, {"theme": "dark"}, {"elder": True}, {"english": True}]


@pytest.fixture
def before(station: str, monkeypatch: pytest.MonkeyPatch) -> tuple[scene.Scene, str, Check]:
    monkeypatch.setattr(items, "assess", factories.assess_by_words)
    found = scene.set_up()
    receipt, check = rumour_made(found.people)
    for number in range(6):
        question = services.Question(f"听说小区要停水{number + 2}天，是不是真的")
        services.rumour_ask(actor=found.people.visitor, question=question, source=f"203.0.113.{number}")
    return found, receipt, check


@pytest.mark.parametrize("look", LOOKS, ids=name_of)
def test_pages_of_rumours(
    visit: Callable[..., Page],
    station: str,
    before: tuple[scene.Scene, str, Check],
    look: dict[str, object],
    settings: LazySettings,
) -> None:
    _, receipt, check = before
    settings.EMAIL_ON, settings.PUSH_CONTACT = True, "mailto:keeper@example.com"
    pages = {
        "rumours": "/rumours/",
        "rumours-topic": "/rumours/?topic=weather",
        "rumour-sent": f"/rumours/sent/{receipt}/",
        "rumour-told": f"/cases/{receipt}/",
        "rumour-tell": f"/cases/{receipt}/tell/",
        "check": f"/rumours/checks/{check.uid}/",
        "rumour-map": "/rumours/map/",
        "rumour-about": "/rumours/about/",
    }
    page = visit("/rumours/", **look)
    look_at(page, {name: station + path for name, path in pages.items()}, look)


@pytest.mark.parametrize("look", [{}, {"english": True}], ids=name_of)
def test_pages_of_editors(
    visit: Callable[..., Page], station: str, before: tuple[scene.Scene, str, Check], look: dict[str, object]
) -> None:
    found, _, check = before
    page = visit("/rumours/", **look)
    scene.as_person(page, found.people.keeper, station)
    waiting = Claim.objects.exclude(pk=check.claim_id).first()
    assert waiting is not None
    number = scene.Case.objects.filter(subject_id=waiting.uid).get().number
    pages = {
        "claims": "/desk/rumours/",
        "claim-new": f"/desk/rumours/{waiting.uid}/",
        "claim-done": f"/desk/rumours/{check.claim.uid}/",
        "claim-others": "/desk/rumours/others/",
        "claim-case": f"/desk/{number}/",
        "peers": "/desk/peers/",
    }
    look_at(page, {name: station + path for name, path in pages.items()}, look)


def test_ask_write_publish_and_read_the_answer(
    visit: Callable[..., Page], station: str, before: tuple[scene.Scene, str, Check]
) -> None:
    """One asks on a phone without a script; one editor writes, another publishes; the asker reads the answer."""
    found, _, _ = before
    asker = visit("/rumours/", javascript=False)
    asker.fill("textarea[name=text]", "听说吃荔枝会被查出酒驾，还要罚款")
    asker.click("main form button.main")
    expect(asker.locator("h1")).to_contain_text("还没有人查过")
    asker.click("main form button.main")
    code = asker.locator(".receipt").inner_text()
    claim = Claim.objects.order_by("-pk")[0]
    editor = visit("/rumours/")
    scene.as_person(editor, found.people.reviewer, station)
    editor.goto(f"{station}/desk/rumours/{claim.uid}/")
    editor.fill("input[name=url]", "https://traffic.example/litchi")
    editor.click("text=网页打不开")
    editor.fill("textarea[name=copy]", "刚吃完荔枝吹气会有读数，漱口等几分钟就没有了，抽血检测为零。")
    editor.get_by_role("button", name="读取并存档").click()
    editor.select_option("select[name=verdict]", "misleading")
    for name in ("title", "summary", "known", "interests"):
        editor.fill(f"#draft_{name}", DRAFT[name])
    editor.get_by_role("button", name="写好了").click()
    expect(editor.locator("main")).to_contain_text("待第二位编辑")
    second = visit("/rumours/")
    scene.as_person(second, found.people.other, station)
    second.goto(f"{station}/desk/rumours/{claim.uid}/")
    second.click("text=案件 #")
    second.check("input[value=publish]")
    second.fill("textarea[name=reason]", "来源核对过，结论成立。")
    second.get_by_role("button", name="预览告知").click()
    second.click("button[name=confirm]")
    asker.goto(f"{station}/cases/{code}/")
    expect(asker.locator("main")).to_contain_text("核查好了。结论：有误导")
    asker.goto(f"{station}/rumours/")
    asker.fill("textarea[name=text]", f"群里说{RUMOUR}")
    asker.click("main form button.main")
    asker.click("text=就是这条")
    expect(asker.locator(".answer-card")).to_be_visible()
    with asker.expect_download() as drawn:
        asker.click("text=存成图片")
    assert drawn.value.suggested_filename.endswith(".svg")


def test_the_answer_card_is_saved_in_its_own_shape(
    visit: Callable[..., Page], before: tuple[scene.Scene, str, Check]
) -> None:
    page = visit(f"/rumours/checks/{before[2].uid}/")
    with page.expect_download() as saved:
        page.get_by_role("link", name="存成图片").click()
    with Image.open(saved.value.path()) as picture:
        assert (picture.format, picture.size) == ("PNG", (1080, 1440))
