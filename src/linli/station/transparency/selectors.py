"""The public figures of one community: real counts, each with its definition. Nothing here names anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from linli.station.desk import figures as desk
from linli.station.desk.kinds import kinds
from linli.station.ledger import selectors as ledger
from linli.station.moderation import counting
from linli.station.transparency.queries import QUERIES, Query, worked_out
from linli.vocabulary import ACTION_NAMES, CATEGORY_NAMES, Action, Category, Text

COUNT, PERCENT, HOURS, SCORE = (Text("次", "times"), Text("%", "%"), Text("小时", "hours"), Text("分", "of 5"))
FEW = 5
OTHERS = "few"
FEWER = Text("数目太小、不分开写的", "too few to tell apart")
Source = Callable[[int, datetime, datetime], tuple["Figure", ...]]
SOURCES = {
    "automatic": Text("规则自动", "by rule alone"),
    "reviewer": Text("人工审核", "by a reviewer"),
    "appeal": Text("申诉复核", "on appeal"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a figure."""

    id: str
    name: Text
    value: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what exactly it counts. `value` is None where there is nothing yet to work it out from."""

    id: str
    name: Text
    value: float | None
    unit: Text
    definition: Text
    parts: tuple[Part, ...] = ()
    sensitive: bool = False

    @property
    def query(self) -> Query:
        """How it is worked out from the stored rows. `KeyError` for a figure that nobody may publish."""
        return QUERIES[self.id]

    def for_everyone(self) -> Figure:
        """The figure with no small number that could point at one person: parts of 1 to 4 are told together."""
        if not self.sensitive:
            return self
        counted = [(part.value or 0, part.id) for part in self.parts]
        hidden = {id_ for value, id_ in counted if 0 < value < FEW}
        if not hidden:
            return self
        rest = sorted(one for one in counted if one[1] not in hidden)
        if len(hidden) == 1 and rest:  # or what is missing from the sum would tell it
            hidden.add(rest[0][1])
        left = tuple(part for part in self.parts if part.id not in hidden)
        return replace(self, parts=(*left, Part(OTHERS, FEWER, None)))


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a time, `[since, until)`, with the record's length and head as they stand now."""

    since: datetime
    until: datetime
    figures: tuple[Figure, ...]
    record_rows: int
    record_head: str

    def __getitem__(self, figure_id: str) -> Figure:
        """The figure with this id; KeyError where there is none."""
        for figure in self.figures:
            if figure.id == figure_id:
                return figure
        raise KeyError(figure_id)


def figures(*, community_id: int, since: datetime, until: datetime | None = None) -> Figures:
    """The community's figures of a time, up to now where no end is given."""
    end = until or timezone.now()
    made = counting.counts(community_id=community_id, since=since, until=end)
    work = desk.work(community_id=community_id, since=since, until=end)
    rows, head = ledger.head(community_id=community_id)
    time, drawn = _appeal_time(community_id, since, end), _of_sampling(community_id, since, end)
    more = [figure for source in sources() for figure in source(community_id, since, end)]
    return Figures(
        since, end, (*_of_decisions(made), *_of_work(work), *_of_appeals(work), time, *drawn, *more), rows, head
    )


@cache
def sources() -> tuple[Source, ...]:
    """What apps above add to the figures, by dotted name (`config/figures.py`)."""
    names: tuple[str, ...] = import_string(settings.FIGURES)
    return tuple(import_string(name) for name in names)


def _of_sampling(community_id: int, since: datetime, until: datetime) -> tuple[Figure, ...]:
    """What people found in a random sample of items that were let through."""
    count, share = (
        worked_out(QUERIES[name], community_id=community_id, since=since, until=until)
        for name in ("sampled", "missed")
    )
    return (
        Figure(
            "sampled",
            Text("抽查的放行内容", "Items let through that were sampled"),
            count,
            COUNT,
            Text("从放行的内容里随机抽出、这段时间由人看过的次数。", "Looks by a person at items drawn at random."),
        ),
        Figure(
            "missed",
            Text("抽查发现的漏判", "Harm found in the sample"),
            share,
            PERCENT,
            Text(
                "抽查中人认为有害的比例，用来估计放行的内容里漏掉多少。",
                "Of these looks, the share that found harm: an estimate of what is missed.",
            ),
        ),
    )


def _appeal_time(community_id: int, since: datetime, until: datetime) -> Figure:
    value = worked_out(QUERIES["appeal-time"], community_id=community_id, since=since, until=until)
    return Figure(
        "appeal-time",
        Text("申诉用时（中位数）", "Time to decide an appeal, median"),
        value,
        HOURS,
        Text("从申诉到答复的小时数，取中位数。", "Hours from an appeal to its answer; half took less."),
    )


