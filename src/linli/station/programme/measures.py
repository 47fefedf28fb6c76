"""The indicators, under the six aims of the *Opinions*: contents, culture, morals, literacy, order, joining."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from linli.station.activities.selectors import confirmed
from linli.station.collections.selectors import items
from linli.station.desk import figures as desk
from linli.station.honours.selectors import stories
from linli.station.learning.selectors import gains
from linli.station.minors.selectors import started
from linli.station.people.actors import visitor
from linli.station.programme.indicators import Indicator, Trend, trend
from linli.station.programme.intervals import FEW, Value, mean_of, median_of, share_of
from linli.station.programme.models import Application, Proposal, Question, Task
from linli.station.publishing.selectors import stream
from linli.vocabulary import Text


def trends(*, community_id: int, now: datetime | None = None) -> list[Trend]:
    """Every indicator over the last months."""
    return [trend(one, community_id=community_id, now=now) for one in ALL]


def indicator(indicator_id: str) -> Indicator | None:
    """The indicator with this id."""
    return next((one for one in ALL if one.id == indicator_id), None)


def _works(community_id: int, since: datetime, until: datetime) -> Value | None:
    found = stream(community_id=community_id).filter(work__published_at__gte=since, work__published_at__lt=until)
    return Value(found.count())


def _items(community_id: int, since: datetime, until: datetime) -> Value | None:
    return Value(items(actor=visitor(community_id)).filter(created__gte=since, created__lt=until).count())


def _stories(community_id: int, since: datetime, until: datetime) -> Value | None:
    found = stories(community_id=community_id).filter(published_at__gte=since, published_at__lt=until)
    return Value(found.count())


def _volunteered(community_id: int, since: datetime, until: datetime) -> Value | None:
    people, minutes = confirmed(community_id=community_id, since=since, until=until)
    return Value(round(minutes / 60, 1)) if people >= FEW else None


def _learned(community_id: int, since: datetime, until: datetime) -> Value | None:
    return mean_of(gains(community_id=community_id, since=since, until=until))


def _protected(community_id: int, since: datetime, until: datetime) -> Value | None:
    count = started(community_id=community_id, since=since, until=until)
    return Value(count) if count >= FEW else None


def _answered(community_id: int, since: datetime, until: datetime) -> Value | None:
    return Value(desk.work(community_id=community_id, since=since, until=until).in_all)


def _hours(community_id: int, since: datetime, until: datetime) -> Value | None:
    return median_of(desk.hours_to_answer(community_id=community_id, since=since, until=until))


def _in_time(community_id: int, since: datetime, until: datetime) -> Value | None:
    work = desk.work(community_id=community_id, since=since, until=until)
    return share_of(work.on_time, work.in_all)


def _solved(community_id: int, since: datetime, until: datetime) -> Value | None:
    scores = desk.scores(community_id=community_id, since=since, until=until)
    return share_of(sum(one >= SATISFIED for one in scores), len(scores))


def _overturned(community_id: int, since: datetime, until: datetime) -> Value | None:
    choices = desk.work(community_id=community_id, since=since, until=until).choices
    decided = {name: count for (kind, name), count in choices.items() if kind == "appeal"}
    return share_of(decided.get("overturned", 0), sum(decided.values()))


def _proposals(community_id: int, since: datetime, until: datetime) -> Value | None:
    found = Proposal.objects.filter(community_id=community_id, answered_at__gte=since, answered_at__lt=until)
    days = [
        (at - created).total_seconds() / 86_400 for created, at in found.values_list("created", "answered_at") if at
    ]
    return median_of(days)


def _council(community_id: int, since: datetime, until: datetime) -> Value | None:
    found = Question.objects.filter(community_id=community_id, reply_by__gte=since.date(), reply_by__lt=until.date())
    replied = found.exclude(reply_state=Question.Reply.WAITING).count()
    return share_of(replied, found.count())


def _granted(community_id: int, since: datetime, until: datetime) -> Value | None:
    found = Application.objects.filter(community_id=community_id, report_by__gte=since.date())
    found = found.filter(report_by__lt=until.date(), award__gt=0)
    return share_of(found.filter(state=Application.State.REPORTED).count(), found.count())


def _tasks(community_id: int, since: datetime, until: datetime) -> Value | None:
    found = Task.objects.filter(community_id=community_id, due__gte=since.date(), due__lt=until.date())
    rows = list(found.values_list("due", "done_at"))
    return share_of(sum(at is not None and timezone.localtime(at).date() <= due for due, at in rows), len(rows))


def _keepers(community_id: int, since: datetime, until: datetime) -> Value | None:
    found = Task.objects.filter(community_id=community_id, done_at__gte=since, done_at__lt=until)
    return Value(round((found.aggregate(all=Sum("minutes"))["all"] or 0) / 60, 1))


SATISFIED = 4
PERCENT, HOURS, TIMES, DAYS = Text("%", "%"), Text("小时", "hours"), Text("件", ""), Text("天", "days")
POINTS = Text("个百分点", "points")
CONTENT = Text("好内容有人写、有人看", "Good things to read")
CULTURE = Text("文化传下去", "Culture is handed on")
MORALS = Text("好人好事有回响", "Good deeds are told")
LITERATE = Text("学得会、护得住", "People learn, children are safe")
ORDER = Text("件件有回音，有错必纠", "Everyone is answered, mistakes are mended")
JOINED = Text("大家一起办", "Done together")
ALL = (
    Indicator(
        "works",
        CONTENT,
        Text("发布的作品", "Works published"),
        TIMES,
        Text("这个月发布、现在还看得到的作品。", "Works published in the month that can be read now."),
        _works,
    ),
    Indicator(
        "items",
        CULTURE,
        Text("新公开的藏品", "Items of culture shown"),
        TIMES,
        Text("这个月登记、谁都看得到的藏品。", "Items entered in the month that anyone can see."),
        _items,
    ),
    Indicator(
        "stories",
        MORALS,
        Text("讲出来的好事", "Good deeds told"),
        TIMES,
        Text("这个月公示期满后发布的好事。", "Good deeds told in the month, after their week of notice."),
        _stories,
    ),
    Indicator(
        "volunteered",
        MORALS,
        Text("双方确认的志愿时长", "Volunteering confirmed by both sides"),
        HOURS,
        Text("这个月由对方确认的时长；不足五个人不显示。", "Hours the other side confirmed; none below five people."),
        _volunteered,
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
        "protected",
        LITERATE,
        Text("新定的孩子计划", "Children's plans begun"),
        TIMES,
        Text(
            "这个月开始、没有退出的未成年人模式；不足五个不显示。",
            "Minors' modes begun in the month and not left; none below five.",
        ),
        _protected,
    ),
    Indicator(
        "answered",
        ORDER,
        Text("答复了多少件", "Answered"),
        TIMES,
        Text("这个月答复的提交数，各种提交都算。", "Submissions of every kind answered in the month."),
        _answered,
    ),
    Indicator(
        "median-hours",
        ORDER,
        Text("多久答复（中位数）", "Time to an answer, median"),
        HOURS,
        Text(
            "从提交到答复的小时数，取中位数；不足五件不显示。",
            "Hours from a submission to its answer; half took less; none below five.",
        ),
        _hours,
        -1,
    ),
    Indicator(
        "in-time",
        ORDER,
        Text("按承诺时间答复", "Answered in time"),
        PERCENT,
        Text(
            "这个月答复的提交里，在承诺日期之前答复的占多少；不足五件不显示。",
            "The share of the month's answers that came by the promised day; none below five.",
        ),
        _in_time,
    ),
    Indicator(
        "solved",
        ORDER,
        Text("本人说解决了", "Solved, they say"),
        PERCENT,
        Text(
            "这个月打分的提交人里，给四分或五分的占多少；不足五个不显示。",
            "The share of those who scored the answer in the month that gave four or five; none below five.",
        ),
        _solved,
    ),
    Indicator(
        "overturned",
        ORDER,
        Text("申诉改判", "Appeals overturned"),
        PERCENT,
        Text(
            "这个月决定的申诉里，撤销原处置的占多少；不足五件不显示。",
            "The share of the month's appeals that overturned the decision; none below five.",
        ),
        _overturned,
        0,
    ),
    Indicator(
        "proposals",
        JOINED,
        Text("建议多久答复（中位数）", "Time to answer a proposal, median"),
        DAYS,
        Text(
            "这个月答复的建议，从提出到答复的天数，取中位数；不足五条不显示。",
            "Days from a proposal to its answer; half took less; none below five.",
        ),
        _proposals,
        -1,
    ),
    Indicator(
        "council",
        JOINED,
        Text("青年议事有回复", "Youth council replied to"),
        PERCENT,
        Text(
            "这个月该回复的议事答复里，已经回复的占多少；不足五条不显示。",
            "The share of the council's answers due in the month that have a reply; none below five.",
        ),
        _council,
    ),
    Indicator(
        "granted",
        JOINED,
        Text("资助有报告", "Grants reported"),
        PERCENT,
        Text(
            "这个月该交报告的资助里，已经公开报告的占多少；不足五项不显示。",
            "The share of the grants due to report in the month that did; none below five.",
        ),
        _granted,
    ),
    Indicator(
        "tasks",
        JOINED,
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
        JOINED,
        Text("工作人员花的时间", "Time that keepers spent"),
        HOURS,
        Text(
            "这个月做完的事里登记的用时：共建不该压垮人。",
            "Time noted on the month's tasks: taking part must not wear people down.",
        ),
        _keepers,
        -1,
    ),
)
