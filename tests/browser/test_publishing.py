"""From an idea to every medium, on a phone, by two people, in under three minutes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from linli.station.organisations.models import Community
from linli.station.publishing import services
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.scene import as_person
from tests.browser.test_front import name_of
from tests.station import factories
from tests.station.publishing.scene import FORM, photo_bytes, work_published

Visit = Callable[..., Page]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]
MOST_SECONDS = 180


@pytest.fixture(autouse=True)
def _somewhere(settings: object, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def people(station: str) -> factories.People:
    made = factories.people_make(Community.objects.get(home=True))
    services.channel_make(actor=made.lead, slug="news", name="街坊", owner=made.lead.user_id, about="院里院外")
    return made


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_an_idea_to_every_medium(
    visit: Visit, station: str, people: factories.People, tmp_path: Path, javascript: bool
) -> None:
    began = time.monotonic()
    picture = tmp_path / "photo.png"
    picture.write_bytes(photo_bytes())
    author, second = visit("/write/", javascript=javascript), visit("/about/", javascript=javascript)
    as_person(author, people.member, station)
    as_person(second, people.reviewer, station)
    author.goto(f"{station}/write/")
    author.get_by_role("link", name="新写一篇").click()
    author.get_by_label("标题").fill(FORM["title"])
    author.get_by_label("正文").fill(FORM["text"])
    author.get_by_label("一张图").set_input_files(str(picture))
    author.get_by_label("图上有什么").fill("东门的桂花树，开得正好")
    assert_fits(author)
    author.get_by_role("button", name="存好，看各种样子").click()
    for medium in ("网页", "列表和首页", "聊天软件公众号", "转发的图", "张贴的海报", "订阅"):
        expect(author.get_by_role("heading", name=medium)).to_be_visible()
    shot(author, f"publishing-preview-{javascript}")
    author.get_by_role("button", name="交给第二位读者").click()
    second.goto(f"{station}/write/")
    second.get_by_role("link", name=FORM["title"]).click()
    second.get_by_role("button", name="同意发布").click()
    second.get_by_role("link", name="读者看见的").click()
    expect(second.get_by_role("heading", name=FORM["title"], level=1)).to_be_visible()
    uid = second.url.rstrip("/").split("/")[-1]
    for path in ("card.svg", "poster.svg", "chat/"):
        assert second.request.get(f"{station}/read/{uid}/{path}").status == 200
    assert FORM["title"] in second.request.get(f"{station}/read/feed.atom").text()
    assert time.monotonic() - began < MOST_SECONDS


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(
    visit: Visit, station: str, people: factories.People, look: dict[str, object]
) -> None:
    uid = work_published(people, picture=True, every_part=True)
    page = visit("/read/", **look)
    as_person(page, people.lead, station)
    paths = ["/read/", "/read/in/news/", f"/read/{uid}/", "/write/", "/write/new/", f"/write/{uid}/"]
    paths += ["/festivals/", "/festivals/winter-solstice/", "/campaigns/", "/calendar/"]
    paths += ["/write/channels/", f"/write/{uid}/edit/", f"/write/{uid}/parts/quiz/"]
    for path in paths:
        page.goto(station + path)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert_fits(page)
            assert_accessible(page)
        shot(page, name_of(path.replace(uid, "work"), look))


def test_the_article_is_copied_with_its_styles(visit: Visit, station: str, people: factories.People) -> None:
    uid = work_published(people, picture=True)
    page = visit(f"/read/{uid}/chat/", size=PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="复制整篇").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()")
    assert "font-size" in copied
    assert FORM["title"] in copied
    shot(page, "publishing-chat")


def test_reading_to_the_end_is_counted_once(visit: Visit, station: str, people: factories.People) -> None:
    uid = work_published(people)
    page = visit(f"/read/{uid}/")
    with page.expect_request("**/end/"):
        page.get_by_role("button", name="读完了").scroll_into_view_if_needed()
    page.goto(f"{station}/read/{uid}/")
    expect(page.get_by_text("只有次数没有名字")).to_be_visible()
