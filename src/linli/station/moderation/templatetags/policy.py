"""How a change of the policy is shown: what went in one colour with a line through it, what came in another."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from linli.policy.changes import Difference, pieces
from linli.station.organisations.requests import in_words

register = template.Library()
WHOLE = ("action", "status", "category", "clause", "threshold")
TAGS = {"gone": "del", "new": "ins"}


@register.simple_tag
def difference(one: Difference) -> SafeString:
    """The old and the new value as one text; short values whole, long ones character by character."""
    before, after = in_words(one.before), in_words(one.after)
    whole = one.field in WHOLE or not before or not after
    found = [("gone", before), ("new", after)] if whole else pieces(before, after)
    said = {"gone": gettext("删去："), "new": gettext("改为：")}
    return format_html_join(
        " " if whole else "", "{}", ((_piece(sort, text, said.get(sort, "")),) for sort, text in found if text)
    )


def _piece(sort: str, text: str, said: str) -> SafeString:
    if sort not in TAGS:
        return format_html("{}", text)
    return format_html("<{}><span class='hide'>{}</span>{}</{}>", TAGS[sort], said, text, TAGS[sort])
