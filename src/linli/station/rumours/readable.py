"""The words of a web page: its title and what a reader would read, without markup. Nothing of it is ever run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "nav", "header", "footer", "form", "iframe"})
BREAKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "section", "article"})
LIMIT = 40_000
TITLE = 200


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.parts, self.skipping, self._titled = "", list[str](), 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the parser's)
        self.skipping += tag in SKIPPED
        self._titled = tag == "title"
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in SKIPPED and self.skipping > 0
        self._titled = False

    def handle_data(self, data: str) -> None:
        if self._titled:
            self.title += data
        elif not self.skipping:
            self.parts.append(data)


def readable(page: str, *, html: bool = True) -> tuple[str, str]:
    """Title and words of a page, bounded to 200 and 40,000 characters."""
    if not html:
        return "", _tidy(page)[:LIMIT]
    parser = _Words()
    parser.feed(page[: LIMIT * 20])
    return _tidy(parser.title)[:TITLE], _tidy("".join(parser.parts))[:LIMIT]


def _tidy(text: str) -> str:
    bare = "".join(c for c in text if c in "\n\t " or (c >= " " and not "\ud800" <= c <= "\udfff"))
    lines = (re.sub(r"[ \t\u3000]+", " ", line).strip() for line in bare.split("\n"))
    return "\n".join(line for line in lines if line)
