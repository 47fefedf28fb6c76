"""Reading the record."""

from __future__ import annotations

from django.db.models import QuerySet

from linli.station.ledger.chain import GENESIS
from linli.station.ledger.models import ChainHead, Row


def rows_of(*, community_id: int, object_type: str = "", object_id: str = "") -> QuerySet[Row]:
    """The community's rows in order, of one object where one is named."""
    rows = Row.objects.filter(community_id=community_id)
    if object_type:
        rows = rows.filter(object_type=object_type)
    return (rows.filter(object_id=object_id) if object_id else rows).order_by("sequence")


def head(*, community_id: int) -> tuple[int, str]:
    """How many rows the chain has, and its head's hash; `(0, zeros)` before the first."""
    found = ChainHead.objects.filter(pk=community_id).first()
    return (found.sequence, found.hash) if found else (0, GENESIS)
