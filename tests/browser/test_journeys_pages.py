"""Every page of reporting, following, notices, the desk, rules and figures: accessible, whole, in every look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from linli.station.desk.models import Case
from linli.station.moderation.services import items
from tests.browser import scene
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.station import factories

LOOKS = [{}, {"theme": "dark"}, {"elder": True}, {"english": True}, {"elder": True, "theme": "dark"}]


def name_of(look: dict[str, object]) -> str:
    return "-".join(str(v) if isinstance(v, str) else k for k, v in look.items()) or "plain"


@pytest.fixture
def before(station: str, monkeypatch: pytest.MonkeyPatch) -> scene.Scene:
    monkeypatch.setattr(items, "assess", factories.assess_by_words)
    return scene.set_up()


def pages_of(found: scene.Scene) -> dict[str, str]:
    return {
        "report-1": "/report/",
        "report-1-item": f"/report/?item={found.reported.uid}",
        "cases": "/cases/",
        "cases-unknown": "/cases/ABCDEFGH2345/",
        "follow": f"/cases/{found.receipt}/",
        "receipt": f"/cases/{found.receipt}/receipt/",
        "notice": f"/n/{found.notice}/",
        "appeal": f"/n/{found.notice}/appeal/",
        "notice-pending": f"/n/{found.removed_notice}/",
        "rules": "/rules/",
        "rule": "/rules/abuse-words/",
        "transparency": "/transparency/",
    }


def staff_pages_of(found: scene.Scene) -> dict[str, str]:
    review = Case.objects.get(subject_id=found.held.uid)
    reported = Case.objects.get(subject_id=found.reported.uid)
    pasted = Case.objects.get(subject_id="")
    return {
        "desk": "/desk/",
        "desk-answered": "/desk/?state=answered",
        "desk-empty": "/desk/?category=gambling",
        "desk-review": f"/desk/{review.number}/",
        "desk-reported": f"/desk/{reported.number}/",
        "desk-pasted": f"/desk/{pasted.number}/",
        "desk-appeal": f"/desk/{found.appeal.number}/",
    }


def look_at(page: Page, addresses: dict[str, str], look: dict[str, object]) -> None:
    """Visits each page at both sizes, takes its picture, and fails once with everything that was found."""
    found: list[str] = []
    for name, address in addresses.items():
        page.goto(address)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            for check in (assert_fits, assert_accessible):
                try:
                    check(page)
                except AssertionError as problem:
                    found.append(f"{name} {size}: {problem}")
        shot(page, f"{name}-{name_of(look)}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS, ids=name_of)
def test_public_pages(visit: Callable[..., Page], station: str, before: scene.Scene, look: dict[str, object]) -> None:
    page = visit("/report/", **look)
    look_at(page, {name: station + path for name, path in pages_of(before).items()}, look)


@pytest.mark.parametrize("look", LOOKS, ids=name_of)
def test_pages_of_staff(
    visit: Callable[..., Page], station: str, before: scene.Scene, look: dict[str, object]
) -> None:
    page = visit("/report/", **look)
    scene.as_person(page, before.people.other, station)
    look_at(page, {name: station + path for name, path in staff_pages_of(before).items()}, look)
