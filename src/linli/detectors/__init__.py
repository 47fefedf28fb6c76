"""Detectors: one module a kind of signal. Each reads a batch and returns a list of signals for every item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from linli.reading import Batch
from linli.vocabulary import Item, Signal

__all__ = ["Detector"]


class Detector(Protocol):
    """Finds signals. `name` is a stable id; a detector holds no state that a call changes, so threads share it."""

    @property
    def name(self) -> str: ...

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """One list of signals for each item, in order; `batch` is the reading of the items' texts in that order.

        Spans are `[start, end)` in code points of the item's original text.
        """
        ...
