"""The banks of shared signals that an operator switched on (`LINLI_BANKS`): none until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.detectors import Detector
from linli.detectors.banks import Banks, load
from linli.reading import Batch
from linli.vocabulary import Category, Item, LinliError, Signal, Text


def detectors(_community_id: int) -> tuple[Detector, ...]:
    """One detector over every bank that is switched on; a file that changed is read again."""
    wanted = tuple(_named(entry) for entry in settings.BANKS)
    if not wanted:
        return ()
    try:
        return (_made(tuple((category, path, Path(path).stat().st_mtime_ns) for category, path in wanted)),)
    except (OSError, LinliError) as wrong:
        return (_Absent(str(wrong)),)


@dataclass(frozen=True, slots=True)
class _Absent:
    """Stands for banks that cannot be read: each verdict names them among what is absent, and the rest goes on."""

    why: str
    name: str = "banks"

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:  # noqa: ARG002 (the protocol's)
        raise RuntimeError(self.why)


@lru_cache(maxsize=4)
def _made(wanted: tuple[tuple[str, str, int], ...]) -> Detector:
    return Banks([load(path, category=Category(category)) for category, path, _ in wanted])


def _named(entry: str) -> tuple[str, str]:
    category, _, path = entry.partition(":")
    if category not in list(Category) or not path:
        raise LinliError(
            Text("共享库的写法不对。", "A bank is named wrongly."),
            field="LINLI_BANKS",
            value=entry,
            mend=Text("写「类别:文件」，如 spam:/srv/bank.txt", "Write category:file, such as spam:/srv/bank.txt"),
        )
    return category, path
