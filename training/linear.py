"""Trains the linear classifier: `python -m training.linear --sets DIR [--test]`. See README.md.

Naive-Bayes log-count ratios scale the features of a linear support vector machine (Wang and Manning, 2012, "Baselines
and bigrams"); weights are cut to eight bits, and Platt's line on one half of dev turns scores into probabilities.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from linli.detectors import ngrams
from linli.detectors.classifier import MODEL, PARTS, Classifier, Weights, shares
from linli.reading import read_many
from training import card, corpora
from training.corpora import Corpus
from training.features import counts, normalised

MODELS = Path(__file__).parents[1] / "src" / "linli" / "data" / "models"
LENGTHS = (10, 15, 20, 30, 50, 70, 100)
SEED = 20_260_101

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every choice that was made on dev."""

    penalty: float = 0.5
    smoothing: float = 1.0
    swsr_weight: float = 0.5
    own_weight: float = 3.0
    balance_lengths: bool = True
    own_counts: tuple[tuple[str, int], ...] = (
        ("defend", 1500),
        ("plain", 400),
        ("ask", 1500),
        ("praise", 1000),
        ("report", 800),
        ("attack", 2500),
    )
    clip: float = 1.0
    silent: tuple[str, ...] = ("歧视", "地域黑", "种族主义", "刻板印象")


def training_sets(sets: Path, recipe: Recipe) -> list[Corpus]:
    """What the model learns from."""
    published = [corpora.cold(sets, "train"), corpora.swsr(sets, "train", recipe.swsr_weight)]
    found = [silenced(corpus, recipe.silent) for corpus in published]
    found += [corpora.own(kind, "train", count, recipe.own_weight) for kind, count in recipe.own_counts]
    return [*found, corpora.ordinary(sets, "train"), corpora.everyday("train", 3000)]


def silenced(corpus: Corpus, words: Sequence[str]) -> Corpus:
    """The corpus with `words` cut out, so that no n-gram with one of them weighs anything.

    They are the words for talking about discrimination. The sets, labelled by machine, call nine of ten texts with
    歧视 an attack, also those that speak against it; a word for a wrong is no evidence of doing it.
    """
    texts = corpus.texts
    for word in words:
        texts = tuple(text.replace(word, "\n") for text in texts)
    return replace(corpus, texts=texts)


def without(corpus: Corpus, words: Sequence[str]) -> Corpus:
    """The rows of a corpus that hold none of `words`."""
    kept = [i for i, text in enumerate(corpus.texts) if not any(word in text for word in words)]
    pick = {name: tuple(getattr(corpus, name)[i] for i in kept) for name in ("texts", "labels", "details")}
    return replace(corpus, name=f"{corpus.name} without the silent words", **pick)


def row_weights(corpus: Corpus, balance: bool) -> Floats:
    """A set's weight by row; with `balance`, both labels weigh the same among texts of one length.

    Long comments are attacks more often in the sets; a model must not learn that.
    """
    weights = np.full(len(corpus), corpus.weight)
    labels = np.asarray(corpus.labels)
    if not balance or len(set(corpus.labels)) < 2:
        return weights
    bins = np.digitize([len(text) for text in corpus.texts], LENGTHS)
    for here in (bins == b for b in np.unique(bins)):
        for label in (0, 1):
            rows = here & (labels == label)
            weights[rows] *= here.sum() / 2 / max(rows.sum(), 1)
    return weights


def fit(parts: Sequence[Corpus], recipe: Recipe) -> tuple[Floats, float]:
    """One weight a bucket, and the intercept."""
    labels = np.concatenate([part.labels for part in parts])
    weights = np.concatenate([row_weights(part, recipe.balance_lengths) for part in parts])
    matrix = counts([text for part in parts for text in part.texts])
    weighed = sp.diags(weights) @ matrix
    attack = recipe.smoothing + np.asarray(weighed[labels == 1].sum(axis=0)).ravel()
    other = recipe.smoothing + np.asarray(weighed[labels == 0].sum(axis=0)).ravel()
    ratio = np.log((attack / attack.sum()) / (other / other.sum()))
    machine = LinearSVC(C=recipe.penalty, dual=True, max_iter=5000, random_state=SEED)
    machine.fit(normalised(matrix) @ sp.diags(ratio), labels, sample_weight=weights)
    return ratio * machine.coef_[0], float(machine.intercept_[0])


