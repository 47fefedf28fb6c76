"""`linli ledger`: check an exported ledger with no database and no settings. `app` holds the commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from linli.cli import render
from linli.lazy import load
from linli.vocabulary import Text

app = typer.Typer(add_completion=False, no_args_is_help=True)

BROKEN = 1


@app.callback()
def group() -> None:
    """台账。 / The ledger."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="导出的台账（JSON Lines）/ an exported ledger")],
    head: Annotated[str, typer.Option("--head", help="另处得知的链头 / the head's hash, known from elsewhere")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    language: Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")] = render.Language.BOTH,
) -> None:
    """逐行核验导出的台账。 / Verify an exported ledger line by line. Exit: 0 sound, 1 broken, 2 cannot be read."""
    report = load("linli.station.ledger.chain").verify_file(file, head)
    if as_json:
        print(json.dumps(_to_dict(report), ensure_ascii=False))
    else:
        print("\n".join(_lines(report, render.pen(language))))
    if not report.sound:
        raise typer.Exit(BROKEN)


def _to_dict(report: Any) -> dict[str, Any]:
    return {
        "sound": report.sound,
        "rows": report.rows,
        "chain": report.chain,
        "head": report.head,
        "problem_count": report.problem_count,
        "problems": [{"line": problem.line, "reason": problem.reason._asdict()} for problem in report.problems],
    }


def _lines(report: Any, pen: render.Pen) -> list[str]:
    rows = Text(f"{report.rows} 条记录，链头 {report.head}", f"{report.rows} rows, head {report.head}")
    if report.sound:
        good = Text("完好：每一条都在原位，没有改动。", "Sound: every row is in its place and unchanged.")
        return [f"{pen.style('✓', 'green')} {pen.text(good)}", pen.text(rows)]
    bad = Text(f"发现 {report.problem_count} 处问题。", f"{report.problem_count} problems.")
    places = [
        "  " + pen.text(Text(f"第 {p.line} 行：{p.reason.zh}", f"line {p.line}: {p.reason.en}"))
        for p in report.problems
    ]
    return [f"{pen.style('✗', 'red')} {pen.text(bad)}", *places, pen.text(rows)]
