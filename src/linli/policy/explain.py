"""The sentence that a person reads: the rule's explanation with the words of the original that caused it."""

from __future__ import annotations

from collections.abc import Sequence

from linli.vocabulary import Category, Span, Text, shorten

QUOTES = 3  # so many matched words are quoted
QUOTE_LENGTH = 20


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap made one."""
    if len(spans) < 2:
        return tuple(spans)
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def explanation(says: Text, category: Category, original: str, spans: Sequence[Span]) -> Text:
    """What a rule says in both languages, with up to three of the matched words quoted."""
    words = list(dict.fromkeys(_shown(original[start:end], category) for start, end in spans))[:QUOTES]
    words = [word for word in words if word]
    if not words:
        return says
    zh = "、".join(f"“{word}”" for word in words)
    en = ", ".join(f"“{word}”" for word in words)
    return Text(f"{says.zh}：{zh}", f"{says.en}: {en}")


def _shown(word: str, category: Category) -> str:
    """The word as it may be repeated: personal data of another stays masked but for its first and last signs."""
    if category is Category.DOXXING and len(word) > 2:
        keep = 1 if len(word) < 8 else 3
        word = word[:keep] + "*" * min(len(word) - keep - 1, 8) + word[-1:]
    return shorten(word, QUOTE_LENGTH)
