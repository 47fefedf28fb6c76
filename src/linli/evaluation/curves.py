"""Two pictures of scores against labels, as SVG: reliability, and what each threshold would do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SIDE, LEFT, TOP = 300, 60, 40
BINS, STEPS = 10, 50
COLOURS = ("#b3402e", "#5b7a99", "#3f7d4e")


def reliability(chances: Floats, truth: Flags) -> str:
    """Observed share against probability: a dot a tenth, its area by the number of texts."""
    which = np.minimum((chances * BINS).astype(int), BINS - 1)
    dots = [_dot(chances[which == b], truth[which == b], len(chances)) for b in np.unique(which)]
    middle = f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#bbb" stroke-dasharray="4 4"/>'
    return _page(
        "Reliability: probability against observed share", "模型给出的概率 · probability",
        "确为有害的比例 · observed share", [middle, *dots],
    )  # fmt: skip


def _dot(chances: Floats, truth: Flags, count: int) -> str:
    area = 3 + 12 * (len(chances) / count) ** 0.5
    x, y = _x(float(chances.mean())), _y(float(truth.mean()))
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{area:.1f}" fill="#2f6f62" fill-opacity="0.75"/>'


def thresholds(scores: Floats, truth: Flags) -> str:
    """Recall, precision and false alarms for each threshold of the score."""
    cuts = np.linspace(0.02, 1.0, STEPS)
    found = scores[None, :] >= cuts[:, None]
    right, wrong = (found & truth).sum(1), (found & ~truth).sum(1)
    named = {
        "找出的 recall": right / max(int(truth.sum()), 1),
        "找对的 precision": np.divide(right, right + wrong, out=np.full(STEPS, np.nan), where=right + wrong > 0),
        "误报 false alarms": wrong / max(int((~truth).sum()), 1),
    }
    body = [part for i, (name, values) in enumerate(named.items()) for part in _curve(i, name, cuts, values)]
    return _page("What each threshold does", "阈值 · threshold", "比例 · share", body)


def _curve(place: int, name: str, cuts: Floats, values: Floats) -> list[str]:
    points = " ".join(f"{_x(a):.1f},{_y(b):.1f}" for a, b in zip(cuts, values, strict=True) if not np.isnan(b))
    colour, y = COLOURS[place], TOP + 10 + place * 20
    return [
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>',
        f'<rect x="{_x(1) + 16}" y="{y}" width="12" height="12" fill="{colour}"/>',
        f'<text x="{_x(1) + 34}" y="{y + 11}">{name}</text>',
    ]


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE - SIDE * share


def _ticks() -> list[str]:
    return [
        part
        for k in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
        for part in (
            f'<text x="{_x(k):.0f}" y="{_y(0) + 22}" text-anchor="middle">{k:.1f}</text>',
            f'<text x="{LEFT - 12}" y="{_y(k) + 5:.0f}" text-anchor="end">{k:.1f}</text>',
        )
    ]


def _page(title: str, across: str, up: str, body: Sequence[str]) -> str:
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 540 400" role="img" font-family="sans-serif" '
            f'font-size="12" fill="#333"><title>{title}</title>',
            '<rect width="540" height="400" fill="#fff"/>',
            f'<path d="M{LEFT} {TOP}V{_y(0)}H{_x(1)}" fill="none" stroke="#999"/>',
            *body,
            *_ticks(),
            f'<text x="{LEFT + SIDE / 2}" y="{_y(0) + 46}" text-anchor="middle">{across}</text>',
            f'<text x="{LEFT}" y="{TOP - 14}">{up}</text>',
            "</svg>\n",
        ]
    )
