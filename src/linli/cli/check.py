"""`linli check`: one text in, one reasoned assessment out. `app` holds the one command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from linli.assess import assess, to_dict
from linli.cli import render, source
from linli.policy import load as load_policy
from linli.vocabulary import Action, Context, Item, ItemKind, LinliError, Text

app = typer.Typer(add_completion=False)

ACTED = 1


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
    original = _text(text, file)
    item = Item(original, kind, context=Context(minors=minors))
    found = assess(item, load_policy(policy))
    if as_json:
        print(json.dumps(to_dict(found), ensure_ascii=False))
    else:
        print("\n".join(render.assessment(found, original, render.pen(language))))
    raise typer.Exit(0 if found.action is Action.ALLOW else ACTED)


def _text(text: str, file: Path | None) -> str:
    if bool(text) == (file is not None):
        raise LinliError(
            Text("请给出一句话，或用 --file 给出一个文件。", "Give one text, or one file with --file."),
            field="TEXT",
            value=text,
            mend=Text("例如：linli check 你好", "Such as: linli check 你好"),
        )
    if file is not None:
        return source.read(str(file))
    return source.read("-") if text == "-" else source.argument(text)
