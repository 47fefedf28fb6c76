"""How fast a key may go: a token bucket a key, in this process's memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class Buckets:
    """Token buckets by key. A bucket holds `burst` tokens and fills by `rate` a second.

    A cost above `burst` is allowed when the bucket is full, and leaves a debt. Buckets that are full again are
    forgotten, so the memory is bounded by the keys seen in the last minutes.
    """

    clock: Callable[[], float] = time.monotonic
    most: int = 10_000
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, key: str, cost: float, rate: float, burst: float) -> float:
        """Seconds to wait before `cost` is allowed; 0.0 means that it was taken."""
        now = self.clock()
        with self._lock:
            level, then = self._levels.get(key, (burst, now))
            level = min(burst, level + (now - then) * rate)
            needed = min(cost, burst)
            if level < needed:
                self._levels[key] = (level, now)
                return (needed - level) / rate
            if len(self._levels) >= self.most:
                self._forget(now, rate, burst)
            self._levels[key] = (level - cost, now)
            return 0.0

    def _forget(self, now: float, rate: float, burst: float) -> None:
        full = [k for k, (level, then) in self._levels.items() if level + (now - then) * rate >= burst]
        for key in full or list(self._levels)[: self.most // 10]:
            del self._levels[key]
