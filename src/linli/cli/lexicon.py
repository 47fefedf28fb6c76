"""`linli lexicon`: checks packs and runs each entry's own examples. `app` holds the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from linli.cli import render
from linli.detectors import lexicon_store
from linli.detectors.lexicon import Lexicon
from linli.detectors.lexicon_entries import Entry, parse_pack
from linli.files import read_text
from linli.reading import read_many
from linli.vocabulary import Item, LinliError, Text

app = typer.Typer(add_completion=False)

ORDINARY = "ordinary.txt"
TOO_MANY = 0.02
Place = Annotated[Path | None, typer.Argument(help="词库文件；省略则是自带的 / a pack; default: the shipped ones")]


@app.command("test")
def run_examples(file: Place = None) -> None:
    """跑每个词条自己的例子，再看它会误伤多少寻常的话。 / Run each entry's own examples, then a false-alarm scan."""
    pen = render.pen(render.Language.BOTH)
    entries = _entries(file)
    faults = [*_examples(entries), *_alarms(entries)]
    for where, problem in faults:
        print(f"{pen.style('✗', 'red')} {where}：{pen.text(problem)}")
    terms = sum(len(entry.terms) for entry in entries)
    print(
        pen.text(
            Text(
                f"{len(entries)} 条，{terms} 个词，{len(faults)} 处错误",
                f"{len(entries)} entries, {len(faults)} faults",
            )
        )
    )
    raise typer.Exit(1 if faults else 0)


@app.command()
def lint(file: Place = None) -> None:
    """检查词库的写法。 / Check that a pack is well made."""
    entries = _entries(file)
    Lexicon(entries)
    print(
        render.pen(render.Language.BOTH).text(
            Text(f"{len(entries)} 条，没有错误", f"{len(entries)} entries, no fault")
        )
    )


def _entries(file: Path | None) -> tuple[Entry, ...]:
    if file is None:
        return lexicon_store.parsed()
    try:
        return parse_pack(file.read_text(encoding="utf-8"), file.name).entries
    except (OSError, UnicodeDecodeError) as wrong:
        raise LinliError(
            Text("读不到这个词库文件。", "The pack cannot be read."),
            field="file",
            value=file,
            mend=Text("请检查路径，并用 UTF-8 保存。", "Check the path, and save it in UTF-8."),
        ) from wrong


def _examples(entries: tuple[Entry, ...]) -> Iterator[tuple[str, Text]]:
    for entry in entries:
        alone = Lexicon([entry])
        for text in entry.yes:
            if not _hit(alone, text):
                yield entry.id, Text(f"应当命中：{text}", f"It should be found: {text}")
        for text in entry.no:
            if _hit(alone, text):
                yield entry.id, Text(f"不该命中：{text}", f"It should not be found: {text}")


def _alarms(entries: tuple[Entry, ...]) -> Iterator[tuple[str, Text]]:
    """Entries that hit more of the ordinary sentences than a word of harm ever would."""
    lines = [line for line in read_text(f"lexicons/{ORDINARY}").splitlines() if line and not line.startswith("#")]
    found = Lexicon(entries).detect([Item(line) for line in lines], read_many(lines))
    for entry in entries:
        hits = [
            line for line, signals in zip(lines, found, strict=True) if any(s.evidence == entry.id for s in signals)
        ]
        if len(hits) > max(1, TOO_MANY * len(lines)):
            yield (
                entry.id,
                Text(f"误伤 {len(hits)}/{len(lines)} 句寻常的话：{hits[0]}", f"It hits ordinary text: {hits[0]}"),
            )


def _hit(lexicon: Lexicon, text: str) -> bool:
    return any(lexicon.detect([Item(text)], read_many([text]))[0])
