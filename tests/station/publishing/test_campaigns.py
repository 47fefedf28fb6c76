"""A campaign from a day of the calendar to its closing word; what may join it; what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.ledger.models import Row
from linli.station.publishing import campaigns, festivals, services
from linli.station.publishing.models import Campaign, Channel
from linli.station.publishing.selectors import content_of
from linli.station.publishing.services.campaigns import Plan
from linli.station.publishing.services.reading import digest_of
from linli.station.publishing.services.writing import Words
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make, people_make
from tests.station.pages import signed_in


@pytest.fixture
def channel(people: People) -> Channel:
    return services.channel_make(actor=people.lead, slug="news", name="街坊", owner=people.lead.user_id)


def plan(starts: int = 0, ends: int = 10, aim: int = 3) -> Plan:
    today = timezone.localdate()
    return Plan(
        "一碗腊八粥", "各家的粥不一样，放在一起看看。", "一张图一句话", aim,
        today + timedelta(days=starts), today + timedelta(days=ends),
    )  # fmt: skip


def published(people: People, channel: Channel, title: str = "我家的粥") -> str:
    body = [{"type": "text", "value": {"text": "红豆、花生、桂圆。"}}]
    made = services.work_start(
        actor=people.member, channel=channel.slug, words=Words(title, byline="小满"), body=body
    )
    made = services.work_offer(actor=people.member, uid=made.uid)
    services.work_publish(actor=people.reviewer, uid=made.uid, seen=digest_of(content_of(made)))
    return made.uid


def test_from_the_calendar_to_an_honest_end(people: People, channel: Channel) -> None:
    lead, today = signed_in(people.lead), timezone.localdate()
    form = {
        "title": "一碗腊八粥", "why": "各家的粥不一样，放在一起看看。", "invitation": "一张图一句话", "aim": 3,
        "starts": today.isoformat(), "ends": (today + timedelta(days=10)).isoformat(),
    }  # fmt: skip
    where = lead.post("/campaigns/new/", form)["Location"]
    uid = published(people, channel)
    assert signed_in(people.member).post(f"{where}join/", {"work": uid}).status_code == 302
    shown = Client().get(where).content.decode()
    assert "我家的粥" in shown
    found = Campaign.objects.get()
    assert campaigns.reached(found) == (1, 3)
    early = lead.post(f"{where}close/", {"closing": "收到一篇，离目标还差两篇。"})
    assert early.status_code == 422
    Campaign.objects.update(starts=today - timedelta(days=20), ends=today - timedelta(days=1))
    lead.post(f"{where}close/", {"closing": "收到一篇，离目标还差两篇，通知太晚。", "lesson": "提前一周说"})
    shown = Client().get(where).content.decode()
    assert "离目标还差两篇" in shown
    assert "提前一周说" in shown
    kinds = set(Row.objects.values_list("kind", flat=True))
    assert {"campaign.begun", "campaign.joined", "campaign.closed"} <= kinds


def test_what_is_closed_or_not_begun_takes_nothing(people: People, channel: Channel) -> None:
    uid = published(people, channel)
    for starts, ends in ((5, 9), (-9, -5)):
        found = services.campaign_begin(actor=people.lead, plan=plan(starts, ends))
        with pytest.raises(LinliError):
            services.campaign_join(actor=people.member, uid=found.uid, work=uid)


@pytest.mark.parametrize("bad", [{"aim": 0}, {"aim": 501}, {"ends": -1}, {"ends": 181}])
def test_a_plan_that_cannot_be(people: People, bad: dict[str, int]) -> None:
    with pytest.raises(LinliError) as refused:
        services.campaign_begin(actor=people.lead, plan=plan(**bad))
    assert refused.value.field in bad


def test_members_begin_none_and_strangers_join_none(people: People, channel: Channel) -> None:
    with pytest.raises(LinliError):
        services.campaign_begin(actor=people.member, plan=plan())
    found = services.campaign_begin(actor=people.lead, plan=plan())
    uid = published(people, channel)
    other = people_make(community_make(slug="beside"), client_id=2)
    with pytest.raises(LinliError):
        services.campaign_join(actor=other.lead, uid=found.uid, work=uid)
    with pytest.raises(LinliError):
        services.campaign_join(actor=people.forum, uid=found.uid, work=uid)


def test_the_arithmetic_of_the_moon() -> None:
    named = {day.name.zh: day.day for number in range(1, 13) for day in festivals.month(2026, number)}
    assert named["春节"] == date(2026, 2, 17)
    assert named["清明"] == date(2026, 4, 5)
    assert named["中秋节"] == date(2026, 9, 25)
    assert named["冬至"] == date(2026, 12, 22)
    assert len(set(named) & set(festivals.TERMS)) == 24
    assert len(set(named) & set(festivals.FESTIVALS)) == len(festivals.FESTIVALS)
    assert festivals.month(1800, 1) == ()


def test_the_calendar_in_pages_and_as_a_file(people: People) -> None:
    services.campaign_begin(actor=people.lead, plan=plan())
    client = Client()
    page = client.get("/calendar/?from=2026-09").content.decode()
    assert "中秋节" in page
    assert client.get("/calendar/?from=nonsense").status_code == 200
    body = client.get("/calendar/days.ics").content.decode()
    assert body.startswith("BEGIN:VCALENDAR")
    assert "一碗腊八粥" in body
    assert client.get("/campaigns/").content.decode().count("一碗腊八粥") == 1
