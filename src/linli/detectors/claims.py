"""`false-claim`: a text repeats a claim that a published check found false. Never a model's opinion.

The checks come from a file or a feed of a station (`claims.jsonl`): one JSON object a line with `id`, `text`, and
where known `wordings`, `about`, `url`, `verdict`, `title`, `checked`. Only a match above the threshold to confirm
gives a signal, whose `evidence` is the check's id and whose `source` its address:

    claims = Claims.from_file(Path("claims.jsonl"))
    linli.assess("……", more=(claims,))
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from linli.detectors.claims_index import terms_of
from linli.detectors.claims_match import Claim, Level, Match, Matcher, claim_of
from linli.reading import Batch, read_many
from linli.vocabulary import Category, Item, LinliError, Signal, Span, Text

FALSE = frozenset({"false", "mostly-false", "misleading", "outdated", "fabricated", ""})
LEAST = 0.8
RUN = 4
LINE_LIMIT = 1_000_000


class Claims:
    """Finds texts that repeat claims checked as false. Holds nothing that a call changes."""

    name = "claims"

    def __init__(self, claims: Iterable[Claim]) -> None:
        """`claims` with a verdict that is not one of `FALSE` are left out: what is true needs no note."""
        self.matcher = Matcher(c for c in claims if c.verdict in FALSE)

    @classmethod
    def from_file(cls, path: Path) -> Claims:
        """The checks of a file of JSON lines; LinliError names the line and the field that is wrong."""
        with path.open(encoding="utf-8") as lines:
            return cls(read_claims(lines))

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """At most one signal an item: the likeliest claim, where it is sure enough to act without asking."""
        found = self.matcher.match_many([item.text for item in items], 1)
        return [[_signal(batch, i, matches[0])] if _sure(matches) else [] for i, matches in enumerate(found)]

    def keeps(self, signal: Signal, steps: tuple[str, ...], text: str) -> bool:  # noqa: ARG002 (the protocol's)
        """A claim in disguise is the same claim."""
        return bool(signal.spans)


def read_claims(lines: Iterable[str]) -> Iterator[Claim]:
    """The claims of JSON lines; empty lines are left out."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield claim_of(_parsed(line, number), number)


def _parsed(line: str, number: int) -> object:
    try:
        if len(line) > LINE_LIMIT:
            raise ValueError("too long")
        return json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise LinliError(
            Text(f"第 {number} 行不是 JSON。", f"Line {number} is not JSON."),
            field="claims",
            value=line,
            mend=Text("每行写一个 JSON 对象。", "Write one JSON object a line."),
        ) from wrong


def _sure(matches: list[Match]) -> bool:
    return bool(matches) and matches[0].level is Level.CONFIRM


def _signal(batch: Batch, index: int, match: Match) -> Signal:
    score = LEAST + (1 - LEAST) * match.confidence
    spans = _spans(batch, index, match.claim)
    claim = match.claim
    return Signal(Category.FALSE_CLAIM, round(score, 4), Claims.name, spans, 1, claim.id, claim.url)


def _spans(batch: Batch, index: int, claim: Claim) -> tuple[Span, ...]:
    """Where the text says what the claim says: runs of at least four characters made of the claim's pairs."""
    own = read_many((claim.text, *claim.wordings))
    pairs = np.unique(np.concatenate([terms_of(own, k)[0] for k in range(len(own))]))
    start, end = batch.bounds(index)
    codes = batch.folded_codes[start:end] & np.uint32(0xFFFF)
    shared = np.isin((codes[:-1] << np.uint32(16)) | codes[1:], pairs)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], shared.astype(np.int8), [0]))))
    runs = edges.reshape(-1, 2)
    kept = runs[runs[:, 1] - runs[:, 0] >= RUN - 1]
    return tuple(batch.span(index, start + a, start + b + 1) for a, b in kept.tolist())
