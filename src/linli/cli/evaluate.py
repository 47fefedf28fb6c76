"""`linli evaluate`: figures on labelled data. `app` holds the one command."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import orjson
import typer

from linli import files
from linli.assess import assess_many
from linli.engines.files import open_table
from linli.engines.files_rows import Mark, Row
from linli.evaluation import Labelled, Report, curves, evaluate
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
    group_column: Annotated[
        list[str] | None, typer.Option("--group-column", help="分组列，可多次 / figures by its values, repeatable")
    ] = None,
    harm_column: Annotated[
        str, typer.Option("--harm-column", help="类别列，多个用竖线隔开 / a row's harms, joined by |")
    ] = "",
    mentions: Annotated[
        bool, typer.Option("--mentions", help="按提到的人群分组 / figures by the group of people that is named")
    ] = False,
    plots: Annotated[
        Path | None, typer.Option("--plots", metavar="DIR", help="可靠性图、阈值曲线 / reliability, threshold curve")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> None:
    """用标注数据评测：准确率、F1、误报率和置信区间。 / Accuracy, F1, false alarms with 95% intervals."""
    columns = Columns(text_column, label_column, tuple(group_column or ()), harm_column)
    table, _ = open_table(source, columns.wanted())
    reader = Reader(columns, frozenset(positive), group_words() if mentions else ())
    rules = load_policy(policy)
    found = evaluate(reader.rows(table.rows(Mark())), lambda i: assess_many(i, rules), categories_of(category or []))
    reader.check()
    shown = {"file": source.name, "policy": rules.name, "errors": reader.errors, **found.to_dict()}
    if plots is not None:
        draw(found, plots)
    print(orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode() if as_json else "\n".join(lines(shown)))


def draw(found: Report, folder: Path) -> None:
    """The two pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in (("reliability", curves.reliability), ("thresholds", curves.thresholds)):
        (folder / f"{name}.svg").write_text(picture(found.scores, found.truth), encoding="utf-8")


def group_words() -> tuple[str, ...]:
    """The shipped words that name groups of people."""
    lines = files.read_text("models/groups.txt").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


class Columns(NamedTuple):
    """Which columns hold what; `groups` may be several, `harms` is "" for none."""

    text: str
    label: str
    groups: tuple[str, ...] = ()
    harms: str = ""

    def wanted(self) -> tuple[str, ...]:
        """The columns to read, in the order in which `Reader` takes them."""
        return (self.text, self.label, *self.groups, *([self.harms] if self.harms else []))


class Reader:
    """Turns rows into labelled texts; keeps count of unreadable rows and of the labels seen."""

    def __init__(self, columns: Columns, positive: frozenset[str], mentions: Sequence[str] = ()) -> None:
        self.columns, self.positive, self.mentions = columns, positive, mentions
        self.errors, self.seen = 0, set[str]()

    def rows(self, rows: Iterator[Row]) -> Iterator[Labelled]:
        """The readable rows."""
        for row in rows:
            if row.error is None:
                yield self._labelled(row.values)
            else:
                self.errors += 1

    def _labelled(self, values: Sequence[str]) -> Labelled:
        text, label, *more = (value if i == 0 else value.strip() for i, value in enumerate(values))
        self.seen.add(label)
        harms = harms_of(more.pop()) if self.columns.harms else None
        several = len(self.columns.groups) > 1
        pairs = zip(self.columns.groups, more, strict=True)
        groups = [f"{name}={value}" if several else value for name, value in pairs if value]
        groups += [word for word in self.mentions if word in text]
        return Labelled(text, label in self.positive, groups=tuple(groups), labels=harms)

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


def harms_of(cell: str) -> frozenset[Category]:
    """The harms of a cell, joined by bars or written as a JSON list; an error that names what is no harm."""
    names = re.split(r"[|,;\s]+", cell.strip(" []").replace('"', "").replace("'", ""))
    return categories_of([name for name in names if name], "--harm-column")


def categories_of(names: list[str], field: str = "--category") -> frozenset[Category]:
    """Category ids as categories; an error that lists them."""
    try:
        return frozenset(Category(name) for name in names)
    except ValueError as problem:
        listed = ", ".join(c.value for c in Category)
        raise LinliError(
            Text("没有这个类别。", "There is no such category."),
            field=field,
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
    for name, harm in shown["harms"].items():
        rows = harm["confusion"]["tp"] + harm["confusion"]["fn"]
        rates = f"找出 found {figure(harm['recall'])} · 找对 right {figure(harm['precision'])}"
        yield f"  {name}: {rows} 行 rows · {rates}"
    if shown["absent"]:
        print("没有运行 did not run: " + ", ".join(shown["absent"]), file=sys.stderr)


def figure(value: float | None) -> str:
    """A figure with four decimals, or a dash."""
    return "–" if value is None else f"{value:.4f}"


def span(interval: list[float] | None) -> str:
    """An interval in brackets, or nothing."""
    return f"[{interval[0]:.4f}, {interval[1]:.4f}]" if interval else ""
