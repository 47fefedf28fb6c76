"""An account of how a text was read: each view, and what was undone where, for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from linli.reading.fold import Reading, read_many
from linli.reading.restore import Restored, restored
from linli.vocabulary import Span, Text

STEPS: dict[str, Text] = {
    "sound": Text("谐音", "sound"),
    "pinyin": Text("拼音", "pinyin"),
    "number": Text("数字谐音", "numeral"),
    "join": Text("拆字", "split"),
    "emoji": Text("表情", "emoji"),
    "shape": Text("形近", "shape"),
    "swap": Text("换序", "swapped"),
    "inserted": Text("插入符号", "inserted"),
    "script": Text("繁体或异体", "script"),
    "case": Text("大小写", "case"),
    "width": Text("全角或变体", "width"),
    "lookalike": Text("形近字母", "look-alike"),
    "numerals": Text("汉字数字", "numerals"),
    "initials": Text("拼音首字母", "initials"),
}
RESTORING = frozenset(("sound", "pinyin", "initials", "number", "join", "emoji", "shape", "swap"))
BY_SOUND = frozenset(("sound", "pinyin", "emoji", "initials", "number"))


@dataclass(frozen=True, slots=True)
class Change:
    """At `span` of the original `shown` stands; it reads `said`; `steps` name what was undone."""

    span: Span
    shown: str
    said: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The views of one text. `restored` is the folded text where nothing more was undone."""

    text: str
    folded: str
    restored: str
    folding: tuple[Change, ...]
    restoring: tuple[Change, ...]


def account(text: str) -> Account:
    """How `text` is read."""
    batch = read_many((text,))
    reading, views = batch.reading(0), restored(batch)
    said = views[0].text if views else reading.folded
    undone = tuple(_restoring(views[0], text)) if views else ()
    return Account(text, reading.folded, said, tuple(_folding(reading)), undone)


def _folding(reading: Reading) -> Iterator[Change]:
    """What folding changed or dropped, neighbours together."""
    said: dict[int, str] = {}
    for place, character in zip(reading.offsets.tolist(), reading.folded, strict=True):
        said[place] = said.get(place, "") + character
    rows = [(k, c, said.get(k, "")) for k, c in enumerate(reading.text)]
    for kind, group in groupby(rows, key=lambda row: _kind(row[1], row[2])):
        run = list(group)
        if kind:
            span = Span(run[0][0], run[-1][0] + 1)
            yield Change(span, "".join(r[1] for r in run), "".join(r[2] for r in run), (kind,))


def _kind(shown: str, said: str) -> str:
    if shown == said:
        return ""
    if not said:
        return "inserted"
    if shown.lower() == said:
        return "case"
    return "script" if said >= "\u3400" else "width"


def _restoring(view: Restored, text: str) -> Iterator[Change]:
    """What the lattice undid: the characters of one piece share their steps and touch."""
    start = 0
    while start < len(view.text):
        end = start + 1
        while end < len(view.text) and view.steps[start] and _continues(view, end):
            end += 1
        if view.steps[start]:
            span = view.original(start, end)
            yield Change(span, text[span.start : span.end], view.text[start:end], view.steps[start])
        start = end


def _continues(view: Restored, at: int) -> bool:
    """Whether character `at` was undone by the same steps as the one before, and touches it."""
    return view.steps[at] == view.steps[at - 1] and view.starts[at] <= view.ends[at - 1]
