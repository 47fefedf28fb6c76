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
