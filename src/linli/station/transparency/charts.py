"""Charts drawn on the server: columns over months as an SVG that reads aloud, in a page or as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT, TOP, LEFT = 560, 220, 34, 26, 8


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its name, its number (None: nothing to work it out from), the number as words."""

    name: str
    value: float | None
    shown: str


def columns(title: str, found: Sequence[Column], *, alone: bool = False) -> SafeString:
    """The chart. `alone`: a whole file with its own colours; otherwise the page's stylesheet colours it."""
    most = max((c.value or 0 for c in found), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(1, len(found))
    bars = format_html_join("", "{}", ((_bar(c, n, step, most, alone),) for n, c in enumerate(found)))
    words = "；".join(f"{c.name} {c.shown}" for c in found)
    head = format_html(' xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"', WIDTH, HEIGHT) if alone else ""
    back = format_html('<rect width="{}" height="{}" fill="#ffffff"/>', WIDTH, HEIGHT) if alone else ""
    line = format_html(
        '<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"{}/>',
        LEFT,
        WIDTH - LEFT,
        HEIGHT - FOOT,
        HEIGHT - FOOT,
        format_html(' stroke="{}"', "#877f6d") if alone else "",
    )
    return format_html(
        '<svg class="columns" role="img" viewBox="0 0 {} {}"{}><title>{}</title><desc>{}</desc>{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        head,
        title,
        words,
        back,
        line,
        bars,
    )


def _bar(column: Column, number: int, step: float, most: float, alone: bool) -> SafeString:
    room = HEIGHT - FOOT - TOP
    tall = max(0.0, (column.value or 0) / most * room)
    middle = LEFT + step * (number + 0.5)
    wide = min(56.0, step * 0.6)
    text = format_html(' fill="{}" font-family="sans-serif" font-size="15"', "#22302d") if alone else ""
    fill = format_html(' fill="{}"', "#0e5f58") if alone else ""
    return format_html(
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="4"{}/>'
        '<text class="value" x="{}" y="{}" text-anchor="middle"{}>{}</text>'
        '<text class="name" x="{}" y="{}" text-anchor="middle"{}>{}</text>',
        f"{middle - wide / 2:.1f}",
        f"{HEIGHT - FOOT - tall:.1f}",
        f"{wide:.1f}",
        f"{tall:.1f}",
        fill,
        f"{middle:.1f}",
        f"{HEIGHT - FOOT - tall - 7:.1f}",
        text,
        column.shown,
        f"{middle:.1f}",
        HEIGHT - 12,
        text,
        column.name,
    )
