"""Counts `training/data/own` and measures the shipped pipeline on it: `python -m training.own_report [--write]`.

Prints Markdown; with `--write` it replaces the two marked parts of the folder's README, so that no number there is
typed by hand. The pipeline is `linli.assess_many` with the pack `base`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from linli.assess import assess_many
from linli.vocabulary import Action

FOLDER = Path(__file__).parent / "data" / "own"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One example; `name` and `part` are those of its file, `fraud.train.jsonl`."""

    text: str
    labels: tuple[str, ...]
    stance: str
    scene: str
    group: str | None
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Found:
    """An example, the categories of the rules that fired on it, whether anything was done, and who could not look."""

    row: Row
    categories: frozenset[str]
    acted: bool
    absent: tuple[str, ...]


def rows(folder: Path = FOLDER) -> list[Row]:
    """Every example of the folder, files in the order of their names."""
    return [row for path in sorted(folder.glob("*.jsonl")) for row in _file(path)]


def _file(path: Path) -> list[Row]:
    name, part, _ = path.name.rsplit(".", 2)
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Row(r["text"], tuple(r["labels"]), r["stance"], r["scene"], r["group"], name, part) for r in raw]


def counts(every: Sequence[Row]) -> str:
    """The table of files, and the lines of each stance."""
    kinds = Counter((row.name, row.part, bool(row.labels)) for row in every)
    lines = ["| file | train, harmful | train, innocent | test, harmful | test, innocent |", "|---|---|---|---|---|"]
    for name in sorted({row.name for row in every}):
        cells = [kinds[name, part, harmful] for part in ("train", "test") for harmful in (True, False)]
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    totals = [sum(n for k, n in kinds.items() if k[1:] == (p, h)) for p in ("train", "test") for h in (True, False)]
    lines.append(f"| all | {' | '.join(map(str, totals))} |")
    stances = Counter((row.stance, row.part) for row in every)
    lines += ["", "| stance | train | test |", "|---|---|---|"]
    lines += [
        f"| {s} | {stances[s, 'train']} | {stances[s, 'test']} |" for s in sorted({row.stance for row in every})
    ]
    return "\n".join(lines)


def find(every: Sequence[Row]) -> list[Found]:
    """The pipeline's verdict on every example."""
    found: list[Found] = []
    for start in range(0, len(every), BATCH):
        some = every[start : start + BATCH]
        verdicts = assess_many([row.text for row in some])
        found += [
            Found(
                row,
                frozenset(c.value for c in verdict.categories),
                verdict.action is not Action.ALLOW,
                verdict.absent,
            )
            for row, verdict in zip(some, verdicts, strict=True)
        ]
    return found


def share(hits: Iterable[bool]) -> str:
    """`.82 (41/50)`, or a dash where no row can tell."""
    seen = list(hits)
    return f"{sum(seen) / len(seen):.2f} ({sum(seen)}/{len(seen)})" if seen else "–"


def by_harm(found: Sequence[Found], part: str) -> str:
    """Precision over all lines of the part, recall by the right and by any category, false alarms in the own file."""
    some = [f for f in found if f.row.part == part]
    lines = [
        "| harm | precision | recall, this harm | recall, any harm | false alarms on the file's innocent lines |",
        "|---|---|---|---|---|",
    ]
    for harm in sorted({label for f in some for label in f.row.labels}):
        held = [f for f in some if harm in f.row.labels]
        lines.append(
            f"| {harm} | {share(harm in f.row.labels for f in some if harm in f.categories)}"
            f" | {share(harm in f.categories for f in held)} | {share(f.acted for f in held)}"
            f" | {share(f.acted for f in some if f.row.name == harm and not f.row.labels)} |"
        )
    harmful = [f for f in some if f.row.labels]
    lines.append(
        f"| all | – | {share(bool(f.categories & set(f.row.labels)) for f in harmful)}"
        f" | {share(f.acted for f in harmful)} | {share(f.acted for f in some if not f.row.labels)} |"
    )
    return "\n".join(lines)


def by_stance(found: Sequence[Found]) -> str:
    """False alarms on innocent lines by stance, by general file and by group, both parts together."""
    calm = [f for f in found if not f.row.labels]
    lines = ["| innocent lines | false alarms |", "|---|---|"]
    for stance in sorted({f.row.stance for f in calm}):
        lines.append(f"| stance {stance} | {share(f.acted for f in calm if f.row.stance == stance)} |")
    for name in ("defend", "report", "ordinary"):
        lines.append(f"| file {name} | {share(f.acted for f in calm if f.row.name == name)} |")
    for group in sorted({f.row.group for f in calm if f.row.group}):
        lines.append(f"| defends: {group} | {share(f.acted for f in calm if _defends(f.row, group))} |")
    return "\n".join(lines)


def _defends(row: Row, group: str) -> bool:
    return row.stance == "defend" and row.group == group


def results(every: Sequence[Row], day: datetime.date) -> str:
    """Both parts' tables under the date."""
    found = find(every)
    absent = "; ".join(sorted({gone for f in found for gone in f.absent})) or "none"
    parts = [f"As of {day.isoformat()}; absent detectors: {absent}.", "", "Test part:", ""]
    parts += [by_harm(found, "test"), "", "Train part:", "", by_harm(found, "train"), ""]
    return "\n".join([*parts, "Innocent lines of both parts:", "", by_stance(found)])


def put(text: str, mark: str, body: str) -> str:
    """`text` with what stands between the comments `mark` and `/mark` replaced; ValueError where they are missing."""
    made, done = re.subn(
        rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", lambda m: f"{m[1]}{body}\n{m[2]}", text, flags=re.DOTALL
    )
    if done != 1:
        raise ValueError(f"{done} places marked {mark}, one is needed")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into the folder's README")
    every = rows()
    tables = {"counts": counts(every), "results": results(every, datetime.datetime.now(datetime.UTC).date())}
    if not parser.parse_args().write:
        print("\n\n".join(tables.values()))
        return
    page = FOLDER / "README.md"
    text = page.read_text(encoding="utf-8")
    for mark, body in tables.items():
        text = put(text, mark, body)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
