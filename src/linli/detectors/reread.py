"""Reading again: detectors that understand the restored view get the texts whose disguise was undone.

What they find there is told with spans of the original and the steps that were undone, and its score is a little
lower. A finding that the plain text already gives is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from linli.detectors import Detector
from linli.reading import Batch, read_many
from linli.reading.restore import Restored, restored
from linli.vocabulary import Item, Signal

PENALTY = 0.97


@runtime_checkable
class Rereads(Protocol):
    """A detector that may be given restored texts.

    `keeps` says whether a finding counts when read by such steps; its spans are those of `text`, the original.
    """

    def keeps(self, signal: Signal, steps: tuple[str, ...], text: str) -> bool: ...


def reread(
    detectors: Iterable[Detector], items: Sequence[Item], batch: Batch, plain: Sequence[Sequence[Signal]]
) -> list[tuple[int, Signal]]:
    """What the restored texts of a batch give beyond `plain`, each with the index of its item."""
    views = restored(batch)
    if not views:
        return []
    again = [replace(items[view.index], text=view.text) for view in views]
    readings = read_many([view.text for view in views])
    out = []
    for detector in detectors:
        if isinstance(detector, Rereads):
            for view, found in zip(views, detector.detect(again, readings), strict=True):
                text = items[view.index].text
                out += [(view.index, s) for s in _new(detector, view, found, plain[view.index], text)]
    return out


def _new(
    detector: Rereads, view: Restored, found: Iterable[Signal], plain: Sequence[Signal], text: str
) -> list[Signal]:
    return [
        told
        for signal in found
        if (told := _told(detector, view, signal, text)) is not None and not any(_covers(old, told) for old in plain)
    ]


def _told(detector: Rereads, view: Restored, signal: Signal, text: str) -> Signal | None:
    steps = tuple(dict.fromkeys(step for span in signal.spans for step in view.undone(*span)))
    told = replace(
        signal,
        score=round(signal.score * PENALTY, 4),
        spans=tuple(sorted({view.original(*span) for span in signal.spans if span.start < span.end})),
        steps=tuple(dict.fromkeys((*signal.steps, *(steps or view.undone(0, len(view.text)))))),
    )
    return told if detector.keeps(told, steps, text) else None


def _covers(old: Signal, new: Signal) -> bool:
    """Whether the plain text says the same already."""
    same = old.detector == new.detector and old.category == new.category
    return same and old.evidence == new.evidence and old.score >= new.score
