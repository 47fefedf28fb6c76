"""The Plan: every number of the guideline with its source, what is looser, curfews and days over time zones."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.station.minors.plan import (
    CITED,
    SOURCES,
    Band,
    Contacts,
    Plan,
    Search,
    checked,
    defaults,
    loosened,
    tightened,
)
from linli.vocabulary import LinliError

TABLE = {
    Band.UNDER_3: (60, 0, 0),
    Band.FROM_3: (60, 0, 0),
    Band.FROM_8: (60, 50, 200),
    Band.FROM_12: (60, 50, 200),
    Band.FROM_16: (120, 100, 400),
}
PAGE = Path(__file__).resolve().parents[3] / "docs/reference/minors-plan.md"
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
plans = st.builds(
    Plan,
    band=st.just(Band.FROM_16),
    minutes_school=st.integers(0, 1440),
    minutes_free=st.integers(0, 1440),
    rest_after=st.integers(0, 240),
    curfew_from=st.none() | times,
    curfew_to=times,
    spend_once=st.integers(0, 1000),
    spend_month=st.integers(0, 1000),
    contacts=st.sampled_from(Contacts),
    search=st.sampled_from(Search),
    pool=st.sampled_from(Band),
    live_host=st.booleans(),
    education_free=st.booleans(),
    zone=st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Chatham"]),
)


@pytest.mark.parametrize("band", Band)
def test_the_guideline_s_numbers(band: Band) -> None:
    plan = defaults(band)
    assert (plan.minutes_school, plan.spend_once, plan.spend_month) == TABLE[band]
    assert (plan.curfew_from, plan.curfew_to, plan.rest_after) == (time(22), time(6), 30)
    assert plan.live_host == (band == Band.FROM_16)
    assert plan.pool == band


def test_every_default_names_its_source_and_the_page_has_them_all() -> None:
    assert set(CITED) == {field.name for field in fields(Plan)}
    assert set(CITED.values()) <= set(SOURCES)
    page = PAGE.read_text(encoding="utf-8")
    for name in CITED:
        assert f"`{name}`" in page
    for minutes, once, month in TABLE.values():
        for number in (minutes, once, month):
            assert str(number) in page
    everything = "".join(
        one.read_text(encoding="utf-8") for one in PAGE.parents[2].glob("tests/station/**/test_*.py")
    )
    for line in page.splitlines():
        if line.startswith("| `"):
            assert f"def {line.split('`')[-2]}(" in everything
    for source in SOURCES.values():
        assert source.title.zh in page or source.title.zh.startswith("《未成年人网络保护条例》第四十四条")


@given(plans)
def test_a_plan_goes_into_json_and_back(plan: Plan) -> None:
    assert Plan.from_dict(plan.to_dict()) == plan


@given(plans, plans)
def test_one_tap_never_loosens(old: Plan, new: Plan) -> None:
    assert loosened(old, tightened(old, new)) == ()


@given(plans)
def test_nothing_changed_loosens_nothing(plan: Plan) -> None:
    assert loosened(plan, plan) == ()
    assert tightened(plan, plan) == plan


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"minutes_school": 61}, "minutes_school"),
        ({"curfew_from": None}, "curfew_from"),
        ({"curfew_from": time(23)}, "curfew_from"),
        ({"contacts": Contacts.ANYBODY}, "contacts"),
        ({"search": Search.OPEN}, "search"),
        ({"spend_month": 201}, "spend_month"),
        ({"zone": "Asia/Tokyo"}, "zone"),
        ({"rest_after": 60}, "rest_after"),
    ],
)
def test_what_needs_a_guardian(change: dict[str, object], part: str) -> None:
    old = defaults(Band.FROM_8)
    assert loosened(old, replace(old, **change)) == (part,)  # type: ignore[arg-type]


@given(plans, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_what_is_lent_now_ends_before_the_curfew_and_with_the_day(plan: Plan, now: datetime) -> None:
    if plan.in_curfew(now):
        return
    ends = plan.curfew_begins(now)
    assert now < ends <= now + timedelta(hours=26)
    last = ends - timedelta(minutes=1)
    if last >= now:
        assert plan.day_of(last) == plan.day_of(now)


def test_the_day_is_the_plan_s_wherever_the_child_is() -> None:
    plan = defaults(Band.FROM_8)
    moment = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # half past eleven at night in Shanghai
    assert plan.in_curfew(moment)
    assert plan.in_curfew(moment.astimezone(ZoneInfo("America/New_York")))
    assert plan.day_of(moment.astimezone(ZoneInfo("Pacific/Kiritimati"))) == plan.day_of(moment)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes_school": -1}, "minutes_school"),
        ({"minutes_free": 1441}, "minutes_free"),
        ({"spend_once": True}, "spend_once"),
        ({"zone": "Asia/Nowhere"}, "zone"),
        ({"live_host": True}, "live_host"),
    ],
)
def test_a_wrong_part_is_named(change: dict[str, object], field: str) -> None:
    with pytest.raises(LinliError) as refused:
        checked(replace(defaults(Band.FROM_8), **change))  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize("given_", [{}, {"band": "9"}, {"more": 1}, {"band": "8-12", "minutes_school": "x"}])
def test_what_is_no_plan_is_refused(given_: dict[str, object]) -> None:
    with pytest.raises(LinliError):
        Plan.from_dict(given_)
