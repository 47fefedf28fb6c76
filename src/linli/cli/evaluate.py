"""`linli evaluate`: figures on labelled data. `app` holds the one command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from linli.assess import assess_many
from linli.engines.files import open_table
from linli.engines.files_rows import Mark, Row
from linli.evaluation import Labelled, evaluate
from linli.policy import load as load_policy
from linli.vocabulary import Category, LinliError, Text

app = typer.Typer(add_completion=False)


@app.command()
def main(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="CSV、TSV、JSONL、Parquet / labelled data")],
    text_column: Annotated[str, typer.Option("--text-column", help="文本列 / the column that holds the text")],
    label_column: Annotated[str, typer.Option("--label-column", help="标注列 / the column that holds the label")],
    positive: Annotated[list[str], typer.Option("--positive", help="算作有害的标注值 / harmful label, repeatable")],
    category: Annotated[list[str] | None, typer.Option("--category", help="只看这些类别 / count these only")] = None,
    policy: Annotated[str, typer.Option("--policy", help="规则文件或规则包 / a policy file or pack")] = "base",
    group_column: Annotated[str, typer.Option("--group-column", help="分组列 / figures by its values")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> None:
    """用标注数据评测：准确率、F1、误报率和置信区间。 / Accuracy, F1, false alarms with 95% intervals."""
    wanted = (text_column, label_column, *([group_column] if group_column else []))
    table, _ = open_table(source, wanted)
    reader = Reader(frozenset(positive))
    rules = load_policy(policy)
    found = evaluate(reader.rows(table.rows(Mark())), lambda i: assess_many(i, rules), categories_of(category or []))
    reader.check()
    shown = {"file": source.name, "policy": rules.name, "errors": reader.errors, **found.to_dict()}
    print(orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode() if as_json else "\n".join(lines(shown)))


class Reader:
    """Turns rows into labelled texts; keeps count of unreadable rows and of the labels seen."""

    def __init__(self, positive: frozenset[str]) -> None:
        self.positive, self.errors, self.seen = positive, 0, set[str]()

    def rows(self, rows: Iterator[Row]) -> Iterator[Labelled]:
        """The readable rows."""
        for row in rows:
            if row.error is None:
                text, label, *group = row.values
                self.seen.add(label.strip())
                yield Labelled(text, label.strip() in self.positive, group[0].strip() if group else "")
            else:
                self.errors += 1

    def check(self) -> None:
        """Refuse a positive value that no row has: the figures would be about nothing."""
        if self.positive.isdisjoint(self.seen):
            listed = "、".join(sorted(self.seen)[:10])
            raise LinliError(
                Text("没有一行的标注是这个值。", "No row has this label."),
                field="--positive",
                value="、".join(sorted(self.positive)),
                mend=Text(f"文件里的标注：{listed}。", f"Labels in the file: {listed}."),
            )


def categories_of(names: list[str]) -> frozenset[Category]:
    """Category ids as categories; an error that lists them."""
    try:
        return frozenset(Category(name) for name in names)
    except ValueError as problem:
        listed = ", ".join(c.value for c in Category)
        raise LinliError(
            Text("没有这个类别。", "There is no such category."),
            field="--category",
            value=", ".join(names),
            mend=Text(f"可用的类别：{listed}。", f"Categories: {listed}."),
        ) from problem


def lines(shown: dict[str, Any]) -> Iterator[str]:
    """The report for a person."""
    yield f"{shown['file']} · {shown['policy']} · {shown['rows']} 行 rows · {shown['errors']} 行读不出 unreadable"
    names = {
        "accuracy": "准确率 accuracy",
        "macro_f1": "宏平均 F1 macro-F1",
        "positive_f1": "有害类 F1 positive F1",
        "precision": "精确率 precision",
        "recall": "召回率 recall",
        "false_alarm_rate": "误报率 false alarms",
    }
    for key, name in names.items():
        yield f"  {name:<24}{figure(shown[key])}  {span(shown['intervals'][key])}"
    yield "  tp {tp} · fp {fp} · fn {fn} · tn {tn}".format(**shown["confusion"])
    for name, group in shown["groups"].items():
        yield f"  {name}: {group['rows']} 行 rows · 准确率 accuracy {figure(group['accuracy'])}"
    if shown["absent"]:
        print("没有运行 did not run: " + ", ".join(shown["absent"]), file=sys.stderr)


def figure(value: float | None) -> str:
    """A figure with four decimals, or a dash."""
    return "–" if value is None else f"{value:.4f}"


def span(interval: list[float] | None) -> str:
    """An interval in brackets, or nothing."""
    return f"[{interval[0]:.4f}, {interval[1]:.4f}]" if interval else ""
