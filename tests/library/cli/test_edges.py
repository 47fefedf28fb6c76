"""`linli` at its edges: a part that is missing, a terminal's wishes, one megabyte, a pipe that closes early."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from linli import lazy
from linli.cli import commands, main, render, root
from linli.cli.source import SIZE_LIMIT
from linli.vocabulary import LinliError, Text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert render.pen(render.Language.BOTH, Terminal()).colour is coloured
    assert not render.pen(render.Language.BOTH, io.StringIO()).colour


@pytest.fixture
def partial(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command whose module is not installed."""
    broken = commands.Command("partial", "linli.cli.not_installed", Text("缺", "missing"))
    monkeypatch.setitem(commands.BY_NAME, "partial", broken)


@pytest.mark.usefixtures("partial")
def test_a_command_that_is_not_installed_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["partial", "x"]) == root.BAD_USE
    told = capsys.readouterr()
    assert told.out == ""
    assert "not_installed" in told.err
    assert "pip install linli\n" in told.err


def test_a_part_that_a_module_needs_is_the_one_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "needs_more.py").write_text("import not_there_at_all.inside\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(LinliError) as refused:
        lazy.load("needs_more")
    assert refused.value.mend.en == "Install it: pip install not_there_at_all"


def test_a_broken_command_does_not_disturb_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each module is imported for its own command alone."""
    wanted: list[str] = []
    real = root.load

    def load(name: str, extra: str = "") -> object:
        wanted.append(name)
        return real(name, extra)

    monkeypatch.setattr(root, "load", load)
    main(["check", "早上好"])
    others = {c.module for c in commands.COMMANDS} - {"linli.cli.check"}
    assert others.isdisjoint(wanted)
    assert all(import_module(name).app for name in others)


def test_one_megabyte_is_assessed_and_what_stands_at_its_end_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tail = "。你就是个傻逼"
    filler = "今天天气很好，我们一起去公园走走。"
    room = SIZE_LIMIT - len(tail.encode())
    text = (filler * (room // len(filler.encode()))) + tail
    source = tmp_path / "long.txt"
    source.write_text(text, encoding="utf-8")
    assert main(["check", "--json", "--file", str(source)]) == 1
    said = json.loads(capsys.readouterr().out)
    (span,) = {
        tuple(span) for reason in said["reasons"] if reason["rule"] == "abuse-words" for span in reason["spans"]
    }
    assert text[slice(*span)] == "傻逼"


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_each_language_says_the_verdict_in_its_own_words(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--lang", language, "早上好"])
    said = capsys.readouterr().out
    assert ("通过" in said) is (language != "en")
    assert ("allowed" in said) is (language != "zh")


def test_json_says_the_spans_of_the_original_and_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    text = "哎😀，你就是个傻逼"
    assert main(["check", "--json", text]) == 1
    said = json.loads(capsys.readouterr().out)
    reason = said["reasons"][0]
    assert set(reason) == {"rule", "clause", "clause_title", "text", "action", "category", "spans"}
    assert set(reason["text"]) == set(reason["clause_title"]) == {"zh", "en"}
    assert any(text[start:end] == "傻逼" for start, end in reason["spans"])
    assert set(said["signals"][0]) == {
        *("category", "score", "detector", "spans", "severity", "evidence", "source", "steps"),
    }


@pytest.mark.parametrize("words", [["--policy", "."], ["--kind", "letter"], ["--lang", "fr"], ["--josn"], ["a", "b"]])
def test_bad_options_exit_with_2_and_point_to_the_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "好", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "✗" in told.err


@pytest.mark.parametrize("name", ["/", "nowhere/at/all", "长" * 300])
def test_a_path_that_is_no_file_exits_with_2(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--file", name]) == 2
    assert main(["policy", "lint", name]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("words", ["policy show school --json", "check --json 早上好", "--help"])
def test_a_pipe_that_closes_at_once_leaves_no_traceback(words: str) -> None:
    command = f"{sys.executable} -m linli.cli {words} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.stderr == ""
    assert done.stdout.strip() in {"0", "1", "141"}
