"""What a writer of a chain knows while it holds it: the chain's end and the keys it used, so that none is read twice.

What was learnt inside a savepoint that has ended since may have been undone: it is forgotten and read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import local

from django.db import transaction

from linli.station.ledger.models import ChainHead


@dataclass(slots=True)
class _Held:
    end: ChainHead | None
    within: tuple[str, ...]
    keys: dict[str, bytes] = field(default_factory=dict)


class _Here(local):
    """By community, in this thread: as a database connection is a thread's own."""

    def __init__(self) -> None:
        self.chains: dict[int, _Held] = {}


_here = _Here()


@contextmanager
def held(community_id: int, end: ChainHead) -> Iterator[None]:
    """The outermost hold of a community's chain, inside its transaction."""
    _here.chains[community_id] = _Held(end, _savepoints())
    try:
        yield
    finally:
        del _here.chains[community_id]


def has(community_id: int) -> bool:
    """Whether this thread holds the chain now."""
    return community_id in _here.chains


def head(community_id: int) -> ChainHead | None:
    """The chain's end, where it is surely known."""
    found = _sure(community_id)
    return found.end if found else None


def keep(community_id: int, end: ChainHead) -> None:
    """Notes the new end."""
    found = _sure(community_id)
    if found is not None:
        found.end, found.within = end, _savepoints()


def keys(community_id: int) -> dict[str, bytes]:
    """The subjects' keys that this writer read or made; to be added to. Outside a hold: an empty one."""
    found = _sure(community_id)
    if found is None:
        return {}
    found.within = _savepoints()
    return found.keys


def forget() -> None:
    """Forgets every key: some are destroyed."""
    for found in _here.chains.values():
        found.keys.clear()


def _sure(community_id: int) -> _Held | None:
    found = _here.chains.get(community_id)
    if found is None:
        return None
    now = _savepoints()
    if now[: len(found.within)] != found.within:
        found.end, found.within = None, now
        found.keys.clear()
    return found


def _savepoints() -> tuple[str, ...]:
    """The savepoints that are open; a block without one of its own (None) is undone only with the one around it."""
    return tuple(str(name) for name in transaction.get_connection().savepoint_ids if name)
