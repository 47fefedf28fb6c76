"""The front's own pages as people meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot

PAGES = ["/", "/check/", "/about/", "/components/", "/settings/", "/accounts/login/", "/accounts/signup/", "/nothing/"]
LOOKS = [{}, {"theme": "dark"}, {"elder": True}, {"english": True}, {"elder": True, "theme": "dark"}]


def name_of(path: str, look: dict[str, object]) -> str:
    words = [str(value) if isinstance(value, str) else key for key, value in look.items()]
    return "-".join([path.strip("/").replace("/", "-") or "home", *words])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits(visit: Callable[..., Page], path: str, look: dict[str, object]) -> None:
    page = visit(path, **look)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert_fits(page)
        assert_accessible(page)
    shot(page, name_of(path, look))
