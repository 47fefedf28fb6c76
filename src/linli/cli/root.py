"""The root of the command: finds a sub-command, imports it only then, and turns refusals into two-language lines.

Exit status: what the command says, 2 for bad use and refusals, 70 for a fault of Linli's own (with LINLI_DEBUG=1 the
traceback is shown), 130 after Ctrl-C, 141 when the reader of a pipe went away.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

from linli import __version__
from linli.cli import render
from linli.cli.commands import BY_NAME, COMMANDS, Command
from linli.lazy import load
from linli.policy.conditions import did_you_mean
from linli.vocabulary import LinliError, Text

BAD_USE, FAULT, INTERRUPTED, PIPE_CLOSED = 2, 70, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `linli` with `arguments` (default: the process's own); the exit status is returned, never raised."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _prepare(sys.stdout, sys.stderr)
    try:
        status = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the exit's own flush complains
        return PIPE_CLOSED
    except LinliError as refused:
        return _say(refused)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:  # a traceback is no answer to a person
        return _apologise(fault)
    return status


def _prepare(*streams: Any) -> None:
    """What a stream's encoding cannot hold is written as an escape, and never ends the command."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print("\n".join(_overview()))
        return 0 if words else BAD_USE
    if words[0] in ("-V", "--version"):
        print(f"linli {__version__}")
        return 0
    return _dispatch(_command(words[0]), words[1:])


def _command(name: str) -> Command:
    if name in BY_NAME:
        return BY_NAME[name]
    raise LinliError(
        Text("没有这个命令。", "There is no such command."),
        field="linli",
        value=name,
        mend=did_you_mean(name, tuple(BY_NAME)),
    )


def _dispatch(command: Command, words: list[str]) -> int:
    if command.plain and len(words) == 1 and not words[0].startswith("-"):
        status: int = load(command.plain).plain(words[0])
        return status
    return _parsed(command, words)


def _parsed(command: Command, words: list[str]) -> int:
    typer = load("typer")
    click = load("typer.main").get_command(load(command.module).app)
    try:
        status = click.main(words, prog_name=f"linli {command.name}", standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except load("typer._click.exceptions").ClickException as wrong:
        raise _usage(wrong, command) from wrong
    except SystemExit as left:  # without its own error page, click leaves so only when the reader of a pipe went away
        raise BrokenPipeError from left
    return status if isinstance(status, int) else 0


def _usage(wrong: Any, command: Command) -> LinliError:
    said = wrong.format_message()
    how = f"linli {command.name} --help"
    return LinliError(Text(f"用法不对：{said}", f"Bad usage: {said}"), mend=Text(f"请看 {how}。", f"See {how}."))


def _say(refused: LinliError) -> int:
    pen = render.pen(render.Language.BOTH, sys.stderr)
    print(f"{pen.style('✗', 'red')} {refused.in_language('zh')}", file=sys.stderr)
    print(f"  {pen.style(refused.in_language('en'), 'dim')}", file=sys.stderr)
    return BAD_USE


def _apologise(fault: Exception) -> int:
    if os.environ.get("LINLI_DEBUG"):
        traceback.print_exception(fault)
    said = f"{type(fault).__name__}: {render.visible(str(fault))}"
    print(f"✗ 程序出错了，请告诉我们：{said}", file=sys.stderr)
    print(f"  Linli itself failed, please tell us: {said} (LINLI_DEBUG=1 shows where)", file=sys.stderr)
    return FAULT


def _overview() -> list[str]:
    pen = render.pen(render.Language.BOTH)
    rows = [(f"  linli {command.name}", pen.text(command.summary)) for command in COMMANDS]
    head = Text(
        "邻里：中文社区的文明用语与治理，条条有依据", "civility for Chinese-language communities, with reasons"
    )
    tail = Text("各命令的用法：linli 命令 --help", "how to use one: linli COMMAND --help")
    return [pen.text(head), "", *render.table(rows), "", pen.text(tail)]
