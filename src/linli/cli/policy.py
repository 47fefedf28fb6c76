"""`linli policy`: check and show policy documents. `app` holds the commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from linli.cli import policy_past, render, source
from linli.policy import Finding, Level, Policy, beside, lint, load, pack_names, pack_text, read_file
from linli.vocabulary import Text

app = typer.Typer(add_completion=False, no_args_is_help=True)

FAULTY = 1
Language = Annotated[render.Language, typer.Option("--lang", help="输出的语言 / language")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]


@app.callback()
def group() -> None:
    """检查、展示规则文件。 / Check and show policy documents."""


@app.command("lint")
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE|NAME|-", help="规则文件、规则包 / files or packs")],
    as_json: Json = False,
    language: Language = render.Language.BOTH,
) -> None:
    """查出规则文件里的错误，指明行、列和改法。 / Find errors, with line, column and mend.

    退出码 exit status: 0 没有错误 good, 1 有错误 errors, 2 用法不对 bad use.
    """
    found = {name: _findings(name) for name in files}
    if as_json:
        shown = [_finding(name, finding) for name, findings in found.items() for finding in findings]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        pen = render.pen(language)
        print("\n".join(line for name, findings in found.items() for line in render.findings(name, findings, pen)))
    if any(finding.level is Level.ERROR for findings in found.values() for finding in findings):
        raise typer.Exit(FAULTY)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="FILE|NAME", help="规则文件或规则包 / a policy file or pack")
    ] = "base",
    as_json: Json = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="输出原文 / print the document")] = False,
    language: Language = render.Language.BOTH,
) -> None:
    """展示规则：条款和每条规则。 / Show a policy: its clauses, and the rules under each."""
    if as_yaml:
        sys.stdout.write(pack_text(name) or read_file(Path(name)))
        return
    policy = load(name)
    if as_json:
        print(json.dumps(to_dict(policy), ensure_ascii=False, indent=2))
    else:
        print("\n".join(render.policy(policy, render.pen(language))))


@app.command("list")
def packs(language: Language = render.Language.BOTH) -> None:
    """列出自带的规则包。 / List the packs that ship."""
    pen = render.pen(language)
    print("\n".join(render.table([(load(name).name, pen.text(load(name).title)) for name in pack_names()])))


app.command("diff")(policy_past.diff)
app.command("backtest")(policy_past.backtest)


def _findings(name: str) -> list[Finding]:
    if name == "-":
        return lint(source.read("-"))
    if name in pack_names():
        return lint(pack_text(name) or "")
    return lint(read_file(Path(name)), beside(Path(name)))


def _finding(name: str, finding: Finding) -> dict[str, Any]:
    return {
        "file": name,
        "line": finding.line,
        "column": finding.column,
        "level": finding.level.value,
        "field": finding.field,
        "problem": finding.problem._asdict(),
        "mend": finding.mend._asdict(),
    }


def _text(text: Text) -> dict[str, str]:
    return text._asdict()


def to_dict(policy: Policy) -> dict[str, Any]:
    """The policy as plain values, packs merged in."""
    return {
        "policy": policy.id,
        "version": policy.version,
        "title": _text(policy.title),
        "effective": policy.effective.isoformat(),
        "extends": list(policy.extends),
        "digest": policy.digest,
        "clauses": [{"id": c.id, "title": _text(c.title), "text": _text(c.text)} for c in policy.clauses],
        "thresholds": {category.value: value for category, value in policy.thresholds.items()},
        "rules": [
            {
                "id": rule.id,
                "clause": rule.clause,
                "category": rule.category.value,
                "status": rule.status.value,
                "when": rule.when,
                "action": rule.action.value,
                "explain": _text(rule.explain),
                "origin": rule.origin,
            }
            for rule in policy.rules
        ],
    }
