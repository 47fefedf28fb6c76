"""Lexicon packs: what an entry says, read from TOML, and what makes an entry unfit.

A pack has a `pack` id, a `version`, a `title` in both languages and a `source`; its entries stand in `[[group]]`s
that share a category, scene, severity and reason. `docs/reference/lexicons.md` describes every field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from linli.reading import read_many
from linli.vocabulary import Category, LinliError, Text

GAP = "…"
VIEWS = ("fold", "sound", "shape")
SCORES = {1: 0.6, 2: 0.8, 3: 0.9}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its terms, where it counts, and its own examples.

    `terms` may hold `…`: up to eight characters of the same sentence may stand there. `views` names the disguises
    it is read through. `innocent` are look-alike words: a match that overlaps one of them does not count. `needs`:
    one of these words must stand within 40 characters; `unless`: none may stand within 16. `alone`: the term is a
    whole sentence; `whole`: the match must not cut an ordinary word.
    """

    id: str
    terms: tuple[str, ...]
    category: Category
    scene: str
    severity: int
    reason: str
    source: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    score: float = 0.0
    views: tuple[str, ...] = ("fold",)
    innocent: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    alone: bool = False
    whole: bool = False

    @property
    def base(self) -> float:
        """The score of a match in plain sight."""
        return self.score or SCORES[self.severity]


@dataclass(frozen=True, slots=True)
class Pack:
    """A versioned set of entries."""

    id: str
    version: str
    title: Text
    entries: tuple[Entry, ...]


_LISTS = ("terms", "yes", "no", "views", "innocent", "needs", "unless")
_FLAGS = ("alone", "whole")
_KNOWN = {f.name for f in fields(Entry)}
_SHARED = ("category", "scene", "severity", "reason", "views", "needs", "unless", "whole", "alone", "score", "source")


def parse_pack(document: str, name: str = "") -> Pack:
    """A pack from its TOML; a `LinliError` that names the entry where something is missing or unknown."""
    try:
        data = tomllib.loads(document)
    except tomllib.TOMLDecodeError as wrong:
        raise _refusal(name, "这个词库文件不是合法的 TOML。", f"This pack is not valid TOML: {wrong}.") from wrong
    for key in ("pack", "version", "source", "group"):
        if not data.get(key):
            raise _refusal(name, f"词库缺少 {key}。", f"The pack lacks `{key}`.")
    entries = tuple(e for group in data["group"] for e in _entries(data, group, name))
    repeated = {e.id for e in entries if sum(o.id == e.id for o in entries) > 1}
    if repeated:
        raise _refusal(min(repeated), "词条编号重复。", "The entry's id stands twice in the pack.")
    title = data.get("title", {})
    return Pack(data["pack"], data["version"], Text(title.get("zh", ""), title.get("en", "")), entries)


def _entries(data: Mapping[str, Any], group: Mapping[str, Any], name: str) -> Iterable[Entry]:
    shared = {k: group[k] for k in _SHARED if k in group}
    unknown = set(group) - set(_SHARED) - {"entries"}
    if unknown:
        raise _refusal(name, f"不认识的字段 {min(unknown)}。", f"Unknown field `{min(unknown)}` in a group.")
    for raw in group.get("entries", ()):
        yield entry_of({"source": f"{data['source']} ({data['pack']}@{data['version']})"} | shared | raw)


def entry_of(raw: Mapping[str, Any]) -> Entry:
    """An entry from its fields, checked for type and for what every entry must have."""
    where = str(raw.get("id", "?"))
    unknown = set(raw) - _KNOWN
    if unknown:
        raise _refusal(where, f"不认识的字段 {min(unknown)}。", f"Unknown field `{min(unknown)}`.")
    for key in ("id", "terms", "category", "scene", "severity", "reason", "yes", "no"):
        if not raw.get(key):
            raise _refusal(where, f"词条缺少 {key}。", f"The entry lacks `{key}`.")
    if raw["category"] not in tuple(Category) or raw["severity"] not in SCORES:
        raise _refusal(where, "类别或严重程度不在列表中。", "The category or the severity is not one of the list.")
    for key in _LISTS:
        if not all(isinstance(t, str) and t for t in raw.get(key, ())) or isinstance(raw.get(key), str):
            raise _refusal(
                where, f"{key} 须为非空文字的列表。", f"`{key}` must be a list of texts that are not empty."
            )
    if set(raw.get("views", ())) - set(VIEWS):
        raise _refusal(where, "不认识的视图。", f"A view is one of {', '.join(VIEWS)}.")
    lists = {k: tuple(raw[k]) for k in _LISTS if k in raw}
    return Entry(**{**raw, **lists, "category": Category(raw["category"])})


def _refusal(where: str, zh: str, en: str) -> LinliError:
    return LinliError(Text(zh, en), field="lexicon", value=where)


def folded_terms(entry: Entry) -> list[tuple[str, ...]]:
    """The parts of each term (split at `…`) in folded form; a `LinliError` where nothing is left to match."""
    return next(folded_terms_of([entry]))


def folded_terms_of(entries: Sequence[Entry]) -> Iterator[list[tuple[str, ...]]]:
    """`folded_terms` of each entry, all terms folded in one batch: thousands of short texts cost a millisecond."""
    words = [part for entry in entries for term in entry.terms for part in term.split(GAP) if part]
    batch = read_many(words)
    ends = [start - 1 for start in batch.starts.tolist()[1:]] + [len(batch.folded)]
    forms = (batch.folded[start:end] for start, end in zip(batch.starts.tolist(), ends, strict=True))
    for entry in entries:
        yield _checked_terms(entry, forms)


def _checked_terms(entry: Entry, forms: Iterator[str]) -> list[tuple[str, ...]]:
    found = []
    for term in entry.terms:
        parts = tuple(next(forms) for p in term.split(GAP) if p)
        if not parts or not all(parts) or (sum(map(len, parts)) < 2 and not entry.alone):
            raise _refusal(
                f"{entry.id}: {term}",
                "折叠后词语为空或只剩一个字，会误伤大量普通文字。",
                "Nothing or one character is left of the term once folded; it would hit ordinary text.",
            )
        found.append(parts)
    return found
