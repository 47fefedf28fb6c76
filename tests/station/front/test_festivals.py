"""A festival's page: from a lead's forms, a keeper's item and an author's work to what a visitor finds together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.activities.models import Activity
from linli.station.collections import services as library
from linli.station.publishing import festivals, services
from linli.station.publishing.models import Campaign
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make, people_make
from tests.station.pages import signed_in
from tests.station.publishing.scene import work_published


@pytest.fixture
def day() -> festivals.Day:
    return festivals.ours(timezone.localdate())[0]


def campaign_form(day: festivals.Day) -> dict[str, object]:
    today = timezone.localdate()
    words = {"title": "这一顿饭", "why": "把各家的做法记下来，明年照着做。", "invitation": "一张图一段话"}
    return words | {
        "aim": 3, "festival": day.slug, "starts": today.isoformat(), "ends": (today + timedelta(days=9)).isoformat(),
    }  # fmt: skip


def activity_form(day: festivals.Day) -> dict[str, object]:
    on = (timezone.localdate() + timedelta(days=3)).isoformat()
    words = {"title": "一起包饺子", "summary": "面和好了，来包。", "place": "社区食堂", "festival": day.slug}
    return words | {"day": on, "starts": "09:00", "ends": "11:00", "places": 12, "weeks": 1, "publish": "1"}


def test_a_festival_ties_works_activities_and_the_library_together(people: People, day: festivals.Day) -> None:
    lead = signed_in(people.lead)
    services.channel_make(actor=people.lead, slug="news", name="街坊", owner=people.lead.user_id)
    began = lead.post("/campaigns/new/", campaign_form(day))
    assert began.status_code == 302
    assert signed_in(people.member).post(f"{began['Location']}join/", {"work": work_published(people)})
    assert lead.post("/activities/new/", activity_form(day)).status_code == 302
    shelf = library.collection_save(actor=people.lead, title="节日诗画", about="一节一诗", shown=True)
    values = {"title": "一首诗", "licence": "pd", "subjects": ["节日", day.name.zh]}
    library.item_save(actor=people.lead, collection_uid=shelf.uid, values=values, show=True)

    page = Client().get(f"/festivals/{day.slug}/").content.decode()
    for said in ("这一顿饭", "桂花开了", "一起包饺子", "一首诗", "1 篇，目标 3 篇"):
        assert said in page
    assert f"/festivals/{day.slug}/" in Client().get(began["Location"]).content.decode()
    assert f"/festivals/{day.slug}/" in Client().get("/festivals/").content.decode()
    assert "这一顿饭" in Client().get("/read/").content.decode()


def test_years_stand_beside_each_other_with_what_came_of_them(people: People, day: festivals.Day) -> None:
    lead, today = signed_in(people.lead), timezone.localdate()
    first = lead.post("/campaigns/new/", campaign_form(day))["Location"]
    Campaign.objects.update(starts=today - timedelta(days=380), ends=today - timedelta(days=360))
    lead.post(f"{first}close/", {"closing": "一篇也没有收到，通知太晚。", "lesson": "提前三周说"})
    lead.post("/campaigns/new/", campaign_form(day) | {"title": "又是这一顿"})
    page = Client().get(f"/festivals/{day.slug}/").content.decode()
    assert page.index("又是这一顿") < page.index("一篇也没有收到") < page.index("提前三周说")


def test_a_day_that_the_calendar_does_not_know(people: People) -> None:
    assert Client().get("/festivals/no-such-day/").status_code == 404
    bad = {**campaign_form(festivals.ours(timezone.localdate())[0]), "festival": "no-such-day"}
    assert signed_in(people.lead).post("/campaigns/new/", bad).status_code == 422
    with pytest.raises(LinliError) as refused:
        festivals.chosen("no-such-day")
    assert refused.value.field == "festival"
    assert not Campaign.objects.exists()


def test_another_community_sees_nothing_of_it(people: People, day: festivals.Day) -> None:
    other = people_make(community_make(slug="beside"), client_id=2)
    signed_in(people.lead).post("/campaigns/new/", campaign_form(day))
    signed_in(people.lead).post("/activities/new/", activity_form(day))
    Campaign.objects.update(community=other.lead.community_id)
    Activity.objects.update(community=other.lead.community_id)
    page = Client().get(f"/festivals/{day.slug}/").content.decode()
    assert "这一顿饭" not in page
    assert "一起包饺子" not in page


def test_every_traditional_festival_has_its_day() -> None:
    today = timezone.localdate()
    assert {one.name.zh for one in festivals.ours(today)} == set(festivals.OURS)
    assert all(festivals.next_on(slug, today).day >= today for slug in festivals.known())
