"""What the pages call things: places, states and harms, with the colour and the icon of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.vocabulary import CATEGORY_NAMES, Category, Text

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a menu. `also` are further paths that count as being there."""

    path: str
    name: Promise
    icon: str
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a page at `path` belongs to this place."""
        if self.path == "/":
            return path == "/"
        return path.startswith((self.path, *self.also))


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown."""

    name: str | Promise
    tone: str
    icon: str


REPORT = Place("/report/", gettext_lazy("举报"), "report")
CHECK = Place("/check/", gettext_lazy("查一查"), "check")
MINE = Place("/me/", gettext_lazy("我的事"), "mine", also=("/cases/", "/n/"))
RULES = Place("/rules/", gettext_lazy("公约"), "rules")
OPEN = Place("/transparency/", gettext_lazy("透明公示"), "eye")
DESK = Place("/desk/", gettext_lazy("工作台"), "desk")
HOME = Place("/", gettext_lazy("首页"), "home")
LEARN = Place("/learn/", gettext_lazy("十分钟一课"), "lesson")
ALL = Place(
    "/services/",
    gettext_lazy("全部服务"),
    "all",
    also=(
        LEARN.path,
        "/rumours/",
        "/activities/",
        "/proofs/",
        "/credentials/",
        "/honours/",
        "/proposals/",
        "/plans/",
        "/indicators/",
        "/shield/",
        "/minors/",
    ),
)
TABS = (HOME, REPORT, CHECK, ALL, MINE)
STAFF_TABS = (HOME, DESK, CHECK, ALL, MINE)
PLACES = (REPORT, CHECK, RULES, OPEN, ALL, MINE)
STAFF_PLACES = (DESK, *PLACES)

LOOKS: dict[str, dict[str, Look]] = {
    "action": {
        "allow": Look(gettext_lazy("通过"), "ok", "tick"),
        "help": Look(gettext_lazy("提供帮助"), "warm", "heart"),
        "nudge": Look(gettext_lazy("友善提醒"), "info", "chat"),
        "label": Look(gettext_lazy("加注标签"), "info", "label"),
        "limit": Look(gettext_lazy("限制传播"), "warn", "hidden"),
        "hold": Look(gettext_lazy("暂缓展示"), "warn", "hand"),
        "remove": Look(gettext_lazy("移除"), "danger", "trash"),
        "pause": Look(gettext_lazy("暂停发言"), "danger", "pause"),
    },
    "case": {
        "new": Look(gettext_lazy("待受理"), "warm", "bell"),
        "taken": Look(gettext_lazy("处理中"), "info", "user"),
        "held": Look(gettext_lazy("搁置中"), "warn", "clock"),
        "answered": Look(gettext_lazy("已答复"), "ok", "tick-round"),
        "closed": Look(gettext_lazy("已办结"), "brand", "tick-round"),
    },
    "item": {
        "visible": Look(gettext_lazy("正常展示"), "ok", "eye"),
        "labelled": Look(gettext_lazy("已加标签"), "info", "label"),
        "limited": Look(gettext_lazy("限制传播"), "warn", "hidden"),
        "held": Look(gettext_lazy("暂缓展示"), "warn", "hand"),
        "removed": Look(gettext_lazy("已移除"), "danger", "trash"),
    },
    "rule": {
        "draft": Look(gettext_lazy("草案"), "", "rules"),
        "background": Look(gettext_lazy("只观察"), "info", "eye"),
        "live": Look(gettext_lazy("生效中"), "ok", "tick"),
        "retired": Look(gettext_lazy("已停用"), "", "pause"),
    },
    "draft": {
        "editing": Look(gettext_lazy("起草中"), "warm", "rules"),
        "watching": Look(gettext_lazy("后台观察"), "info", "eye"),
        "signed": Look(gettext_lazy("已签发，待生效"), "brand", "clock"),
        "live": Look(gettext_lazy("已生效"), "ok", "tick"),
        "dropped": Look(gettext_lazy("已作废"), "", "trash"),
    },
    "operation": {
        "draft": Look(gettext_lazy("草案"), "", "rules"),
        "announced": Look(gettext_lazy("已公布"), "warm", "calendar"),
        "running": Look(gettext_lazy("进行中"), "info", "clock"),
        "ended": Look(gettext_lazy("已结束"), "ok", "tick-round"),
        "cancelled": Look(gettext_lazy("已取消"), "", "trash"),
    },
    "pack": {
        "draft": Look(gettext_lazy("草案"), "warm", "rules"),
        "live": Look(gettext_lazy("使用中"), "ok", "tick"),
        "retired": Look(gettext_lazy("已停用"), "", "pause"),
    },
    "promise": {
        "due": Look(gettext_lazy("按期"), "brand", "clock"),
        "soon": Look(gettext_lazy("快到期"), "warn", "clock"),
        "late": Look(gettext_lazy("已超期"), "danger", "alert"),
    },
    "appeal": {
        "upheld": Look(pgettext_lazy("appeal", "维持原处置"), "", "scales"),
        "overturned": Look(pgettext_lazy("appeal", "已撤销原处置"), "ok", "undo"),
    },
}

ICONS: dict[str, str] = {category.value: category.value for category in Category}


def look(kind: str, value: str) -> Look:
    """How the state is shown; a state unknown here is shown as it is called."""
    return LOOKS.get(kind, {}).get(value) or Look(value, "", "info")


def pick(text: Any, language: str) -> str:
    """The reader's half of a text in two languages."""
    if isinstance(text, Text):
        return text.en if language.startswith("en") else text.zh
    if isinstance(text, Mapping):
        return str(text.get("en" if language.startswith("en") else "zh", ""))
    return str(text)


def category_name(category: str, language: str) -> str:
    """What a harm is called on a page."""
    names = {known.value: name for known, name in CATEGORY_NAMES.items()}
    return pick(names.get(category, category), language)


def moment(at: datetime, this_year: int, language: str) -> str:
    """A local time as people write it, its year only where it is not this one."""
    clock = f"{at:%H:%M}"
    if language.startswith("en"):
        return f"{at.day} {MONTHS[at.month - 1]}{'' if at.year == this_year else f' {at.year}'} {clock}"
    return f"{'' if at.year == this_year else f'{at.year}年'}{at.month}月{at.day}日 {clock}"
