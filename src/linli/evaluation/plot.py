"""Plain charts as SVG, for the documentation: bars of one figure, and lines over a logarithmic scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, ROW, LEFT, RIGHT, TOP = 820, 26, 300, 110, 56
PLOT_HEIGHT, PLOT_LEFT = 300, 90
OURS, THEIRS, INK, FAINT, PAPER = "#b3402e", "#5b7a99", "#222222", "#d8d8d8", "#ffffff"
COLOURS = (OURS, THEIRS, "#3f7d4e", "#8a6d1f", "#6f4f8f", "#4a4a4a")


class Bar(NamedTuple):
    """One bar: its label, its length's value, the text at its end, and whether it is Linli's."""

    label: str
    value: float
    shown: str
    ours: bool


def bars(title: str, rows: Sequence[Bar]) -> str:
    """A chart of horizontal bars from zero, the first row on top."""
    most = max((row.value for row in rows), default=1.0) or 1.0
    room = WIDTH - LEFT - RIGHT
    body = []
    for at, row in enumerate(rows):
        y, length = TOP + at * ROW, max(1.0, row.value / most * room)
        fill = OURS if row.ours else THEIRS
        body += [
            _text(LEFT - 10, y + 15, row.label, "end"),
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{ROW - 8}" fill="{fill}"/>',
            _text(LEFT + length + 8, y + 15, row.shown),
        ]
    return _page(title, TOP + len(rows) * ROW + 16, body)


def lines(title: str, across: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Points joined by lines over two logarithmic scales; `across` names the horizontal one. Values are positive."""
    points = [point for row in series.values() for point in row]
    x = _Scale([p[0] for p in points], PLOT_LEFT, WIDTH - 230)
    y = _Scale([p[1] for p in points], TOP + PLOT_HEIGHT, TOP)
    body = [*_grid(x, y), _text((PLOT_LEFT + WIDTH - 230) / 2, TOP + PLOT_HEIGHT + 42, across, "middle")]
    for at, (name, row) in enumerate(series.items()):
        colour = COLOURS[at % len(COLOURS)]
        path = " ".join(f"{x.at(a):.1f},{y.at(b):.1f}" for a, b in row)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        body += [f'<circle cx="{x.at(a):.1f}" cy="{y.at(b):.1f}" r="4" fill="{colour}"/>' for a, b in row]
        body.append(f'<rect x="{WIDTH - 212}" y="{TOP + at * ROW}" width="14" height="14" fill="{colour}"/>')
        body.append(_text(WIDTH - 192, TOP + at * ROW + 12, name))
    return _page(title, TOP + PLOT_HEIGHT + 60, body)


class _Scale:
    """A logarithmic scale in whole decades from `low` to `high` pixels."""

    def __init__(self, values: Sequence[float], low: float, high: float) -> None:
        self.first = floor(log10(min(values)))
        self.last = max(ceil(log10(max(values))), self.first + 1)
        self._low, self._high = low, high

    def at(self, value: float) -> float:
        share = (log10(value) - self.first) / (self.last - self.first)
        return self._low + share * (self._high - self._low)

    def decades(self) -> list[float]:
        return [10.0**k for k in range(self.first, self.last + 1)]


def _grid(x: _Scale, y: _Scale) -> list[str]:
    out = []
    for value in x.decades():
        out.append(_line(x.at(value), TOP, x.at(value), TOP + PLOT_HEIGHT))
        out.append(_text(x.at(value), TOP + PLOT_HEIGHT + 18, _short(value), "middle"))
    for value in y.decades():
        out.append(_line(PLOT_LEFT, y.at(value), WIDTH - 230, y.at(value)))
        out.append(_text(PLOT_LEFT - 8, y.at(value) + 5, _short(value), "end"))
    return out


def _short(value: float) -> str:
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{FAINT}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _page(title: str, height: int, body: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="14" fill="{INK}">'
    )
    paper = f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
    heading = f'<text x="16" y="30" font-size="17" font-weight="bold">{escape(title)}</text>'
    return "\n".join([head, f"<title>{escape(title)}</title>", paper, heading, *body, "</svg>", ""])
