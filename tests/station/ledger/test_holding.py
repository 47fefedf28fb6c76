"""What a writer remembers of its chain is never more than what stands."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from django.db import transaction

from linli.station.ledger import holding
from linli.station.ledger.models import Row
from linli.station.ledger.services import seal, writing
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
