"""`linli bench reading`: comments a second, recall by disguise and false hits, beside bare matchers from PyPI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer

from linli.evaluation.plot import Bar, bars
from linli.evaluation.plot import lines as line_chart
from linli.evaluation.reading_bench import Growth, Result, Row, grow, measure
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


def growth(
    sizes: Annotated[str, typer.Option("--terms", help="词条数，逗号分开 / sizes, by commas")] = "1000,10000,100000",
    count: Annotated[int, typer.Option("--count", min=1000, help="评论数 / how many comments")] = 10_000,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="几轮取最快 / rounds, the best counts")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    chart: Annotated[Path | None, typer.Option("--chart", help="另存曲线图 SVG / also write a line chart")] = None,
) -> None:
    """词库变大时的代价：建库时间、内存、每秒条数。 / What bigger lexicons cost to build, hold and search."""
    found = grow(_sizes(sizes), count, repeats)
    if chart is not None:
        save(chart, curves(found))
    shown = orjson.dumps([row._asdict() for row in found], option=orjson.OPT_INDENT_2).decode()
    print(shown if as_json else "\n".join(map(_line, found)))


def _sizes(words: str) -> list[int]:
    try:
        sizes = sorted({int(word) for word in words.split(",")})
    except ValueError:
        sizes = [0]
    if min(sizes) < 100 or max(sizes) > 5_000_000:
        raise LinliError(
            Text("词条数要在 100 到 500 万之间。", "Sizes lie between 100 and five million."),
            field="--terms",
            value=words,
            mend=Text("例如 1000,10000,100000。", "For example 1000,10000,100000."),
        )
    return sizes


def _line(row: Growth) -> str:
    rates = " · ".join(f"{name} {rate:,.0f}/s" for name, rate in row.rates.items())
    return f"{row.terms:>9,} 词条 terms · {row.build_seconds:.2f} s · {row.memory_megabytes:.0f} MB · {rates}"


def curves(found: list[Growth]) -> str:
    """Rates, memory and build time over the number of terms."""
    series = {
        f"{name.partition(', ')[0]}, /s": [(row.terms, row.rates[name]) for row in found] for name in found[0].rates
    }
    series["memory, MB"] = [(row.terms, max(row.memory_megabytes, 0.1)) for row in found]
    series["build, s"] = [(row.terms, max(row.build_seconds, 0.001)) for row in found]
    return line_chart("What bigger lexicons cost, one core", "terms", series)


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
        f"{found.rounds} 轮取最快 best of · {'编译 compiled' if found.compiled else '未编译 not compiled'}"
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
