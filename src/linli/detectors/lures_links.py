"""Links in a text, with or without a scheme, found by their dots."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.reading import Batch
from linli.vocabulary import Span

_HOST = re.compile(
    "(?:https?:/{1,3})?(?P<host>[a-z0-9](?:[a-z0-9-]{0,40}[.。点]){1,5}(?P<top>[a-z]{2,8}))(?![a-z0-9])"
    "(?:[:/?#][a-z0-9_/?=&%#.~+:-]{0,400})?"
)
_REACH = 60


@dataclass(frozen=True, slots=True)
class Link:
    """A link's span in the original text, its kind and how suspicious it is alone."""

    span: Span
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Links:
    """Lists of hosts and top-level names."""

    short: frozenset[str]
    official: tuple[str, ...]
    risky: frozenset[str]
    common: frozenset[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Links:
        """From the lists of `context/lures.toml`."""
        return cls(
            frozenset(lists["short"]), tuple(lists["official"]), frozenset(lists["risky"]), frozenset(lists["common"])
        )

    def find(self, batch: Batch) -> dict[int, list[Link]]:
        """The links of each text that has one."""
        found: dict[int, list[Link]] = defaultdict(list)
        codes, places = batch.plain
        done = -1
        for dot in _dots(codes):
            if dot < done:
                continue
            low = max(done, dot - _REACH, 0)
            window = codes[low : dot + 500].tobytes().decode("utf-32-le")
            m = next((m for m in _HOST.finditer(window) if m.start() <= dot - low < m.end()), None)
            if m is None:
                continue
            done = low + m.end()
            kind, score = self._weigh(m["host"].replace("。", ".").replace("点", "."), m["top"])
            index = int(np.searchsorted(batch.origins, places[low + m.start()], side="right")) - 1
            origin = int(batch.origins[index])
            if score:
                first, last = int(places[low + m.start()]) - origin, int(places[low + m.end() - 1]) + 1 - origin
                found[index].append(Link(Span(first, last), kind, score))
        return found

    def _weigh(self, host: str, top: str) -> tuple[str, float]:
        if any(host == o or host.endswith("." + o) for o in self.official):
            return "link", 0.0
        if host in self.short:
            return "short-link", 0.4
        if top in self.risky:
            return "risky-link", 0.45
        return ("link", 0.2) if top in self.common else ("", 0.0)


def _dots(codes: NDArray[np.uint32]) -> list[int]:
    """Places of dots, and of what stands for a dot, between two letters or digits."""
    dots = (codes == ord(".")) | (codes == ord("。")) | (codes == ord("点"))
    at = np.flatnonzero(dots)
    at = at[(at > 0) & (at < len(codes) - 1)]
    return [int(k) for k in at[_alnum(codes[at - 1]) & _lower(codes[at + 1])]]


def _alnum(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return _lower(codes) | ((codes >= 48) & (codes <= 57))


def _lower(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return (codes >= 97) & (codes <= 122)
