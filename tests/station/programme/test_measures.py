"""Every indicator is worked out again from the rows themselves, in plain Python, and must come out the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.activities import services as activities
from linli.station.activities.models import Presence
from linli.station.collections.models import Item
from linli.station.config import sample_activities, sample_programme
from linli.station.desk.models import Answer, Satisfaction, Submission
from linli.station.honours.models import Honour
from linli.station.learning import services as learning
from linli.station.learning.models import Attempt
from linli.station.minors.models import Child
from linli.station.programme import indicators, intervals, measures, services
from linli.station.programme.models import Application, Experiment, Proposal, Question, Target, Task
from linli.station.publishing.models import Work
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.activities.conftest import activity_make
from tests.station.activities.test_activities import _join, _stay
from tests.station.pages import signed_in
from tests.station.test_page_matrix import Scene, scene

__all__ = ["scene"]
Span = tuple[datetime, datetime]


def _in(at: datetime | None, span: Span) -> bool:
    return at is not None and span[0] <= at < span[1]


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole) if whole >= 5 else None


def _several(values: list[float], how: Callable[[list[float]], float]) -> float | None:
    return round(how(values), 1) if len(values) >= 5 else None


def _answered(community_id: int, span: Span) -> list[Submission]:
    everything = Submission.objects.filter(community_id=community_id).select_related("case")
    return [one for one in everything if _in(one.case.answered_at, span)]


def _hours(community_id: int, span: Span) -> float | None:
    done = _answered(community_id, span)
    return _several([(one.case.answered_at - one.created).total_seconds() / 3600 for one in done], median)  # type: ignore[operator]


def _volunteered(community_id: int, span: Span) -> float | None:
    kept = [one for one in Presence.objects.filter(community_id=community_id) if _in(one.confirmed_at, span)]
    kept = [one for one in kept if one.state == "confirmed"]
    people = {one.signup.user_id for one in kept}
    return round(sum(one.minutes for one in kept) / 60, 1) if len(people) >= 5 else None


def _learned(community_id: int, span: Span) -> float | None:
    kept = [one for one in Attempt.objects.filter(community_id=community_id) if _in(one.at, span)]
    return _several([100 * (one.after - one.before) / 3 for one in kept if one.before is not None], fmean)


def _protected(community_id: int, span: Span) -> float | None:
    kept = [one for one in Child.objects.filter(community_id=community_id, left=None) if _in(one.created, span)]
    return len(kept) if len(kept) >= 5 else None


def _solved(community_id: int, span: Span) -> float | None:
    kept = [
        one
        for one in Satisfaction.objects.all()
        if _in(one.created, span) and one.submission.community_id == community_id
    ]
    return _share(len([one for one in kept if one.score >= 4]), len(kept))


def _overturned(community_id: int, span: Span) -> float | None:
    kept = [
        one.choice
        for one in Answer.objects.filter(case__community_id=community_id, case__kind="appeal")
        if _in(one.at, span) and one.reversed_at is None
    ]
    return _share(kept.count("overturned"), len(kept))


def _proposals(community_id: int, span: Span) -> float | None:
    kept = [one for one in Proposal.objects.filter(community_id=community_id) if _in(one.answered_at, span)]
    return _several([(one.answered_at - one.created).total_seconds() / 86_400 for one in kept], median)  # type: ignore[operator]


def _due(rows: Any, field: str, span: Span) -> list[Any]:
    return [one for one in rows if getattr(one, field) and span[0].date() <= getattr(one, field) < span[1].date()]


def _tasks(community_id: int, span: Span) -> float | None:
    kept = _due(Task.objects.filter(community_id=community_id), "due", span)
    done = [one for one in kept if one.done_at and timezone.localtime(one.done_at).date() <= one.due]
    return _share(len(done), len(kept))


def _council(community_id: int, span: Span) -> float | None:
    kept = _due(Question.objects.filter(community_id=community_id), "reply_by", span)
    return _share(len([one for one in kept if one.reply_state != "waiting"]), len(kept))


def _granted(community_id: int, span: Span) -> float | None:
    kept = [
        one for one in _due(Application.objects.filter(community_id=community_id), "report_by", span) if one.award
    ]
    return _share(len([one for one in kept if one.state == "reported"]), len(kept))


def _keepers(community_id: int, span: Span) -> float | None:
    kept = [one for one in Task.objects.filter(community_id=community_id) if _in(one.done_at, span)]
    return round(sum(one.minutes for one in kept) / 60, 1)


def _stories(community_id: int, span: Span) -> float | None:
    found = Honour.objects.filter(community_id=community_id, state="published")
    return len([one for one in found if _in(one.published_at, span)])


def _works(community_id: int, span: Span) -> float | None:
    found = Work.objects.filter(community_id=community_id, live__gt=0)
    return len([one for one in found if _in(one.published_at, span)])


def _items(community_id: int, span: Span) -> float | None:
    found = Item.objects.filter(community_id=community_id, state="shown", collection__shown=True)
    return len([one for one in found if _in(one.created, span)])


def _in_time(community_id: int, span: Span) -> float | None:
    done = _answered(community_id, span)
    return _share(len([one for one in done if one.case.answered_at <= one.promised_at]), len(done))  # type: ignore[operator]


RAW: dict[str, Callable[[int, Span], float | None]] = {
    "works": _works,
    "items": _items,
    "stories": _stories,
    "volunteered": _volunteered,
    "learned": _learned,
    "protected": _protected,
    "answered": lambda community_id, span: len(_answered(community_id, span)),
    "median-hours": _hours,
    "in-time": _in_time,
    "solved": _solved,
    "overturned": _overturned,
    "proposals": _proposals,
    "council": _council,
    "granted": _granted,
    "tasks": _tasks,
    "keepers": _keepers,
}


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """Enough of everything that no number is withheld but those of the council and of grants."""
    people = scene.people
    sample_programme.load(
        lead=people.second_lead, member=people.member, reviewers=(people.reviewer, people.other), second=people.lead
    )
    sample_activities.load(lead=people.lead, member=people.member, other=people.other)
    activity = activity_make(people, places=9)
    community = activity.community
    for before in range(6):
        person = factories.actor_make(community, factories.Role.MEMBER)
        _join(person, activity)
        kept = _stay(person, activity, 10 + before)
        activities.confirm(actor=people.lead, uid=activity.uid, signup_uids=[kept.signup.uid])
        learning.lesson_finish(actor=person, lesson_id="bystander", before=before % 3, answers=[True, True, False])
        Child.objects.create(community=community, code_digest=f"d{before}", name="豆豆")
    return scene


def test_every_indicator_is_recomputed_from_the_rows(busy: Scene) -> None:
    community_id, told = busy.case.community_id, set()
    assert set(RAW) == {one.id for one in measures.ALL}
    for since, until in indicators.months(timezone.now() + timedelta(minutes=1)):
        for one in measures.ALL:
            found = one.measure(community_id, since, until)
            assert (None if found is None else found.number) == RAW[one.id](community_id, (since, until)), one.id
            told |= {one.id} if found is not None and found.number else set()
    assert {"volunteered", "learned", "protected", "keepers", "works", "items"} <= told


def test_there_are_six_aims_and_none_is_empty() -> None:
    assert len({one.aim for one in measures.ALL}) == 6


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (5, 5), (9, 10), (90, 100), (500, 1000)])
def test_an_interval_holds_its_share_and_narrows(part: int, whole: int) -> None:
    found = intervals.share_of(part, whole)
    more = intervals.share_of(part * 100, whole * 100)
    assert found is not None
    assert more is not None
    assert found.low <= found.number <= found.high  # type: ignore[operator]
    assert more.high - more.low < found.high - found.low  # type: ignore[operator]


def test_wilsons_interval_is_the_published_one() -> None:
    """Newcombe 1998, table I: 81 of 263."""
    low, high = intervals.wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_newcombes_difference_is_the_published_one() -> None:
    """Newcombe 1998 II, table II, method 10: 56/70 and 48/80."""
    points, low, high = intervals.difference(56, 70, 48, 80)
    assert (round(points, 1), round(low, 2), round(high, 2)) == (20.0, 5.24, 33.39)


def test_no_median_or_mean_of_few() -> None:
    assert intervals.median_of([1.0] * 4) is None
    assert intervals.mean_of([1.0] * 4) is None
    found = intervals.median_of([float(one) for one in range(1, 101)])
    assert found is not None
    assert (found.number, found.low, found.high) == (50.5, 41.0, 61.0)


def test_a_target_missed_says_so(client: Client, people: factories.People) -> None:
    lead = signed_in(people.lead)
    ends = (timezone.localdate() + timedelta(days=60)).isoformat()
    lead.post("/indicators/", {"indicator": "works", "value": "3", "ends": ends})
    shown = client.get("/indicators/").content.decode()
    assert "目标：不低于 3" in shown
    assert "这个月没达到" in shown
    assert "看得出的 1 个月里，0 个月达到" in shown
    assert lead.post("/indicators/", {"indicator": "overturned", "value": "3", "ends": ends}).status_code == 422
    assert signed_in(people.member).post(
        "/indicators/", {"indicator": "works", "value": "0", "ends": ends}
    ).status_code in (403, 422)
    assert Target.objects.count() == 1


def test_an_experiment_is_told_before_and_written_up_once(client: Client, people: factories.People) -> None:
    lead = signed_in(people.lead)
    begun = {"title": "回访电话", "before": "不联系", "new": "打电话", "measure": "说解决了", "way": "lot"}
    ends = (timezone.localdate() + timedelta(days=30)).isoformat()
    where = lead.post("/experiments/", {**begun, "ends": ends}).headers["Location"]
    assert "说解决了" in client.get(where).content.decode()
    counts = {"new_part": 56, "new_whole": 70, "before_part": 48, "before_whole": 80, "written": "接着用。"}
    assert lead.post(where, {**counts, "new_part": 71}).status_code == 422
    assert lead.post(where, {**counts, "new_whole": 4, "new_part": 4}).status_code == 422
    lead.post(where, counts)
    shown = client.get(where).content.decode()
    assert "相差 20.0 个百分点" in shown
    assert "两边确实不一样" in shown
    assert lead.post(where, counts).status_code == 422
    assert Experiment.objects.get().written == "接着用。"


def test_a_difference_that_may_be_chance_is_called_so(client: Client, people: factories.People) -> None:
    words = {"title": "海报", "before": "黑白", "new": "彩色", "measure": "来的人", "way": "place"}
    made = services.experiment_begin(actor=people.lead, **words, ends=timezone.localdate() + timedelta(days=9))
    counts = {"new_part": 6, "new_whole": 10, "before_part": 5, "before_whole": 10}
    services.experiment_close(actor=people.lead, uid=made.uid, **counts, written="再试。")
    shown = client.get(f"/experiments/{made.uid}/").content.decode()
    assert "看不出哪边更好" in shown
    assert "没有抽签" in shown
    with pytest.raises(LinliError):
        services.experiment_close(actor=people.lead, uid=made.uid, **counts, written="又来")
