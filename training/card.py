"""Measures a classifier and writes its card: data, licences, splits, figures with intervals, failures, time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linli.detectors import ngrams
from linli.detectors.classifier import Classifier, Weights
from linli.evaluation.metrics import Confusion, confusion, figures, intervals
from linli.reading import read_many
from training.corpora import Corpus

if TYPE_CHECKING:
    from training.linear import Recipe

FINE = {"0": "other safe", "1": "attack on a person", "2": "attack on a group", "3": "anti-bias"}
LICENCES = {
    "cold": "COLD, Apache-2.0",
    "swsr": "SWSR, MIT",
    "ordinary": "TeleAntiFraud sample (Apache-2.0) and PAWS-X Chinese dev (free for any purpose)",
    "defend": "own writing, `training/data`",
    "ask": "own writing, `training/data`",
    "praise": "own writing, `training/data`",
    "report": "own writing, `training/data`",
    "plain": "own writing, `training/data`",
    "attack": "own writing, `training/data`",
    "everyday": "own writing, `training/data`",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a classifier did on one set at probability .5."""

    name: str
    counts: Confusion
    calibration_error: float
    details: dict[str, Confusion]

    def __str__(self) -> str:
        shown = {k: v for k, v in figures(self.counts).items() if v is not None}
        words = " ".join(f"{k} {v:.4f}" for k, v in shown.items())
        more = " ".join(f"[{k} {figures(c)['accuracy']:.3f}]" for k, c in self.details.items())
        return f"{self.name:16s} {self.counts.total:6d} {words} ece {self.calibration_error:.3f} {more}"


def measure(classifier: Classifier, corpus: Corpus) -> Measured:
    """Every figure of one set."""
    chances = np.concatenate(
        [classifier.probabilities(read_many(corpus.texts[i : i + 1000])) for i in range(0, len(corpus), 1000)]
    )
    truth, found = np.asarray(corpus.labels, np.bool_), chances >= 0.5
    kinds = np.asarray(corpus.details)
    details = (
        {str(k): confusion(truth[kinds == k], found[kinds == k]) for k in np.unique(kinds)} if len(kinds) else {}
    )
    return Measured(corpus.name, confusion(truth, found), calibration_error(chances, truth), details)


def calibration_error(chances: np.ndarray, truth: np.ndarray, bins: int = 10) -> float:
    """The expected calibration error over equal bins of probability."""
    which = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        abs(truth[which == b].mean() - chances[which == b].mean()) * (which == b).mean() for b in np.unique(which)
    ]
    return float(sum(gaps))


def table(rows: Sequence[Measured]) -> str:
    """A Markdown table with 95% intervals."""
    head = ("set", "rows", "accuracy", "macro-F1", "positive F1", "recall", "false alarms", "ECE")
    keys = ("accuracy", "macro_f1", "positive_f1", "recall", "false_alarm_rate")
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        found, spread = figures(row.counts), intervals(row.counts)
        one_class = len({row.counts.tp + row.counts.fn > 0, row.counts.fp + row.counts.tn > 0}) > 1
        cells = [_cell(found[k], spread[k]) if not (one_class and "f1" in k) else "–" for k in keys]
        lines.append(
            f"| {row.name} | {row.counts.total} | " + " | ".join(cells) + f" | {row.calibration_error:.3f} |"
        )
    return "\n".join(lines)


def _cell(value: float | None, spread: list[float] | None) -> str:
    return "–" if value is None or spread is None else f"{value:.4f} [{spread[0]:.3f}, {spread[1]:.3f}]"


def _details(row: Measured) -> str:
    lines = ["| COLD test, by fine label | rows | right | 95% interval |", "|---|---|---|---|"]
    for key, counts in row.details.items():
        low, high = intervals(counts)["accuracy"] or (0.0, 0.0)
        lines.append(
            f"| {FINE[key]} | {counts.total} | {figures(counts)['accuracy']:.4f} | [{low:.3f}, {high:.3f}] |"
        )
    return "\n".join(lines)


