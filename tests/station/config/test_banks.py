"""A bank that an operator switched on works on items; a wrong entry is told; none is on by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linli import assess
from linli.reading import read_many
from linli.station.config import banks
from linli.vocabulary import Item, LinliError

LURE = "加我微信免费领取双十一优惠券名额有限先到先得"


def look(text: str) -> list[str]:
    return [
        signal.evidence
        for detector in banks.detectors(1)
        for signals in detector.detect([Item(text)], read_many([text]))
        for signal in signals
    ]


def test_none_is_on_by_default(settings: Any) -> None:
    assert settings.BANKS == []
    assert banks.detectors(1) == ()


def test_one_that_is_on_works_and_a_changed_file_is_read_again(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "neighbours.txt"
    file.write_text("# none yet\n", encoding="utf-8")
    settings.BANKS = [f"spam:{file}"]
    assert look(LURE) == []
    file.write_text(f"raw_text {LURE}\n", encoding="utf-8")
    assert look(LURE) == ["bank:neighbours"]


@pytest.mark.parametrize("entry", ["nothing:/x", "spam", "politics:/x"])
def test_a_wrong_entry_is_told_with_its_mend(settings: Any, entry: str) -> None:
    settings.BANKS = [entry]
    with pytest.raises(LinliError, match="类别:文件"):
        banks.detectors(1)


def test_a_bank_that_is_gone_is_named_and_stops_nothing(settings: Any, tmp_path: Path) -> None:
    settings.BANKS = [f"spam:{tmp_path / 'gone.txt'}"]
    verdict = assess("今天下雨", more=banks.detectors(1))
    assert any(one.startswith("banks:") for one in verdict.absent)
