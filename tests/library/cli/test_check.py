"""`linli check`, `policy` and the root command as a person calls them: exit statuses, JSON, encodings, bad input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linli.cli import main

FIELDS = {"item", "action", "categories", "policy", "signals", "reasons", "background", "absent"}


def test_kind_words_exit_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "早上好，今天一起读书吗"]) == 0
    assert "通过" in capsys.readouterr().out


def test_acted_on_exits_with_1_and_names_clause_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "你就是个傻逼"]) == 1
    said = capsys.readouterr().out
    assert "1.1" in said
    assert "傻逼" in said


@pytest.mark.parametrize(
    "text", ["早上好，街坊们", "你就是个傻逼", "", " ", "加我微信 abc12345", "a\udc80b", "\ud83d"]
)
def test_a_text_alone_is_answered_as_with_options(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an option no parser is loaded; nobody may see it."""
    alone, said = main(["check", text]), capsys.readouterr()
    assert (main(["check", "--policy", "base", text]), capsys.readouterr()) == (alone, said)


def test_a_text_alone_loads_no_parser_and_no_model_runtime() -> None:
    heavy = {"typer", "pydantic", "onnxruntime", "pyarrow", "numpy.ma"}
    script = "import sys; from linli.cli import main; main(['check', '今天天气真好']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert heavy & set(done.stdout.decode().splitlines()[-1].split()) == set()


def test_json_has_the_same_fields_whatever_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("早上好", "你就是个傻逼"):
        main(["check", "--json", text])
        assert set(json.loads(capsys.readouterr().out)) == FIELDS


def test_english_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--lang", "en", "你就是个傻逼"]) == 1
    said = capsys.readouterr().out
    assert "insult" in said
    assert "侮辱别人的话，先暂缓展示" not in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_its_encoding(tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "words.txt"
    source.write_bytes("你就是个傻逼，大家说是不是".encode(encoding))
    assert main(["check", "--file", str(source)]) == 1
    assert "傻逼" in capsys.readouterr().out


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("早上好，街坊们".encode()), encoding="utf-8"))
    assert main(["check", "-"]) == 0
    assert "通过" in capsys.readouterr().out


BAD = {
    "empty": b"",
    "blank": b" \n\t",
    "binary": b"\x00\x01\x02\xff" * 20,
    "too large": "好".encode() * 400_000,
    "another encoding": "これは日本語の文章です".encode("shift_jis") * 3,
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_exits_with_2_and_says_the_mend(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "bad.txt"
    source.write_bytes(BAD[case])
    assert main(["check", "--file", str(source)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "✗" in told.err
    assert len(told.err.strip().splitlines()) >= 2
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["check", "--policy", "no-such-pack", "好"],
        ["check", "--file", "/no/such/file"],
        ["chek", "好"],
        [],
    ],
)
def test_bad_use_exits_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert "Traceback" not in told.err + told.out


def test_a_slip_in_a_command_is_answered_with_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    main(["chekc", "好"])
    assert "check" in capsys.readouterr().err


def test_policy_lint_and_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "show", "base"]) == 0
    assert "1.1" in capsys.readouterr().out
    bad = tmp_path / "bad.yaml"
    bad.write_text("policy: x\n", encoding="utf-8")
    assert main(["policy", "lint", str(bad)]) == 1
    assert "bad.yaml:1" in capsys.readouterr().out


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "linli.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_no_colour_when_asked_and_into_a_pipe() -> None:
    assert "\x1b[" not in run("check", "早上好", NO_COLOR="1").stdout
    assert "\x1b[" not in run("check", "早上好").stdout


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m linli.cli policy show base | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.stdout.strip().splitlines()[-1] in {"0", "141"}


def test_an_ordinary_text_never_loads_what_undoes_disguise() -> None:
    """The cold start of a check must not wait for the large tables."""
    code = (
        "import sys; from linli.cli import main; main(['check', '你好']);"
        "from linli.reading import sounds; print(sounds.tables.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "0"
