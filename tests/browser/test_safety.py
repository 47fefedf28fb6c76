"""The shield and minors' mode on a phone: by touch, by keyboard, without script, for a screen reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from linli.station.minors import services as minors
from linli.station.minors.selectors import code_of as child_code
from linli.station.moderation.services import account_ensure, item_submit
from linli.station.organisations.selectors import home_community
from linli.station.people.actors import client, visitor
from linli.station.shield import selectors, services
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.test_front import name_of
from tests.station.factories import PASSWORD, user_make

Visit = Callable[..., Page]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]
PIN = "mama-2024"


def scene() -> dict[str, str]:
    """Somebody insulted by many, and a child; the addresses of their pages."""
    community = home_community().pk
    forum = client(community, 1)
    target = account_ensure(actor=forum, external_id="u-t", name="小满")
    for n in range(9):
        item = item_submit(
            actor=forum,
            external_id=f"i{n}",
            kind="comment",
            text=f"你怎么不去死，{n}楼的废物",
            account_id=f"u{n}",
            account_name=f"路人{n}",
            context={"target": "u-t"},
        ).item
        services.item_reached(community_id=community, item_uid=item.uid)
    shield = services.shield_door(actor=forum, account=target)
    friend = services.friend_add(actor=forum, shield=shield, name="阿姨")
    child = minors.mode_start(actor=visitor(community), band="8-12", name="豆豆")
    minors.wish_make(actor=visitor(community), child=child, minutes=20, words="写作业")
    own = f"/shield/{selectors.code_of(shield)}/"
    return {
        "shield-about": "/shield/",
        "shield-own": own,
        "shield-settings": f"{own}settings/",
        "shield-help": f"{own}help/",
        "shield-friend": f"/shield/friend/{selectors.friend_code(friend)}/",
        "minors-about": "/minors/",
        "minors-start": "/minors/start/",
        "minors-child": f"/minors/plan/{child_code(child)}/",
        "minors-pool": f"/minors/plan/{child_code(child)}/pool/",
        "minors-offers": "/minors/offers/",
        "help-door": "/help-door/",
    }


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(visit: Visit, look: dict[str, object]) -> None:
    page = visit("/about/", **look)
    origin = page.url.split("/about")[0]
    for name, path in scene().items():
        page.goto(origin + path)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert_fits(page)
            assert_accessible(page)
        shot(page, name_of(name, look))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_shield_goes_up_with_one_tap(visit: Visit, javascript: bool) -> None:
    page = visit("/about/", javascript=javascript)
    page.goto(page.url.split("/about")[0] + scene()["shield-own"])
    expect(page.get_by_role("heading", name="好像有很多人在冲着您来")).to_be_visible()
    page.get_by_role("button", name="打开防护").click()
    expect(page.get_by_role("heading", name="防护开着")).to_be_visible()
    with page.expect_download() as wanted:
        page.get_by_role("button", name="完整本").click()
    assert wanted.value.suggested_filename.endswith("-full.zip")


def test_minors_mode_in_four_steps_by_keyboard(visit: Visit) -> None:
    user_make("mama")
    page = visit("/accounts/login/")
    page.get_by_label("用户名或邮箱").fill("mama")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
    page.goto(page.url.split("/me/")[0] + "/minors/")
    page.get_by_role("link", name="打开", exact=True).press("Enter")  # 1
    page.get_by_label("孩子的小名").fill("豆豆")
    page.get_by_label("8 至 12 岁").press("Space")  # 2
    page.keyboard.press("Enter")
    page.get_by_label("定一个家长密码").fill(PIN)  # 3
    page.get_by_label("再输一遍").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="豆豆")).to_be_visible()  # 4
    assert_accessible(page)
    assert_fits(page)
    shot(page, "minors-guardian")
    page.get_by_role("link", name="改计划").press("Enter")
    assert_accessible(page)
    assert_fits(page)
    shot(page, "minors-plan")
