"""The root of the command: finds a sub-command, imports it only then, and turns refusals into two-language lines."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from linli.cli.commands import BY_NAME
from linli.lazy import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `linli` with `arguments` (default: the process's own); the exit status is returned, never raised."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    typer = load("typer")
    command = typer.main.get_command(load(BY_NAME[words[0]].module).app)
    return int(command.main(words[1:], prog_name=f"linli {words[0]}", standalone_mode=False) or 0)
