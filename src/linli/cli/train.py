"""`linli train`: what an operator's own decisions add to the shipped classifier. `app` holds the one command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import orjson
import typer

from linli import files
from linli.cli.evaluate import Columns, Reader, figure
from linli.detectors import adapted
from linli.detectors.cascade import Cascade
from linli.engines.files import open_table
from linli.engines.files_rows import Mark
from linli.evaluation import Labelled
from linli.evaluation.adapt import FEWEST, Learnt, Set, learn, measured
from linli.policy import load as load_policy
from linli.vocabulary import LinliError, Text

app = typer.Typer(add_completion=False)

MOST = 50_000
YES = frozenset({"1", "true", "yes", "y", "是", "同意"})


@app.command()
def main(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="CSV、TSV、JSONL、Parquet / your decisions")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写到这个文件夹 / the folder to write")],
    text_column: Annotated[str, typer.Option("--text-column", help="文本列 / the column that holds the text")],
    label_column: Annotated[str, typer.Option("--label-column", help="结论列 / the column that holds the decision")],
    positive: Annotated[list[str], typer.Option("--positive", help="算作攻击的值 / value of an attack, repeatable")],
    consent_column: Annotated[
        str, typer.Option("--consent-column", help="作者同意用于训练的列 / whether the author consented")
    ],
) -> None:
    """用自己的处置结果补训；不比自带模型好，就不写出。 / Learn from own decisions; nothing worse is ever written."""
    rows, left_out = consented(source, Columns(text_column, label_column, (consent_column,)), frozenset(positive))
    found = train(rows)
    told = {
        "made": datetime.now(UTC).date().isoformat(),
        "rows": len(rows),
        "without_consent": left_out,
        "strength": found.strength,
        "before": found.before,
        "after": found.after,
    }
    print("\n".join(lines(told)))
    if found.strength is None:
        raise refused(rows)
    adapted.save(out, found.buckets, found.weights, told)
    print(f"已写出 / written: {out} · LINLI_OWN_MODEL={out}")


def consented(source: Path, columns: Columns, positive: frozenset[str]) -> tuple[list[Labelled], int]:
    """The rows whose authors consented, each text once, and how many others there were."""
    table, _ = open_table(source, columns.wanted())
    reader, rows, left_out = Reader(columns, positive), dict[str, Labelled](), 0
    for row in reader.rows(table.rows(Mark())):
        if not YES.intersection(group.lower() for group in row.groups):
            left_out += 1
        elif len(rows) < MOST:
            rows[row.text] = row
    reader.check()
    enough(list(rows.values()), left_out)
    return list(rows.values()), left_out


def enough(rows: list[Labelled], left_out: int) -> None:
    """Refuse what is too little to learn from, or to tell whether anything was learnt."""
    bad = sum(row.positive for row in rows)
    if min(bad, len(rows) - bad) < FEWEST:
        raise LinliError(
            Text("可用的处置结果太少。", "There are too few decisions to learn from."),
            field="FILE",
            value=f"{bad} + {len(rows) - bad} ({left_out} without consent)",
            mend=Text(
                f"攻击和不是攻击的，各要至少 {FEWEST} 条，且作者同意。",
                f"At least {FEWEST} attacks and {FEWEST} others are needed, with their authors' consent.",
            ),
        )


def train(rows: list[Labelled]) -> Learnt:
    """Learn, measured on a held-out fifth and on the shipped guard."""
    shipped = Cascade.from_data()
    threshold = next(value for harm, value in load_policy("base").thresholds.items() if harm.value == "abuse")
    own = measured([row.text for row in rows], [row.positive for row in rows], shipped.attack_odds)
    return learn(own, dict(guards(shipped)), threshold)


def guards(shipped: Cascade) -> Iterator[tuple[str, Set]]:
    """The shipped lines that an own model must not get worse on, by part."""
    rows: list[dict[str, Any]] = [orjson.loads(line) for line in files.read_text("models/guard.jsonl").splitlines()]
    every = measured([row["text"] for row in rows], [row["harmful"] for row in rows], shipped.attack_odds)
    for part in dict.fromkeys(row["part"] for row in rows):
        at = np.array([row["part"] == part for row in rows])
        texts = tuple(row["text"] for row in rows if row["part"] == part)
        yield part, Set(texts, every.truth[at], every.odds[at])


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The figures before and after, for a person."""
    yield f"{told['rows']} 条 rows · 未同意不用的 left out without consent: {told['without_consent']}"
    for name in told["before"]:
        pair = " → ".join(figure(told[side][name]["accuracy"]) for side in ("before", "after"))
        alarms = " → ".join(figure(told[side][name]["false_alarm_rate"]) for side in ("before", "after"))
        yield f"  {name:<10}准确率 accuracy {pair} · 误报率 false alarms {alarms}"


def refused(rows: list[Labelled]) -> LinliError:
    """Nothing was gained without a loss elsewhere."""
    return LinliError(
        Text(
            "补训后没有变好，或在护栏样例上变差了，没有写出。", "Nothing better came of it, so nothing was written."
        ),
        field="FILE",
        value=f"{len(rows)} rows",
        mend=Text(
            "请检查结论是否一致，或积累更多处置结果再试。",
            "Check that the decisions agree, or try again with more of them.",
        ),
    )