def written(
    weights: Weights,
    recipe: Recipe,
    parts: Sequence[Corpus],
    dev: Sequence[Measured],
    tested: Sequence[Measured],
    seconds: float,
) -> str:
    """The model card, in Markdown."""
    used = "\n".join(
        f"| {p.name} | {len(p)} | {sum(p.labels)} | {p.weight} | {LICENCES[p.name.split('-')[0]]} |" for p in parts
    )
    return CARD.format(
        name=weights.name,
        kib=len(weights.table) // 1024,
        segment=ngrams.SEGMENT,
        used=used,
        recipe=recipe,
        seconds=seconds,
        dev=table(dev),
        tested=table(tested),
        fine=_details(tested[0]),
        platt=f"slope {weights.slope:.4f}, offset {weights.offset:.4f}",
    )


CARD = """\
# Model card: {name}

Written by `python -m training.linear --sets DIR --test`. Do not edit.

**What it does.** A linear model over hashed character 1- to 4-grams of the folded text gives the probability that a
comment attacks a person or a group. The category is `hate` where a word of `groups.txt` stands in the text, else
`abuse`. It works in NumPy, with {kib} KiB of eight-bit weights mapped into memory. A text longer than {segment}
characters is scored in even pieces and is as bad as its worst one.

**What it is for.** A hint to a policy that publishes its rules and lets people appeal. Alone it should not remove
anything: see the failures below.

## Data

| set | rows | attacks | weight | licence |
|---|---|---|---|---|
{used}

COLD: the 39 texts of its train split that also stand in test were dropped; train and dev were labelled by a machine
and checked in part, test by people; its fine labels exist in test alone and were not used in training. SWSR: all
comments on one post are in one split. There is no label for a political, religious or historical opinion.

## Recipe

`{recipe}`

NB-SVM (log-count ratios times a linear SVM), chosen on dev only. Within each set both labels weigh the same among
texts of one length. The `silent` words carry no weight: nine of ten training texts with 歧视 are labelled attacks,
also those that speak against it. Probabilities: Platt's line ({platt}), fitted on the even rows of COLD dev
without the silent words. {seconds:.0f} s of CPU on one core, no accelerator; seeds fixed.

## Figures on dev, at probability .5

`cold-dev` is its odd rows. A set of one class shows only what it can.

{dev}

## Figures on test, at probability .5

{tested}

{fine}

Intervals: 95%, percentile bootstrap, 10,000 draws, fixed seed. ECE: expected calibration error, ten bins.

The test splits were measured six times. The first recipe had no silent words and pieces of 160 characters: COLD
macro-F1 .8081, recall .842, false alarms .207, anti-bias rows .389, attacks on a group .850. It called the plain
sentence “不要歧视黑人” an attack with .995. We ship a recipe that does not (the sentence is by now a template of
`defend-train`, so it proves nothing) and pay for it in recall: choosing so, we knew what the first had shown. The
second run (.7948) had silent words and a hash that gave many pairs of characters one bucket; the third (.7967) a
better hash; the fourth (.7948) everyday questions about groups; the fifth (.7909) praise, reports of insults,
complaints about things and more attacks besides; the last, above, is the fifth without the rewordings told of below.
So these figures are not those of a test that was looked at once.

Our own dev sentences were written by the hands that wrote our training ones, some of the latter after a look at what
the model got wrong. Nine training templates that came out as rewordings of dev ones were taken out again (with
them `attack-dev` stood at .41), but the `*-dev` figures of own writing still flatter the model.

## Failures that are known

- **It still punishes many who defend others**: half of the anti-bias rows above are taken for attacks.
- It knows attacks by the words of COLD and SWSR: race, region, gender. Of attacks of our own writing in plain words
  it sees two in five (`attack-dev`), and it reads no irony, no context and no quotation.
- Probabilities are fitted to COLD dev, half of which are attacks; where attacks are rare they are too high.
- Disguise that reading does not undo (initials above all) hides an attack from it.
- `hate` and `abuse` are told apart by a list of words for groups, not learned.
"""
