"""The search table beside the models: FTS5 on SQLite, an array with a GIN index on PostgreSQL, over the same terms.

It has two columns of terms, those of the title and all. Both also hold the item's scope (`=c12` for its community,
`=k3` for its collection, `=r8-12` for a reading room), so that a search looks only where it may.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from linli.station.collections.terms import Query, joined

TABLE = "collections_search"
FEW = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An item's terms."""

    id: int
    title: frozenset[str]
    words: frozenset[str]
    scope: frozenset[str]


def put(entries: Sequence[Entry]) -> None:
    """Stores the terms of items, in place of what was stored of them."""
    remove([one.id for one in entries])
    key = "rowid" if _sqlite() else "id"
    rows = [(one.id, _column(one.title | one.scope), _column(one.words | one.scope)) for one in entries]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} ({key}, title, words) VALUES (%s, %s, %s)", rows)  # noqa: S608


def remove(ids: Sequence[int]) -> None:
    """Forgets items."""
    key = "rowid" if _sqlite() else "id"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE {key} = %s", [(one,) for one in ids])  # noqa: S608


def matching(query: Query, scope: Iterable[str], limit: int) -> list[int]:
    """The numbers of the items that a query finds within a scope, those found by their title first."""
    first = _matching("title", query, scope, limit)
    if len(first) == limit:
        return first
    return list(dict.fromkeys([*first, *_matching("words", query, scope, limit)]))[:limit]


def _matching(column: str, query: Query, scope: Iterable[str], limit: int) -> list[int]:
    if _sqlite():
        return _walked(*_fts(column, query, list(scope)), query, limit)
    where, given = _arrays(column, query, list(scope))
    most = FEW + 1 if query.whole else limit
    few = _by_index(f"SELECT s.id FROM {TABLE} s WHERE {where} LIMIT %s", [*given, most])  # noqa: S608
    return _walked(where, given, query, limit) if len(few) > FEW else _sorted(few, query, limit)


def _walked(where: str, given: list[Any], query: Query, limit: int) -> list[int]:
    """In the order of their numbers, as far as is wanted: quick where many match."""
    key, find = ("rowid", "instr") if _sqlite() else ("id", "strpos")
    verified = f" AND {find}(i.folded, %s) > 0" * len(query.whole)
    return _rows(
        f"SELECT s.{key} FROM {TABLE} s JOIN collections_item i ON i.id = s.{key} "  # noqa: S608
        f"WHERE {where}{verified} ORDER BY s.{key} LIMIT %s",
        [*given, *query.whole, limit],
    )


def _sorted(few: list[int], query: Query, limit: int) -> list[int]:
    """Sorted afterwards: PostgreSQL, told to sort, takes rare terms for common ones and walks every row."""
    verified = " AND strpos(folded, %s) > 0" * len(query.whole)
    return _rows(
        f"SELECT id FROM collections_item WHERE id = ANY(%s){verified} ORDER BY id LIMIT %s",  # noqa: S608
        [few, *query.whole, limit],
    )


def _by_index(sql: str, given: list[Any]) -> list[int]:
    """By the index of terms alone: to look into a row costs far more than PostgreSQL thinks, it is kept apart."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(sql, given)
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


def _rows(sql: str, given: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()]


def _fts(column: str, query: Query, scope: list[str]) -> tuple[str, list[Any]]:
    parts = [_all(scope)] + ["(" + " OR ".join(f"({_all(way)})" for way in ways) + ")" for ways in query.clauses]
    return f"s.{TABLE} MATCH %s", [f"{column} : (" + " AND ".join(parts) + ")"]


def _all(terms: Iterable[str]) -> str:
    return " AND ".join(f'"{term}"' for term in terms)


def _arrays(column: str, query: Query, scope: list[str]) -> tuple[str, list[Any]]:
    held = f"s.{column} @> %s::text[]"
    clauses = ["(" + " OR ".join(held for _ in ways) + ")" for ways in query.clauses]
    return " AND ".join([held, *clauses]), [scope, *(list(way) for ways in query.clauses for way in ways)]


def _column(terms: frozenset[str]) -> Any:
    return joined(terms) if _sqlite() else sorted(terms)


def _sqlite() -> bool:
    return connection.vendor == "sqlite"
