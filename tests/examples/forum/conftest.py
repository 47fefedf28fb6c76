"""The forum's process with a fake station beside it, one pair for all the tests of a worker."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "examples" / "forum")]

from forum_fake_station import FakeStation  # noqa: E402
from forum_process import DAY, Forum  # noqa: E402


@pytest.fixture(scope="session")
def _forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forum]:
    home, station = tmp_path_factory.mktemp("forum"), FakeStation()
    (home / "day.json").write_text(json.dumps(DAY), encoding="utf-8")
    for entry in DAY["entries"]:
        station.post_item({"id": entry["key"], "text": entry["text"]})
    forum = Forum(home, station)
    forum.start()
    yield forum
    forum.stop()
    station.close()


@pytest.fixture
def forum(_forum: Forum) -> Iterator[Forum]:
    yield _forum
    _forum.station.down, _forum.station.swallow, _forum.station.nonsense = False, 0, 0
    _forum.station.decided, _forum.station.paused = {}, set()
    _forum.station.version, _forum.station.agreed = "", set()
    _forum.close_browsers()


@pytest.fixture
def station(forum: Forum) -> FakeStation:
    return forum.station
