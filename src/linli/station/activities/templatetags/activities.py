"""`{{ cents|yuan }}`."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def yuan(cents: int) -> str:
    """Cents as yuan with two places."""
    return f"{cents / 100:,.2f}"
