"""`linli ledger`: check an exported ledger with no database and no settings. `app` holds the commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from linli.cli import render
from linli.lazy import load
from linli.vocabulary import LinliError, Text

app = typer.Typer(add_completion=False, no_args_is_help=True)

BROKEN = 1


@app.callback()
def group() -> None:
    """台账。 / The ledger."""


File = Annotated[Path, typer.Argument(metavar="FILE", help="导出的台账（JSON Lines）或证明 / an export, or a proof")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]
Key = Annotated[str, typer.Option("--key", help="站点的公钥，或存着它的文件 / the station's key, or a file with it")]

Witness = Annotated[
    str,
    typer.Option(
        "--witness", help="见证人的公钥，或存着它们的文件，至少一位签过 / witnesses' keys, one must have signed"
    ),
]


@app.command()
def verify(
    file: File,
    head: Annotated[str, typer.Option("--head", help="另处得知的链头 / the head's hash, known from elsewhere")] = "",
    checkpoint: Annotated[
        list[Path] | None, typer.Option("--checkpoint", help="存下的检查点，可给多个 / saved checkpoints")
    ] = None,
    key: Key = "",
    witness: Witness = "",
    as_json: Json = False,
    language: Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")] = render.Language.BOTH,
) -> None:
    """离线核验导出的台账，或一份证明。 / Verify an export or a proof offline. Exit: 0 sound, 1 broken."""
    report = _verified(file, head, checkpoint or [], _text(key), _text(witness))
    if as_json:
        print(json.dumps(_to_dict(report), ensure_ascii=False))
    else:
        print("\n".join(_lines(report, render.pen(language))))
    if not report.sound:
        raise typer.Exit(BROKEN)


@app.command()
def prove(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="导出的台账 / an exported ledger")],
    about: Annotated[
        str, typer.Argument(metavar="ID", help="行号、行的 id 或对象的 id / a row's place or id, or an object's")
    ],
    checkpoint: Annotated[Path, typer.Option("--checkpoint", help="检查点文件 / the checkpoint")],
) -> None:
    """从导出的台账做一份证明，写到标准输出。 / Make a proof from an export, on standard output."""
    proofs, merkle = load("linli.station.ledger.proofs", "station"), load("linli.station.ledger.merkle")
    rows = proofs.read_export(file).rows
    found = [row for row in rows if about in (str(row["sequence"]), row["id"], row["object"]["id"])]
    if not found:
        raise LinliError(Text("台账里没有它。", "The ledger has no such row."), field="id", value=about)
    leaves = [merkle.leaf(row["hash"]) for row in rows]
    print(json.dumps(proofs.proof(found, leaves, _text(str(checkpoint))), ensure_ascii=False))


def _verified(file: Path, head: str, checkpoints: list[Path], key: str, witness: str) -> Any:
    chain, proofs = load("linli.station.ledger.chain"), None
    if checkpoints or key or _is_document(file):
        proofs = load("linli.station.ledger.proofs", "station")
        document = proofs.read_proof(file)
        if document is not None:
            return proofs.verify_document(document, key, witness)
    report = chain.verify_file(file, head)
    if proofs is not None:
        proofs.verify_checkpoints(file, [_text(str(path)) for path in checkpoints], key, report, witness)
    return report


def _is_document(file: Path) -> bool:
    """Whether the file may be a proof: it begins with its format, as an export never does."""
    try:
        with file.open("rb") as source:
            return b'"format"' in source.read(200)
    except OSError:
        return False


def _text(given: str) -> str:
    """A key or note given as itself, or as the file that holds it."""
    if not given or "+" in given:
        return given
    try:
        return Path(given).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        mend = Text("请检查路径。", "Check the path.")
        raise LinliError(
            Text("读不到这个文件。", "The file cannot be read."), field="file", value=given, mend=mend
        ) from wrong


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
