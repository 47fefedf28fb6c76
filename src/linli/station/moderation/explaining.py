"""How a text was read, for a reviewer: each view, what was undone in it, and what was found by which steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.assess import assess
from linli.reading.account import BY_SOUND, RESTORING, STEPS, Account, Change, account
from linli.station.moderation.panels import DETECTORS
from linli.station.moderation.services import Rulebook
from linli.vocabulary import Assessment, Item, Signal, Text

FOLD, SOUND, SHAPE = "fold", "sound", "shape"
KINDS: dict[str, Text] = {
    FOLD: Text("折叠", "Folded"),
    SOUND: Text("读音", "Sound"),
    SHAPE: Text("字形和次序", "Shape and order"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a view; `kind` says which sort of disguise was undone in it, empty where nothing was."""

    text: str
    kind: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """One thing undone: what stood there, how it reads, by which steps."""

    kind: str
    shown: str
    said: str
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding with the words of the original, by which steps they were seen, and where the entry comes from."""

    category: str
    words: tuple[str, ...]
    steps: tuple[Text, ...]
    restored: bool
    detector: Text
    evidence: str
    source: str
    percent: int
    severity: int


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything for the page: nothing of it is stored."""

    account: Account
    assessment: Assessment
    original: tuple[Piece, ...]
    undone: tuple[tuple[str, Text, tuple[Undone, ...]], ...]
    found: tuple[Found, ...]
    spans: tuple[tuple[int, int], ...]


def explain(text: str, book: Rulebook) -> Explained:
    """The account of a text and the verdict of the policy in force, in plain memory."""
    read, verdict = account(text), assess(Item(text), book.policy, detectors=book.detectors)
    changes = [change for change in (*read.folding, *read.restoring) if _tells(change)]
    undone = [_undone(change) for change in changes]
    groups = tuple((kind, KINDS[kind], tuple(u for u in undone if u.kind == kind)) for kind in KINDS)
    return Explained(
        account=read,
        assessment=verdict,
        original=tuple(_pieces(text, changes)),
        undone=tuple(group for group in groups if group[2]),
        found=tuple(_found(text, signal) for signal in verdict.signals),
        spans=tuple((s.start, s.end) for signal in verdict.signals for s in signal.spans),
    )


def _tells(change: Change) -> bool:
    """Whether it is worth an eye: a full-width comma is no disguise."""
    return change.steps != ("width",) or any(c.isalnum() for c in change.shown)


def _pieces(text: str, changes: Sequence[Change]) -> list[Piece]:
    """The original with each disguised stretch coloured by its kind; where two overlap the one that begins first."""
    out: list[Piece] = []
    done = 0
    for change in sorted(changes, key=lambda c: (c.span.start, -c.span.end)):
        start, end = change.span
        if start < done or start >= end:
            continue
        out += [Piece(text[done:start])] if start > done else []
        out.append(Piece(text[start:end], _kind(change.steps), change.said))
        done = end
    return [*out, Piece(text[done:])] if done < len(text) else out


def _undone(change: Change) -> Undone:
    return Undone(_kind(change.steps), change.shown, change.said, _steps(change.steps))


def _kind(steps: Sequence[str]) -> str:
    if not RESTORING & set(steps):
        return FOLD
    return SOUND if BY_SOUND & set(steps) else SHAPE


def _steps(steps: Sequence[str]) -> tuple[Text, ...]:
    return tuple(STEPS.get(step, Text(step, step)) for step in steps)


def _found(text: str, signal: Signal) -> Found:
    return Found(
        category=signal.category.value,
        words=tuple(dict.fromkeys(text[s.start : s.end] for s in signal.spans[:8])),
        steps=_steps(signal.steps),
        restored=bool(RESTORING & set(signal.steps)),
        detector=DETECTORS.get(signal.detector, Text(signal.detector, signal.detector)),
        evidence=signal.evidence,
        source=signal.source,
        percent=round(100 * signal.score),
        severity=signal.severity,
    )
