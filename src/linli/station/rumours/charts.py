"""The weather map of rumours: topics by days, drawn on the server. A cell that few asked in shows nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from linli.station.rumours.selectors import Cell
from linli.station.rumours.wording import TOPICS
from linli.vocabulary import Text

STEPS = (5, 10, 20, 40)
LEFT, TOP, WIDE, HIGH, GAP = 150, 34, 56, 40, 4


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of the picture, in its user units; `heat` 0 (too few) to 4."""

    x: int
    y: int
    heat: int
    count: int | None
    topic: Text
    day: str


@dataclass(frozen=True, slots=True)
class Weather:
    """The whole picture."""

    boxes: tuple[Box, ...]
    topics: tuple[tuple[int, Text], ...]
    days: tuple[tuple[int, str], ...]
    width: int
    height: int
    cell: tuple[int, int] = (WIDE - GAP, HIGH - GAP)


def weather(cells: list[Cell]) -> Weather:
    """The picture of the cells, topics from top to bottom, days from left to right, today first."""
    topics = list(dict.fromkeys(cell.topic for cell in cells))
    days = sorted(dict.fromkeys(cell.day for cell in cells), reverse=True)
    boxes = tuple(
        Box(
            LEFT + days.index(cell.day) * WIDE,
            TOP + topics.index(cell.topic) * HIGH,
            sum(cell.count >= step for step in STEPS) if cell.count is not None else 0,
            cell.count,
            TOPICS[cell.topic],
            f"{timezone.localtime(cell.day):%m-%d}",
        )
        for cell in cells
    )
    return Weather(
        boxes,
        tuple((TOP + k * HIGH, TOPICS[topic]) for k, topic in enumerate(topics)),
        tuple((LEFT + k * WIDE, f"{timezone.localtime(day):%m-%d}") for k, day in enumerate(days)),
        LEFT + len(days) * WIDE,
        TOP + len(topics) * HIGH,
    )
