"""`linli check`: one text in, one reasoned assessment out. `app` holds the one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linli.cli import render, source
from linli.cli.answer import given, say
from linli.vocabulary import Context, Item, ItemKind

app = typer.Typer(add_completion=False)


@app.command()
def main(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|-", help="一句话，- 表示标准输入 / a text, - for standard input")
    ] = "",
    file: Annotated[Path | None, typer.Option("--file", "-f", help="从文件读 / read it from a file")] = None,
    policy: Annotated[str, typer.Option("--policy", "-p", help="规则文件或规则包 / a policy file or pack")] = "base",
    kind: Annotated[ItemKind, typer.Option("--kind", help="内容的种类 / what it is")] = ItemKind.COMMENT,
    minors: Annotated[bool, typer.Option("--minors", help="读者多为未成年人 / minors read it")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    language: Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")] = render.Language.BOTH,
) -> None:
    """评一句话：结论、依据、原文位置。 / Assess one text, with reasons and places.

    退出码 exit status: 0 通过 allowed, 1 有处置 acted on, 2 用法不对 bad use.
    """
    item = Item(_text(text, file), kind, context=Context(minors=minors))
    raise typer.Exit(say(item, policy, as_json=as_json, language=language))


def _text(text: str, file: Path | None) -> str:
    given(text, elsewhere=file is not None)
    if file is not None:
        return source.read(str(file))
    return source.read("-") if text == "-" else source.argument(text)
