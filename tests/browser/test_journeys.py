"""The road from a harm seen to a wrong put right, walked on a phone in a real browser, by everyone it takes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from linli.station.desk import services as desk_services
from linli.station.desk.models import Case
from linli.station.moderation.models import Decision, Item
from linli.station.moderation.selectors import notice_of
from linli.station.moderation.services import items
from tests.browser import scene
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.station import factories

Visit = Callable[..., Page]


@pytest.fixture
def before(station: str, monkeypatch: pytest.MonkeyPatch) -> scene.Scene:
    monkeypatch.setattr(items, "assess", factories.assess_by_words)
    return scene.set_up()


def seen(page: Page, name: str) -> None:
    """A stop on the road: it fits a phone and a desktop, is accessible on both, and has its picture taken."""
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert_fits(page)
        assert_accessible(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    shot(page, f"journey-{name}")


def report(page: Page, *, harm: str, quote: str = "", note: str = "") -> str:
    """Walks the four steps from the open first one; the code on the receipt."""
    page.get_by_role("radio", name=re.compile(harm)).check()
    page.get_by_role("button", name="下一步").click()
    if quote:
        page.get_by_label("把原文贴在这里").fill(quote)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("还有什么想说明的").fill(note)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交", exact=True).click()
    return page.locator(".receipt").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_report_decide_notice_appeal_overturn(
    visit: Visit, station: str, before: scene.Scene, javascript: bool
) -> None:
    """A visitor reports, a reviewer removes, the author appeals, another overturns, the visitor reads of it."""
    item = before.reported
    visitor = visit(f"/report/?item={item.uid}", javascript=javascript)
    expect(visitor.get_by_text("你家孩子就是没教养")).to_be_visible()
    code = report(visitor, harm="辱骂与骚扰", note="楼道里吵了好几天了。")
    expect(visitor.get_by_role("heading", name="举报已收到")).to_be_visible()

    reviewer = visit("/", javascript=javascript)
    scene.as_person(reviewer, before.people.reviewer, station)
    number = Case.objects.get(subject_id=item.uid).number
    reviewer.goto(f"{station}/desk/{number}/")
    reviewer.get_by_role("button", name="我来处理").click()
    expect(reviewer.get_by_text("由您处理，锁定到")).to_be_visible()
    reviewer.get_by_role("radio", name="移除").check()
    reviewer.get_by_label("理由", exact=True).fill("这段话在指责别人的孩子，冲着人去了。")
    reviewer.get_by_role("button", name="预览告知").click()
    expect(reviewer.get_by_text("您的内容不再展示")).to_be_visible()
    reviewer.get_by_role("button", name="确认，看下一件").click()
    assert Item.objects.get(pk=item.pk).state == "removed"

    told = notice_of(Decision.objects.filter(item=item).latest("pk"))
    assert told is not None
    author = visit(told.path, javascript=javascript)
    expect(author.get_by_text("这段话在指责别人的孩子")).to_be_visible()
    author.get_by_role("link", name="申诉", exact=True).click()
    author.get_by_label("为什么您认为不对").fill("我说的是我自己家的孩子，前一句是在回他爷爷。")
    author.get_by_role("button", name="提交申诉").click()
    expect(author.get_by_role("heading", name="申诉已收到")).to_be_visible()

    appeal = Case.objects.get(
        kind="appeal", state="new", subject_id=Decision.objects.filter(item=item).latest("pk").uid
    )
    reviewer.goto(f"{station}/desk/{appeal.number}/")
    expect(reviewer.get_by_text("须由另一个人处理")).to_be_visible()

    other = visit("/", javascript=javascript)
    scene.as_person(other, before.people.other, station)
    other.goto(f"{station}/desk/{appeal.number}/")
    expect(other.get_by_text("前一句是在回他爷爷")).to_be_visible()
    other.get_by_role("radio", name="撤销原处置").check()
    other.get_by_label("理由", exact=True).fill("看了上文，说的是自家孩子，不违反公约。")
    other.get_by_role("button", name="预览告知").click()
    other.get_by_role("button", name="确认，看下一件").click()
    assert Item.objects.get(pk=item.pk).state == "visible"

    visitor.goto(f"{station}/cases/")
    visitor.get_by_label("编号").fill(code.lower().replace("-", " "))
    visitor.get_by_role("button", name="查看").click()
    expect(visitor.get_by_text("原来的处理结果已更正")).to_be_visible()
    author.goto(station + told.path)
    expect(author.get_by_role("heading", name="这项处置已经撤销")).to_be_visible()


def test_every_stop_of_the_road_is_accessible(visit: Visit, station: str, before: scene.Scene) -> None:
    page = visit("/report/")
    page.get_by_role("button", name="下一步").click()
    seen(page, "report-1-error")
    page.get_by_text("更多类型").click()
    page.get_by_role("radio", name=re.compile("自伤求助")).check()
    page.get_by_role("button", name="下一步").click()
    seen(page, "report-2-help")
    page.get_by_role("button", name="下一步").click()
    seen(page, "report-2-error")
    page.get_by_label("把原文贴在这里").fill("没意思，不想再这样下去了。")
    page.get_by_role("button", name="下一步").click()
    seen(page, "report-3")
    page.get_by_role("button", name="上一步").click()
    expect(page.get_by_label("把原文贴在这里")).to_have_value("没意思，不想再这样下去了。")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    seen(page, "report-4")
    page.get_by_role("button", name="提交", exact=True).click()
    seen(page, "receipt-help")

    scene.as_person(page, before.people.other, station)
    number = Case.objects.get(subject_id=before.held.uid).number
    page.goto(f"{station}/desk/{number}/")
    page.get_by_role("button", name="我来处理").click()
    page.get_by_role("radio", name="移除").check()
    page.get_by_role("button", name="预览告知").click()
    seen(page, "preview")
    page.get_by_role("button", name="确认，看下一件").click()
    seen(page, "next")
    page.goto(f"{station}/desk/{number}/")
    seen(page, "answered")
    page.goto(f"{station}/desk/{before.appeal.number}/")
    page.get_by_role("button", name="预览告知").click()
    seen(page, "decide-error")
    page.get_by_role("radio", name="维持原处置").check()
    desk_services.case_take(actor=before.people.other, number=before.appeal.number)
    page.get_by_role("button", name="预览告知").click()
    expect(page.get_by_text("这个案件刚刚有了变化")).to_be_visible()
    seen(page, "changed")
    follow = Case.objects.get(subject_id=before.reported.uid)
    page.goto(f"{station}/desk/{follow.number}/")
    page.get_by_role("radio", name="不违反公约").check()
    page.get_by_role("button", name="预览告知").click()
    page.get_by_role("button", name="确认，看下一件").click()
    third = Case.objects.filter(subject_id="").latest("pk")
    desk_services.case_take(actor=before.people.reviewer, number=third.number)
    page.goto(f"{station}/desk/{third.number}/")
    seen(page, "refused")
    page.goto(f"{station}/cases/{before.receipt}/")
    seen(page, "follow-answered")
    page.get_by_role("radio", name="满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    seen(page, "follow-scored")


def test_a_case_takes_three_keys(visit: Visit, station: str, before: scene.Scene) -> None:
    """Choose, preview, confirm; then the next case is there. No mouse."""
    page = visit("/", size=DESKTOP)
    scene.as_person(page, before.people.other, station)
    number = Case.objects.get(subject_id=before.held.uid).number
    page.goto(f"{station}/desk/{number}/")
    page.keyboard.press("6")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="确认：移除")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"案件 {number} 已答复")).to_be_visible()
    assert Item.objects.get(pk=before.held.pk).state == "removed"
    assert re.search(r"/desk/\d+/$", page.url)


def test_the_keys_for_the_rest(visit: Visit, station: str, before: scene.Scene) -> None:
    page = visit("/", size=DESKTOP)
    scene.as_person(page, before.people.other, station)
    page.goto(f"{station}/desk/")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/desk/\d+/$"))
    page.keyboard.press("t")
    expect(page.get_by_text("由您处理，锁定到")).to_be_visible()
    page.keyboard.press("1")
    reason = page.get_by_label("理由", exact=True)
    expect(reason).not_to_have_value("")
    page.keyboard.press("r")
    expect(reason).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("上文在说楼道卫生，不针对人。1")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="确认：不违反公约")).to_be_visible()
    expect(page.get_by_text("上文在说楼道卫生，不针对人。1").first).to_be_visible()


def test_only_tab_and_enter_are_enough(visit: Visit, station: str, before: scene.Scene) -> None:
    """Without one of the short keys: every control is reached in order and shows where the focus is."""
    page = visit("/", size=DESKTOP)
    scene.as_person(page, before.people.other, station)
    number = Case.objects.get(subject_id=before.held.uid).number
    page.goto(f"{station}/desk/{number}/")
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.innerText || ''"))
        if reached[-1].startswith("预览告知"):
            break
    wanted = ["answer", "category", "clause", "pause_days", "starter", "reason"]
    assert [name for name in reached if name in wanted] == wanted


def test_harsh_words_can_be_blurred(visit: Visit, station: str, before: scene.Scene) -> None:
    page = visit("/", size=DESKTOP)
    scene.as_person(page, before.people.other, station)
    page.goto(f"{station}/desk/{Case.objects.get(subject_id=before.held.uid).number}/")
    words = page.locator("blockquote[data-harsh]").first
    assert words.evaluate("e => getComputedStyle(e).filter") == "none"
    page.get_by_role("button", name="遮住刺眼的话").click()
    page.mouse.move(0, 0)
    assert "blur" in words.evaluate("e => getComputedStyle(e).filter")
    page.reload()
    assert "blur" in words.evaluate("e => getComputedStyle(e).filter")


def test_the_receipt_becomes_a_picture(visit: Visit, before: scene.Scene) -> None:
    page = visit(f"/cases/{before.receipt}/receipt/")
    with page.expect_download() as saved:
        page.get_by_role("link", name="存成图片").click()
    assert saved.value.suggested_filename == f"linli-{before.receipt}.png"
    plain = visit(f"/cases/{before.receipt}/receipt/", javascript=False)
    with plain.expect_download() as drawn:
        plain.get_by_role("link", name="存成图片").click()
    assert drawn.value.suggested_filename == f"linli-{before.receipt}.svg"
