"""The root command: what it hands over, and how it ends when something below it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from linli.cli import commands, main, root
from linli.cli.render import Pen, marked, visible, width
from linli.cli.source import SIZE_LIMIT, decode
from linli.policy import pack_names
from linli.station.ledger.chain import GENESIS, row_hash
from linli.vocabulary import LinliError, Span


def stand_in(monkeypatch: pytest.MonkeyPatch, act: Callable[[list[str]], Any]) -> None:
    """Put `act` in the place of the station's runner."""
    module = ModuleType("stand_in")
    module.main = act  # type: ignore[attr-defined]
    real = root.load
    from linli.cli import station

    monkeypatch.setattr(station, "load", lambda name, extra="": module if name.endswith("config.run") else real(name))


def test_the_station_gets_its_own_arguments_and_its_status_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def run(words: list[str]) -> int:
        seen.extend(words)
        return 3

    stand_in(monkeypatch, run)
    assert main(["station", "run", "--sample", "--port", "9000"]) == 3
    assert seen == ["--sample", "--port", "9000"]


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (RuntimeError("odd \x1b[31m"), root.FAULT),
        (KeyboardInterrupt(), root.INTERRUPTED),
        (MemoryError(), root.FAULT),
    ],
)
def test_a_failure_below_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: BaseException, status: int
) -> None:
    def run(words: list[str]) -> int:
        raise failure

    monkeypatch.delenv("LINLI_DEBUG", raising=False)
    stand_in(monkeypatch, run)
    assert main(["station", "run"]) == status
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "\x1b[31m" not in told


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda c: c.name)
def test_every_command_exists_and_explains_itself(
    command: commands.Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command.name, "--help"]) == 0
    assert "Usage" in capsys.readouterr().out


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"linli {command.name} " in said for command in commands.COMMANDS)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("linli ")


def ledger(tmp_path: Path, **changes: object) -> Path:
    row: dict[str, Any] = {
        "v": 1,
        "chain": "c",
        "sequence": 1,
        "id": "i",
        "kind": "case.taken",
        "at": "2026-01-01T00:00:00Z",
        "actor": {},
        "object": {"type": "case", "id": "1"},
        "subject": None,
        "data": {},
        "prev": GENESIS,
    }
    row["hash"] = row_hash(row)
    head = {"head": {"chain": "c", "sequence": 1, "hash": row["hash"]}}
    path = tmp_path / "ledger.jsonl"
    path.write_text(f"{json.dumps(row | changes)}\n{json.dumps(head)}\n", encoding="utf-8")
    return path


def test_a_sound_ledger_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "verify", str(ledger(tmp_path))]) == 0
    assert "完好" in capsys.readouterr().out


def test_a_changed_ledger_exits_with_1_and_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "verify", "--json", str(ledger(tmp_path, kind="case.answered"))]) == 1
    said = json.loads(capsys.readouterr().out)
    assert not said["sound"]
    assert said["problems"][0]["line"] == 1


def test_a_ledger_that_is_not_there_exits_with_2(tmp_path: Path) -> None:
    assert main(["ledger", "verify", str(tmp_path / "none")]) == 2


def test_policy_show_json_holds_the_merged_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "show", "minors", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["extends"] == ["base@1.0.0"]
    assert {"1.1", "2.5"} <= {clause["id"] for clause in said["clauses"]}


def test_policy_lint_json_and_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("policy: x\nrules: 3\n", encoding="utf-8")
    assert main(["policy", "lint", "--json", "base", str(bad)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"file", "line", "column", "level", "field", "problem", "mend"} == set(found[0])
    assert all(one["file"] == str(bad) for one in found)


@pytest.mark.parametrize("name", pack_names())
def test_policy_show_yaml_can_be_linted_again(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "show", name, "--yaml"]) == 0
    copy = tmp_path / "copy.yaml"
    copy.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["policy", "lint", str(copy)]) == 0


def test_minors_where_minors_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", "minors", "--json", "加我V：abc12345 一起打游戏"]) == 1
    assert json.loads(capsys.readouterr().out)["action"] == "hold"


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "euc_jp", "euc_kr", "latin-1", "utf-16-le"])
def test_another_encoding_is_refused(encoding: str) -> None:
    words = {
        "big5": "這個論壇的管理員說話太難聽了，大家不要生氣",
        "shift_jis": "これは日本語の文章です。今日は天気がいい",
        "euc_jp": "これは日本語の文章です。今日は天気がいい",
        "euc_kr": "안녕하세요 오늘 날씨가 좋네요 여러분 반갑습니다",
        "latin-1": "café déjà vu naïve",
        "utf-16-le": "没有标记的 UTF-16",
    }
    with pytest.raises(LinliError):
        decode(words[encoding].encode(encoding), "x")


@pytest.mark.parametrize("text", ["你好", "傻子", "這個論壇的管理員說話太難聽了", "这里的人都很好，大家不要生气"])
def test_gb18030_is_read_in_both_scripts(text: str) -> None:
    assert decode(text.encode("gb18030"), "x") == text


def test_one_megabyte_is_read_and_one_byte_more_is_not() -> None:
    assert len(decode(b"a" * SIZE_LIMIT, "x")) == SIZE_LIMIT
    with pytest.raises(LinliError):
        decode(b"a" * (SIZE_LIMIT + 1), "x")


def test_bytes_of_gb18030_in_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    words = "你好街坊".encode("gb18030").decode("utf-8", "surrogateescape")
    assert main(["check", words]) == 0
    assert "你好街坊" in capsys.readouterr().out


def test_half_a_character_in_an_argument_is_refused() -> None:
    assert main(["check", "好\ud83d"]) == 2


def test_the_original_cannot_steer_the_terminal() -> None:
    assert visible("a\x1b[31mb\u202ec\n") == "a\\u{1b}[31mb\\u{202e}c\n"


def test_spans_are_marked_once_where_they_overlap() -> None:
    assert marked("一二三四五", [Span(1, 3), Span(2, 4), Span(9, 12)], Pen()) == "一【二三】【四】五"


def test_a_long_original_shows_what_stands_around_its_spans() -> None:
    shown = marked("甲" * 5000 + "乙" + "丙" * 5000, [Span(5000, 5001)], Pen())
    assert "【乙】" in shown
    assert len(shown) < 300


def test_cells_of_chinese_and_colour() -> None:
    assert width("\x1b[1;31m你a\x1b[0m") == 3


def test_output_that_the_terminal_cannot_hold_is_escaped(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="ascii") as stream:
        root._prepare(stream, SimpleNamespace())
        print("好", file=stream)
    assert (tmp_path / "out").read_text() == "\\u597d\n"
