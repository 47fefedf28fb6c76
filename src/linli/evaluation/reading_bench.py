"""How fast and how well texts are read: Linli's ways beside bare matchers, over one corpus, in one run.

Every way gets the same terms and comments. Rounds go through all ways in turn, so that a busy moment hits them alike,
and the best round counts, in processor time. Recall is by disguise: the term that was planted must be found. A false
hit is a clean comment in which anything is found; a bare matcher over the raw text has none by construction.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from linli.detectors.lexicon import Lexicon
from linli.detectors.lexicon_entries import VIEWS, Entry
from linli.detectors.reread import reread
from linli.evaluation.reading_corpus import CLEAN, CLEAR, DEEP, SIMPLE, Corpus, make
from linli.evaluation.reading_peers import MAKERS
from linli.evaluation.reading_peers import make as make_peer
from linli.reading import read_many
from linli.reading.restore import ENGINES
from linli.vocabulary import Category, Item, Signal

BATCH = 1000
MADE = "made for the bench"
T = TypeVar("T")


class Row(NamedTuple):
    """One way's figures. Rates are comments, or megabytes of UTF-8, a second of processor time."""

    name: str
    rate: float
    megabytes: float
    build_seconds: float
    memory_megabytes: float
    recall: dict[str, float]
    false_hits: int


class Result(NamedTuple):
    """A run; `absent` names the peers that are not installed; `compiled`: compiled code read the texts."""

    terms: int
    comments: int
    clean: int
    rounds: int
    compiled: bool
    rows: tuple[Row, ...]
    absent: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**self._asdict(), "rows": [row._asdict() for row in self.rows], "absent": list(self.absent)}


@dataclass(frozen=True, slots=True)
class _Way:
    """`run(items)` is timed; `found(items)` tells, untimed, the numbers of the terms found in each."""

    name: str
    run: Callable[[Sequence[Item]], object]
    found: Callable[[Sequence[Item]], Iterable[set[int]]]
    build_seconds: float
    memory_megabytes: float


def measure(terms: int, comments: int, rounds: int = 3) -> Result:
    """Figures of every way at `terms` terms."""
    corpus, compiled = make(terms, comments), ENGINES.prepare() is not None
    peers = [way for name in MAKERS if (way := _peer(name, corpus.terms)) is not None]
    ways = [*peers, *_linli(corpus.terms)]
    texts = corpus.texts
    best = _timed(ways, texts, rounds)
    size = sum(len(text.encode()) for text in texts)
    rows = tuple(_row(way, corpus, best[way.name], size) for way in ways)
    clean = sum(comment.kind == CLEAN for comment in corpus.comments)
    absent = tuple(name for name in MAKERS if name not in {way.name for way in peers})
    return Result(terms, comments, clean, rounds, compiled, rows, absent)


def lexicon(terms: Sequence[str], views: tuple[str, ...] = VIEWS) -> Lexicon:
    """The lexicon detector over terms that mean nothing; the evidence of a signal is the term's number."""
    return Lexicon(_entry(number, term, views) for number, term in enumerate(terms))


def _entry(number: int, term: str, views: tuple[str, ...]) -> Entry:
    return Entry(str(number), (term,), Category.SPAM, "bench", 1, MADE, MADE, (term,), (MADE,), views=views)


def _linli(terms: Sequence[str]) -> list[_Way]:
    """Folding and the lexicon, and the same with the restored view read again; in batches and one at a time."""
    made, seconds, memory = _built(lambda: lexicon(terms))
    ways = []
    for name, find in (("linli fold + lexicon", fold), ("linli all views", all_views)):
        for size, label in ((BATCH, f"batches of {BATCH}"), (1, "one at a time")):
            ways.append(_in_parts(f"{name}, {label}", made, find, size, seconds, memory))
    return ways


