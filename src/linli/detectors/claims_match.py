"""Which published claim does a text repeat? Candidates with a calibrated confidence, and two thresholds.

A candidate comes from the index over every wording of every claim; it is then compared more closely: how much of
the claim the text says, how far ahead it is of the next claim, and whether the two differ in a negation, a number, a
date or a place. `confirm` is for acting without asking (a label), `suggest` for showing and letting a person say.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from linli.detectors.claims_facts import FATAL, Said, differences, said
from linli.detectors.claims_index import Index, Terms, terms_of
from linli.reading import Batch, read_many
from linli.vocabulary import LinliError, Text

CANDIDATES = 60
SHOWN = 5
SHORT = 10
FEWEST = 5
LONGEST = 4_000
SUGGEST, CONFIRM = 0.15, 0.50
# Fitted on one half of the debunks of CHECKED, reported on the other: docs/explanation/rumours.md.
WEIGHTS = (-2.49, 2.62, 6.05, 2.80)
TEXT_LIMIT, WORDINGS = 20_000, 50


class Level(StrEnum):
    """What a candidate is good for."""

    CONFIRM = "confirm"
    SUGGEST = "suggest"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that a published check is about. `wordings` are other ways it was said; `about` explains.

    `url` is where the check stands, `verdict` its machine word, `checked` its day.
    """

    id: str
    text: str
    wordings: tuple[str, ...] = ()
    about: str = ""
    url: str = ""
    verdict: str = ""
    title: str = ""
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate. `confidence` is 0 to 1, calibrated; `differs` names what the two differ in."""

    claim: Claim
    confidence: float
    level: Level
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Near:
    claim: int
    cosine: float
    share: float


class Matcher:
    """Finds the claims that texts repeat. Holds nothing that a call changes, so that threads share it."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.claims = tuple(claims)
        lines = [(n, line) for n, claim in enumerate(self.claims) for line in _lines(claim)]
        self._owners = np.array([n for n, _ in lines], np.int64)
        self._texts = [line for _, line in lines]
        self._index = Index(self._texts)

    @property
    def size(self) -> int:
        """Bytes of the index, without the claims' own words."""
        return self._index.size

    def match(self, text: str, limit: int = SHOWN) -> list[Match]:
        """The claims that `text` may repeat, the likeliest first; none below the threshold to suggest."""
        return self.match_many((text,), limit)[0]

    def match_many(self, texts: Sequence[str], limit: int = SHOWN) -> list[list[Match]]:
        """`match` for many texts, in their order."""
        batch = read_many([tidy(text) for text in texts])
        return [self._match(batch, index, limit) for index in range(len(texts))]

    def _match(self, batch: Batch, index: int, limit: int) -> list[Match]:
        near = self._near(batch, index)
        if not near:
            return []
        words, short = said(_plain(batch.texts[index])), _is_short(batch, index)
        found = []
        for place, one in enumerate(near[: limit + 1]):
            rival = near[1 if place == 0 else 0].cosine if len(near) > 1 else 0.0
            found.append(self._judged(one, confidence(one.cosine, one.share, one.cosine - rival), words, short))
        found = [m for m in found if m.level is not Level.NONE]
        return sorted(found, key=lambda m: -m.confidence)[:limit]

    def _near(self, batch: Batch, index: int) -> list[_Near]:
        """The candidates, one a claim, by the cosine of its nearest wording."""
        terms, times = terms_of(batch, index)
        best: dict[int, _Near] = {}
        hits = self._index.search(terms, times, CANDIDATES) if len(terms) else []
        for hit in hits:
            owner = int(self._owners[hit.document])
            if owner not in best:
                best[owner] = _Near(owner, hit.score, 0.0)
        ahead = sorted(best.values(), key=lambda n: (-n.cosine, n.claim))[: SHOWN * 4]
        claimed = read_many([tidy(self.claims[n.claim].text) for n in ahead])
        return [_Near(n.claim, n.cosine, self._share(claimed, k, terms)) for k, n in enumerate(ahead)]

    def _share(self, claimed: Batch, index: int, terms: Terms) -> float:
        """How much of the claim's sentence the text says: the share of its pairs of characters, weighed by rarity."""
        own, _ = terms_of(claimed, index)
        pairs = own[own >= 1 << 16]
        if len(pairs) < FEWEST:  # a claim of a few characters stands in many texts by chance
            return 0.0
        weights = self._index.idf(pairs)
        return float(weights[np.isin(pairs, terms)].sum() / weights.sum())

    def _judged(self, near: _Near, sure: float, words: Said, short: bool) -> Match:
        claim = self.claims[near.claim]
        differs = differences(said(_plain(claim.text)), words)
        return Match(claim, round(sure, 4), _level(sure, differs, short), differs)


