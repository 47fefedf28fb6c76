"""Lures: words that lead people away to a private account, a group or a link, and what is promised there.

Hints are found by one automaton over the folded batch, links by their dots; only a text with one of them is looked at
again. The category is `spam`, or `fraud` where money is the promise.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from daachorse import CharwiseDoubleArrayAhoCorasick
from numpy.typing import NDArray

from linli import files
from linli.detectors.lexicon_verify import cuts_latin
from linli.detectors.lures_links import Link, Links
from linli.reading import Batch, read
from linli.vocabulary import Category, Item, Signal, Span

SOURCE = "邻里编写"
CLEAR = 0.5
_ACCOUNT = re.compile("(?:号|id|信)?[是为:,(]{0,3}((?:[a-z][a-z0-9]{4,19}|[0-9]{5,11}))(?![a-z0-9])")
# 加 微 信 as people write it by sound; counts only with an account right after it.
_BY_SOUND = re.compile(
    "(?:[加家佳嘉伽咖架]|jia)(?:(?:[微薇威徽维唯巍围卫v]|wei)(?:[信芯心新欣鑫辛❤♥]|xin)|[q扣]?(?:[裙群羣]|君羊|qun))"
)
_FIRST, _SECOND = "加家佳嘉伽咖架a", "微薇威徽维唯巍围卫vwq扣裙群羣君"  # two neighbours in every such invitation
_GROUP = re.compile("(?:号|号码)?[是为:,(]{0,3}([0-9]{6,11})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Hint:
    """A word of an invitation at `[start, end)` of one folded text, with the account that follows it, if any."""

    start: int
    end: int
    gentle: bool
    account: bool


class Lures:
    """Finds contact and link lures. Holds nothing that a call changes."""

    name = "lures"

    def __init__(self, words: dict[str, tuple[str, ...]], links: Links) -> None:
        self._words = words
        self._gentle = frozenset(words["gentle"])
        self._plus = frozenset(words["plus"])
        self._hints = sorted(w for w in words["add"] if len(w) > 1)
        self._automaton = CharwiseDoubleArrayAhoCorasick(self._hints, 1)
        self._links = links

    @classmethod
    def from_data(cls) -> Lures:
        """The lures of the shipped list."""
        data = tomllib.loads(files.read_text("lexicons/context/lures.toml"))
        lists = {k: tuple(sorted({read(w).folded for w in v})) for k, v in data.items() if isinstance(v, list)}
        return cls(lists, Links.of(data["links"]))

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """One list of signals for each item; `evidence` is contact-add, contact-account or link (short-link, …)."""
        found: list[list[Signal]] = [[] for _ in items]
        hints, links = self._find_hints(batch), self._links.find(batch)
        for index in sorted(hints.keys() | links.keys()):
            start, end = batch.bounds(index)
            text = batch.folded[start:end]
            found[index] += self._judge(batch, index, text, hints.get(index, []), links.get(index, []))
        return found

    def keeps(self, signal: Signal, steps: tuple[str, ...], text: str) -> bool:  # noqa: ARG002 (the protocol's)
        """An invitation in disguise counts where an account or a promise makes it a clear one."""
        return bool(steps) and signal.evidence.startswith("contact") and signal.score >= CLEAR

    def _find_hints(self, batch: Batch) -> dict[int, list[Hint]]:
        found: dict[int, list[Hint]] = defaultdict(list)
        folded = batch.folded
        plain = self._automaton.find(folded)
        for start, end, which in (*plain, *self._pluses(batch), *_by_sound(batch, plain)):
            if cuts_latin(folded, start, end, (True, False)) or self._harmless(folded, start, end):
                continue
            index = batch.owner(start)
            shift = int(batch.starts[index])
            account = _account(folded, start, end)
            last = account.end(1) if account else end
            gentle = which >= 0 and self._hints[which] in self._gentle
            found[index].append(Hint(start - shift, last - shift, gentle, account is not None))
        return found

    def _pluses(self, batch: Batch) -> Iterator[tuple[int, int, int]]:
        """Places after a plus sign (which folding drops) that reads 加: +v, ➕微. Not a sum: 3+v."""
        codes, places = batch.plain
        at = np.flatnonzero((codes == ord("+")) | (codes == ord("➕")))
        for k in at[at + 1 < len(codes)].tolist():
            if chr(codes[k + 1]) in self._plus and not (
                k and chr(codes[k - 1]).isascii() and chr(codes[k - 1]).isalnum()
            ):
                start = int(np.searchsorted(batch.offsets, places[k + 1]))
                yield start, start + 1, -1

    def _harmless(self, folded: str, start: int, end: int) -> bool:
        """`vx` and `wx` alone are brands and models; with letters after they are English words."""
        word = folded[start:end]
        tail = folded[end : end + 1]
        return word.isascii() and not word.endswith(":") and tail.isascii() and tail.isalpha() and 1 < len(word) < 3

    def _judge(self, batch: Batch, index: int, text: str, hints: list[Hint], links: list[Link]) -> Iterable[Signal]:
        promise = self._promise(text)
        weak = any(w in text for w in self._words["innocent"])
        if hints:
            yield self._contact(batch, index, hints, promise, weak)
        for link in links:
            score = link.score + (0.3 if promise or hints else 0.0) - (0.3 if weak else 0.0)
            if score > 0:
                yield _signal(_category(promise), min(score, 0.95), (link.span,), link.kind)

    def _contact(self, batch: Batch, index: int, hints: list[Hint], promise: str, weak: bool) -> Signal:
        account = any(h.account for h in hints)
        gentle = all(h.gentle for h in hints)
        score = (0.25 if gentle else 0.45) + (0.2 if account else 0.0)
        score += {"": 0.0, "bait": 0.25, "money": 0.3}[promise] - (0.35 if weak else 0.0)
        shift = int(batch.starts[index])
        spans = tuple(batch.span(index, shift + h.start, shift + h.end) for h in hints)
        kind = "contact-account" if account else "contact-add"
        return _signal(_category(promise), min(max(score, 0.05), 0.95), spans, kind)

    def _promise(self, text: str) -> str:
        """What is promised: money, bait, or nothing."""
        if any(w in text for w in self._words["money"]):
            return "money"
        return "bait" if any(w in text for w in self._words["bait"]) else ""


def _by_sound(batch: Batch, plain: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Invitations by sound with an account after them, where none stands in plain sight."""
    known = {start: end for start, end, _ in plain}
    folded, done = batch.folded, 0
    bits = _neighbours()[batch.folded_codes]
    for at in np.flatnonzero((bits[:-1] & 1) & (bits[1:] >> 1)).tolist():
        start = at - 2 if folded[at] == "a" else at
        found = _BY_SOUND.match(folded, start) if start >= done else None
        if found:
            done = end = found.end()
            if known.get(start, 0) < end and _account(folded, start, end):
                yield start, end, -1


@cache
def _neighbours() -> NDArray[np.uint8]:
    """By code point: 1 where an invitation by sound may begin, 2 where it may go on."""
    bits = np.zeros(0x110000, np.uint8)
    for bit, characters in ((1, _FIRST), (2, _SECOND)):
        bits[[ord(c) for c in characters]] |= bit
    return bits


def _account(folded: str, start: int, end: int) -> re.Match[str] | None:
    """The account that follows a hint; after a hint in Latin letters, Latin words alone are more text."""
    found = _ACCOUNT.match(folded, end) or _GROUP.match(folded, end)
    if (
        found
        and found.start(1) == end
        and found[1].isalpha()
        and folded[start:end].isascii()
        and folded[end - 1] != ":"
    ):
        return None
    return found


def _category(promise: str) -> Category:
    return Category.FRAUD if promise == "money" else Category.SPAM


def _signal(category: Category, score: float, spans: tuple[Span, ...], kind: str) -> Signal:
    severity = 1 if score < 0.5 else 2 if score < 0.9 else 3
    return Signal(category, round(score, 4), Lures.name, spans, severity, kind, SOURCE)
