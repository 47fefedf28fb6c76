"""The pages of good deeds, looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from linli.station.honours import services
from linli.station.organisations.models import Community
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.scene import as_person
from tests.browser.test_front import name_of
from tests.station import factories
from tests.station.honours.test_honours import DEED

Visit = Callable[..., Page]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(visit: Visit, station: str, look: dict[str, object]) -> None:
    people = factories.people_make(Community.objects.get(home=True))
    told, code, _ = services.honour_propose(actor=people.member, **DEED)
    services.honour_agree(actor=people.visitor, code=code, naming="pen", name="东门小哥")
    services.honour_verified(actor=people.reviewer, uid=told.uid)
    _, waiting, _ = services.honour_propose(actor=people.member, **{**DEED, "title": "修好了单元门的灯"})
    page = visit("/honours/", **look)
    as_person(page, people.member, station)
    paths = {"list": "", "new": "new/", "story": f"{told.uid}/", "agree": f"consent/{waiting}/"}
    for name, path in paths.items():
        page.goto(f"{station}/honours/{path}")
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert_fits(page)
            assert_accessible(page)
        shot(page, name_of(f"/honours-{name}/", look))
