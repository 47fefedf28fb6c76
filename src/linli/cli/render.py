"""An assessment and a policy drawn for a person: colour on a terminal, brackets where there is none."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO
from unicodedata import east_asian_width

from linli.policy import Finding, Level, Policy, Rule
from linli.vocabulary import (
    ACTION_NAMES,
    CATEGORY_NAMES,
    Action,
    Assessment,
    Reason,
    RuleStatus,
    Signal,
    Span,
    Text,
)

_COLOUR_CODE = re.compile(r"\033\[[\d;]*m")
WINDOW = 60  # characters of the original shown around a span
SHORT = 400  # up to here the original is shown whole
_CODES = {
    "bold": "1",
    "dim": "2",
    "line": "4",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}
_COLOURS = {
    Action.ALLOW: "green",
    Action.HELP: "cyan",
    Action.NUDGE: "blue",
    Action.LABEL: "yellow",
    Action.LIMIT: "yellow",
    Action.HOLD: "yellow",
    Action.REMOVE: "red",
    Action.PAUSE: "red",
}
_STATUS = {
    RuleStatus.LIVE: Text("生效", "live"),
    RuleStatus.BACKGROUND: Text("观察", "watching"),
    RuleStatus.DRAFT: Text("草稿", "draft"),
    RuleStatus.RETIRED: Text("停用", "retired"),
}


class Language(StrEnum):
    """The languages of the output; `both` puts Chinese first."""

    BOTH = "both"
    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes words in one or both languages, coloured or not."""

    language: Language = Language.BOTH
    colour: bool = False

    def text(self, text: Text, join: str = " / ", *styles: str) -> str:
        """`text` in the chosen language; in both: Chinese in `styles`, `join`, English dimmed."""
        if self.language is Language.BOTH:
            return f"{self.style(text.zh, *styles)}{join}{self.style(text.en, 'dim')}"
        return self.style(text.zh if self.language is Language.ZH else text.en, *styles)

    def style(self, text: str, *names: str) -> str:
        """`text` in colour, where there is colour."""
        if not self.colour or not text or not names:
            return text
        return f"\033[{';'.join(_CODES[name] for name in names)}m{text}\033[0m"

    def mark(self, text: str) -> str:
        """A matched stretch of the original: underlined, or in brackets where there is no colour."""
        return self.style(text, "bold", "line", "red") if self.colour else f"【{text}】"


def pen(language: Language, stream: TextIO | None = None) -> Pen:
    """A pen for `stream` (default: standard output): colour on a terminal, unless NO_COLOR says no."""
    target = sys.stdout if stream is None else stream
    wanted = bool(os.environ.get("FORCE_COLOR")) or (target.isatty() and os.environ.get("TERM") != "dumb")
    return Pen(language, wanted and not os.environ.get("NO_COLOR"))


def assessment(found: Assessment, original: str, pen: Pen) -> Iterator[str]:
    """The lines of an assessment."""
    name = ACTION_NAMES[found.action]
    yield f"{pen.style('●', _COLOURS[found.action])} {pen.text(name, ' · ', 'bold')}"
    yield from _indented(marked(original, [s for r in found.reasons for s in r.spans], pen))
    yield from _reasons(Text("依据", "Why"), found.reasons, pen)
    yield from _reasons(Text("观察中的规则（不影响结论）", "Rules on watch (no effect)"), found.background, pen)
    yield from _signals(found.signals, pen)
    yield from _foot(found, pen)


def _reasons(title: Text, reasons: Sequence[Reason], pen: Pen) -> Iterator[str]:
    if reasons:
        yield ""
        yield pen.text(title, " / ", "bold")
    for number, reason in enumerate(reasons, 1):
        name = reason.clause_title
        yield f"  {number}. " + pen.text(
            Text(f"第 {reason.clause} 条 {name.zh}", f"clause {reason.clause}, {name.en}")
        )
        yield "     " + pen.text(Text(visible(reason.text.zh), visible(reason.text.en)))
        done = ACTION_NAMES[reason.action]
        yield "     " + pen.text(Text(f"规则 {reason.rule}：{done.zh}", f"rule {reason.rule}: {done.en}"))


def _signals(signals: Sequence[Signal], pen: Pen) -> Iterator[str]:
    if signals:
        yield ""
        yield pen.text(Text("发现", "Signals"), " / ", "bold")
    for signal in signals:
        facts = [pen.text(CATEGORY_NAMES[signal.category]), f"{signal.score:.2f}", signal.detector]
        if signal.severity:
            facts.append(pen.text(Text(f"程度 {signal.severity}", f"severity {signal.severity}")))
        facts += [f"[{start}, {end})" for start, end in signal.spans[:5]]
        facts += [visible(part) for part in (signal.evidence, signal.source, "+".join(signal.steps)) if part]
        yield "  · " + " · ".join(facts)


