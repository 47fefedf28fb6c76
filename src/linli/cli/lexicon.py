"""`linli lexicon`: check packs of words, try them on text, list them. `app` holds the commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from linli import files
from linli.cli import render, source
from linli.detectors import lexicon_store
from linli.detectors.lexicon_entries import parse_pack
from linli.detectors.lexicon_lint import Fault, lint, newly_hit, ordinary
from linli.vocabulary import CATEGORY_NAMES, Text

app = typer.Typer(add_completion=False, no_args_is_help=True)

FAULTY = 1
Files = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE]...", help="词库文件，缺省为自带的 / packs, or those that ship")
]
Language = Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]


@app.callback()
def group() -> None:
    """查询、检查词库。 / Look into and check the lexicons."""


@app.command("lint")
def check(packs: Files = None, as_json: Json = False, language: Language = render.Language.BOTH) -> None:
    """检查词库：写法、每条自己的例句、误伤。 / Check packs: form, each entry's examples, false alarms.

    退出码 exit status: 0 没有问题 good, 1 有问题 faults, 2 用法不对 bad use.
    """
    found = {name: lint(document, name) for name, document in _documents(packs)}
    if as_json:
        shown = [_plain(name, fault) for name, faults in found.items() for fault in faults]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        pen = render.pen(language)
        print("\n".join(line for name, faults in found.items() for line in _shown(name, faults, pen)))
    if any(found.values()):
        raise typer.Exit(FAULTY)


@app.command("test")
def trial(
    packs: Files = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="用这个文件的每一行试 / try on each line of a file")
    ] = None,
    as_json: Json = False,
    language: Language = render.Language.BOTH,
) -> None:
    """在例句和普通句子上试词库，数出会新命中的。 / Try packs on examples and ordinary lines; count what is hit.

    退出码 exit status: 0 例句都对 good, 1 有问题 faults, 2 用法不对 bad use.
    """
    texts = source.read(str(against)).splitlines() if against else ordinary()
    pen, faulty, report = render.pen(language), False, []
    for name, document in _documents(packs):
        faults = lint(document, name)
        hits = {} if faults else newly_hit(document, texts, name)
        faulty = faulty or bool(faults)
        report.append({"file": name, "faults": len(faults), "lines": len(texts), "hits": hits})
        if not as_json:
            print("\n".join((*_shown(name, faults, pen), *_hits(hits, len(texts), pen))))
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    if faulty:
        raise typer.Exit(FAULTY)


@app.command("list")
def entries(packs: Files = None, language: Language = render.Language.BOTH) -> None:
    """列出词条。 / List the entries."""
    pen = render.pen(language)
    found = [e for name, document in _documents(packs) for e in parse_pack(document, name).entries]
    rows = [
        (e.id, pen.text(CATEGORY_NAMES[e.category]), str(e.severity), f"{len(e.terms)}", render.visible(e.reason))
        for e in found
    ]
    print("\n".join(render.table(rows)))


def _documents(packs: list[str] | None) -> Iterator[tuple[str, str]]:
    if packs:
        yield from ((name, source.read(name)) for name in packs)
    else:
        yield from ((name, files.read_text(name)) for name in files.names(lexicon_store.FOLDER, ".toml"))


def _plain(name: str, fault: Fault) -> dict[str, object]:
    plain = asdict(fault)
    return {"file": name, **plain, "problem": fault.problem._asdict(), "mend": fault.mend._asdict()}


def _shown(name: str, faults: list[Fault], pen: render.Pen) -> Iterator[str]:
    for fault in faults:
        place = pen.style(f"{render.visible(name)}:{fault.line}", "bold")
        yield f"{place} {pen.style('●', 'red')} {render.visible(fault.entry)}"
        for text in (fault.problem, fault.mend):
            yield f"    {pen.text(Text(render.visible(text.zh), render.visible(text.en)), chr(10) + '    ')}"
    sign = pen.style("✗", "red") if faults else pen.style("✓", "green")
    count = Text(f"{render.visible(name)}：{len(faults)} 处问题", f"{len(faults)} faults")
    yield f"{sign} {pen.text(count)}"


def _hits(hits: dict[str, list[str]], total: int, pen: render.Pen) -> Iterator[str]:
    yield "  " + pen.text(
        Text(
            f"{total} 句里会命中 {len({t for ts in hits.values() for t in ts})} 句",
            f"of {total} lines, {len({t for ts in hits.values() for t in ts})} would be hit",
        )
    )
    for which, texts in sorted(hits.items(), key=lambda pair: -len(pair[1])):
        yield f"    {which} {len(texts)}: {render.visible(' | '.join(texts[:3]))}"
