"""Does a match mean what its entry means? Gaps, inserted marks, Latin boundaries, look-alikes and context."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from linli.detectors.lexicon_entries import Entry
from linli.reading import Reading
from linli.reading.words import crossing

GAP_LIMIT = 8
NEEDS_WINDOW = 40
UNLESS_WINDOW = 16
COMMON_WORD = 21
LONG_TERM = 5
FEWEST_RUNS, MOST_A_RUN, LONGEST_LOOKED_AT = 5, 2.6, 2000
REMEMBERED = 256
SENTENCE_END = frozenset("。!?;\n…,")
CLOSERS = frozenset("。!?;\n…,~:()[]「」『』《》“”‘’")


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in one text: `[start, end)` in its folded form, what it cost, and by which steps."""

    entry: Entry
    start: int
    end: int
    cost: float = 0.0
    steps: tuple[str, ...] = ()


def follow(text: str, end: int, parts: tuple[str, ...]) -> int:
    """Where the last of the following parts ends, each within `GAP_LIMIT` of the one before; -1 if one is missing."""
    for part in parts:
        at = text.find(part, end, end + GAP_LIMIT + len(part))
        if at < 0 or SENTENCE_END & set(text[end:at]):
            return -1
        end = at + len(part)
    return end


def cuts_latin(text: str, start: int, end: int, near: tuple[bool, bool]) -> bool:
    """Whether the match begins or ends inside a run of Latin letters or digits; `near`: the neighbour touches it."""
    before = near[0] and start > 0 and same_run(text[start - 1], text[start])
    after = near[1] and end < len(text) and same_run(text[end - 1], text[end])
    return before or after


def same_run(left: str, right: str) -> bool:
    """Whether two neighbours belong to one Latin word or one number."""
    if not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def inserted_cost(offsets: list[int], text: str) -> float | None:
    """What the marks between the characters of a match cost; None where they look like the writer's own pauses.

    `offsets` are the places of the match's characters in `text`. Spaces in a few places of a short term are pauses;
    marks in every place, or marks that nobody writes there, are disguise.
    """
    gaps = [text[a + 1 : b] for a, b in pairwise(offsets) if b - a > 1]
    if not gaps:
        return 0.0
    if any(len(g) > 12 for g in gaps):
        return None
    regular = len(gaps) == len(offsets) - 1 or len(offsets) >= LONG_TERM
    return 0.1 if regular or not all(g.isspace() for g in gaps) or spaced(text) else None


@lru_cache(REMEMBERED)
def spaced(text: str) -> bool:
    """Whether a text is written with spaces between its words, so that a space says nothing: 手头紧 找 我 放款 快."""
    runs = [len(run) for run in text[:LONGEST_LOOKED_AT].split() if "\u4e00" <= run[0] <= "\u9fff"]
    return len(runs) >= FEWEST_RUNS and sum(runs) <= MOST_A_RUN * len(runs)


def in_context(entry: Entry, text: str, start: int, end: int) -> bool:
    """Whether the surroundings of a match are those that the entry asks for."""
    if entry.alone and not stands_alone(text, start, end):
        return False
    if entry.innocent and overlaps_any(text, start, end, entry.innocent):
        return False
    if entry.unless and any(w in text[max(0, start - UNLESS_WINDOW) : end + UNLESS_WINDOW] for w in entry.unless):
        return False
    if entry.needs:
        around = text[max(0, start - NEEDS_WINDOW) : start] + "\n" + text[end : end + NEEDS_WINDOW]
        if not any(w in around for w in entry.needs):
            return False
    return not entry.whole or not (crossing(text, start, COMMON_WORD) or crossing(text, end, COMMON_WORD))


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the match is a sentence of its own."""
    return (start == 0 or text[start - 1] in CLOSERS) and (end >= len(text) or text[end] in CLOSERS)


def overlaps_any(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Whether one of `words` stands in `text` so that it shares a character with `[start, end)`."""
    for word in words:
        at = text.find(word, max(0, start - len(word) + 1), end + len(word) - 1)
        if at >= 0:
            return True
    return False


def folding_steps(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """Which disguises folding undid in `[start, end)`."""
    span = reading.span(start, end)
    shown = reading.text[span.start : span.end]
    folded = reading.folded[start:end]
    if shown == folded:
        return ()
    steps = ["inserted"] if len(shown) > end - start else []
    kept = [reading.text[k] for k in reading.offsets[start:end]]
    steps += sorted({_kind(a, b) for a, b in zip(kept, folded, strict=True) if a != b})
    return tuple(steps)


def _kind(shown: str, folded: str) -> str:
    if shown.lower() == folded:
        return "case"
    if folded >= "\u3400":
        return "script"
    return "lookalike" if shown.isalpha() and ord(shown) < 0xFF00 else "width"
