"""What a writer remembers of its chain is never more than what stands."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from django.db import transaction

from linli.station.ledger import holding
from linli.station.ledger.models import Row
from linli.station.ledger.services import Doomed, seal, writing
from linli.station.organisations.models import Community
from tests.station.factories import row_make


class _Undone(Exception):
    pass


def test_rows_undone_by_a_savepoint_leave_no_gap(community: Community) -> None:
    with writing(community.pk):
        row_make(community.pk)
        with suppress(_Undone), transaction.atomic():
            row_make(community.pk)
            raise _Undone
        row_make(community.pk)
    rows = list(Row.objects.filter(community=community).order_by("sequence"))
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.prev == before.hash for before, row in pairwise(rows))


def test_a_key_undone_by_a_savepoint_is_made_again(community: Community) -> None:
    with writing(community.pk):
        with suppress(_Undone), transaction.atomic():
            seal(community_id=community.pk, subject="item:1", content="a")
            raise _Undone
        kept = seal(community_id=community.pk, subject="item:1", content="a")
    assert seal(community_id=community.pk, subject="item:1", content="a") == kept


def test_nothing_is_held_after_an_error(community: Community) -> None:
    with pytest.raises(_Undone), writing(community.pk), writing(community.pk):
        raise _Undone
    assert not holding.has(community.pk)


def test_an_error_caught_without_a_savepoint_is_told_not_swallowed(community: Community) -> None:
    before = Row.objects.count()

    def swallow() -> None:
        row_make(community.pk)
        with suppress(_Undone), writing(community.pk):
            raise _Undone

    with pytest.raises(Doomed, match="was caught"), writing(community.pk):
        swallow()
    assert Row.objects.count() == before
    assert not holding.has(community.pk)


def test_nothing_more_is_written_after_an_error_that_was_caught(community: Community) -> None:
    def more() -> None:
        with suppress(_Undone), writing(community.pk):
            raise _Undone
        with writing(community.pk):
            raise AssertionError("it went on")

    with pytest.raises(Doomed), writing(community.pk):
        more()


def test_an_error_caught_in_a_savepoint_leaves_the_rest(community: Community) -> None:
    with writing(community.pk):
        row_make(community.pk, "test.kept")
        with suppress(_Undone), transaction.atomic(), writing(community.pk):
            row_make(community.pk, "test.lost")
            raise _Undone
        row_make(community.pk, "test.after")
    assert [row.kind for row in Row.objects.filter(kind__startswith="test.")] == ["test.kept", "test.after"]