def quantised(weights: Floats, clip: float) -> Weights:
    """Eight-bit weights; Platt's line is still the identity."""
    scale = float(np.quantile(np.abs(weights[weights != 0]), clip)) / 127
    table = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    return Weights(MODEL, table, scale, 1.0, 0.0, 0.0)


def calibrated(weights: Weights, dev: Corpus) -> Weights:
    """Platt's line fitted on `dev`, and the tightness of spans: what the average character of an attack says."""
    batch = read_many(dev.texts)
    raw = Classifier(weights, ()).probabilities(batch)
    scores = np.log(raw / (1 - raw))
    labels = np.asarray(dev.labels)
    line = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), labels)
    share = shares(Classifier(weights, ())._look_up(batch).said) * (weights.scale / PARTS)
    tightness = float(np.mean(share[share > 0]))
    return replace(weights, slope=float(line.coef_[0, 0]), offset=float(line.intercept_[0]), tightness=tightness)


def halves(corpus: Corpus) -> tuple[Corpus, Corpus]:
    """Two halves, by turns: one to calibrate, one to measure."""
    return tuple(  # type: ignore[return-value]
        replace(
            corpus,
            texts=corpus.texts[first::2],
            labels=corpus.labels[first::2],
            details=corpus.details[first::2],
        )
        for first in (0, 1)
    )


def save(weights: Weights) -> None:
    """The two files that the product loads."""
    path = MODELS / f"{weights.name}.npy"
    np.save(path, weights.table)
    shape = {"bits": ngrams.BITS, "orders": ngrams.ORDERS, "segment": ngrams.SEGMENT}
    line = {key: getattr(weights, key) for key in ("scale", "slope", "offset", "tightness")}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    meta = {"name": weights.name, **shape, **line, "probe": ngrams.probe(), "sha256": digest}
    (MODELS / f"{weights.name}.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")


def dev_sets(sets: Path) -> list[Corpus]:
    """What choices are made on; COLD's dev is its half that was not used to calibrate."""
    mine = [corpora.own(kind, "dev", 300) for kind in ("defend", "plain", "ask", "praise", "report", "attack")]
    measured = halves(corpora.cold(sets, "dev"))[1]
    return [
        measured,
        without(measured, Recipe().silent),
        corpora.swsr(sets, "dev"),
        *mine,
        corpora.ordinary(sets, "dev"),
        corpora.everyday("dev", 400),
    ]


def test_sets(sets: Path) -> list[Corpus]:
    """What is measured once, in the end."""
    return [corpora.cold(sets, "test"), corpora.swsr(sets, "test")]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="the folder of the data sets")
    parser.add_argument("--test", action="store_true", help="measure the test splits and write the model card")
    given = parser.parse_args()
    begun, recipe = time.process_time(), Recipe()
    parts = training_sets(given.sets, recipe)
    coefficients, intercept = fit(parts, recipe)
    weights = calibrated(
        quantised(coefficients, recipe.clip), without(halves(corpora.cold(given.sets, "dev"))[0], recipe.silent)
    )
    seconds = time.process_time() - begun
    print(f"trained in {seconds:.0f} s of CPU, intercept {intercept:.3f}")
    save(weights)
    classifier = Classifier(weights, ())
    dev = [card.measure(classifier, corpus) for corpus in dev_sets(given.sets)]
    print("\n".join(map(str, dev)))
    if given.test:
        tested = [card.measure(classifier, corpus) for corpus in test_sets(given.sets)]
        print("\n".join(map(str, tested)))
        text = card.written(weights, recipe, parts, dev, tested, seconds)
        (MODELS / f"{MODEL}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