def _of_decisions(made: counting.Counts) -> tuple[Figure, ...]:
    return (
        Figure(
            "items",
            Text("收到的内容", "Items received"),
            made.items,
            COUNT,
            Text(
                "这段时间首次提交、由规则评估过的内容数。", "Items first submitted in this time; each was assessed."
            ),
        ),
        Figure(
            "decisions",
            Text("作出的处置", "Decisions made"),
            made.total,
            COUNT,
            Text(
                "这段时间作出的处置数，后来撤销的也算；通过的内容没有处置。",
                "Decisions made in this time, those reversed since included; an allowed item has none.",
            ),
            _parts(made.by_action, {a.value: ACTION_NAMES[a] for a in Action}),
        ),
        Figure(
            "categories",
            Text("按类别的处置", "Decisions by category"),
            made.total,
            COUNT,
            Text(
                "同一项处置涉及几类，就在几类中各计一次。", "A decision on several categories counts in each of them."
            ),
            _parts(made.by_category, {c.value: CATEGORY_NAMES[c] for c in Category}),
            sensitive=True,
        ),
        Figure(
            "sources",
            Text("由谁决定", "Who decided"),
            made.total,
            COUNT,
            Text("规则自动、人工审核各作出多少处置。", "How many decisions were made by rule alone and by a person."),
            _parts(made.by_source, SOURCES),
        ),
        Figure(
            "automation",
            Text("自动处置占比", "Share decided by rule alone"),
            _share(made.by_source.get("automatic", 0), made.total),
            PERCENT,
            Text("由规则自动作出的处置，占全部处置的比例。", "Decisions by rule alone, of all decisions."),
        ),
        Figure(
            "false-alarms",
            Text("规则误报", "False alarms"),
            made.false_alarms,
            COUNT,
            Text(
                "这段时间由规则自动作出、后来被审核员放行或经申诉撤销的处置数。",
                "Decisions by rule alone in this time that a reviewer released or an appeal overturned since.",
            ),
            tuple(Part(rule, Text(rule, rule), n) for rule, n in made.false_alarms_by_rule.items()),
        ),
    )


def _of_work(work: desk.Work) -> tuple[Figure, ...]:
    names = {k.id: k.name for k in kinds().values()}
    return (
        Figure(
            "received",
            Text("收到的提交", "Submissions received"),
            sum(work.received.values()),
            COUNT,
            Text(
                "这段时间收到的提交数；同一人就同一对象重复提交的，只算一次。",
                "Submissions received in this time; one sent again by the same person on one subject counts once.",
            ),
            _parts(work.received, names),
        ),
        Figure(
            "answered",
            Text("已答复的提交", "Submissions answered"),
            sum(work.answered.values()),
            COUNT,
            Text("其案件在这段时间得到答复的提交数。", "Submissions whose case was answered in this time."),
            _parts(work.answered, names),
        ),
        Figure(
            "answer-time",
            Text("答复用时（中位数）", "Time to the answer, median"),
            round(work.median_hours, 1) if work.median_hours is not None else None,
            HOURS,
            Text("从提交到答复的小时数，取中位数。", "Hours from a submission to its answer; half took less."),
        ),
        Figure(
            "on-time",
            Text("按期答复", "Answered as promised"),
            _share(work.on_time, work.in_all),
            PERCENT,
            Text(
                "在答应的期限内答复的，占已答复提交的比例。",
                "Submissions answered by the promised date, of those answered.",
            ),
        ),
        Figure(
            "open",
            Text("尚未答复的案件", "Open cases"),
            work.open_now,
            COUNT,
            Text("现在还没有答复的案件数，含已超期的。", "Cases without an answer now, late ones included."),
            (Part("late", Text("其中已超期", "of these late"), work.late_now),),
        ),
        Figure(
            "satisfaction",
            Text("满意度", "Satisfaction"),
            round(work.satisfaction, 1) if work.satisfaction is not None else None,
            SCORE,
            Text(
                f"提交人打分（1 至 5）的平均，共 {work.satisfied_by} 人。",
                f"The mean score, 1 to 5, of {work.satisfied_by} people who sent.",
            ),
        ),
    )


def _of_appeals(work: desk.Work) -> tuple[Figure, ...]:
    overturned = work.choices.get(("appeal", "overturned"), 0)
    decided = overturned + work.choices.get(("appeal", "upheld"), 0)
    return (
        Figure(
            "appeals",
            Text("申诉", "Appeals"),
            work.received.get("appeal", 0),
            COUNT,
            Text("这段时间收到的申诉数。", "Appeals received in this time."),
        ),
        Figure(
            "overturned",
            Text("申诉后撤销", "Overturned on appeal"),
            overturned,
            COUNT,
            Text(
                "这段时间审结、结果为撤销原处置的申诉数。",
                "Appeals decided in this time that reversed the decision.",
            ),
        ),
        Figure(
            "overturn-rate",
            Text("申诉撤销率", "Share overturned"),
            _share(overturned, decided),
            PERCENT,
            Text("撤销原处置的，占已审结申诉的比例。", "Appeals that reversed the decision, of all appeals decided."),
        ),
    )


def _parts(counted: Mapping[str, int], names: Mapping[str, Text]) -> tuple[Part, ...]:
    return tuple(Part(id_, name, counted[id_]) for id_, name in names.items() if counted.get(id_))


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
