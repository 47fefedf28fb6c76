"""`{% t "举报" %}` says it in the reader's language; filters for reasons, evidence and the time of day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forum.english import in_language
from forum.models import Entry
from forum.places import CATEGORY_WORDS

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: Context, chinese: str, **parts: Any) -> str:
    """The sentence in the page's language, with `{name}` filled in."""
    said = in_language(chinese, str(context.get("language")))
    return said.format(**parts) if parts else said


@register.filter
def pick(value: Any, language: str) -> str:
    """One language of `{"zh": …, "en": …}`; a plain string as it is."""
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get("zh") or "")
    return "" if value is None else str(value)


@register.filter
def of(board: Any, name: str) -> str:
    """A board's field in one language: `board|of:"en"` is its English name."""
    return str(getattr(board, name))


@register.filter
def category(slug: str, language: str) -> str:
    """A harm's name as the report form words it."""
    zh, en = CATEGORY_WORDS.get(slug, (slug, slug))
    return en if language == "en" else zh


@register.filter
def clock(moment: datetime, language: str) -> str:
    """今天 08:15, 昨天 08:15, or the day."""
    local, today = timezone.localtime(moment), timezone.localtime().date()
    hour = local.strftime("%H:%M")
    if local.date() == today:
        return in_language("今天", language) + " " + hour
    if local.date() == today - timedelta(days=1):
        return in_language("昨天", language) + " " + hour
    return local.strftime("%Y-%m-%d ") + hour


@register.filter
def day(value: str, language: str) -> str:
    """The day of an ISO 8601 time."""
    found = parse_date(value[:10])
    if found is None:
        return value
    return found.isoformat() if language == "en" else f"{found.year}年{found.month}月{found.day}日"


@register.simple_tag
def marked(entry: Entry, reasons: Sequence[Mapping[str, Any]]) -> SafeString:
    """The words as assessed, with the evidence in `<mark>`; spans are `[start, end)` in code points."""
    text, parts, at = entry.words, [], 0
    spans = sorted({(int(one[0]), int(one[1])) for reason in reasons for one in reason.get("spans", [])})
    for start, end in spans:
        if start < at or end > len(text):
            continue
        parts += [escape(text[at:start]), mark_safe(f"<mark>{escape(text[start:end])}</mark>")]  # noqa: S308
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]).replace("\n", "<br>"))  # noqa: S308 (escaped above)


@register.filter(name="json")
def as_json(value: Any) -> str:
    """Indented JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=1)
