"""Comments a second on one core, stage by stage, beside bare matchers over the same text in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from linli.assess import DETECTORS, assess_many
from linli.detectors import Detector
from linli.detectors.lexicon import Lexicon
from linli.detectors.lexicon_entries import folded_terms
from linli.detectors.reread import reread
from linli.lazy import load as module
from linli.policy import Policy, decide
from linli.reading import Batch, read_many
from linli.vocabulary import Item, LinliError, Signal

PEERS: tuple[tuple[str, str, str], ...] = (
    ("daachorse", "daachorse", "CharwiseDoubleArrayAhoCorasick"),
    ("ahocorasick-rs", "ahocorasick_rs", "AhoCorasick"),
)


class Stage(NamedTuple):
    """One measured stage: comments a second of processor time, and what one comment costs in microseconds."""

    name: str
    rate: float
    microseconds: float


class Speed(NamedTuple):
    """A run's stages; `ratios` divide a stage's rate by the peer's; `missing` names peers that are not installed."""

    comments: int
    characters: int
    stages: tuple[Stage, ...]
    peers: tuple[Stage, ...]
    missing: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        whole = {peer.name: peer.rate for peer in self.peers}
        return {
            "comments": self.comments,
            "characters": self.characters,
            "stages": [stage._asdict() for stage in self.stages],
            "peers": [peer._asdict() for peer in self.peers],
            "missing_peers": list(self.missing),
            "ratio_to": {name: round(self.stages[-1].rate / rate, 4) for name, rate in whole.items()},
        }


def measure(texts: Sequence[str], policy: Policy, batch: int = 1000, repeats: int = 3) -> Speed:
    """The speed of every stage, of `assess_many` as a whole (the last stage), and of bare matchers.

    The best of `repeats` rounds counts; rounds go through all stages in turn, so that a busy moment hits them alike.
    """
    works = {**_stages(texts, policy, batch), **(peers := dict(_peers(texts)))}
    best = dict.fromkeys(works, float("inf"))
    for _ in range(repeats):
        for name, work in works.items():
            best[name] = min(best[name], _seconds(work))
    rows = [Stage(n, round(len(texts) / s, 1), round(s / len(texts) * 1e6, 3)) for n, s in best.items()]
    missing = tuple(name for name, *_ in PEERS if name not in peers)
    mine, others = [r for r in rows if r.name not in peers], [r for r in rows if r.name in peers]
    return Speed(len(texts), sum(map(len, texts)), tuple(mine), tuple(others), missing)


class _Work(NamedTuple):
    """What `prepare` makes, untimed, `run` works on, timed."""

    prepare: Callable[[], Any]
    run: Callable[[Any], object]


def _seconds(work: _Work) -> float:
    made = work.prepare()
    begun = time.process_time()
    work.run(made)
    return max(time.process_time() - begun, 1e-9)


def _stages(texts: Sequence[str], policy: Policy, batch: int) -> dict[str, _Work]:
    items = [Item(text) for text in texts]
    parts = [items[i : i + batch] for i in range(0, len(items), batch)]
    words = [[item.text for item in part] for part in parts]
    detectors = list(_detectors())
    stages = {"read": _Work(list, lambda _: [read_many(part) for part in words])}
    for detector in detectors:
        stages[detector.name] = _detecting(detector, parts, words)
    stages["reread"] = _rereading(detectors, parts, words)
    stages["decide"] = _deciding(detectors, parts, words, policy)
    stages["assess_many"] = _Work(list, lambda _: [assess_many(part, policy) for part in parts])
    return stages


def _detecting(detector: Detector, parts: list[list[Item]], words: list[list[str]]) -> _Work:
    """Detecting over fresh readings: what a reading computes once, on demand, must be paid for in every round."""

    def run(readings: list[Batch]) -> None:
        for part, reading in zip(parts, readings, strict=True):
            detector.detect(part, reading)

    return _Work(lambda: [read_many(part) for part in words], run)


def _rereading(detectors: list[Detector], parts: list[list[Item]], words: list[list[str]]) -> _Work:
    """Undoing disguise by sound, shape and order, and detecting again in what that gives."""
    plain = [_all_signals(detectors, part, read_many(texts)) for part, texts in zip(parts, words, strict=True)]

    def run(readings: list[Batch]) -> None:
        for part, reading, found in zip(parts, readings, plain, strict=True):
            reread(detectors, part, reading, found)

    return _Work(lambda: [read_many(part) for part in words], run)


def _deciding(detectors: list[Detector], parts: list[list[Item]], words: list[list[str]], policy: Policy) -> _Work:
    pairs = [
        pair
        for part, texts in zip(parts, words, strict=True)
        for pair in zip(part, _all_signals(detectors, part, read_many(texts)), strict=True)
    ]
    return _Work(lambda: pairs, lambda made: [decide(policy, item, found) for item, found in made])


def _all_signals(detectors: Sequence[Detector], items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
    found: list[list[Signal]] = [[] for _ in items]
    for detector in detectors:
        for mine, new in zip(found, detector.detect(items, batch), strict=True):
            mine += new
    return found


def _detectors() -> Iterator[Detector]:
    for _, place, kind in DETECTORS:
        yield getattr(module(place), kind).from_data()


def _peers(texts: Sequence[str]) -> Iterator[tuple[str, _Work]]:
    """Bare automata over the raw texts, with the first part of every shipped term; those that are installed."""
    terms = sorted({first for entry in Lexicon.from_data().entries for first, *_ in folded_terms(entry)})
    for name, package, kind in PEERS:
        try:
            automaton = getattr(module(package), kind)(terms)
        except LinliError:
            continue
        yield name, _Work(_constant(automaton), lambda made: _match(made, texts))


def _constant(value: Any) -> Callable[[], Any]:
    return lambda: value


def _match(automaton: Any, texts: Sequence[str]) -> None:
    find = getattr(automaton, "find_overlapping", None) or automaton.find_matches_as_indexes
    for text in texts:
        find(text)
