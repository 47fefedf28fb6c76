"""A kind of data with the time it is kept. Each app declares its own; `config/retention.py` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.station.people.actors import Actor
from linli.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Category:
    """`clear(actor, cutoff)` really removes what is older, in the actor's community, and says how much it was;
    `older(community_id, cutoff)` counts what is still there from before. `why` says why it is kept so long."""

    id: str
    name: Text
    kept: timedelta
    why: Text
    clear: Callable[[Actor, datetime], int]
    older: Callable[[int, datetime], int]

    @property
    def days(self) -> int:
        """The time kept, in whole days; a day is the least."""
        return max(1, self.kept.days)
