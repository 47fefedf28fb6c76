"""How to cite an item: after GB/T 7714-2015, in English, and as BibTeX."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from linli.station.collections.models import Item
from linli.vocabulary import Text


class Citation(NamedTuple):
    """A way to cite, and the words."""

    style: Text
    words: str


def citations(found: Item, address: str, site: str) -> list[Citation]:
    """The ways to cite an item seen at an address today."""
    today = timezone.localdate().isoformat()
    by = f"{found.creator}. " if found.creator else ""
    when = f"({found.date})" if found.date else ""
    source = f"{found.source}. " if found.source else ""
    english = found.title_en or found.title
    key = f"linli-{found.uid}"
    return [
        Citation(
            Text("国标 GB/T 7714", "GB/T 7714"),
            f"{by}{found.title}[A/OL]. {source}{site}{when}[{today}]. {address}.",
        ),
        Citation(Text("英文", "English"), f"{by}“{english}”{when and f' {when}'}. {site}. Seen {today}. {address}"),
        Citation(
            Text("BibTeX", "BibTeX"),
            f"@misc{{{key}, title={{{found.title}}}, author={{{found.creator}}}, note={{{found.date}}}, "
            f"howpublished={{{site}}}, url={{{address}}}, urldate={{{today}}}}}",
        ),
    ]
