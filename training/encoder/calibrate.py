"""Fits probabilities on dev: `python -m training.encoder.calibrate --sets DIR`. Adds them to `models/encoder-1.json`.

An attack's log-odds come from the encoder, the linear model and the stance; other harms have a Platt's line each.
Innocent rows are weighed up, so that a harm is as rare as `PRIOR` where it is looked for.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from linli.detectors.classifier import Classifier
from linli.detectors.encoder import MODEL, Encoder
from linli.evaluation import curves
from linli.policy import load
from linli.reading import read_many
from training.card import Measured
from training.encoder import card, dev, rows
from training.encoder.rows import HEADS, STANCES, Row
from training.encoder.train import folded, second_labels
from training.linear import MODELS

PRIOR = 0.05
CUT = 0.06
FLOORS = {"spam": 0.8, "fraud": 0.8, "doxxing": 0.7}  # the pack's rules for these read the score of any detector
MOST = 1000  # rows of a part, evenly taken
WEIGHTS = {"cold": 1.0, "second": 4.0, "swsr": 0.3, "own": 3.0, "templates": 0.5, "ordinary": 1.0}

Floats = NDArray[np.float64]


def dev_parts(sets: Path) -> dict[str, list[Row]]:
    """The dev parts, and the rows of COLD's dev that we labelled again."""
    found = {name: some[:: max(1, len(some) // MOST)] for name, some in dev.parts(sets).items()}
    again = second_labels(rows.OWN.parent).get("dev", {})
    found["second"] = [r for r in rows.cold(sets, "dev", again) if r.origin.endswith("second")]
    return found


def features(encoder: Encoder, linear: Classifier, some: Sequence[Row]) -> tuple[Floats, Floats]:
    """Logits, and the linear model's log-odds."""
    logits = np.array([h.logits for h in encoder.read([t[:90] for t in folded([r.text for r in some])])], np.float64)
    simple = np.clip(linear.probabilities(read_many([r.text for r in some])), 1e-4, 1 - 1e-4)
    return logits, np.log(simple / (1 - simple))


def three(logits: Floats, odds: Floats) -> Floats:
    """Encoder, linear, and the probability of a report or a defence: what an attack's log-odds are made of."""
    share = np.exp(logits[:, len(HEADS) :] - logits[:, len(HEADS) :].max(1, keepdims=True))
    aside = share[:, [STANCES.index("report"), STANCES.index("defend")]].sum(1) / share.sum(1)
    return np.stack([logits[:, HEADS.index("attack")], odds, aside], 1)


def attack_line(parts: dict[str, list[Row]], seen: dict[str, tuple[Floats, Floats]]) -> list[float]:
    """Weights of the three and the offset; a stance that would speak against defence is given no say."""
    x, y, w = [], [], []
    for name, some in parts.items():
        known = [i for i, row in enumerate(some) if "attack" in row.harms]
        x.append(three(*seen[name])[known])
        y += [some[i].harms["attack"] >= 0.5 for i in known]
        w += [WEIGHTS[name]] * len(known)
    every = np.concatenate(x)
    line = LogisticRegression(C=1e4).fit(every, y, sample_weight=w)
    if line.coef_[0, 2] > 0:
        line = LogisticRegression(C=1e4).fit(every * [1, 1, 0], y, sample_weight=w)
    return [*map(float, line.coef_[0]), float(line.intercept_[0])]


def harm_line(head: str, parts: dict[str, list[Row]], seen: dict[str, tuple[Floats, Floats]]) -> list[float]:
    """Platt's line of one harm."""
    at, x, y = HEADS.index(head), [], []
    for name, some in parts.items():
        known = [i for i, row in enumerate(some) if head in row.harms and row.origin != "telephone-dev"]
        x.append(seen[name][0][known, at])
        y += [some[i].harms[head] >= 0.5 for i in known]
    bad = np.array(y)
    weight = np.where(bad, PRIOR / max(bad.mean(), 1e-9), (1 - PRIOR) / (1 - bad.mean()))
    line = LogisticRegression(C=1.0).fit(np.concatenate(x).reshape(-1, 1), bad, sample_weight=weight)
    return [float(line.coef_[0, 0]), float(line.intercept_[0])]


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)))


def card_rows(
    parts: dict[str, list[Row]], seen: dict[str, tuple[Floats, Floats]], meta: dict[str, Any], cuts: dict[str, float]
) -> tuple[list[Measured], list[str]]:
    """What the pack's thresholds do on dev: an attack by set, for the linear model too, and every other harm."""
    w, attacks, harms = np.array(meta["attack"]), [], []
    for name, some in parts.items():
        chances = sigmoid(three(*seen[name]) @ w[:3] + w[3])
        attacks.append(card.attack_row(name, chances, some, cuts["abuse"]))
        attacks.append(card.attack_row(f"{name}, linear alone at .5", sigmoid(seen[name][1]), some, 0.5))
        for side in ("defend", "report"):
            which = [i for i, row in enumerate(some) if row.stance == side]
            if which:
                attacks.append(
                    card.attack_row(f"{name}: {side}", chances[which], [some[i] for i in which], cuts["abuse"])
                )
    for head, (slope, offset) in meta["lines"].items():
        at = HEADS.index(head)
        own, ordinary = (sigmoid(slope * seen[name][0][:, at] + offset) for name in ("own", "ordinary"))
        bad = np.array([row.harms.get(head, 0.0) >= 0.5 for row in parts["own"]])
        harms.append(card.harm_row(head, cuts.get(head, 0.5), own, bad, ordinary))
    return attacks, harms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    given = parser.parse_args()
    encoder, linear = Encoder.from_data(), Classifier.from_data()
    parts = dev_parts(given.sets)
    seen = {name: features(encoder, linear, some) for name, some in parts.items()}
    meta = encoder.meta | {"attack": attack_line(parts, seen), "cut": CUT, "floors": FLOORS}
    meta["lines"] = {head: harm_line(head, parts, seen) for head in HEADS if head not in ("abuse", "hate", "attack")}
    (MODELS / f"{MODEL}.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
    cuts = {category.value: value for category, value in load("base").thresholds.items()}
    attacks, harms = card_rows(parts, seen, meta, cuts)
    text = card.written(meta, attacks, harms, cuts["abuse"])
    (MODELS / f"{MODEL}.md").write_text(text, encoding="utf-8")
    w, names = np.array(meta["attack"]), ("cold", "own", "ordinary")
    chances = np.concatenate([sigmoid(three(*seen[n]) @ w[:3] + w[3]) for n in names])
    truth = np.concatenate([[row.harms.get("attack", 0.0) >= 0.5 for row in parts[n]] for n in names])
    card.PLOT.write_text(curves.reliability(chances, truth), encoding="utf-8")
    print(meta["attack"], text[text.index("## Figures") :], sep="\n")


if __name__ == "__main__":
    main()
