"""`linli policy diff` and `backtest`: what a change says, and what it would have done to a file of texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from linli.assess import assess_many
from linli.cli import render
from linli.engines.files import batches, open_table
from linli.engines.files_rows import Mark, Row
from linli.policy import Change, Policy, changes, load, material
from linli.policy.backtest import Count, Past, Tally, compare
from linli.vocabulary import ACTION_NAMES, CATEGORY_NAMES, Action, Category, Item, Text

Language = Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]
SHOWN = 5
HOW = {"added": Text("新增", "added"), "removed": Text("删去", "removed"), "changed": Text("改动", "changed")}
WHAT = {"clause": Text("条款", "clause"), "rule": Text("规则", "rule"), "threshold": Text("门槛", "threshold")}


def diff(
    before: Annotated[str, typer.Argument(metavar="OLD", help="原来的规则 / the old policy")],
    after: Annotated[str, typer.Argument(metavar="NEW", help="新的规则 / the new policy")],
    language: Language = render.Language.BOTH,
) -> None:
    """比两份规则，逐项说清改了什么。 / Tell two policies apart, point by point."""
    found, pen = changes(load(before), load(after)), render.pen(language)
    print("\n".join(_changes(found, pen)))


def backtest(
    new: Annotated[str, typer.Argument(metavar="FILE|NAME", help="要上线的规则 / the policy to try")],
    against: Annotated[Path, typer.Option("--against", help="CSV、TSV、JSONL、Parquet / past texts")],
    before: Annotated[str, typer.Option("--before", help="现行的规则 / the policy in force")] = "base",
    text_column: Annotated[str, typer.Option("--text-column", help="文本所在的列 / the text's column")] = "text",
    as_json: Json = False,
    language: Language = render.Language.BOTH,
) -> None:
    """上线前用过去的内容试：谁会新被限制，谁会放开。 / Try a change on the past: who is newly limited, who freed."""
    old, fresh = load(before), load(new)
    table, _ = open_table(against, (text_column,))
    tally = Tally()
    texts: dict[str, str] = {}
    for batch in batches(table.rows(Mark())):
        past = _past(batch, old)
        compare(old, fresh, past, tally)
        kept = {sample.key for drawn in tally.samples.values() for sample in drawn}
        texts = {k: t for k, t in (texts | {p.key: p.item.text for p in past}).items() if k in kept}
        print(f"\r{tally.seen} …", end="", file=sys.stderr)
    print(file=sys.stderr)
    if as_json:
        print(json.dumps(tally.to_dict() | {"before": old.name, "after": fresh.name}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_tally(tally, texts, (old, fresh), render.pen(language))))


def _past(batch: Sequence[Row], policy: Policy) -> list[Past]:
    good = [row for row in batch if row.error is None]
    found = assess_many([Item(row.values[0]) for row in good], policy)
    return [
        Past(str(row.number + 1), Item(row.values[0]), verdict.signals)
        for row, verdict in zip(good, found, strict=True)
    ]


def _changes(found: Sequence[Change], pen: render.Pen) -> Iterator[str]:
    if not found:
        yield pen.text(Text("没有不同。", "Nothing differs."))
    for change in found:
        yield f"{pen.text(WHAT[change.what])} {pen.style(change.id, 'bold')} {pen.text(HOW[change.how])}"
        for one in change.differences:
            gone = (
                [f"    {pen.text(one.name)} {pen.style('- ' + pen.text(one.before), 'red')}"] if one.before.zh else []
            )
            new = (
                [f"    {pen.text(one.name)} {pen.style('+ ' + pen.text(one.after), 'green')}"] if one.after.zh else []
            )
            yield from (*gone, *new)
    if material(found):
        yield pen.text(Text("对用户有实质影响，应重新征求同意。", "It matters to users: ask for consent anew."))


def _tally(tally: Tally, texts: dict[str, str], which: tuple[Policy, Policy], pen: render.Pen) -> Iterator[str]:
    yield f"{which[0].name} → {pen.style(which[1].name, 'bold')}"
    yield pen.text(
        Text(
            f"{tally.seen} 条里：新被限制 {tally.newly}，放开 {tally.freed}，"
            f"更重 {tally.harder}，更轻 {tally.milder}",
            f"of {tally.seen}: {tally.newly} newly limited, {tally.freed} freed, {tally.harder} harder, "
            f"{tally.milder} milder",
        )
    )
    work = tally.held_after - tally.held_before
    yield pen.text(Text(f"待人工审核 {work:+d} 条", f"{work:+d} for people to review"))
    names = {c.value: pen.text(CATEGORY_NAMES[c]) for c in Category}
    for title, counts in (
        (Text("按类别", "By category"), {names[key]: value for key, value in tally.categories.items()}),
        (Text("按规则", "By rule"), tally.rules),
        (Text("按提到的人群", "By group named"), {k: v for k, v in tally.groups.items() if v.newly or v.freed}),
    ):
        yield from _counts(title, counts, pen)
    for title, kind in ((Text("新被限制", "Newly limited"), "newly"), (Text("放开", "Freed"), "freed")):
        for sample in tally.samples.get(kind, [])[:SHOWN]:
            move = f"{pen.text(ACTION_NAMES[Action(sample.before)])} → {pen.text(ACTION_NAMES[Action(sample.after)])}"
            shown = render.visible(texts.get(sample.key, ""))[:80]
            yield f"  {pen.text(title)} #{sample.key} {shown}  [{move}] {', '.join(sample.rules)}"


def _counts(title: Text, counts: dict[str, Count], pen: render.Pen) -> Iterator[str]:
    rows = [(f"    {name}", f"+{c.newly}", f"-{c.freed}") for name, c in counts.items()]
    if rows:
        yield pen.text(title, " / ", "bold")
        yield from render.table(rows)
