"""Reminders: one digest a person a working day, holidays kept, what is late to the leads in one notice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from linli.station.desk import services
from linli.station.desk.models import Case
from linli.station.desk.promise import is_working_day, next_working_day, promised_at
from linli.station.moderation import services as moderation
from linli.station.notifications.models import Notice
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor
from tests.station.factories import People, item_make

SHANGHAI = ZoneInfo("Asia/Shanghai")


def reports(people: People, count: int) -> list[int]:
    numbers = []
    for place in range(count):
        item = item_make(people.forum)
        source = f"203.0.113.{place}"
        made = moderation.report_create(actor=people.visitor, category="spam", item=item, source=source)
        numbers.append(made.case_number)
    return numbers


def told(actor: Actor) -> list[Notice]:
    kinds = ("case.due", "case.late")
    return list(Notice.objects.filter(user_id=actor.user_id, kind__in=kinds).order_by("pk"))


def tick(community: Community, now: datetime) -> dict[str, int]:
    return services.desk_tick(community_id=community.pk, now=now)


def last_morning() -> datetime:
    """Ten o'clock on the day that the first case is promised for."""
    return timezone.localtime(Case.objects.earliest("promised_at").promised_at).replace(hour=10)


def test_a_person_gets_one_digest_a_day_however_many_cases(community: Community, people: People) -> None:
    first, *_ = reports(people, 7)
    services.case_take(actor=people.reviewer, number=first)
    morning = last_morning()
    for minutes in (0, 1, 300):
        tick(community, morning + timedelta(minutes=minutes))
    [digest] = told(people.reviewer)
    assert digest.kind == "case.due"
    assert "7" in digest.title
    assert "您手上 1 件，队列里 6 件" in digest.body
    assert f"#{first}" in digest.body
    [other] = told(people.other)
    assert "您手上 0 件，队列里 6 件" in other.body
    assert not told(people.member)


def test_nobody_is_told_at_night_or_of_nothing_to_do(community: Community, people: People) -> None:
    [number] = reports(people, 1)
    assert tick(community, last_morning().replace(hour=8))["reminded"] == 0
    services.case_assign(actor=people.lead, number=number, user_id=people.other.user_id or 0)
    Case.objects.update(taken_until=timezone.now() + timedelta(days=30))
    tick(community, last_morning())
    assert [len(told(who)) for who in (people.reviewer, people.other, people.lead)] == [0, 1, 0]


def test_one_with_a_part_in_it_hears_of_no_such_case(community: Community, people: People) -> None:
    item = item_make(people.forum)
    moderation.report_create(actor=people.reviewer, category="spam", item=item)
    tick(community, last_morning())
    assert not told(people.reviewer)
    assert len(told(people.other)) == 1


def test_what_is_late_goes_to_each_lead_once_in_one_notice(community: Community, people: People) -> None:
    numbers = reports(people, 5)
    late = last_morning().replace(hour=18, minute=1)
    assert tick(community, late)["escalated"] == 5
    assert tick(community, late + timedelta(minutes=1))["escalated"] == 0
    for lead in (people.lead, people.second_lead, people.keeper):
        [notice] = [n for n in told(lead) if n.kind == "case.late"]
        assert all(f"#{number}" in notice.body for number in numbers)
    assert not [n for n in told(people.reviewer) if n.kind == "case.late"]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday made up for it
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2190, 1, 1), True),  # unknown to the calendar: a Friday
        (date(2190, 1, 2), False),
    ],
)
def test_working_days_are_those_of_the_state_council(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_promise_passes_over_a_holiday() -> None:
    before = datetime(2026, 9, 30, 12, tzinfo=SHANGHAI)
    assert promised_at(before, 3) == datetime(2026, 10, 10, 18, tzinfo=SHANGHAI)
    assert next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
