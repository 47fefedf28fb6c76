"""Is a pack fit to go live? Its entries are tried on their own examples and on ordinary sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from linli import files
from linli.detectors.lexicon import Lexicon
from linli.detectors.lexicon_entries import Entry, folded_terms, parse_pack
from linli.reading import read_many
from linli.vocabulary import Item, LinliError, Text

MOST_SHARE = 0.05
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a pack: at which line (1 where no one line is at fault), in which entry, and the mend."""

    line: int
    entry: str
    problem: Text
    mend: Text


@cache
def ordinary() -> tuple[str, ...]:
    """Ordinary sentences, in which no entry should find much."""
    lines = files.read_text("lexicons/context/ordinary.txt").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def lint(document: str, name: str = "", texts: Sequence[str] | None = None) -> list[Fault]:
    """The faults of a pack given as TOML, in the order of its entries; `texts` replaces the ordinary sentences."""
    try:
        pack = parse_pack(document, name)
    except LinliError as refused:
        return [_refusal(document, refused)]
    usual = ordinary() if texts is None else tuple(texts)
    return [fault for entry in pack.entries for fault in _entry_faults(document, entry, usual)]


def newly_hit(document: str, texts: Iterable[str], name: str = "") -> dict[str, list[str]]:
    """The texts that each entry of a pack would find, by its id; entries that find nothing are left out."""
    lexicon = Lexicon(parse_pack(document, name).entries)
    found: dict[str, list[str]] = {}
    given = tuple(texts)
    for text, hits in zip(given, hits_of(lexicon, given), strict=True):
        for which in hits:
            found.setdefault(which, []).append(text)
    return found


def hits_of(lexicon: Lexicon, texts: Sequence[str]) -> list[set[str]]:
    """The ids of the entries that each text shows."""
    signals = lexicon.detect([Item(text) for text in texts], read_many(texts))
    return [{signal.evidence for signal in found} for found in signals]


def _entry_faults(document: str, entry: Entry, usual: tuple[str, ...]) -> Iterator[Fault]:
    line = _line(document, entry.id)
    try:
        folded_terms(entry)
    except LinliError as refused:
        yield Fault(line, entry.id, refused.problem, Text("请写成两个字以上的词。", "Give a term of two or more."))
        return
    lexicon = Lexicon((entry,))
    yield from _examples(lexicon, entry, line)
    hit = [text for text, found in zip(usual, hits_of(lexicon, usual), strict=True) if found]
    if len(hit) >= MOST_SHARE * len(usual) and hit:
        share, shown = f"{len(hit) / len(usual):.0%}", "、".join(hit[:SHOWN])
        yield Fault(
            line,
            entry.id,
            Text(f"会误伤 {share} 的普通句子：{shown}", f"It hits {share} of ordinary sentences: {shown}"),
            Text("请改用更长的词，或加 needs、innocent。", "Use a longer term, or add `needs` or `innocent`."),
        )


def _examples(lexicon: Lexicon, entry: Entry, line: int) -> Iterator[Fault]:
    for text, hits in zip(entry.yes, hits_of(lexicon, entry.yes), strict=True):
        if not hits:
            yield Fault(
                line,
                entry.id,
                Text(f"应当找到却没有：{text}", f"Its `yes` example is not found: {text}"),
                Text("请检查 terms、needs、unless 和 innocent。", "Look at terms, needs, unless and innocent."),
            )
    for text, hits in zip(entry.no, hits_of(lexicon, entry.no), strict=True):
        if hits:
            yield Fault(
                line,
                entry.id,
                Text(f"不该找到却找到了：{text}", f"Its `no` example is found: {text}"),
                Text("请把无害的词写进 innocent 或 unless。", "Put the harmless word into `innocent` or `unless`."),
            )


def _refusal(document: str, refused: LinliError) -> Fault:
    mend = refused.mend if any(refused.mend) else Text("写法见 docs/reference/lexicons.md。", "See the reference.")
    return Fault(_line(document, refused.value.split(":")[0]), refused.value, refused.problem, mend)


def _line(document: str, entry: str) -> int:
    """The line where an entry's id stands; 1 where it stands nowhere."""
    lines = document.splitlines()
    return next((k for k, line in enumerate(lines, 1) if f'"{entry}"' in line), 1)
