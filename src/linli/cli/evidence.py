"""`linli evidence`: check an evidence pack with no database, no network and no settings. `app` holds the commands."""

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
    """证据包。 / Evidence packs."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="证据包（zip）/ an evidence pack")],
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help="另行取得的台账导出件 / an export of the ledger")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    language: Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")] = render.Language.BOTH,
) -> None:
    """核验一份证据包。 / Verify an evidence pack. Exit: 0 sound, 1 changed, 2 no pack."""
    report = load("linli.station.shield.pack").verify_file(file, ledger)
    if as_json:
        print(json.dumps(_to_dict(report), ensure_ascii=False))
    else:
        print("\n".join(_lines(report, render.pen(language))))
    if not report.sound:
        raise typer.Exit(BROKEN)


def _to_dict(report: Any) -> dict[str, Any]:
    return {
        "sound": report.sound,
        "items": report.items,
        "proven": report.proven,
        "rows": report.rows,
        "redacted": report.redacted,
        "made_at": report.made_at,
        "problems": [problem._asdict() for problem in report.problems],
    }


def _lines(report: Any, pen: render.Pen) -> list[str]:
    counts = Text(
        f"{report.items} 条内容，其中 {report.proven} 条有记录可证；制作于 {report.made_at}",
        f"{report.items} items, {report.proven} proven by the record; made at {report.made_at}",
    )
    if report.sound:
        good = Text("完好：没有改动。", "Sound: nothing was changed.")
        if report.redacted:
            good = Text(
                "完好（遮盖本，文字证明见完整本）。", "Sound (a redacted copy; the full one proves the words)."
            )
        return [f"{pen.style('✓', 'green')} {pen.text(good)}", pen.text(counts)]
    bad = Text("这份证据包被改过。", "This pack has been changed.")
    return [
        f"{pen.style('✗', 'red')} {pen.text(bad)}",
        *("  " + pen.text(problem) for problem in report.problems),
        pen.text(counts),
    ]
