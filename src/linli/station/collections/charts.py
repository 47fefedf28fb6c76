"""A map of points: degrees alone, no borders, the farther apart the places the wider the map."""

from __future__ import annotations

import math
from dataclasses import dataclass

from linli.station.collections.models import Item

WIDE, HIGH, MARGIN = 720, 480, 60
LEAST_DEGREES = 4.0
STEPS = (0.5, 1, 2, 5, 10, 20, 30, 60)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with its number, or a line with its degree."""

    x: float
    y: float
    name: str
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """Points and the lines of the degrees round them."""

    points: list[Mark]
    meridians: list[Mark]
    parallels: list[Mark]


def marks(found: list[Item]) -> Map | None:
    """Where the items are on the map; None where none has a place."""
    placed = [(one, one.longitude, one.latitude) for one in found if one.longitude is not None]
    if not placed:
        return None
    wests, souths = [x for _, x, _ in placed], [y or 0.0 for _, _, y in placed]
    scale, west, north = _frame(wests, souths)

    def x_of(degrees: float) -> float:
        return round(MARGIN + (degrees - west) * scale, 1)

    def y_of(degrees: float) -> float:
        return round(MARGIN + (north - degrees) * scale, 1)

    points = [Mark(x_of(lon), y_of(lat or 0), str(n + 1), one.uid) for n, (one, lon, lat) in enumerate(placed)]
    east, south = west + (WIDE - 2 * MARGIN) / scale, north - (HIGH - 2 * MARGIN) / scale
    step = next((s for s in STEPS if (east - west) / s <= 8), STEPS[-1])
    return Map(
        points,
        [Mark(x_of(lon), 0, f"{lon:g}°") for lon in _steps(west, east, step)],
        [Mark(0, y_of(lat), f"{lat:g}°") for lat in _steps(south, north, step)],
    )


def _frame(wests: list[float], souths: list[float]) -> tuple[float, float, float]:
    """How many units a degree takes, and the western and northern edges, with all places inside."""
    wide = max(max(wests) - min(wests), LEAST_DEGREES)
    high = max(max(souths) - min(souths), LEAST_DEGREES)
    scale = min((WIDE - 2 * MARGIN) / wide, (HIGH - 2 * MARGIN) / high)
    middle_x, middle_y = (max(wests) + min(wests)) / 2, (max(souths) + min(souths)) / 2
    return scale, middle_x - (WIDE - 2 * MARGIN) / scale / 2, middle_y + (HIGH - 2 * MARGIN) / scale / 2


def _steps(least: float, most: float, step: float) -> list[float]:
    return [n * step for n in range(math.ceil(least / step), math.floor(most / step) + 1)]
