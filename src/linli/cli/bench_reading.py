"""`linli bench reading`: comments a second, recall by disguise and false hits, beside bare matchers from PyPI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer

from linli.evaluation.plot import Bar, bars
from linli.evaluation.reading_bench import Result, Row, measure
from linli.vocabulary import LinliError, Text


def reading(
    terms: Annotated[int, typer.Option("--terms", min=100, help="词条数 / how many terms")] = 100_000,
    count: Annotated[int, typer.Option("--count", min=1000, help="评论数 / how many comments")] = 20_000,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="几轮取最快 / rounds, the best counts")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    chart: Annotated[Path | None, typer.Option("--chart", help="另存柱状图 SVG / also write a bar chart")] = None,
) -> None:
    """测读法：与 PyPI 上的匹配器同场比速度、各种伪装的召回和误中。 / Reading beside bare matchers, in one run."""
    found = measure(terms, count, repeats)
    if chart is not None:
        save(chart, picture(found))
    print(orjson.dumps(found.to_dict(), option=orjson.OPT_INDENT_2).decode() if as_json else "\n".join(table(found)))


def save(target: Path, drawing: str) -> None:
    """Writes a chart; LinliError where that cannot be."""
    try:
        target.write_text(drawing, encoding="utf-8")
    except OSError as refused:
        raise LinliError(
            Text("图写不进这个文件。", "The chart cannot be written there."),
            field="--chart",
            value=target,
            mend=Text(f"请换一个位置（{refused.strerror}）。", f"Choose another place ({refused.strerror})."),
        ) from refused


def table(found: Result) -> Iterator[str]:
    """The figures for a person."""
    yield (
        f"{found.terms:,} 个词条 terms · {found.comments:,} 条 comments（{found.clean:,} 条干净 clean）· "
        f"{found.rounds} 轮取最快 best of"
    )
    yield f"  {'':<42}{'条/s':>10}{'MB/s':>8}{'建 build s':>12}{'MB':>7}{'误中 false':>10}"
    for row in found.rows:
        yield (
            f"  {row.name:<42}{row.rate:>11,.0f}{row.megabytes:>8.1f}{row.build_seconds:>12.2f}"
            f"{row.memory_megabytes:>8.1f}{row.false_hits:>10,}"
        )
    yield "  各种伪装的召回 % / recall by disguise, %"
    for row in found.rows:
        yield f"  {row.name:<42}" + " ".join(f"{kind} {share:.0%}" for kind, share in row.recall.items() if share)
    if found.absent:
        yield "  未安装 not installed: " + ", ".join(found.absent)


def picture(found: Result) -> str:
    """The rates as bars."""
    return bars(f"comments/s, one core, {found.terms:,} terms", [_bar(row) for row in found.rows])


def _bar(row: Row) -> Bar:
    return Bar(row.name, row.rate, f"{row.rate / 1000:,.0f}k", row.name.startswith("linli"))