def confidence(cosine: float, share: float, lead: float) -> float:
    """The calibrated chance that a candidate is right: its cosine, the share of it that is said, its lead."""
    constant, first, second, third = WEIGHTS
    return 1 / (1 + math.exp(-(constant + first * cosine + second * share + third * lead)))


def tidy(text: str) -> str:
    """`text` without links, the marks of topics and persons; at most 4,000 characters."""
    bare = _NOISE.sub(" ", text[: LONGEST * 2])
    return (bare if len(bare.strip()) >= SHORT else text)[:LONGEST]


def claim_of(row: object, line: int = 0) -> Claim:
    """A claim from one object of a feed or a file (`claims.jsonl`); LinliError names the field that is wrong."""
    if not isinstance(row, dict):
        raise _wrong("claim", row, line)
    text = _string(row, "text", line, required=True)
    wordings = row.get("wordings", [])
    if not isinstance(wordings, list) or len(wordings) > WORDINGS or not all(isinstance(w, str) for w in wordings):
        raise _wrong("wordings", wordings, line)
    return Claim(
        id=_string(row, "id", line, required=True),
        text=text,
        wordings=tuple(w[:TEXT_LIMIT] for w in wordings),
        about=_string(row, "about", line),
        url=_string(row, "url", line),
        verdict=_string(row, "verdict", line),
        title=_string(row, "title", line),
        checked=_day(row, line),
    )


def _string(row: dict[str, Any], name: str, line: int, *, required: bool = False) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or (required and not value.strip()) or len(value) > TEXT_LIMIT:
        raise _wrong(name, value, line)
    return value


def _day(row: dict[str, Any], line: int) -> date | None:
    value = row.get("checked") or None
    try:
        return date.fromisoformat(value[:10]) if value else None
    except (TypeError, ValueError) as wrong:
        raise _wrong("checked", value, line) from wrong


def _wrong(field: str, value: object, line: int) -> LinliError:
    return LinliError(
        Text(f"第 {line} 行的核查写得不对。", f"Line {line}: this is not a check.") if line else _NOT_A_CHECK,
        field=field,
        value=value,
        mend=Text("每行一个 JSON 对象，要有 id 和 text。", "One JSON object a line, with `id` and `text`."),
    )


def _lines(claim: Claim) -> Iterator[str]:
    yield tidy(claim.text)
    yield from (tidy(w) for w in claim.wordings)
    if claim.about:
        yield tidy(claim.about)


def _level(sure: float, differs: tuple[str, ...], short: bool) -> Level:
    if sure < SUGGEST or not FATAL.isdisjoint(differs):
        return Level.NONE
    return Level.CONFIRM if sure >= CONFIRM and not differs and not short else Level.SUGGEST


def _is_short(batch: Batch, index: int) -> bool:
    start, end = batch.bounds(index)
    return end - start < SHORT


def _plain(text: str) -> str:
    """Half width and simplified script, punctuation kept: 3.5 is a number, and a clause ends at its comma."""
    batch = read_many((unicodedata.normalize("NFKC", text),))
    codes, _ = batch.plain
    return codes.tobytes().decode("utf-32-le", "replace")


_NOISE = re.compile(
    r"https?://[^\s\u4e00-\u9fff]{1,300}|@[\w-]{1,30}|#|L\S{1,20}的(?:微博视频|秒拍视频)|[\u200b\ufeff]"
)
_NOT_A_CHECK = Text("这不是一条核查。", "This is not a check.")
