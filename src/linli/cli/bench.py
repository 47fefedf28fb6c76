"""`linli bench`: speed by stage; `reading` and `growth`: how texts are read, beside matchers from PyPI."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from linli.cli.bench_reading import growth, reading
from linli.engines.files import open_table
from linli.engines.files_rows import Mark
from linli.evaluation.corpus import comments
from linli.evaluation.speed import measure
from linli.policy import load as load_policy

app = typer.Typer(add_completion=False)
app.command("reading")(reading)
app.command("growth")(growth)


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    file: Annotated[Path | None, typer.Option("--file", help="用这个文件里的文本 / texts of this file")] = None,
    text_column: Annotated[str, typer.Option("--text-column", help="文本列 / its text column")] = "text",
    count: Annotated[int, typer.Option("--count", min=1, help="最多多少条 / how many comments")] = 20_000,
    batch: Annotated[int, typer.Option("--batch", min=1, help="一批多少条 / comments a batch")] = 1000,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="几轮取最快 / rounds, the best counts")] = 3,
    policy: Annotated[str, typer.Option("--policy", help="规则文件或规则包 / a policy file or pack")] = "base",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> None:
    """测速：每一步每秒多少条，并与同一文本上的纯匹配器相比。 / Comments a second by stage, beside bare matchers."""
    if context.invoked_subcommand is not None:
        return
    texts = comments(count) if file is None else texts_of(file, text_column, count)
    found = measure(texts, load_policy(policy), batch, repeats).to_dict()
    shown = {"source": file.name if file else "synthetic", "batch": batch, "repeats": repeats, **found}
    print(orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode() if as_json else "\n".join(lines(shown)))


def texts_of(file: Path, column: str, count: int) -> list[str]:
    """The readable texts of a file, at most `count`."""
    table, _ = open_table(file, (column,))
    return list(islice((row.values[0] for row in table.rows(Mark()) if row.error is None), count))


def lines(shown: dict[str, Any]) -> Iterator[str]:
    """The figures for a person."""
    yield (
        f"{shown['source']} · {shown['comments']} 条 comments · {shown['characters']} 字 characters · "
        f"一批 batch {shown['batch']} · {shown['repeats']} 轮取最快 best of"
    )
    for stage in (*shown["stages"], *shown["peers"]):
        name = stage["name"] + (" (纯匹配器 bare matcher)" if stage in shown["peers"] else "")
        yield f"  {name:<40}{stage['rate']:>12,.0f}/s{stage['microseconds']:>10.2f} µs"
    for name, ratio in shown["ratio_to"].items():
        yield f"  assess_many ÷ {name}: {ratio:.3f}"
    if shown["missing_peers"]:
        yield "  未安装 not installed: " + ", ".join(shown["missing_peers"])
