"""`linli explain` and `linli lexicon` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linli.cli import main

PACK = """pack = "own"
version = "1"
source = "自编"
[[group]]
category = "abuse"
scene = "s"
severity = 2
reason = "r"
entries = [{ id = "own.a", terms = ["大呆瓜"], yes = ["你这大呆瓜"], no = ["大冬瓜"] }]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.toml"
    file.write_text(PACK, encoding="utf-8")
    return file


def test_explain_tells_the_views_the_steps_and_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "你這蠢🐷", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folded"]["text"] == "你这蠢🐷"
    assert told["restored"]["changes"] == [{"span": [2, 4], "shown": "蠢🐷", "said": "蠢猪", "steps": ["emoji"]}]
    signal = next(s for s in told["signals"] if s["detector"] == "lexicon")
    assert (signal["view"], signal["spans"], signal["evidence"]) == ("restored", [[2, 4]], "abuse.ugly")
    assert told["action"] == "hold"


@pytest.mark.parametrize(
    ("language", "says", "not_says"), [("zh", "还原视图", "view"), ("en", "restored view", "视图")]
)
def test_explain_speaks_one_language(
    language: str, says: str, not_says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "你這蠢🐷", "--lang", language]) == 0
    told = capsys.readouterr().out
    assert says in told
    assert not_says not in told
    assert "【蠢🐷】" in told


def test_explain_of_an_ordinary_text_says_that_nothing_was_undone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "今天天气真好", "--lang", "en"]) == 0
    assert capsys.readouterr().out.count("nothing to undo") == 2


def test_lint_accepts_the_shipped_packs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "lint"]) == 0
    assert "✗" not in capsys.readouterr().out


def test_lint_names_file_line_and_entry(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own.write_text(PACK.replace("大呆瓜", "好"), encoding="utf-8")
    assert main(["lexicon", "lint", str(own), "--json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)
    assert (fault["line"], fault["entry"]) == (9, "own.a")


def test_a_trial_counts_who_would_be_hit(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("大呆瓜来了\n晚安\n", encoding="utf-8")
    assert main(["lexicon", "test", str(own), "--against", str(lines), "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report == {"file": str(own), "faults": 0, "lines": 2, "hits": {"own.a": ["大呆瓜来了"]}}


def test_the_list_shows_each_entry(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "list", str(own)]) == 0
    assert "own.a" in capsys.readouterr().out


def test_a_missing_pack_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "lint", "nowhere.toml"]) == 2
    assert "nowhere.toml" in capsys.readouterr().err
