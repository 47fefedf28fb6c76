"""How pages of reviewing quality say a share with its interval."""

from __future__ import annotations

from django import template

from linli.station.moderation.agreement import Share

register = template.Library()


@register.filter
def bounds(share: Share) -> str:
    """`20% [8%, 42%]`."""
    low, high = share.bounds
    return f"{100 * (share.value or 0):.0f}% [{100 * low:.0f}%, {100 * high:.0f}%]"
