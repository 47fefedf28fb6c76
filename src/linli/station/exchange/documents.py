"""What another station, or any site, may hand over: a schema.org ClaimReview, checked and bounded, or its withdrawal.

Outside data is hostile: sizes, depth and counts are bounded, and no string may hold markup. A document that is
refused is refused whole, with the field that is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from linli.vocabulary import LinliError, Text

LARGEST, DEEPEST, MOST = 256_000, 12, 2_000
LIMITS = {"@id": 300, "claimReviewed": 2_000, "headline": 200, "text": 20_000, "url": 500}
WORDINGS, CITATIONS = 50, 50
MARKUP = re.compile(r"<\s*[a-zA-Z/!?]|\0")
LARGEST_VERSION = 100_000
SCHEMES = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Citation:
    """A source: its address, what it is called, and the SHA-256 of the copy that the checkers kept."""

    url: str
    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A check as another publisher says it. `withdrawn`: they took it back, and nothing else of it counts."""

    id: str
    version: int
    claim: str
    title: str
    verdict: str
    verdict_name: str
    text: str
    url: str
    publisher: str
    wordings: tuple[str, ...]
    citations: tuple[Citation, ...]
    published: datetime | None
    modified: datetime | None
    supersedes: str = ""
    disputes: str = ""
    withdrawn: bool = False


def parsed(body: bytes) -> dict[str, Any]:
    """One JSON object from outside; LinliError where it is too large, too deep, no object, or holds markup."""
    if len(body) > LARGEST:
        raise _wrong("document", f"{len(body)} bytes", "内容太大。", "It is too large.")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise _wrong("document", body[:80], "不是 JSON。", "It is not JSON.") from wrong
    if not isinstance(found, dict):
        raise _wrong("document", type(found).__name__, "应是一个 JSON 对象。", "It must be one JSON object.")
    bounded(found)
    return found


def bounded(document: Mapping[str, Any]) -> None:
    """Raises LinliError for a document that is too deep, has too many parts, or markup in any of its strings."""
    for count, (depth, where, value) in enumerate(_walk(document), 1):
        if depth > DEEPEST or count > MOST:
            raise _wrong(where, "", "内容套得太深或太多。", "It is nested too deep or has too many parts.")
        if isinstance(value, str) and (MARKUP.search(value) or any("\ud800" <= c <= "\udfff" for c in value)):
            raise _wrong(where, value, "文字里不能有网页标签。", "Text must hold no markup.")
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
            raise _wrong(where, value, "数字太大。", "The number is too large.")


def review_of(document: Mapping[str, Any]) -> Review:
    """The check that a ClaimReview or a Tombstone tells; LinliError names the field that is wrong."""
    bounded(document)
    kind = document.get("@type")
    if kind not in ("ClaimReview", "Tombstone"):
        raise _wrong("@type", kind, "只认 ClaimReview 和 Tombstone。", "Only ClaimReview and Tombstone are known.")
    gone = kind == "Tombstone"
    rating = document.get("reviewRating")
    rating = rating if isinstance(rating, dict) else {}
    author = document.get("author")
    author = author if isinstance(author, dict) else {}
    return Review(
        id=_address(document, "@id") or _address(document, "url", required=True),
        version=_version(document.get("version", 1)),
        claim=_text(document, "claimReviewed", required=not gone),
        title=_text(document, "headline"),
        verdict=str(rating.get("ratingValue", ""))[:20],
        verdict_name=str(rating.get("alternateName", ""))[:60],
        text=_text(document, "text"),
        url=_address(document, "url"),
        publisher=str(author.get("name", ""))[:120],
        wordings=_wordings(document),
        citations=_citations(document),
        published=_moment(document, "datePublished"),
        modified=_moment(document, "dateModified"),
        supersedes=_address(document, "supersedes"),
        disputes=_address(document, "disputes"),
        withdrawn=gone,
    )


def reviews_in_page(page: str) -> list[Review]:
    """Every ClaimReview of the JSON-LD of a page; those that are malformed are left out."""
    finder = _Scripts()
    finder.feed(page)
    found = []
    for script in finder.scripts[:20]:
        for document in _claim_reviews(script):
            try:
                found.append(review_of(document))
            except LinliError:
                continue
    return found[:20]


