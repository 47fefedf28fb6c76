"""Reading the record."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from linli.station.ledger.chain import GENESIS
from linli.station.ledger.models import ChainHead, Row, SubjectKey


def rows_of(*, community_id: int, object_type: str = "", object_id: str = "") -> QuerySet[Row]:
    """The community's rows in order, of one object where one is named."""
    rows = Row.objects.filter(community_id=community_id)
    if object_type:
        rows = rows.filter(object_type=object_type)
    return (rows.filter(object_id=object_id) if object_id else rows).order_by("sequence")


def rows_about(*, community_id: int, subject: str) -> QuerySet[Row]:
    """The community's rows about an account or a person (`account:<id>`), in order; none once its key is gone."""
    known = SubjectKey.objects.filter(community_id=community_id, subject=subject).first()
    if known is None:
        return Row.objects.none()
    named = hmac.new(bytes(known.key), subject.encode(), hashlib.sha256).hexdigest()
    return Row.objects.filter(community_id=community_id, subject=named).order_by("sequence")


def exported_rows(*, community_id: int, object_type: str, object_id: str) -> list[dict[str, Any]]:
    """The rows of one object as an export has them, in order."""
    chain = chain_id(community_id=community_id)
    return [
        exported(row, chain)
        for row in rows_of(community_id=community_id, object_type=object_type, object_id=object_id)
    ]


def hashes(*, community_id: int, until: int) -> Iterator[str]:
    """The rows' hashes in order, up to a place."""
    rows = Row.objects.filter(community_id=community_id, sequence__lte=until).order_by("sequence")
    return rows.values_list("hash", flat=True).iterator(chunk_size=2_000)


def chain_id(*, community_id: int) -> str:
    """The random name of the community's chain; empty before its first row."""
    found = ChainHead.objects.filter(pk=community_id).first()
    return found.chain if found else ""


def exported(row: Row, chain: str) -> dict[str, Any]:
    """The row as it is hashed and exported."""
    return {
        "v": 1,
        "chain": chain,
        "sequence": row.sequence,
        "id": row.uid,
        "kind": row.kind,
        "at": row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": row.actor,
        "object": {"type": row.object_type, "id": row.object_id},
        "subject": row.subject or None,
        "data": row.data,
        "prev": row.prev,
        "hash": row.hash,
    }


def head(*, community_id: int) -> tuple[int, str]:
    """How many rows the chain has, and its head's hash; `(0, zeros)` before the first."""
    found = ChainHead.objects.filter(pk=community_id).first()
    return (found.sequence, found.hash) if found else (0, GENESIS)
