"""A person's data, the record and the reports, as people and axe-core meet them; a deletion from the first page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from linli.station.organisations.models import Community
from linli.station.people.actors import system
from linli.station.people.models import User
from linli.station.people.roles import Role
from linli.station.transparency.checkpoints import checkpoint_make
from linli.station.transparency.periods import months
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.station import factories

Visit = Callable[..., Page]
MINE = ["/me/data/", "/me/data/all/", "/me/data/decisions/", "/me/data/another/", "/me/data/delete/"]
OPEN = ["/retention/", "/transparency/", f"/transparency/months/{months()[0]}/", "/transparency/record/"]


@pytest.fixture
def member(station: str) -> User:
    community = Community.objects.get(home=True)
    actor = factories.actor_make(community, Role.MEMBER, "axiu")
    checkpoint_make(actor=system(community.pk, "clock"))
    return User.objects.get(pk=actor.user_id)


def sign_in(visit: Visit, **look: object) -> Page:
    page = visit("/accounts/login/", **look)
    page.fill("[name=login]", "axiu")
    page.fill("[name=password]", factories.PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/me/")
    return page


@pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"elder": True}, {"english": True}])
def test_every_page_is_accessible_and_fits(visit: Visit, member: User, look: dict[str, object]) -> None:
    page = sign_in(visit, **look)
    base = page.url.removesuffix("/me/")
    for path in MINE + OPEN:
        page.goto(base + path)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert_fits(page)
            assert_accessible(page)
        shot(page, path.strip("/").replace("/", "-"))


def test_a_person_deletes_everything_without_a_mouse_or_a_script(visit: Visit, member: User) -> None:
    page = sign_in(visit, javascript=False)
    page.goto(page.url + "data/")
    page.get_by_role("link", name="删除我的数据").press("Enter")
    page.get_by_role("checkbox").press("Space")
    page.get_by_role("button", name="全部删除").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("已全部删除")
    member.refresh_from_db()
    assert (member.username, member.is_active) == (f"gone-{member.pk}", False)
