"""Every command of `linli`, by name, in one place. A module is imported only when its command is asked for.

Each module has `app: typer.Typer`; with one command in it, `linli NAME` is that command.
"""

from __future__ import annotations

from typing import NamedTuple

from linli.vocabulary import Text


class Command(NamedTuple):
    """A command's name, the module that holds its `app`, and the line that `linli --help` shows.

    `plain` names a module whose `plain(word)` is the command with one word and no option: no parser is loaded for it.
    """

    name: str
    module: str
    summary: Text
    plain: str = ""


COMMANDS: tuple[Command, ...] = (
    Command(
        "check",
        "linli.cli.check",
        Text("评一句话：结论、依据、原文位置", "assess one text, with reasons"),
        plain="linli.cli.answer",
    ),
    Command("scan", "linli.cli.scan", Text("评一个文件：CSV、JSONL、Parquet", "assess a file row by row")),
    Command("explain", "linli.cli.explain", Text("说明一句话是怎样读懂的", "show how a text is read")),
    Command("policy", "linli.cli.policy", Text("检查、展示规则文件", "check and show policy documents")),
    Command("lexicon", "linli.cli.lexicon", Text("查询、检查词库", "look into and check the lexicons")),
    Command("evaluate", "linli.cli.evaluate", Text("用标注数据评测", "measure against labelled data")),
    Command("train", "linli.cli.train", Text("用自己的处置结果补训", "learn from your own decisions")),
    Command("bench", "linli.cli.bench", Text("测量速度", "measure speed")),
    Command("ledger", "linli.cli.ledger", Text("离线核验台账", "verify an exported ledger offline")),
    Command("evidence", "linli.cli.evidence", Text("离线核验证据包", "verify an evidence pack offline")),
    Command("station", "linli.cli.station", Text("启动站点", "run the station")),
)

BY_NAME: dict[str, Command] = {command.name: command for command in COMMANDS}
