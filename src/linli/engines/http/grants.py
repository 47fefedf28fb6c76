"""What the application is told about a key: whose it is, under which policy, how fast it may go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from linli.problems import Problem
from linli.vocabulary import Assessment, Item


@dataclass(frozen=True, slots=True)
class Grant:
    """A key that may ask for advice. `policy` is handed to the library as it is; `rate` is in items a second."""

    key: str
    policy: Any = None
    rate: float = 100.0
    burst: float = 1000.0


Authorise = Callable[[str], Awaitable[Grant | Problem]]
Assess = Callable[[Sequence[Item], Any], Sequence[Assessment]]
Render = Callable[[Assessment], dict[str, Any]]


class Limiter(Protocol):
    """How long a key has to wait."""

    def take(self, key: str, cost: float, rate: float, burst: float) -> float:
        """Seconds to wait before `cost` is allowed; 0.0 means that it was taken."""
