"""The lexicon detector: terms with a scene, a severity, a source and innocent look-alikes, found by one automaton.

Cost grows with the text and not with the lexicon (a double-array Aho-Corasick in Rust); only what the automaton finds
is looked at again, for its context.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from daachorse import CharwiseDoubleArrayAhoCorasick

from linli.detectors import lexicon_store
from linli.detectors.lexicon_entries import Entry, folded_terms_of
from linli.detectors.lexicon_verify import (
    Match,
    cuts_latin,
    folding_steps,
    follow,
    in_context,
    inserted_cost,
    overlaps_any,
)
from linli.reading import Batch, Reading, read
from linli.vocabulary import Item, Signal

Rule = tuple[Entry, tuple[str, ...]]

# The view that an entry must allow to be found by a step of the restored text.
VIEW_OF = {
    "sound": "sound",
    "pinyin": "sound",
    "initials": "sound",
    "number": "sound",
    "emoji": "sound",
    "join": "shape",
    "shape": "shape",
    "swap": "shape",
    "inserted": "fold",
}

# After a sound-alike of two or three characters these words tell a person's name: 沙弼先生, 费武师傅.
TITLES = ("先生", "女士", "老师", "同学", "师傅", "医生", "大夫", "阿姨", "叔叔", "教练", "校长", "经理")
LONGEST_NAME = 3


class Lexicon:
    """Finds the terms of its entries. Holds nothing that a call changes: threads may share it."""

    name = "lexicon"

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: tuple[Entry, ...] = tuple(entries)
        rules: dict[str, list[Rule]] = defaultdict(list)
        for entry, terms in zip(self.entries, folded_terms_of(self.entries), strict=True):
            for first, *rest in terms:
                rules[first].append((entry, tuple(rest)))
        self._rules: list[list[Rule]] = list(rules.values())
        self._by_id = {entry.id: entry for entry in self.entries}
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(rules)) if rules else None

    @classmethod
    def from_data(cls) -> Lexicon:
        """The lexicon of the shipped packs."""
        return cls(lexicon_store.parsed())

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """One list of signals for each item: one signal an entry, with every place where it was found."""
        found: dict[int, list[Match]] = defaultdict(list)
        for index, match in self._matches(batch):
            found[index].append(match)
        return [signals(batch, i, found[i]) if i in found else [] for i in range(len(items))]

    def keeps(self, signal: Signal, steps: tuple[str, ...], text: str) -> bool:
        """A term read in restored text counts where something in it was undone, by views that its entry allows.

        Not where the writer's own characters are one of the entry's innocent words, or a person's name by its title.
        """
        entry = self._by_id[signal.evidence]
        if not steps or not all(VIEW_OF[step] in entry.views for step in steps):
            return False
        shown = read(text)
        return not any(_innocent(shown, entry, *span) for span in signal.spans)

    def _matches(self, batch: Batch) -> Iterable[tuple[int, Match]]:
        if self._automaton is None:
            return
        readings: dict[int, Reading] = {}
        places = self._automaton.find_overlapping(batch.folded)
        owners = batch.owners([start for start, _, _ in places])
        for index, (start, end, which) in zip(owners, places, strict=True):
            reading = readings.get(index) or readings.setdefault(index, batch.reading(index))
            shift = int(batch.starts[index])
            for entry, rest in self._rules[which]:
                match = verify(reading, entry, start - shift, end - shift, rest)
                if match is not None:
                    yield index, match


def verify(reading: Reading, entry: Entry, start: int, end: int, rest: tuple[str, ...]) -> Match | None:
    """The match of an entry whose first part stands at `[start, end)` of the folded text; None if it is innocent."""
    text, offsets = reading.folded, reading.offsets
    touches = (
        start > 0 and offsets[start] - offsets[start - 1] <= 1,
        end < len(text) and offsets[end] - offsets[end - 1] <= 1,
    )
    if cuts_latin(text, start, end, touches):
        return None
    cost = inserted_cost(offsets[start:end].tolist(), reading.text)
    last = follow(text, end, rest) if cost is not None else -1
    if cost is None or last < 0 or not in_context(entry, text, start, last):
        return None
    return Match(entry, start, last, cost, folding_steps(reading, start, end))


def _innocent(shown: Reading, entry: Entry, start: int, end: int) -> bool:
    first, last = (int(k) for k in np.searchsorted(shown.offsets, (start, end)))
    named = last - first <= LONGEST_NAME and shown.folded.startswith(TITLES, last)
    return named or overlaps_any(shown.folded, first, last, entry.innocent)


def signals(batch: Batch, index: int, matches: list[Match]) -> list[Signal]:
    """The signals of one text: the matches of one entry together, the cheapest telling score and steps."""
    by_entry: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_entry[match.entry.id].append(match)
    return [_signal(batch, index, group) for group in by_entry.values()]


def _signal(batch: Batch, index: int, group: list[Match]) -> Signal:
    best = min(group, key=lambda m: m.cost)
    shift = int(batch.starts[index])
    spans = sorted({batch.span(index, shift + m.start, shift + m.end) for m in group})
    entry = best.entry
    return Signal(
        category=entry.category,
        score=round(max(0.05, entry.base - best.cost), 4),
        detector=Lexicon.name,
        spans=tuple(spans),
        severity=entry.severity,
        evidence=entry.id,
        source=entry.source,
        steps=best.steps,
    )