class _Scripts(HTMLParser):
    """Collects what stands in `<script type="application/ld+json">`."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and (dict(attrs).get("type") or "").strip().lower() == "application/ld+json"
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the parser's)
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and len(self.scripts[-1]) <= LARGEST:
            self.scripts[-1] += data


def _claim_reviews(script: str) -> Iterator[dict[str, Any]]:
    try:
        found = json.loads(script) if len(script) <= LARGEST else None
    except (ValueError, RecursionError):
        return
    waiting, looked = [found], 0
    while waiting and looked < 100:
        one, looked = waiting.pop(0), looked + 1
        if isinstance(one, list):
            waiting.extend(one[:50])
        elif isinstance(one, dict):
            waiting.extend(one["@graph"][:50] if isinstance(one.get("@graph"), list) else [])
            kinds = one.get("@type")
            if kinds == "ClaimReview" or (isinstance(kinds, list) and "ClaimReview" in kinds):
                yield {**one, "@type": "ClaimReview"}


def _walk(value: Any) -> Iterator[tuple[int, str, Any]]:
    waiting: list[tuple[int, str, Any]] = [(0, "document", value)]
    while waiting:
        depth, where, one = waiting.pop()
        yield depth, where, one
        if isinstance(one, dict):
            for name, inner in one.items():
                waiting.append((depth + 1, "name", name))
                waiting.append((depth + 1, str(name)[:60], inner))
        elif isinstance(one, list):
            waiting.extend((depth + 1, where, inner) for inner in one)


def _text(document: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = document.get(name) or ""
    if not isinstance(value, str) or (required and not value.strip()):
        raise _wrong(name, value, "缺少这一项，或不是文字。", "It is missing or is no text.")
    if len(value) > LIMITS[name]:
        raise _wrong(name, value, f"最多 {LIMITS[name]} 个字。", f"At most {LIMITS[name]} characters.")
    return value.strip()


def _address(document: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = document.get(name) or ""
    if not value and not required:
        return ""
    if not isinstance(value, str) or not value.startswith(SCHEMES) or len(value) > LIMITS["@id"] or " " in value:
        raise _wrong(name, value, "这里要写网址。", "This must be a web address.")
    return value


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST_VERSION:
        raise _wrong("version", value, "版本是从 1 起的整数。", "A version is a whole number from 1.")
    return value


def _wordings(document: Mapping[str, Any]) -> tuple[str, ...]:
    value = document.get("wordings", [])
    good = isinstance(value, list) and len(value) <= WORDINGS
    if not good or not all(isinstance(w, str) and len(w) <= LIMITS["claimReviewed"] for w in value):
        raise _wrong("wordings", "", "别的说法写得不对。", "The other wordings are malformed.")
    return tuple(value)


def _citations(document: Mapping[str, Any]) -> tuple[Citation, ...]:
    value = document.get("citation", [])
    value = value if isinstance(value, list) else [value]
    if len(value) > CITATIONS:
        raise _wrong("citation", len(value), f"最多 {CITATIONS} 个来源。", f"At most {CITATIONS} sources.")
    return tuple(found for one in value if (found := _citation(one)) is not None)


def _citation(one: object) -> Citation | None:
    if isinstance(one, str):
        one = {"url": one}
    if not isinstance(one, dict) or not str(one.get("url", "")).startswith(SCHEMES):
        return None
    return Citation(str(one["url"])[:500], str(one.get("name", ""))[:200], str(one.get("sha256", ""))[:64])


def _moment(document: Mapping[str, Any], name: str) -> datetime | None:
    value = document.get(name)
    if not isinstance(value, str):
        return None
    try:
        found = parse_datetime(value)
        day = None if found else parse_date(value[:10])
    except ValueError:
        return None
    found = found or (datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None)
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _wrong(field: str, value: object, zh: str, en: str) -> LinliError:
    return LinliError(Text(zh, en), field=field, value=value)
