"""`linli explain`: how a text is read, view by view, and what is found in which. `app` holds the one command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from linli.assess import assess, to_dict
from linli.cli import render, source
from linli.reading import Reading, read_many
from linli.reading.restore import Restored, restored
from linli.vocabulary import CATEGORY_NAMES, Assessment, Item, Signal, Text

app = typer.Typer(add_completion=False)

STEPS: dict[str, Text] = {
    "sound": Text("谐音", "by sound"),
    "pinyin": Text("拼音", "pinyin"),
    "emoji": Text("表情当字读", "emoji read as characters"),
    "join": Text("拆字合拢", "parts joined"),
    "shape": Text("形近字", "look-alike"),
    "swap": Text("颠倒次序", "order changed"),
    "inserted": Text("夹在字间的符号", "marks between characters"),
    "case": Text("大小写", "case"),
    "script": Text("繁体", "traditional script"),
    "lookalike": Text("形近字母", "look-alike letter"),
    "width": Text("全角", "width"),
}


@app.command()
def main(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|-", help="一句话，- 表示标准输入 / a text, - for standard input")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    language: Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")] = render.Language.BOTH,
) -> None:
    """说明一句话是怎样读懂的：折叠、还原、在哪里发现了什么。 / Show how a text is read and what is found where."""
    given = source.read("-") if text == "-" else source.argument(text)
    batch = read_many([given])
    plain, views = batch.reading(0), restored(batch)
    found = assess(Item(given))
    if as_json:
        print(json.dumps(_plain(plain, views, found), ensure_ascii=False))
        return
    print("\n".join(_lines(render.pen(language), plain, views, found)))


def _lines(pen: render.Pen, plain: Reading, views: list[Restored], found: Assessment) -> Iterator[str]:
    yield f"{pen.text(Text('原文', 'original'))}  {render.visible(plain.text)}"
    yield f"{pen.text(Text('折叠', 'folded'))}  {render.visible(plain.folded)}"
    for view in views:
        yield f"{pen.text(Text('还原', 'restored'))}  {_marked(pen, view)}"
        yield from _undone(pen, plain.text, view)
    if not views:
        yield pen.text(Text("没有需要还原的地方。", "There is nothing to undo."))
    yield ""
    for signal in found.signals:
        yield _signal(pen, plain.text, signal)
    if not found.signals:
        yield pen.text(Text("没有发现什么。", "Nothing was found."))


def _marked(pen: render.Pen, view: Restored) -> str:
    return "".join(
        pen.mark(render.visible(c)) if steps else render.visible(c)
        for c, steps in zip(view.text, view.steps, strict=True)
    )


def _undone(pen: render.Pen, text: str, view: Restored) -> Iterator[str]:
    """One line for each stretch that reads otherwise: what stood there, what it says, by which steps."""
    for start, end in _stretches(view):
        span = view.original(start, end)
        names = "、".join(pen.text(STEPS[step]) for step in view.undone(start, end))
        yield f"    {render.visible(text[span.start : span.end])} → {view.text[start:end]}  {names}"


def _stretches(view: Restored) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(1, len(view.text) + 1):
        same = at < len(view.text) and view.steps[at] == view.steps[start]
        if not same:
            if view.steps[start]:
                yield start, at
            start = at


def _signal(pen: render.Pen, text: str, signal: Signal) -> str:
    words = "、".join(f"“{render.visible(text[a:b])}”" for a, b in signal.spans)
    steps = "、".join(pen.text(STEPS.get(step, Text(step, step))) for step in signal.steps)
    name = pen.text(CATEGORY_NAMES[signal.category])
    return f"  · {name} {signal.score:.2f} {signal.detector} {signal.evidence} {words}" + (
        f"  ← {steps}" if steps else ""
    )


def _plain(plain: Reading, views: list[Restored], found: Assessment) -> dict[str, Any]:
    return {
        "text": plain.text,
        "folded": plain.folded,
        "restored": [
            {"text": v.text, "spans": [list(s) for s in v.spans], "steps": [list(s) for s in v.steps]} for v in views
        ],
        "assessment": to_dict(found),
    }
