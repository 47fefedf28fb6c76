"""The statistical classifier as it runs: cheap models settle what is clear, the encoder reads the rest.

The gate and the linear model look at hashed n-grams. Where both see nothing, the text is left alone. Else the encoder
reads it, a long text in windows; a signal tells a harm's calibrated probability and the part that speaks most for it.
The stance (attack, report, defence, of oneself) is weighed in: who quotes or opposes an insult attacks nobody.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linli.detectors.adapted import Adapted
from linli.detectors.classifier import FLOOR, Classifier, load_weights
from linli.detectors.encoder import MODEL, Encoder, Heard
from linli.reading import Batch
from linli.vocabulary import Category, Item, Signal, Span

GATE = "gate-1"
WINDOW, MOST = 44, 28  # chosen on dev: harmless words around an attack dilute it in a longer one
BESIDE = 0.7  # log-odds below the likeliest harm at which a second one is told too
ATTACK = "attack"
CALL = re.compile(
    "(?:不要|不能|不该|不应|别|请勿|停止|反对|拒绝|禁止|抵制)[^,。.!?;，！？；]{0,6}(?:歧视|辱骂|网暴|欺负|嘲笑|抹黑|霸凌|侮辱|地域黑)"
)
HEEDED = 2.0  # log-odds that a call against a wrong takes from an attack: corpora label such calls attacks
UNNAMED = 0.82  # log-odds that an attack wants more where no group is named: from .35 to .55, chosen on dev
SUREST = 30.0  # log-odds at which a probability is cut
HEEDING = 0.5  # log-odds that an operator's own model must add for the encoder to be asked
SHORTEST = 4  # characters of a sentence that may stand alone as what was meant
HEARD = 3.0  # log-odds that a sure report or defence takes from every harm but an attack and one's own despair
_ENDS = "。！？；!?;…\n"
_STOPS = "。！？；!?;…\n，, "


class Window(NamedTuple):
    """A piece `[start, end)` of the folded batch that belongs to item `owner`."""

    owner: int
    start: int
    end: int


Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scale:
    """From logits to probabilities: the attack's from four numbers, every other harm's from its own Platt's line.

    `floors` are for harms whose rules read any detector's score: what lies below is not told.
    """

    attack: tuple[float, float, float, float]
    lines: dict[str, tuple[float, float]]
    floors: dict[str, float]
    cut: float


class Cascade:
    """Gate, linear model and encoder as one detector. Threads may share it."""

    name = "classifier"

    def __init__(self, linear: Classifier, gate: Classifier, encoder: Encoder, own: Adapted | None = None) -> None:
        self._linear, self._gate, self._encoder, self._own = linear, gate, encoder, own
        meta = encoder.meta
        lines = {head: (float(a), float(b)) for head, (a, b) in meta["lines"].items()}
        encoded, simple, side, offset = map(float, meta["attack"])
        floors = {head: float(value) for head, value in meta["floors"].items()}
        self._scale = Scale((encoded, simple, side, offset), lines, floors, float(meta["cut"]))
        self._at = {name: i for i, name in enumerate(encoder.heads)}
        self._sides = {name: len(encoder.heads) + i for i, name in enumerate(encoder.stances)}

    @classmethod
    def from_data(cls) -> Cascade:
        """The shipped models; LinliError where a file is missing, cut short or of another make."""
        return cls(Classifier.from_data(), Classifier(load_weights(GATE), ()), Encoder.from_data())

    def adapted(self, own: Adapted) -> Cascade:
        """The same models with what an operator's own decisions add."""
        return Cascade(self._linear, self._gate, self._encoder, own)

    def keeps(self, signal: Signal, steps: tuple[str, ...], text: str) -> bool:  # noqa: ARG002 (the protocol's)
        """A restored text as a whole is what was meant, so its score counts wherever the strongest words stand."""
        return True

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """At most one signal a harm for each item."""
        signals: list[list[Signal]] = [[] for _ in items]
        if not items:
            return signals
        best: dict[tuple[int, str], tuple[float, Window, Heard]] = {}
        for window, said, chances in self._heard(batch, self._unclear(batch)):
            for head, chance in chances:
                floor = self._scale.floors.get(head, FLOOR)
                if chance >= floor and chance > best.get((window.owner, head), (0.0,))[0]:
                    best[window.owner, head] = (chance, window, said)
        for (owner, head), (chance, window, said) in best.items():
            signals[owner].append(self._signal(batch, head, chance, window, said))
        return signals

    def attack_odds(self, batch: Batch) -> Floats:
        """The log-odds of an attack for each text, the encoder asked about all: what an own model is fitted to."""
        odds = np.full(len(batch), -SUREST)
        for window, _, chances in self._heard(batch, np.arange(len(batch))):
            chance = dict(chances)[ATTACK]
            odds[window.owner] = max(odds[window.owner], math.log(chance) - math.log1p(-chance))
        return odds

    def _unclear(self, batch: Batch) -> Places:
        """The texts that the encoder reads."""
        asked = self._linear.probabilities(batch) >= FLOOR
        asked |= self._gate.probabilities(batch) >= self._scale.cut
        if self._own is not None:
            asked |= self._own.odds(batch) >= HEEDING
        return np.flatnonzero(asked)

    def _heard(self, batch: Batch, chosen: Places) -> Iterator[tuple[Window, Heard, Iterator[tuple[str, float]]]]:
        """What the encoder makes of each window of the chosen texts, with the probabilities by head."""
        simple, named = self._linear.probabilities(batch), self._linear.about_groups(batch)
        more = self._own.odds(batch) if self._own is not None else np.zeros(len(batch))
        found = list(self._windows(batch, chosen))
        heard = self._encoder.read([batch.folded[w.start : w.end] for w in found])
        for window, said in zip(found, heard, strict=True):
            call = HEEDED if CALL.search(batch.folded, window.start, window.end) else 0.0
            call += 0.0 if named[window.owner] else UNNAMED
            yield window, said, self.chances(said, float(simple[window.owner]), call - float(more[window.owner]))

    def chances(self, said: Heard, simple: float, call: float = 0.0) -> Iterator[tuple[str, float]]:
        """An attack's probability, where `simple` is the linear model's, and that of the likeliest other harms.

        `call` is what an attack's log-odds lose: to words against a wrong, and where the text names no group.

        The harms with few examples look alike to the encoder; the second best is told only where it is close.
        """
        logits, at = said.logits, self._at
        odds = math.log(max(simple, 1e-4) / max(1 - simple, 1e-4))
        encoded, linear, stance, offset = self._scale.attack
        aside = self._aside(logits)
        yield ATTACK, _sigmoid(encoded * float(logits[at[ATTACK]]) + linear * odds + stance * aside + offset - call)
        others = {h: slope * float(logits[at[h]]) + constant for h, (slope, constant) in self._scale.lines.items()}
        others = {h: odds - HEARD * aside * (h != Category.SELF_HARM) for h, odds in others.items()}
        least = max(others.values()) - BESIDE
        yield from ((head, _sigmoid(odds)) for head, odds in others.items() if odds >= least)

    def _aside(self, logits: NDArray[np.float32]) -> float:
        """The probability that the text reports or defends."""
        share = np.exp(logits[len(self._at) :] - logits[len(self._at) :].max())
        first = len(self._at)
        told = share[self._sides["report"] - first] + share[self._sides["defend"] - first]
        return float(told / share.sum())

    def _signal(self, batch: Batch, head: str, chance: float, window: Window, said: Heard) -> Signal:
        category = self._attacked(said) if head == ATTACK else Category(head)
        span = self._span(batch, window, said, self._at[head])
        return Signal(category, round(chance, 4), self.name, (span,), evidence=MODEL, source=f"model:{MODEL}")

    def _attacked(self, said: Heard) -> Category:
        group, person = (float(said.logits[self._at[h]]) for h in (Category.HATE, Category.ABUSE))
        return Category.HATE if group >= person else Category.ABUSE

    def _span(self, batch: Batch, window: Window, said: Heard, head: int) -> Span:
        """The tokens that speak most for a head, as a span of the item's original text."""
        window, said = self._narrowed(batch, window, said, head)
        first, last = strongest(said.parts[:, head])
        start = window.start + said.begins[first]
        end = window.start + said.begins[last] if last < len(said.begins) else window.end
        while end - 1 > start and batch.folded[end - 1] in _STOPS:
            end -= 1
        while start + 1 < end and batch.folded[start] in _STOPS:
            start += 1
        origin = int(batch.origins[window.owner])
        end = max(end, start + 1)
        return Span(int(batch.offsets[start]) - origin, int(batch.offsets[end - 1]) + 1 - origin)

    def _narrowed(self, batch: Batch, window: Window, said: Heard, head: int) -> tuple[Window, Heard]:
        """The window without the sentences at its ends without which the harm speaks as loud."""
        ends = [i + 1 for i in range(window.start, window.end - 1) if batch.folded[i] in _ENDS]
        tries = [window._replace(start=end) for end in reversed(ends)] + [window._replace(end=end) for end in ends]
        for other in tries:
            smaller = Window(window.owner, max(window.start, other.start), min(window.end, other.end))
            if smaller.end - smaller.start >= SHORTEST and smaller != window:
                (again,) = self._encoder.read([batch.folded[smaller.start : smaller.end]])
                if again.logits[head] >= said.logits[head]:
                    window, said = smaller, again
        return window, said

    def _windows(self, batch: Batch, chosen: Places) -> Iterator[Window]:
        ends = np.append(batch.starts[1:] - 1, len(batch.folded))
        for owner in chosen.tolist():
            start, end = int(batch.starts[owner]), int(ends[owner])
            pieces = [Window(owner, *piece) for piece in cuts(batch.folded, start, end)]
            yield from pieces if len(pieces) <= MOST else self._hottest(batch, pieces)

    def _hottest(self, batch: Batch, pieces: list[Window]) -> list[Window]:
        """The windows of a very long text that the cheap models find worst."""
        begins, ends = np.array([w.start for w in pieces]), np.array([w.end for w in pieces])
        totals = self._linear.sums(batch, begins, ends) + self._gate.sums(batch, begins, ends)
        return [pieces[i] for i in sorted(np.argsort(-totals, kind="stable")[:MOST].tolist())]


def cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Windows of at most `WINDOW` characters that cover `text[start:end]`, cut after a mark where there is one."""
    while end - start > WINDOW + WINDOW // 8:
        stop = start + WINDOW
        marks = [text.rfind(mark, start + WINDOW // 2, stop) for mark in _STOPS[:7]]
        stop = max(marks) + 1 if max(marks) >= 0 else stop
        yield start, stop
        start = stop
    if end > start:
        yield start, end


def strongest(shares: NDArray[np.float32]) -> tuple[int, int]:
    """The `[first, last)` whose shares, less half the mean of those that speak for it, sum highest.

    A share is first spread to its neighbours: what a token says, the encoder has read from what stands beside it.
    """
    spread = np.convolve(shares, (0.5, 1.0, 0.5))[1:-1]
    above = spread[spread > 0]
    values = spread - (float(above.mean()) / 2 if len(above) else 0.0)
    best, ends, total, begin = -math.inf, (0, 1), 0.0, 0
    for i, value in enumerate(values.tolist()):
        if total <= 0:
            total, begin = 0.0, i
        total += value
        if total > best:
            best, ends = total, (begin, i + 1)
    return ends


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-SUREST, min(SUREST, x))))
