"""How the desk says spans of time."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import gettext, ngettext

register = template.Library()


@register.filter
def span(length: timedelta | None) -> str:
    """A length of time in its largest unit: `3 天`, `5 小时`, `12 分钟`; the sign is left out."""
    if length is None:
        return ""
    seconds = abs(int(length.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600, seconds // 60
    if days >= 1:
        return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    if hours >= 1:
        return ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}
    return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}


@register.filter
def left(length: timedelta) -> str:
    """The time to a promise: `还剩 2 天`, `超期 3 小时`."""
    words = gettext("超期 %(span)s") if length < timedelta(0) else gettext("还剩 %(span)s")
    return words % {"span": span(length)}


@register.filter
def key(number: int) -> str:
    """The key that picks the answer with this place, none after the ninth."""
    return str(number) if number < 10 else ""


@register.filter
def plain(value: float) -> str:
    """A number without a decimal that says nothing: `12`, `0.4`."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
