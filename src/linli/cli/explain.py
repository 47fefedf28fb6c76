"""`linli explain`: how a text is read and what is found in which view. `app` holds the one command."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from linli.assess import assess, to_dict
from linli.cli import render, source
from linli.policy import load as load_policy
from linli.reading.account import RESTORING, STEPS, Account, Change, account
from linli.vocabulary import ACTION_NAMES, CATEGORY_NAMES, Assessment, Signal, Text

app = typer.Typer(add_completion=False)


@app.command()
def main(
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help="一句话，- 表示标准输入 / a text, - for stdin")],
    policy: Annotated[str, typer.Option("--policy", "-p", help="规则文件或规则包 / a policy file or pack")] = "base",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    language: Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")] = render.Language.BOTH,
) -> None:
    """说明一句话是怎样读懂的：各个视图、还原的步骤、命中的词。 / Show how a text is read: views, steps, finds."""
    original = source.read("-") if text == "-" else source.argument(text)
    read, verdict = account(original), assess(original, load_policy(policy))
    if as_json:
        print(json.dumps(as_dict(read, verdict), ensure_ascii=False))
    else:
        print("\n".join(lines(read, verdict, render.pen(language))))


def as_dict(read: Account, verdict: Assessment) -> dict[str, Any]:
    """The account as plain values; `signals` are those of `linli check`, each with the view that gave it."""
    plain = to_dict(verdict)
    views = [view_of(signal) for signal in verdict.signals]
    return {
        "text": read.text,
        "folded": {"text": read.folded, "changes": [_change(c) for c in read.folding]},
        "restored": {"text": read.restored, "changes": [_change(c) for c in read.restoring]},
        "action": plain["action"],
        "signals": [s | {"view": v} for s, v in zip(plain["signals"], views, strict=True)],
        "reasons": plain["reasons"],
    }


def _change(change: Change) -> dict[str, Any]:
    return {"span": list(change.span), "shown": change.shown, "said": change.said, "steps": list(change.steps)}


def view_of(signal: Signal) -> str:
    """`restored` where a step of the lattice was needed, else `folded`."""
    return "restored" if RESTORING & set(signal.steps) else "folded"


def lines(read: Account, verdict: Assessment, pen: render.Pen) -> Iterator[str]:
    """The account for a person."""
    yield pen.text(Text("原文", "As written"), " / ", "bold")
    yield f"  {render.marked(read.text, [s for signal in verdict.signals for s in signal.spans], pen)}"
    yield from _view(Text("折叠", "Folded"), read.folded, read.folding, pen)
    yield from _view(Text("还原", "Restored"), read.restored, read.restoring, pen)
    yield from _finds(read.text, verdict.signals, pen)
    yield ""
    yield pen.text(Text("结论", "Verdict"), " / ", "bold") + "  " + pen.text(ACTION_NAMES[verdict.action])


def _view(title: Text, said: str, changes: Iterable[Change], pen: render.Pen) -> Iterator[str]:
    found = list(changes)
    yield ""
    yield pen.text(title, " / ", "bold")
    yield f"  {render.visible(said)}"
    if not found:
        yield "  " + pen.style(pen.text(Text("没有需要还原的", "nothing to undo")), "dim")
    rows = [
        (
            f"    {pen.mark(render.visible(c.shown))}",
            f"→ {render.visible(c.said) or '∅'}",
            "、".join(pen.text(STEPS[s]) for s in c.steps),
            f"[{c.span.start}, {c.span.end})",
        )
        for c in found
    ]
    yield from render.table(rows) if rows else ()


def _finds(text: str, signals: Iterable[Signal], pen: render.Pen) -> Iterator[str]:
    yield ""
    yield pen.text(Text("找到", "Found"), " / ", "bold")
    names = {"folded": Text("折叠视图", "in the folded view"), "restored": Text("还原视图", "in the restored view")}
    rows = [
        (
            f"  · {pen.text(CATEGORY_NAMES[signal.category])}",
            "".join(pen.mark(render.visible(text[s.start : s.end])) for s in signal.spans[:5]),
            pen.text(names[view_of(signal)]),
            "、".join(pen.text(STEPS.get(s, Text(s, s))) for s in signal.steps),
            f"{signal.detector} {signal.score:.2f} {render.visible(signal.evidence)}",
        )
        for signal in signals
    ]
    yield from render.table(rows) if rows else (f"  {pen.text(Text('没有', 'nothing'))}",)
