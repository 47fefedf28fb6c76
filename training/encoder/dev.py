"""Figures on the dev parts: what choices are made on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import average_precision_score, f1_score

from linli.detectors.pieces import Pieces
from training.encoder import rows
from training.encoder.network import Network
from training.encoder.rows import HEADS, STANCES, Row


def parts(sets: Path) -> dict[str, list[Row]]:
    """The dev parts by name."""
    cold = list(rows.cold(sets, "dev"))
    return {
        "cold": cold[1::2],
        "swsr": list(rows.swsr(sets, "dev")),
        "own": list(rows.own("train", held=True)),
        "templates": [r for r in rows.templates("dev", 0.3) if r.origin.startswith("templates")],
        "ordinary": [r for r in rows.spoken(sets, "dev") if r.origin == "ordinary-dev"]
        + [r for r in rows.templates("dev", 0.3) if r.origin.startswith("everyday")],
    }


def logits(net: Network, pieces: Pieces, texts: Sequence[str]) -> np.ndarray:
    """Logits of many texts."""
    from training.encoder.train import encoded, folded, padded

    ids = encoded(pieces, folded(list(texts)))
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = np.zeros((len(ids), len(HEADS) + len(STANCES)), np.float32)
    with torch.no_grad():
        for start in range(0, len(order), 64):
            some = order[start : start + 64]
            out[some] = net(*padded([ids[i] for i in some])).numpy()
    return out


def report(net: Network, pieces: Pieces, sets: Path, out: Path) -> None:
    """Prints the figures and keeps the logits."""
    found = {}
    for name, some in parts(sets).items():
        found[name] = logits(net, pieces, [row.text for row in some])
        print(name, figures(some, found[name]), flush=True)
    np.savez(out / "dev.npz", **found)


def figures(some: Sequence[Row], found: np.ndarray) -> str:
    """Attack at one half, average precision by harm, accuracy of the stance."""
    at = HEADS.index("attack")
    told = [(row.harms["attack"], x[at]) for row, x in zip(some, found, strict=True) if "attack" in row.harms]
    pairs = [(target >= 0.5, logit > 0) for target, logit in told]
    truth, said = np.array(pairs).T
    text = f"n={len(some)} attack F1 {f1_score(truth, said, average='macro'):.4f}"
    text += f" recall {said[truth == 1].mean():.3f}" if truth.any() else ""
    text += f" false {said[truth == 0].mean():.4f}" if not truth.all() else ""
    for i, head in enumerate(HEADS[:-1]):
        known = [(row.harms[head], x[i]) for row, x in zip(some, found, strict=True) if head in row.harms]
        t, s = np.array(known).T
        if t.any() and not t.all() and some[0].origin.startswith("own"):
            text += f" {head} {average_precision_score(t > 0.5, s):.2f}"
    sides = [
        (STANCES.index(r.stance), x[len(HEADS) :].argmax()) for r, x in zip(some, found, strict=True) if r.stance
    ]
    if sides:
        text += f" stance {np.mean([a == b for a, b in sides]):.3f}"
    return text
