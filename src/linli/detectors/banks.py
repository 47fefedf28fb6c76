"""Shared signals: banks of known texts and patterns in a format that `threatexchange` (HMA) reads. Off by default.

A bank is a text file, one signal a line, its type before the first space, as `threatexchange`'s local file exchange
reads and writes it:

    linli_text_sha256 5e1f…                     the digest of a whole text, once read (see `digest`)
    trend_query {"and": [{"or": ["领券"]}], "not": []}   words that must and must not stand in a text
    raw_text 加微信领券                           the words themselves; kept as their digest

A digest is of what a text says once width, case, script and punctuation are folded away, so that a copy is found in
any dress, and of 16 letters or more: the digest of a shorter one could be guessed. A pattern is plain words; an
expression is refused, since a stranger's could take for ever. Other types (pdq, video_md5, …) are counted and left.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linli.reading import Batch, read
from linli.vocabulary import Category, Item, LinliError, Signal, Span, Text

SHA256, RAW, TREND = "linli_text_sha256", "raw_text", "trend_query"
LEAST = 16
LARGEST = 50_000_000
LONGEST_LINE = 20_000
MOST_WORDS = 200
EXPRESSION = "regex-"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words: one of each group must stand in a text, and none of `never`."""

    groups: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the first group stands in a folded text, if the pattern holds."""
        if any(word in text for word in self.never):
            return None
        places = [_first(text, group) for group in self.groups]
        return places[0] if places and None not in places else None


@dataclass(slots=True)
class Bank:
    """One bank. `category` is what its signals are signs of, `left` what was not taken, by why."""

    name: str
    category: Category
    digests: set[str] = field(default_factory=set)
    patterns: list[Pattern] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, value: str) -> bool:
        """Takes one signal in; False for one that is left, which is counted."""
        reason = self._take(kind, value)
        if reason:
            self.left[reason] = self.left.get(reason, 0) + 1
        return not reason

    def lines(self) -> Iterable[str]:
        """The bank as it is exchanged, in a stable order; words come out as their digest."""
        yield from (f"{SHA256} {one}" for one in sorted(self.digests))
        for pattern in self.patterns:
            query = {"and": [{"or": list(group)} for group in pattern.groups], "not": list(pattern.never)}
            yield f"{TREND} {json.dumps(query, ensure_ascii=False, sort_keys=True)}"

    def _take(self, kind: str, value: str) -> str:
        if kind == SHA256 and len(value) == 64 and set(value) <= set("0123456789abcdef"):
            self.digests.add(value)
            return ""
        if kind == RAW:
            found = digest(value)
            if found is None:
                return "short"
            self.digests.add(found)
            return ""
        if kind == TREND:
            pattern = _pattern(value)
            if pattern is not None:
                self.patterns.append(pattern)
            return "" if pattern is not None else "expression"
        return kind if kind.isidentifier() and kind != SHA256 else "malformed"


class Banks:
    """A detector over banks. `severity` (1 to 3) is what a match weighs; the policy decides what follows."""

    name = "banks"

    def __init__(self, banks: Sequence[Bank], severity: int = 1) -> None:
        self._banks, self._severity = tuple(banks), severity

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """One list of signals for each item; `evidence` is `bank:<name>`, the span the whole text or the words."""
        return [self._look(item.text, batch.reading(index).folded) for index, item in enumerate(items)]

    def _look(self, text: str, folded: str) -> list[Signal]:
        own = _digest_of(folded)
        return [self._signal(bank, text) for bank in self._banks if _holds(bank, own, folded)]

    def _signal(self, bank: Bank, text: str) -> Signal:
        return Signal(
            category=bank.category,
            score=0.9,
            detector=self.name,
            spans=(Span(0, len(text)),),
            severity=self._severity,
            evidence=f"bank:{bank.name}",
            source=bank.name,
        )


def digest(text: str) -> str | None:
    """SHA-256, hexadecimal, of what a text says once folded, letters and digits only; None under 16 of them."""
    return _digest_of(read(text).folded)


def load(path: Path | str, *, category: Category, name: str = "") -> Bank:
    """A bank from a file. `LinliError` where it cannot be read, or for a category that needs a published check."""
    source = Path(path)
    if category is Category.FALSE_CLAIM:
        raise LinliError(
            Text(
                "不实信息只凭公开的核查，不能来自共享库。",
                "A false claim rests on a published check, on no bank.",
            ),
            field="category",
            value=category.value,
        )
    bank = Bank(name or source.stem, category)
    try:
        if source.stat().st_size > LARGEST:
            raise ValueError("larger than 50 MB")
        with source.open(encoding="utf-8") as lines:
            for line in lines:
                kind, _, value = line.strip()[:LONGEST_LINE].partition(" ")
                if kind and not kind.startswith("#"):
                    bank.add(kind, value.strip())
    except (OSError, ValueError) as wrong:
        raise LinliError(
            Text("读不懂这个共享库。", "The bank cannot be read."),
            field="file",
            value=path,
            mend=Text(f"每行一条「类型 内容」，UTF-8：{wrong}", f"One “type value” a line, UTF-8: {wrong}"),
        ) from wrong
    return bank


def _holds(bank: Bank, own: str | None, folded: str) -> bool:
    return own in bank.digests or any(pattern.find(folded) is not None for pattern in bank.patterns)


def _digest_of(folded: str) -> str | None:
    letters = "".join(c for c in folded if c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest() if len(letters) >= LEAST else None


def _first(text: str, words: Sequence[str]) -> tuple[int, int] | None:
    found = [(text.find(word), len(word)) for word in words]
    return next(((at, at + length) for at, length in found if at >= 0), None)


def _pattern(value: str) -> Pattern | None:
    try:
        query: dict[str, Any] = json.loads(value)
        groups = tuple(_words(group["or"]) for group in query["and"])
        never = _words(query["not"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Pattern(groups, never) if groups and all(groups) else None


def _words(given: list[str]) -> tuple[str, ...]:
    """The words, folded as texts are; `ValueError` for an expression, an empty word, or too many."""
    if len(given) > MOST_WORDS or any(not isinstance(w, str) or w.startswith(EXPRESSION) for w in given):
        raise ValueError("not plain words")
    found = tuple(read(word).folded for word in given)
    if any(len(word.strip()) < 2 for word in found):
        raise ValueError("a word is too short")
    return found
