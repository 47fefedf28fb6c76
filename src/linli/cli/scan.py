"""`linli scan`: a file of comments in, a file of verdicts out. `app` holds the one command."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer

from linli.assess import assess_many
from linli.engines.files import Job, scan
from linli.engines.files_output import Progress
from linli.lazy import load
from linli.policy import load as load_policy

app = typer.Typer(add_completion=False)

INTERRUPTED = 130


@app.command()
def main(
    source: Annotated[Path, typer.Argument(metavar="IN", help="CSV、TSV、JSONL、Parquet / the file to read")],
    text_column: Annotated[str, typer.Option("--text-column", help="文本所在的列 / the column that holds the text")],
    out: Annotated[Path, typer.Option("--out", help=".jsonl、.csv、.parquet / the file to write")],
    policy: Annotated[str, typer.Option("--policy", help="规则文件或规则包 / a policy file or pack")] = "base",
    id_column: Annotated[str, typer.Option("--id-column", help="原样带出的编号列 / an id column to carry over")] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="放弃未完成的扫描，从头来 / start over")] = False,
) -> None:
    """逐行评一个文件，断了可以接着来。 / Assess a file row by row; an interrupted scan goes on where it stopped."""
    rules = load_policy(policy)
    job = Job(source, text_column, out, id_column, f"{rules.name}:{rules.digest}", fresh)
    try:
        with Bar() as bar:
            found = scan(job, lambda items: assess_many(items, rules), bar.show)
    except KeyboardInterrupt:
        say("扫描停下了；再运行同一条命令就接着扫。", "Stopped; run the same command to go on.")
        raise typer.Exit(INTERRUPTED) from None
    report(found, out)


def say(zh: str, en: str) -> None:
    """One line in both languages, on standard error."""
    print(f"{zh} / {en}", file=sys.stderr)


def report(found: Progress, out: Path) -> None:
    """The end of a scan in a few lines."""
    actions = "，".join(f"{name} {count}" for name, count in sorted(found.actions.items())) or "0"
    say(
        f"完成：{found.row} 行，{found.errors} 行有误，{out}",
        f"done: {found.row} rows, {found.errors} with errors",
    )
    print(f"  {actions}", file=sys.stderr)
    if found.absent:
        names = ", ".join(found.absent)
        say(f"注意：这些检测器没有运行：{names}", f"note: these detectors did not run: {names}")


class Bar:
    """A progress bar with rate and time left on a terminal; silent where standard error is a file or a pipe."""

    def __init__(self) -> None:
        rich = load("rich.progress")
        console = load("rich.console").Console(stderr=True)
        columns = (
            rich.BarColumn(),
            rich.TaskProgressColumn(),
            rich.TextColumn("{task.fields[rows]} 行 rows · {task.fields[rate]:,.0f}/s ·"),
            rich.TimeRemainingColumn(),
        )
        self._progress = rich.Progress(*columns, console=console, disable=not console.is_terminal)
        self._task = self._progress.add_task("scan", total=None, rows=0, rate=0.0)
        self._first: int | None = None

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, progress: Progress, total: int) -> None:
        """Draw how far the scan has come; `total` is in the unit of `progress.offset`."""
        if self._first is None:
            self._first = progress.row
            if progress.row:
                say(f"接着上次，从第 {progress.row} 行起", f"resumed at row {progress.row}")
        elapsed = self._progress.tasks[self._task].elapsed or 0.0
        rate = (progress.row - self._first) / elapsed if elapsed else 0.0
        self._progress.update(self._task, total=total, completed=progress.offset, rows=progress.row, rate=rate)
