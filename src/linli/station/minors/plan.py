"""The Plan: what a child may do, by band, with the source of every default. Plain values, no database.

Numbers are defaults that an operator and a guardian can change, each with its source; they are not legal advice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from linli.vocabulary import LinliError, Text


class Band(StrEnum):
    """Age bands of the guideline, in years."""

    UNDER_3 = "0-3"
    FROM_3 = "3-8"
    FROM_8 = "8-12"
    FROM_12 = "12-16"
    FROM_16 = "16-18"


class Contacts(StrEnum):
    """Who may write to the child, the narrowest first."""

    NOBODY = "nobody"
    APPROVED = "approved"
    FRIENDS = "friends"
    ANYBODY = "anybody"


class Search(StrEnum):
    """What a search finds, the narrowest first."""

    OFF = "off"
    POOL = "pool"
    FILTERED = "filtered"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from. `read`: its text was read; otherwise it is known at second hand."""

    title: Text
    read: bool


GUIDELINE = "guideline-2024"
SOURCES: Mapping[str, Source] = {
    GUIDELINE: Source(
        Text("《移动互联网未成年人模式建设指南》，2024-11-15", "Guideline on minors' mode, 15 November 2024"), False
    ),
    "regulations-44": Source(
        Text("《未成年人网络保护条例》第四十四条", "Regulations on minors online, article 44"), True
    ),
    "games-2019": Source(
        Text("2019 年防止沉迷网络游戏通知（只对游戏，这里借用）", "Notice on games, 2019; borrowed here"), False
    ),
    "law-76": Source(Text("《未成年人保护法》第七十六条", "Law on the Protection of Minors, article 76"), True),
    "regulations-24": Source(
        Text("《未成年人网络保护条例》第二十四条", "Regulations on minors online, article 24"), True
    ),
    "aadc": Source(Text("英国适龄设计规范（默认高隐私）", "UK Age Appropriate Design Code, high privacy"), False),
    "linli": Source(Text("邻里的默认", "Linli's own default"), True),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed. Minutes are a day's; `spend_*` in yuan; curfew in the plan's own time zone."""

    band: Band
    minutes_school: int
    minutes_free: int
    rest_after: int = 30
    curfew_from: time | None = time(22)
    curfew_to: time = time(6)
    spend_once: int = 0
    spend_month: int = 0
    contacts: Contacts = Contacts.FRIENDS
    search: Search = Search.FILTERED
    pool: Band = Band.FROM_8
    live_host: bool = False
    education_free: bool = True
    zone: str = "Asia/Shanghai"

    def minutes_on(self, free: bool) -> int:
        """The budget of a day: `free` is a day without school."""
        return self.minutes_free if free else self.minutes_school

    def in_curfew(self, moment: datetime) -> bool:
        """Whether a moment lies in the curfew."""
        if self.curfew_from is None:
            return False
        local = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.curfew_from <= self.curfew_to:
            return self.curfew_from <= local < self.curfew_to
        return local >= self.curfew_from or local < self.curfew_to

    def curfew_begins(self, moment: datetime) -> datetime:
        """When what is allowed now ends at the latest: the next curfew, or the end of the local day."""
        zone = ZoneInfo(self.zone)
        local = moment.astimezone(zone)
        midnight = datetime.combine(local.date() + timedelta(days=1), time(), zone)
        if self.curfew_from is None:
            return midnight
        start = datetime.combine(local.date(), self.curfew_from, zone)
        return min(start, midnight) if start > local else midnight

    def day_of(self, moment: datetime) -> date:
        """The plan's local date of a moment: the child's device and where it travels make no difference."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON."""
        given = asdict(self)
        given["curfew_from"] = self.curfew_from.strftime("%H:%M") if self.curfew_from else None
        given["curfew_to"] = self.curfew_to.strftime("%H:%M")
        return given

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Plan:
        """The plan again, checked: a wrong value is named."""
        known = {f.name for f in fields(cls)}
        unknown = sorted(set(given) - known)
        if unknown:
            raise LinliError(Text("没有这一项。", "There is no such part."), field=unknown[0])
        try:
            values = {name: _read(name, value) for name, value in given.items()}
            made = cls(**values)
        except (ValueError, TypeError, KeyError) as wrong:
            raise LinliError(Text("计划读不懂。", "The plan cannot be read."), field="plan", value=wrong) from wrong
        return checked(made)


YEARS: Mapping[Band, tuple[int, int]] = {
    Band.UNDER_3: (0, 3), Band.FROM_3: (3, 8), Band.FROM_8: (8, 12), Band.FROM_12: (12, 16), Band.FROM_16: (16, 18),
}  # fmt: skip


def bands_of(ages: Sequence[int]) -> frozenset[Band]:
    """The bands that share a year with ages from the first to the last; none for grown-ups."""
    if not ages:
        return frozenset()
    return frozenset(
        band for band, (least, most) in YEARS.items() if ages[0] < most and max(ages[-1], ages[0] + 1) > least
    )


WIDER: tuple[str, ...] = (
    "minutes_school",
    "minutes_free",
    "rest_after",
    "spend_once",
    "spend_month",
    "live_host",
    "education_free",
)
LADDERS: Mapping[str, type[StrEnum]] = {"contacts": Contacts, "search": Search, "pool": Band}
LIMITS: Mapping[str, int] = {
    "minutes_school": 1440, "minutes_free": 1440, "rest_after": 240, "spend_once": 100_000, "spend_month": 100_000,
}  # fmt: skip


def defaults(band: Band) -> Plan:
    """The plan of a band before anybody changed it; `CITED` says where each number comes from."""
    young = band in (Band.UNDER_3, Band.FROM_3)
    minutes = 120 if band == Band.FROM_16 else 60
    once, month = {Band.FROM_8: (50, 200), Band.FROM_12: (50, 200), Band.FROM_16: (100, 400)}.get(band, (0, 0))
    return Plan(
        band,
        minutes,
        minutes,
        spend_once=once,
        spend_month=month,
        contacts=Contacts.APPROVED if young else Contacts.FRIENDS,
        search=Search.POOL if young else Search.FILTERED,
        pool=band,
        live_host=band == Band.FROM_16,
    )


CITED: Mapping[str, str] = {
    "band": GUIDELINE,
    "minutes_school": GUIDELINE,
    "minutes_free": GUIDELINE,
    "rest_after": GUIDELINE,
    "curfew_from": GUIDELINE,
    "curfew_to": GUIDELINE,
    "spend_once": "games-2019",
    "spend_month": "games-2019",
    "contacts": "aadc",
    "search": "aadc",
    "pool": GUIDELINE,
    "live_host": "law-76",
    "education_free": GUIDELINE,
    "zone": "linli",
}


def checked(plan: Plan) -> Plan:
    """The plan where every value may be; `LinliError` names the first that may not."""
    for name, most in LIMITS.items():
        value = getattr(plan, name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise LinliError(
                Text("数目不对。", "The number is wrong."),
                field=name,
                value=value,
                mend=Text(f"0 到 {most} 的整数。", f"A whole number from 0 to {most}."),
            )
    if plan.zone not in available_timezones():
        raise LinliError(Text("没有这个时区。", "There is no such time zone."), field="zone", value=plan.zone)
    for name in ("live_host", "education_free"):
        if not isinstance(getattr(plan, name), bool):
            raise LinliError(Text("应是 true 或 false。", "Write true or false."), field=name)
    if plan.live_host and plan.band != Band.FROM_16:
        raise LinliError(
            Text("未满十六岁不能开直播。", "Nobody under sixteen hosts a live stream."),
            field="live_host",
            mend=Text("《未成年人保护法》第七十六条，不能改。", "Law on the Protection of Minors, article 76."),
        )
    return plan


def loosened(old: Plan, new: Plan) -> tuple[str, ...]:
    """The parts in which `new` allows more than `old`: these need a guardian. Empty: it only tightens.

    A time zone or a curfew that is another counts as looser, since it may be.
    """
    wider = [name for name in WIDER if getattr(new, name) > getattr(old, name)]
    for name, ladder in LADDERS.items():
        order = list(ladder)
        if order.index(getattr(new, name)) > order.index(getattr(old, name)):
            wider.append(name)
    if new.band != old.band:
        wider.append("band")
    if new.zone != old.zone:
        wider.append("zone")
    if not _curfew_covers(new, old):
        wider.append("curfew_from")
    return tuple(dict.fromkeys(wider))


def tightened(old: Plan, new: Plan) -> Plan:
    """The narrower of both in every part: what one tap may do without a guardian."""
    values = {name: min(getattr(old, name), getattr(new, name)) for name in WIDER}
    for name, ladder in LADDERS.items():
        order = list(ladder)
        values[name] = min(getattr(old, name), getattr(new, name), key=order.index)
    kept = replace(old, **values)
    return replace(kept, curfew_from=new.curfew_from, curfew_to=new.curfew_to) if _curfew_covers(new, old) else kept


def _curfew_covers(new: Plan, old: Plan) -> bool:
    return _curfew_minutes(new) >= _curfew_minutes(old)


def _curfew_minutes(plan: Plan) -> frozenset[int]:
    if plan.curfew_from is None:
        return frozenset()
    start = plan.curfew_from.hour * 60 + plan.curfew_from.minute
    end = plan.curfew_to.hour * 60 + plan.curfew_to.minute
    length = (end - start) % 1440
    return frozenset((start + n) % 1440 for n in range(length))


def _read(name: str, value: Any) -> Any:
    if name in ("curfew_from", "curfew_to"):
        return None if value is None and name == "curfew_from" else time.fromisoformat(value)
    if name in LADDERS:
        return LADDERS[name](value)
    if name == "band":
        return Band(value)
    return value