def _foot(found: Assessment, pen: Pen) -> Iterator[str]:
    yield ""
    yield pen.text(Text(f"依照规则 {found.policy}", f"by the policy {found.policy}"))
    for line in found.absent:
        yield pen.style(pen.text(Text("没有运行", "did not run")) + f"：{visible(line)}", "yellow")


def marked(original: str, spans: Iterable[Span], pen: Pen) -> str:
    """The original with its matched stretches marked; of a long one, what stands around them."""
    ordered = sorted({(max(0, s), min(e, len(original))) for s, e in spans if s < min(e, len(original))})
    pieces: list[str] = []
    at = 0
    for start, end in ordered:
        if end <= at:
            continue
        pieces.append(_between(original, at, max(at, start), bool(pieces)))
        pieces.append(pen.mark(visible(original[max(at, start) : end])))
        at = end
    rest = original[at:]
    short = len(original) <= SHORT
    pieces.append(visible(rest if short else rest[:WINDOW] + ("…" if len(rest) > WINDOW else "")))
    return "".join(pieces)


def _between(original: str, start: int, end: int, after_span: bool) -> str:
    """The unmarked text between two spans, its middle left out in a long original."""
    gap = original[start:end]
    if len(original) <= SHORT or len(gap) <= 2 * WINDOW:
        return visible(gap)
    return visible((gap[:WINDOW] if after_span else "") + "…" + gap[-WINDOW:])


def visible(text: str) -> str:
    """Text that cannot steer a terminal: control signs, direction marks and halves of characters are spelt out."""
    return "".join(c if c.isprintable() or c in "\n\t\u3000" else f"\\u{{{ord(c):x}}}" for c in text)


def _indented(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"  {line}"


def policy(shown: Policy, pen: Pen) -> Iterator[str]:
    """The lines of a policy: what it is, its clauses, and under each the rules that enforce it."""
    yield f"{pen.style(shown.name, 'bold')} {pen.text(shown.title)}"
    day = shown.effective.isoformat()
    yield pen.text(Text(f"{day} 起施行", f"in force from {day}"))
    if shown.extends:
        yield pen.text(Text(f"沿用 {'、'.join(shown.extends)}", f"extends {', '.join(shown.extends)}"))
    for clause in shown.clauses:
        yield ""
        yield f"{pen.style(clause.id, 'bold')} {pen.text(clause.title, ' / ', 'bold')}"
        yield f"    {pen.text(clause.text, chr(10) + '    ')}"
        rows = [_rule_row(rule, pen) for rule in shown.rules if rule.clause == clause.id]
        yield from (f"    {line}" for line in table(rows))


def _rule_row(rule: Rule, pen: Pen) -> tuple[str, ...]:
    status = pen.text(_STATUS[rule.status])
    action = f"{pen.style('●', _COLOURS[rule.action])} {pen.text(ACTION_NAMES[rule.action])}"
    return (action, rule.id, status, pen.style(" ".join(rule.when.split()), "dim"))


def findings(name: str, found: Sequence[Finding], pen: Pen) -> Iterator[str]:
    """The lines of a policy's check: one for each finding with its mend below, then the sum."""
    for finding in found:
        colour = "red" if finding.level is Level.ERROR else "yellow"
        level = Text("错误", "error") if finding.level is Level.ERROR else Text("提醒", "warning")
        place = pen.style(f"{visible(name)}:{finding.line}:{finding.column}", "bold")
        yield f"{place} {pen.style('●', colour)} {pen.text(level)}"
        for text in (finding.problem, finding.mend):
            yield f"    {pen.text(Text(visible(text.zh), visible(text.en)), chr(10) + '    ')}"
    errors = sum(finding.level is Level.ERROR for finding in found)
    counts = Text(
        f"{visible(name)}：{errors} 处错误，{len(found) - errors} 处提醒",
        f"{errors} errors, {len(found) - errors} warnings",
    )
    yield f"{pen.style('✗', 'red') if errors else pen.style('✓', 'green')} {pen.text(counts)}"


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as columns, Chinese characters counted as two cells wide."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def width(text: str) -> int:
    """Cells on a terminal, colour codes left out."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in _COLOUR_CODE.sub("", text))
