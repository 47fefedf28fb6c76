"""The encoder's model card and reliability plot, written by the calibration run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linli.evaluation.metrics import confusion
from training.card import Measured, calibration_error, table
from training.encoder.rows import Row

Floats = NDArray[np.float64]
PLOT = Path(__file__).parents[2] / "docs" / "images" / "encoder-reliability.svg"
WORDS = Path(__file__).with_name("card.txt")


def attack_row(name: str, chances: Floats, some: Sequence[Row], cut: float) -> Measured:
    """What is done at `cut`."""
    known = np.array(["attack" in row.harms for row in some])
    truth = np.array([row.harms.get("attack", 0.0) >= 0.5 for row in some])[known]
    return Measured(name, confusion(truth, chances[known] >= cut), calibration_error(chances[known], truth), {})


def harm_row(head: str, cut: float, own: Floats, bad: NDArray[np.bool_], ordinary: Floats) -> str:
    """A row of the harms' table."""
    return (
        f"| {head} | {bad.sum()} | {(own[bad] >= cut).mean():.2f} | {(own[~bad] >= cut).mean():.3f}"
        f" | {(ordinary >= cut).mean():.4f} | {cut} |"
    )


def written(meta: dict[str, object], attacks: Sequence[Measured], harms: Sequence[str], cut: float) -> str:
    """The card."""
    return WORDS.read_text(encoding="utf-8").format(
        size=int(str(meta["bytes"])) / 1e6,
        pieces=meta["pieces"],
        cut=cut,
        attacks=table(attacks),
        harms="\n".join(harms),
        stance=meta["attack"][2],  # type: ignore[index]
    )


def reliability(chances: Floats, truth: NDArray[np.bool_], bins: int = 10) -> str:
    """An SVG: observed share against probability, a dot a tenth, its area by the number of texts."""
    which = np.minimum((chances * bins).astype(int), bins - 1)
    dots = [
        f'<circle cx="{60 + 300 * chances[which == b].mean():.0f}" cy="{340 - 300 * truth[which == b].mean():.0f}" '
        f'r="{3 + 12 * (which == b).mean() ** 0.5:.1f}" fill="#2f6f62" fill-opacity="0.75"/>'
        for b in np.unique(which)
    ]
    ticks = [
        f'<text x="{60 + 300 * k:.0f}" y="362" text-anchor="middle">{k:.1f}</text>'
        f'<text x="48" y="{345 - 300 * k:.0f}" text-anchor="end">{k:.1f}</text>'
        for k in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 390 400" role="img" font-family="sans-serif" '
            'font-size="12" fill="#333"><title>Reliability: probability against observed share</title>',
            '<rect width="390" height="400" fill="#fff"/>',
            '<path d="M60 40V340H360" fill="none" stroke="#999"/>',
            '<path d="M60 340L360 40" stroke="#bbb" stroke-dasharray="4 4"/>',
            *dots,
            *ticks,
            '<text x="210" y="386" text-anchor="middle">模型给出的概率 · probability</text>',
            '<text x="60" y="26">确为攻击的比例 · observed share</text>',
            "</svg>\n",
        ]
    )
