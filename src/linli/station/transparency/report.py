"""The report of a month: each figure beside the month before, and charts of the last six."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from linli.station.organisations.requests import as_label
from linli.station.transparency.charts import Column, columns
from linli.station.transparency.periods import Period, month_before, months, period_of
from linli.station.transparency.selectors import Figure, Figures, figures

NOW = {"open"}
CHARTS = ("received", "decisions", "automation", "appeals", "overturn-rate", "answer-time", "on-time", "rights")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the month, the same of the month before, and the change where both are numbers."""

    figure: Figure
    before: float | None

    @property
    def change(self) -> float | None:
        """What it rose by."""
        if self.figure.value is None or self.before is None:
            return None
        return round(self.figure.value - self.before, 1)


@dataclass(frozen=True, slots=True)
class Report:
    """A month, whole: `over` is false while it is still going on."""

    period: Period
    over: bool
    lines: tuple[Line, ...]
    charts: tuple[tuple[Figure, SafeString], ...]
    found: Figures


def month(*, community_id: int, name: str) -> Report:
    """The report of a month such as `2026-11`, worked out from what is stored now."""
    period = period_of(name)
    found = _figures(community_id, name)
    earlier = _figures(community_id, month_before(name))
    lines = tuple(Line(one.for_everyone(), _before(one, earlier)) for one in found.figures)
    past = _past(community_id)
    charts = tuple((found[one], _drawn(past, one, alone=False)) for one in CHARTS)
    return Report(period, name != months()[0], lines, charts, found)


def chart(*, community_id: int, figure_id: str, alone: bool) -> SafeString:
    """One figure over the last six months."""
    return _drawn(_past(community_id), figure_id, alone=alone)


def _before(figure: Figure, earlier: Figures) -> float | None:
    """The same figure a month before; none for one that is counted now."""
    return None if figure.id in NOW else earlier[figure.id].value


def _past(community_id: int) -> list[tuple[str, Figures]]:
    return [(name, _figures(community_id, name)) for name in reversed(months())]


def _drawn(past: list[tuple[str, Figures]], figure_id: str, *, alone: bool) -> SafeString:
    last = past[-1][1][figure_id]
    found = [Column(name[2:], one[figure_id].value, _shown(one[figure_id])) for name, one in past]
    return columns(as_label(last.name), found, alone=alone)


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return "—"
    number = f"{figure.value:g}"
    return f"{number}%" if figure.unit.zh == "%" else number


def _figures(community_id: int, name: str) -> Figures:
    period = period_of(name)
    return figures(community_id=community_id, since=period.since, until=period.until)
