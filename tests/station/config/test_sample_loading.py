"""Loading the sample: only where it belongs, and all or nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F
from pytest_django import Settings

from linli.assess import assess
from linli.station.config import sample, sample_day
from linli.station.desk.models import Case
from linli.station.moderation.models import Item
from linli.station.moderation.services import items
from linli.vocabulary import ItemKind, LinliError

URL = "http://127.0.0.1:8799"


def test_it_goes_into_a_sample_station_only(db: None, settings: Settings) -> None:
    settings.SAMPLE = False
    with pytest.raises(LinliError, match="LINLI_SAMPLE"):
        sample.load_sample()


def test_all_or_nothing(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "assess", assess)
    settings.SAMPLE, settings.WEBHOOK_PRIVATE_HOSTS, settings.HOME = True, True, tmp_path
    with monkeypatch.context() as broken:
        broken.setitem(sample.STEPS, "withdraw", lambda day, step: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sample.load_sample(forum_url=URL)
    assert Item.objects.count() == 0
    assert not (tmp_path / "forum").exists()
    assert sample.load_sample(forum_url=URL).new
    quick = Case.objects.filter(answered_at__lt=F("created") + timedelta(minutes=1), submissions__isnull=False)
    assert list(quick) == [], "nothing was answered the moment it came"


def test_threads_and_replies_are_in_order() -> None:
    seen: set[str] = set()
    keys = {one.key for one in sample_day.neighbours()}
    for entry in sample_day.entries():
        assert entry.author in keys
        assert {entry.thread, entry.reply_to} - {""} <= seen, entry.id
        assert entry.recipient in keys or entry.kind != ItemKind.MESSAGE
        assert 0 <= entry.minute < 24 * 60
        seen.add(entry.id)
