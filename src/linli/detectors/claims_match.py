"""Which published claim does a text repeat? Candidates with a calibrated confidence, and two thresholds.

Candidates come from the index over every wording of every claim and are ranked again by what `claims_rank` finds; the
best are then compared more closely: how much of the claim the text says, how far ahead it is of the next claim, and
whether the two differ in a negation, a number, a date or a place. `confirm` is for acting without asking (a label),
`suggest` for showing and letting a person say.
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
from linli.detectors.claims_index import Hit, Index
from linli.detectors.claims_rank import Looked, Near
from linli.reading import Batch, read_many
from linli.vocabulary import LinliError, Text

CANDIDATES = 60
LOOKED = 20
SHOWN = 5
SHORT = 10
LONGEST = 4_000
SUGGEST, CONFIRM = 0.12, 0.45
UNSAID = 0.25
# Fitted on one half of the debunks of CHECKED, reported on the other: docs/explanation/rumours.md.
WEIGHTS = (-2.55, 1.19, 4.66, 0.494)
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
        return [self._match(batch, number, limit) for number in range(len(texts))]

    def nearest(self, text: str, limit: int = LOOKED) -> list[Near]:
        """The claims nearest to `text`, whatever they are good for: for measuring the ranking alone."""
        return self._near(read_many((tidy(text),)), 0)[:limit]

    def _match(self, batch: Batch, number: int, limit: int) -> list[Match]:
        near = self._near(batch, number)
        if not near:
            return []
        words, short = said(_plain(batch.texts[number])), _is_short(batch, number)
        found = []
        for place, one in enumerate(near[: limit + 1]):
            rival = near[1 if place == 0 else 0].rank if len(near) > 1 else 0.0
            sure = confidence(one.cosine, one.share, one.rank - rival)
            found.append(self._judged(one, sure, words, short))
        found = [m for m in found if m.level is not Level.NONE]
        return sorted(found, key=lambda m: -m.confidence)[:limit]

    def _near(self, batch: Batch, number: int) -> list[Near]:
        """The candidates, one a claim, each by the wording that the index finds nearest."""
        looked = Looked(batch, number, self._index)
        best: dict[int, Hit] = {}
        for hit in self._hits(looked):
            best.setdefault(int(self._owners[hit.document]), hit)
        ahead = list(best.items())[:LOOKED]
        lines = read_many([self._texts[hit.document] for _, hit in ahead])
        claimed = read_many([tidy(self.claims[claim].text) for claim, _ in ahead])
        found = [
            Near(
                claim,
                looked.rank(lines, k, hit.score),
                hit.score,
                looked.share(claimed, k),
                looked.unsaid(claimed, k),
            )
            for k, (claim, hit) in enumerate(ahead)
        ]
        return sorted(found, key=lambda n: (-n.rank, n.claim))

    def _hits(self, looked: Looked) -> list[Hit]:
        """What the index finds, the nearest first; where it read the rarest terms alone, each is weighed whole."""
        if not len(looked.terms):
            return []
        hits = self._index.search(looked.terms, looked.times, CANDIDATES)
        if not self._index.is_partial(looked.terms):
            return hits
        lines = read_many([self._texts[hit.document] for hit in hits])
        whole = [
            Hit(hit.document, self._index.cosine(looked.terms, looked.times, hit.document, lines, k))
            for k, hit in enumerate(hits)
        ]
        return sorted(whole, key=lambda hit: (-hit.score, hit.document))

    def _judged(self, near: Near, sure: float, words: Said, short: bool) -> Match:
        claim = self.claims[near.claim]
        differs = differences(said(_plain(claim.text)), words)
        return Match(claim, round(sure, 4), _level(sure, differs, short or near.unsaid > UNSAID), differs)


def confidence(cosine: float, share: float, lead: float) -> float:
    """The calibrated chance that a candidate is right: its cosine, the share of it that is said, its lead in rank."""
    constant, first, second, third = WEIGHTS
    logit = constant + first * cosine + second * share + third * lead
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


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


def _level(sure: float, differs: tuple[str, ...], partly: bool) -> Level:
    if sure < SUGGEST or not FATAL.isdisjoint(differs):
        return Level.NONE
    return Level.CONFIRM if sure >= CONFIRM and not differs and not partly else Level.SUGGEST


def _is_short(batch: Batch, index: int) -> bool:
    start, end = batch.bounds(index)
    return end - start < SHORT


def _plain(text: str) -> str:
    """Half width and simplified script, punctuation kept: 3.5 is a number, and a clause ends at its comma.

    Spaces and signs put between characters go, so that 不 会 and 不*会 are 不会.
    """
    batch = read_many((unicodedata.normalize("NFKC", text),))
    codes, _ = batch.plain
    return _BETWEEN.sub("", codes.tobytes().decode("utf-32-le", "replace"))


_NOISE = re.compile(
    r"https?://[^\s\u4e00-\u9fff]{1,300}|@[\w-]{1,30}|#|L\S{1,20}的(?:微博视频|秒拍视频)|[\u200b\ufeff]"
)
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])[\s*·•.\-_~|/\\^+=]+(?=[\u4e00-\u9fff])")
_NOT_A_CHECK = Text("这不是一条核查。", "This is not a check.")
