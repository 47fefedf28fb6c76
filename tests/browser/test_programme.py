"""Proposals, plans and indicators, looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from linli.station.organisations.models import Community
from linli.station.programme import services
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.scene import as_person
from tests.browser.test_front import name_of
from tests.station import factories

Visit = Callable[..., Page]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(visit: Visit, station: str, look: dict[str, object]) -> None:
    people = factories.people_make(Community.objects.get(home=True))
    services.proposal_send(
        actor=people.visitor, title="给候车亭加一条长凳", text="老人等车要站二十分钟。", source="a"
    )
    today = timezone.localdate()
    plan = services.plan_make(
        actor=people.lead,
        title="候车亭的长凳",
        aim="三周内装好一条长凳。",
        answers="邻里站",
        ends=today + timedelta(days=21),
    )
    for title in ("量尺寸", "刷漆", "装好"):
        due = today + timedelta(days=3)
        task = services.task_add(
            actor=people.lead, plan_uid=plan.uid, title=title, due=due, who_id=people.lead.user_id
        )
    services.task_done(actor=people.lead, uid=task.uid, evidence="照片在门口", minutes=60)
    page = visit("/proposals/", **look)
    as_person(page, people.lead, station)
    for name, path in {
        "proposals": "proposals/",
        "plans": "plans/",
        "plan": f"plans/{plan.uid}/",
        "indicators": "indicators/",
    }.items():
        page.goto(f"{station}/{path}")
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert_fits(page)
            assert_accessible(page)
        shot(page, name_of(f"/programme-{name}/", look))