def _in_parts(
    name: str,
    made: Lexicon,
    find: Callable[[Lexicon, Sequence[Item]], list[list[Signal]]],
    size: int,
    seconds: float,
    memory: float,
) -> _Way:
    def run(items: Sequence[Item]) -> list[list[Signal]]:
        return [one for at in range(0, len(items), size) for one in find(made, items[at : at + size])]

    def found(items: Sequence[Item]) -> Iterable[set[int]]:
        return ({int(signal.evidence) for signal in signals} for signals in run(items))

    return _Way(name, run, found, seconds, memory)


def fold(made: Lexicon, items: Sequence[Item]) -> list[list[Signal]]:
    """What stands in the folded texts, with spans of the original."""
    return made.detect(items, read_many([item.text for item in items]))


def all_views(made: Lexicon, items: Sequence[Item]) -> list[list[Signal]]:
    """What stands in the folded texts, and once disguise by sound, shape and order is undone."""
    batch = read_many([item.text for item in items])
    signals = made.detect(items, batch)
    for index, signal in reread((made,), items, batch, signals):
        signals[index].append(signal)
    return signals


def _peer(name: str, terms: Sequence[str]) -> _Way | None:
    made, seconds, memory = _built(lambda: make_peer(name, terms))
    if made is None:
        return None
    find, terms_of = made.find, made.terms_of

    def run(items: Sequence[Item]) -> None:
        for item in items:
            find(item.text)

    return _Way(name, run, lambda items: (set(terms_of(find(item.text))) for item in items), seconds, memory)


def _built(build: Callable[[], T]) -> tuple[T, float, float]:
    """What `build` makes, the seconds it took, and by how many megabytes the process grew."""
    gc.collect()
    before, begun = resident(), time.process_time()
    made = build()
    seconds = time.process_time() - begun
    gc.collect()
    return made, round(seconds, 3), round(max(resident() - before, 0.0), 1)


def resident() -> float:
    """The process's resident memory in megabytes; 0.0 where the system does not tell it in /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 2**20


def _timed(ways: Sequence[_Way], texts: Sequence[str], rounds: int) -> dict[str, float]:
    items = [Item(text) for text in texts]
    best = {way.name: float("inf") for way in ways}
    for way in ways:
        way.run(items[:BATCH])  # what is made on first use is no part of the rate
    for _ in range(rounds):
        for way in ways:
            gc.collect()
            begun = time.process_time()
            way.run(items)
            best[way.name] = min(best[way.name], max(time.process_time() - begun, 1e-9))
    return best


def _row(way: _Way, corpus: Corpus, seconds: float, size: int) -> Row:
    hits: Counter[str] = Counter()
    for comment, found in zip(corpus.comments, way.found([Item(text) for text in corpus.texts]), strict=True):
        hits[comment.kind] += bool(found) if comment.kind == CLEAN else comment.term in found
    there = Counter(comment.kind for comment in corpus.comments)
    recall = {kind: round(hits[kind] / there[kind], 3) for kind in (CLEAR, *SIMPLE, *DEEP) if there[kind]}
    rate, megabytes = round(len(corpus.comments) / seconds, 1), round(size / 1e6 / seconds, 2)
    return Row(way.name, rate, megabytes, way.build_seconds, way.memory_megabytes, recall, hits[CLEAN])


class Growth(NamedTuple):
    """What a lexicon of `terms` terms costs: to build, to hold, and to look for in the same number of comments."""

    terms: int
    build_seconds: float
    memory_megabytes: float
    rates: dict[str, float]


def grow(sizes: Sequence[int], comments: int, rounds: int = 3) -> list[Growth]:
    """The cost of ever bigger lexicons; rates are comments a second, of a bare matcher too."""
    ENGINES.prepare()
    return [_grown(size, comments, rounds) for size in sizes]


def _grown(terms: int, comments: int, rounds: int) -> Growth:
    corpus = make(terms, comments)
    ways = [way for way in _linli(corpus.terms) if str(BATCH) in way.name]
    bare = _peer("daachorse", corpus.terms)
    best = _timed([*ways, bare] if bare else ways, corpus.texts, rounds)
    rates = {name: round(comments / seconds, 1) for name, seconds in best.items()}
    return Growth(terms, ways[0].build_seconds, ways[0].memory_megabytes, rates)
