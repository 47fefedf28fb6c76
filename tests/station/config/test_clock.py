"""The station's clock: every community has its turn, whatever happens to another."""

from __future__ import annotations

import pytest

from linli.station.config import clock
from linli.station.organisations.models import Community
from tests.station.factories import community_make


def test_one_communitys_failure_keeps_no_other_back(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    other = community_make(slug="other")
    seen: list[int] = []

    def expire(*, community_id: int) -> int:
        seen.append(community_id)
        if community_id == community.pk:
            raise OSError("the disk is full")
        return 0

    monkeypatch.setattr(clock, "decisions_expire", expire)
    clock.tick()
    assert seen == [community.pk, other.pk]
