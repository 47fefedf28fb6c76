"""A text with a few marks as safe HTML, and pasted HTML as such a text: nothing of a script or a style survives."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
BOLD = re.compile(r"\*\*(?=\S)(.{1,400}?)\*\*")
LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>\"']{1,500})\)")
DROPPED = ["script", "style", "iframe", "object", "embed", "svg", "math", "template", "form", "noscript", "head"]
BLOCKS = {"p", "div", "section", "article", "ul", "ol", "table", "tr", "blockquote", "figure", "br", "h1", "h5", "h6"}
HEADS = {"h1", "h2", "h3", "h4"}
DEEPEST = 40


def to_html(text: str) -> SafeString:
    """Paragraphs, headings, lists, bold and links; everything else is shown as it was typed."""
    pieces = [_block(one) for one in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if one.strip()]
    return mark_safe("".join(pieces))  # noqa: S308 (every piece was escaped)


def to_text(text: str) -> str:
    """The words alone."""
    plain = LINK.sub(r"\1", BOLD.sub(r"\1", text))
    return "\n".join(re.sub(r"^(##|-)\s+", "", line) for line in plain.splitlines())


def cleaned(text: str) -> str:
    """`text`, or what it says where somebody pasted HTML."""
    if not TAG.search(text):
        return text
    soup = BeautifulSoup(text, "html.parser")
    for one in soup(DROPPED):
        one.decompose()
    return re.sub(r"\n{3,}", "\n\n", _marked(soup, 0)).strip()


def _block(block: str) -> str:
    lines = block.strip().split("\n")
    if lines[0].startswith("## "):
        rest = "\n".join(lines[1:])
        return f"<h2>{_inline(lines[0][3:])}</h2>" + (_block(rest) if rest.strip() else "")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(line: str) -> str:
    safe = str(escape(line))
    safe = BOLD.sub(r"<b>\1</b>", safe)
    return LINK.sub(r'<a href="\2" rel="noopener">\1</a>', safe)


def _marked(node: Tag, depth: int) -> str:
    if depth > DEEPEST:
        return node.get_text()
    return "".join(_one(child, depth) for child in node.children)


def _one(child: object, depth: int) -> str:
    if type(child) is NavigableString:
        return str(child)
    if not isinstance(child, Tag):
        return ""
    inner = _marked(child, depth + 1)
    if child.name in HEADS:
        return f"\n\n## {inner.strip()}\n\n"
    if child.name == "li":
        return f"\n- {inner.strip()}"
    if child.name in ("b", "strong") and inner.strip():
        return f"**{inner.strip()}**"
    if child.name == "a" and str(child.get("href", "")).startswith(("http://", "https://")):
        return f"[{inner.strip()}]({child['href']})"
    return f"\n\n{inner}\n\n" if child.name in BLOCKS else inner
