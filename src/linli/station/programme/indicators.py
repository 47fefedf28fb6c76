"""Indicators by aim, month by month: a few numbers, each with its definition, none of them a rank.

A month with fewer than five behind a share or a mean shows none: small numbers could point at one person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Sum
from django.utils import timezone

from linli.station.activities.selectors import minutes_confirmed
from linli.station.desk import figures as desk
from linli.station.honours.selectors import stories
from linli.station.learning.selectors import gains
from linli.station.programme.models import Proposal, Task
from linli.vocabulary import Text

MONTHS, FEW = 6, 5
Measure = Callable[[int, datetime, datetime], float | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number of an aim: what it counts, in which unit, and how it is worked out for `[since, until)`."""

    id: str
    aim: Text
    name: Text
    unit: Text
    definition: Text
    measure: Measure


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator over the last months, oldest first; None where there is nothing to tell."""

    indicator: Indicator
    months: list[str]
    values: list[float | None]

    @property
    def now(self) -> float | None:
        """This month's value."""
        return self.values[-1]

    @property
    def highest(self) -> float:
        """The highest of them, for drawing."""
        return max([value for value in self.values if value is not None], default=0) or 1


def trends(*, community_id: int, now: datetime | None = None) -> list[Trend]:
    """Every indicator over the last months."""
    spans = months(now)
    names = [f"{since:%Y-%m}" for since, _ in spans]
    return [Trend(one, names, [one.measure(community_id, since, until) for since, until in spans]) for one in ALL]


def months(now: datetime | None = None) -> list[tuple[datetime, datetime]]:
    """The last months as `[since, until)`, oldest first; this one ends now."""
    end, found = timezone.localtime(now), []
    start = end.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(MONTHS):
        found.append((start, end))
        end = start
        start = (start - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _answered(community_id: int, since: datetime, until: datetime) -> float | None:
    return desk.work(community_id=community_id, since=since, until=until).in_all


def _hours(community_id: int, since: datetime, until: datetime) -> float | None:
    value = desk.work(community_id=community_id, since=since, until=until).median_hours
    return None if value is None else round(value, 1)


def _in_time(community_id: int, since: datetime, until: datetime) -> float | None:
    work = desk.work(community_id=community_id, since=since, until=until)
    return _share(work.on_time, work.in_all)


def _overturned(community_id: int, since: datetime, until: datetime) -> float | None:
    choices = desk.work(community_id=community_id, since=since, until=until).choices
    decided = {name: count for (kind, name), count in choices.items() if kind == "appeal"}
    return _share(decided.get("overturn", 0), sum(decided.values()))


def _learned(community_id: int, since: datetime, until: datetime) -> float | None:
    found = gains(community_id=community_id, since=since, until=until)
    return round(sum(found) / len(found), 1) if len(found) >= FEW else None


def _volunteered(community_id: int, since: datetime, until: datetime) -> float | None:
    return round(minutes_confirmed(community_id=community_id, since=since, until=until) / 60, 1)


def _stories(community_id: int, since: datetime, until: datetime) -> float | None:
    return stories(community_id=community_id).filter(published_at__gte=since, published_at__lt=until).count()


def _proposals(community_id: int, since: datetime, until: datetime) -> float | None:
    found = Proposal.objects.filter(community_id=community_id, answered_at__gte=since, answered_at__lt=until)
    days = [
        (at - created).total_seconds() / 86_400 for created, at in found.values_list("created", "answered_at") if at
    ]
    return round(median(days), 1) if days else None


def _tasks(community_id: int, since: datetime, until: datetime) -> float | None:
    found = Task.objects.filter(community_id=community_id, due__gte=since.date(), due__lt=until.date())
    rows = list(found.values_list("due", "done_at"))
    return _share(sum(at is not None and timezone.localtime(at).date() <= due for due, at in rows), len(rows))


def _keepers(community_id: int, since: datetime, until: datetime) -> float | None:
    found = Task.objects.filter(community_id=community_id, done_at__gte=since, done_at__lt=until)
    return round((found.aggregate(all=Sum("minutes"))["all"] or 0) / 60, 1)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole) if whole >= FEW else None


PERCENT, HOURS, TIMES, DAYS = Text("%", "%"), Text("小时", "hours"), Text("件", ""), Text("天", "days")
POINTS = Text("个百分点", "points")
REPLY = Text("件件有回音", "Everyone who asks is answered")
FAIR = Text("有错必纠", "Mistakes are mended")
LITERATE = Text("学得会", "People learn")
TOGETHER = Text("一起做", "People take part")
KEPT = Text("说到做到", "Promises are kept")
ALL = (
    Indicator(
        "answered",
        REPLY,
        Text("答复了多少件", "Answered"),
        TIMES,
        Text("这个月答复的提交数，各种提交都算。", "Submissions of every kind answered in the month."),
        _answered,
    ),
    Indicator(
        "median-hours",
        REPLY,
        Text("多久答复（中位数）", "Time to an answer, median"),
        HOURS,
        Text("从提交到答复的小时数，取中位数。", "Hours from a submission to its answer; half took less."),
        _hours,
    ),
    Indicator(
        "in-time",
        REPLY,
        Text("按承诺时间答复", "Answered in time"),
        PERCENT,
        Text(
            "这个月答复的提交里，在承诺日期之前答复的占多少；不足五件不显示。",
            "The share of the month's answers that came by the promised day; none below five.",
        ),
        _in_time,
    ),
    Indicator(
        "overturned",
        FAIR,
        Text("申诉改判", "Appeals overturned"),
        PERCENT,
        Text(
            "这个月决定的申诉里，撤销原处置的占多少；不足五件不显示。",
            "The share of the month's appeals that overturned the decision; none below five.",
        ),
        _overturned,
    ),
    Indicator(
        "learned",
        LITERATE,
        Text("学前学后的变化", "Learned"),
        POINTS,
        Text(
            "学完的课里，三道题答对比例学后减学前的平均；不足五次不显示。",
            "Right answers after a lesson minus before, in points of a hundred, mean; none below five.",
        ),
        _learned,
    ),
    Indicator(
        "volunteered",
        TOGETHER,
        Text("双方确认的志愿时长", "Volunteering confirmed by both sides"),
        HOURS,
        Text("这个月由对方确认的时长。", "Hours confirmed by the other side in the month."),
        _volunteered,
    ),
    Indicator(
        "stories",
        TOGETHER,
        Text("讲出来的好事", "Good deeds told"),
        TIMES,
        Text("这个月公示期满后发布的好事。", "Good deeds told in the month, after their week of notice."),
        _stories,
    ),
    Indicator(
        "proposals",
        KEPT,
        Text("建议多久答复（中位数）", "Time to answer a proposal, median"),
        DAYS,
        Text(
            "这个月答复的建议，从提出到答复的天数，取中位数。", "Days from a proposal to its answer; half took less."
        ),
        _proposals,
    ),
    Indicator(
        "tasks",
        KEPT,
        Text("计划里的事按时做完", "Tasks done in time"),
        PERCENT,
        Text(
            "这个月到期的事里，当天或之前做完的占多少；不足五件不显示。",
            "The share of the month's tasks done by their day; none below five.",
        ),
        _tasks,
    ),
    Indicator(
        "keepers",
        KEPT,
        Text("工作人员花的时间", "Time that keepers spent"),
        HOURS,
        Text(
            "这个月做完的事里登记的用时：共建不该压垮人。",
            "Time noted on the month's tasks: taking part must not wear people down.",
        ),
        _keepers,
    ),
)
