"""Trains the gate of the cascade: `python -m training.encoder.gate --sets DIR`. Makes `models/gate-1.*`.

The recipe of the linear model, with one label: does the text show any harm? Where not, the encoder is not asked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from linli.detectors.cascade import GATE
from linli.detectors.classifier import Classifier
from linli.reading import read_many
from training.corpora import Corpus
from training.encoder import rows
from training.encoder.rows import Row
from training.linear import Recipe, calibrated, fit, quantised, save


def corpus(name: str, some: Iterable[Row], weight: float) -> Corpus:
    """Rows as texts with one label: any harm."""
    kept = [row for row in some if row.weight]
    labels = tuple(int(max(row.harms.values(), default=0.0) >= 0.5) for row in kept)
    return Corpus(name, tuple(row.text for row in kept), labels, weight)


def parts(sets: Path) -> list[Corpus]:
    """What the gate learns from."""
    return [
        corpus("cold-train", rows.cold(sets, "train"), 1.0),
        corpus("swsr-train", rows.swsr(sets, "train"), 0.5),
        corpus("own-train", rows.own("train", held=False), 4.0),
        corpus("templates-train", rows.templates("train"), 2.0),
        corpus("spoken-train", rows.spoken(sets, "train"), 1.0),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    given = parser.parse_args()
    recipe = Recipe(balance_lengths=True)
    weights = quantised(fit(parts(given.sets), recipe)[0], recipe.clip)
    held = [*rows.own("train", held=True), *list(rows.cold(given.sets, "dev"))[::4], *rows.spoken(given.sets, "dev")]
    weights = replace(calibrated(weights, corpus("dev", held, 1.0)), name=GATE)
    save(weights)
    gate = Classifier(weights, ())
    for name, some in {
        "own": list(rows.own("train", held=True)),
        "cold": list(rows.cold(given.sets, "dev"))[1::4],
        "ordinary": [*rows.spoken(given.sets, "dev"), *rows.templates("dev", 0.3)],
    }.items():
        dev = corpus("", some, 1.0)
        chances = gate.probabilities(read_many(list(dev.texts)))
        bad = np.array(dev.labels)
        for cut in (0.05, 0.1, 0.15, 0.2, 0.3):
            print(name, cut, "harm", (chances[bad == 1] >= cut).mean(), "none", (chances[bad == 0] >= cut).mean())


if __name__ == "__main__":
    main()
