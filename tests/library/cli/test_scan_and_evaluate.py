"""`linli evaluate` and `linli scan` as a person calls them."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from linli.cli import evaluate, main, scan
from linli.vocabulary import Action, Assessment, Category, Item

DATA = "text,label,kind\n坏,1,a\n坏,0,b\n好,0,a\n好,1,b\n好,0\n"


def judge(items: Iterable[Item], *_: object) -> list[Assessment]:
    return [
        Assessment(Action.HOLD, (Category.ABUSE,), (), (), "t@1", item.id)
        if "坏" in item.text
        else Assessment(Action.ALLOW, (), (), (), "t@1", item.id, absent=("lures: broken",))
        for item in items
    ]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(evaluate, "assess_many", judge)
    monkeypatch.setattr(scan, "assess_many", judge)
    source = tmp_path / "data.csv"
    source.write_text(DATA, encoding="utf-8")
    return source


def words(data: Path, *more: str) -> list[str]:
    return ["evaluate", str(data), "--text-column", "text", "--label-column", "label", "--positive", "1", *more]


def test_the_figures_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(data, "--json", "--group-column", "kind")) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["confusion"] == {"tp": 1, "fp": 1, "fn": 1, "tn": 1}
    names = ("accuracy", "macro_f1", "positive_f1", "precision", "recall", "false_alarm_rate")
    assert [shown[name] for name in names] == [0.5] * 6
    assert set(shown["intervals"]) == set(names)
    assert (shown["rows"], shown["errors"], set(shown["groups"])) == (4, 1, {"a", "b"})
    assert shown["absent"] == ["lures: broken"]


def test_the_figures_for_a_person(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(data, "--group-column", "kind")) == 0
    printed = capsys.readouterr()
    assert "准确率 accuracy" in printed.out
    assert "0.5000" in printed.out
    assert "lures: broken" in printed.err


def test_by_harm_by_two_columns_by_the_group_named_and_in_pictures(data: Path, tmp_path: Path) -> None:
    source = tmp_path / "harms.jsonl"
    rows = [
        {"text": "坏，说外地人", "label": "1", "harms": ["hate"], "stance": "attack", "way": "plain"},
        {"text": "好", "label": "0", "harms": [], "stance": "neutral", "way": "plain"},
        {"text": "坏得很", "label": "1", "harms": ["abuse"], "stance": "attack", "way": "谐音"},
    ]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    more = ("--group-column", "stance", "--group-column", "way", "--harm-column", "harms", "--mentions")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(words(source, *more, "--json", "--plots", str(tmp_path / "plots"))) == 0
    shown = json.loads(out.getvalue())
    assert shown["groups"]["way=谐音"]["rows"] == 1
    assert shown["groups"]["外地人"]["rows"] == 1
    assert shown["harms"]["abuse"]["confusion"]["tp"] == 1
    assert sorted(p.name for p in (tmp_path / "plots").iterdir()) == ["reliability.svg", "thresholds.svg"]
    assert main(words(source, "--harm-column", "stance")) == 2


def test_only_the_named_categories_count(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(data, "--json", "--category", "hate", "--category", "spam")) == 0
    assert json.loads(capsys.readouterr().out)["confusion"]["tp"] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--category", "opinion"), "abuse"),
        (("--group-column", "kinds"), "kind"),
        (("--policy", "no-such-pack"), "no-such-pack"),
    ],
)
def test_bad_options_are_refused_with_a_mend(
    data: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, ...], said: str
) -> None:
    assert main(words(data, *change)) == 2
    assert said in capsys.readouterr().err


def test_a_label_that_no_row_has_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [word if word != "1" else "yes" for word in words(data)]
    assert main(given) == 2
    assert "0、1" in capsys.readouterr().err


def test_scan_writes_the_file_and_tells_what_it_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = data.with_name("out.jsonl")
    given = ["scan", str(data), "--text-column", "text", "--out", str(out), "--id-column", "label"]
    assert main(given) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "allow 3" in said.err
    assert "hold 2" in said.err
    assert "lures: broken" in said.err
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["1", "0", "0", "1", "0"]
    assert [row["action"] for row in rows] == ["hold", "hold", "allow", "allow", "allow"]


def test_ctrl_c_ends_a_scan_with_130_and_says_how_to_go_on(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> list[Assessment]:
        raise KeyboardInterrupt

    monkeypatch.setattr(scan, "assess_many", stop)
    assert main(["scan", str(data), "--text-column", "text", "--out", str(data.with_name("o.csv"))]) == 130
    assert "run the same command to go on" in capsys.readouterr().err


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> Callable[[], scan.Bar]:
    monkeypatch.setenv("FORCE_COLOR", "1")
    return scan.Bar


def test_the_bar_shows_rows_rate_and_time_left(
    bar: Callable[[], scan.Bar], capsys: pytest.CaptureFixture[str]
) -> None:
    with bar() as drawn:
        drawn.show(scan.Progress(row=1000, offset=500), 1000)
        drawn.show(scan.Progress(row=1500, offset=750), 1000)
    shown = capsys.readouterr().err
    assert "resumed at row 1000" in shown
    assert "1500 行 rows" in shown
    assert "75%" in shown
    assert "/s" in shown
