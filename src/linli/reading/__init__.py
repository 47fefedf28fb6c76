"""Reading: a text becomes what it says once disguise is folded away, with offsets back to the original."""

from __future__ import annotations

from linli.reading.fold import Batch, Reading, read, read_many

__all__ = ["Batch", "Reading", "read", "read_many"]
