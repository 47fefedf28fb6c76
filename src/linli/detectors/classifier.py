"""The first statistical classifier: a linear model over hashed character n-grams, in NumPy alone.

One signal an item where the calibrated probability of an attack reaches `FLOOR`; thresholds belong to the policy. The
category is `hate` where the text names a group of people, else `abuse`. The span is what speaks most for the finding.
`training/linear.py` makes the files; `linli/data/models/linear-1.md` is the model card.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from daachorse import CharwiseDoubleArrayAhoCorasick
from numpy.typing import NDArray

from linli import files
from linli.detectors import ngrams
from linli.reading import Batch
from linli.vocabulary import Category, Item, LinliError, Signal, Span, Text

MODEL = "linear-1"
FLOOR = 0.3
PARTS = 12

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model: `2 ** ngrams.BITS` weights in units of `scale`, and Platt's line from score to log-odds.

    `tightness` is what a character must speak for the finding to belong to the span.
    """

    name: str
    table: NDArray[np.int8]
    scale: float
    slope: float
    offset: float
    tightness: float


class Found(NamedTuple):
    """By position of a batch: what its n-grams say together, how many there are, and what each length says."""

    total: NDArray[np.int16]
    amount: NDArray[np.int8]
    said: tuple[NDArray[np.int8], ...]


