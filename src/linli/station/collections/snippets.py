"""The lines of an item in which what was asked for stands, with the words to mark."""

from __future__ import annotations

from dataclasses import dataclass

from linli.reading import read
from linli.station.collections.models import Item
from linli.station.collections.terms import runs

ROUND = 24
LOOKED_INTO = ("transcription", "description", "plain", "source", "transcript", "audio_description")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text and the spans in it to mark, in code points."""

    text: str
    spans: tuple[tuple[int, int], ...]


def snippet(found: Item, text: str) -> Snippet:
    """The first place where a word of `text` stands; else the beginning of what is said of the item."""
    words = [word for word, _ in runs(text)]
    for name in LOOKED_INTO:
        whole = getattr(found, name)
        reading = read(whole)
        for word in words:
            at = reading.folded.find(word)
            if at >= 0:
                span = reading.span(at, at + len(word))
                return _piece(whole, span.start, span.end)
    return Snippet((found.plain or found.description or found.transcription)[: ROUND * 3], ())


def _piece(whole: str, start: int, end: int) -> Snippet:
    begin = max(0, start - ROUND)
    cut = whole[begin : end + ROUND]
    return Snippet(cut.replace("\n", " "), ((start - begin, end - begin),))