def shares(said: Sequence[NDArray[np.int8]]) -> NDArray[np.int16]:
    """What each character says, in units of `scale / PARTS`: an n-gram's weight is shared by its characters."""
    out = np.zeros(len(said[0]), np.int16)
    for length, spoken in enumerate(said, 1):
        part = spoken.astype(np.int16) * (PARTS // length)
        for shift in range(length):
            out[shift:] += part[: len(part) - shift]
    return out


class Classifier:
    """Scores texts by `weights`; `groups` are the words that turn `abuse` into `hate`. Threads may share it."""

    name = "classifier"

    def __init__(self, weights: Weights, groups: Sequence[str]) -> None:
        self.weights = weights
        self._groups = CharwiseDoubleArrayAhoCorasick(list(groups)) if groups else None

    @classmethod
    def from_data(cls) -> Classifier:
        """The shipped model; LinliError where its files are missing, cut short or of another make."""
        lines = files.read_text("models/groups.txt").splitlines()
        return cls(load_weights(MODEL), [line for line in lines if line and not line.startswith("#")])

    def keeps(self, signal: Signal, steps: tuple[str, ...], text: str) -> bool:  # noqa: ARG002 (the protocol's)
        """A restored text as a whole is what was meant, so its score counts wherever the strongest words stand."""
        return True

    def probabilities(self, batch: Batch) -> Floats:
        """The calibrated probability of an attack for each text."""
        if not len(batch):
            return np.zeros(0)
        return self._probabilities(batch, self._look_up(batch))

    def sums(self, batch: Batch, begins: ngrams.Places, ends: ngrams.Places) -> Floats:
        """What the n-grams that start in each `[begin, end)` of the folded batch say together, higher is worse."""
        before = np.concatenate(([0], np.cumsum(self._look_up(batch).total, dtype=np.int64)))
        return (before[ends] - before[begins]) * self.weights.scale

    def _look_up(self, batch: Batch) -> Found:
        codes = ngrams.padded(batch)
        total, count, said = np.zeros(len(codes), np.int16), np.zeros(len(codes), np.int8), []
        for bucket, there in ngrams.buckets(codes):
            said.append(self.weights.table[bucket.astype(np.intp)] * there)
            total += said[-1]
            count += there
        return Found(total, count, tuple(said))

    def _probabilities(self, batch: Batch, found: Found) -> Floats:
        pieces = ngrams.segments(batch.starts, len(found.total))
        sums = np.add.reduceat(found.total, pieces.begins, dtype=np.int64)
        counts = np.add.reduceat(found.amount, pieces.begins, dtype=np.int64)
        scores = sums * self.weights.scale / np.sqrt(np.maximum(counts, 1))
        best = np.maximum.reduceat(scores, pieces.first)
        chances = 1.0 / (1.0 + np.exp(-(self.weights.slope * best + self.weights.offset)))
        return np.where(np.add.reduceat(counts, pieces.first) > 0, chances, 0.0)

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """At most one signal an item."""
        signals: list[list[Signal]] = [[] for _ in items]
        if not items:
            return signals
        found = self._look_up(batch)
        chances = self._probabilities(batch, found)
        flagged = np.flatnonzero(chances >= FLOOR)
        if len(flagged):
            about_group = self.about_groups(batch)[flagged]
            columns = (flagged, about_group, chances[flagged], *self._spans(batch, found, flagged))
            for i, group, chance, start, end in zip(*(column.tolist() for column in columns), strict=True):
                signals[i].append(self._signal(group, chance, Span(start, end)))
        return signals

    def _spans(self, batch: Batch, found: Found, flagged: ngrams.Places) -> tuple[ngrams.Places, ngrams.Places]:
        """For each flagged text, the `[start, end)` of the original that speaks most for the finding."""
        lengths = np.diff(np.append(batch.starts, len(found.total)))[flagged]
        starts = np.cumsum(lengths) - lengths
        shift = np.repeat(batch.starts[flagged] - starts, lengths)
        places = np.arange(len(shift)) + shift
        values = shares(found.said)[places] * (self.weights.scale / PARTS) - self.weights.tightness
        begins, ends = strongest(values, found.amount[places] > 0, starts)
        first, last = begins + shift[begins], ends - 1 + shift[begins]
        origins = batch.origins[flagged]
        return batch.offsets[first] - origins, batch.offsets[last] + 1 - origins

    def about_groups(self, batch: Batch) -> Flags:
        """For each text whether it names a group of people."""
        flags = np.zeros(len(batch), np.bool_)
        if self._groups is not None:
            places = [match[0] for match in self._groups.find(batch.folded)]
            flags[np.searchsorted(batch.starts, places, side="right") - 1] = True
        return flags

    def _signal(self, about_group: bool, chance: float, span: Span) -> Signal:
        category = Category.HATE if about_group else Category.ABUSE
        name = self.weights.name
        return Signal(category, round(chance, 4), self.name, (span,), evidence=name, source=f"model:{name}")


def strongest(values: Floats, inside: Flags, starts: ngrams.Places) -> tuple[ngrams.Places, ngrams.Places]:
    """For each text, the `[start, end)` whose values sum highest, within one line; texts begin at `starts`.

    The maximum subarray of every text at once: prefix sums, and their running minimum, which steps down by more than
    any sum at each line so that it starts afresh there.
    """
    cut = np.cumsum(~inside)
    prefix = np.concatenate(([0.0], np.cumsum(np.where(inside, values, 0.0))))
    apart = 2.0 * float(np.abs(values).sum()) + 1.0
    lowered = prefix[:-1] - apart * cut
    lowest = np.minimum.accumulate(lowered)
    begin = np.maximum.accumulate(np.where(lowered == lowest, np.arange(len(values)), 0))
    gain = np.where(inside, prefix[1:] - prefix[begin], -np.inf)
    ends = _first_peaks(gain, starts)
    return begin[ends], ends + 1


def _first_peaks(gain: Floats, starts: ngrams.Places) -> ngrams.Places:
    peaks = np.repeat(np.maximum.reduceat(gain, starts), np.diff(np.append(starts, len(gain))))
    places = np.flatnonzero(gain == peaks)
    return places[np.searchsorted(places, starts)]


def load_weights(name: str) -> Weights:
    """The weights `models/NAME.npy` (mapped into memory, not read) with the settings in `models/NAME.json`."""
    try:
        meta: dict[str, Any] = json.loads(files.read_text(f"models/{name}.json"))
        _check(meta, name)
        table = np.asarray(np.load(files.path(f"models/{name}.npy"), mmap_mode="r"))
        if table.shape != (1 << ngrams.BITS,) or table.dtype != np.int8:
            raise ValueError("shape")
        return Weights(name, table, *(float(meta[key]) for key in ("scale", "slope", "offset", "tightness")))
    except (ValueError, KeyError, TypeError, OSError) as problem:
        raise _foreign(name) from problem


def _check(meta: dict[str, Any], name: str) -> None:
    """Refuse weights that are not the ones described, and weights for other n-grams than these."""
    if (meta["bits"], meta["orders"], meta["segment"]) != (ngrams.BITS, ngrams.ORDERS, ngrams.SEGMENT):
        raise ValueError("features")
    if hashlib.sha256(files.read_bytes(f"models/{name}.npy")).hexdigest() != meta["sha256"]:
        raise ValueError("digest")


def _foreign(name: str) -> LinliError:
    return LinliError(
        Text("模型文件损坏，或不是这个版本的。", "The model file is damaged or of another make."),
        field="model",
        value=name,
        mend=Text("请重新安装 linli；其他检测器照常工作。", "Reinstall linli; the other detectors go on."),
    )
