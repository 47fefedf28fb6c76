"""What a policy is once it is read: clauses that users can read, rules that cite them, and findings of the check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from linli.policy.ladder import Ladder
from linli.vocabulary import Action, Category, LinliError, RuleStatus, Text


@dataclass(frozen=True, slots=True)
class Clause:
    """A published sentence of the code that users agreed to; every rule enforces one."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition in CEL over one category's signals, and what is done where it holds."""

    id: str
    clause: str
    category: Category
    status: RuleStatus
    when: str
    action: Action
    explain: Text
    origin: str = ""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Policy:
    """A versioned, published document of clauses and rules, packs that it extends merged in.

    Two policies are equal only if they are the same object; compare `digest` (SHA-256 of every text that took part)
    to compare what they say. `extends` names the packs with their versions, nearest first.
    """

    id: str
    version: str
    title: Text
    effective: date
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    thresholds: Mapping[Category, float] = field(default_factory=dict)
    extends: tuple[str, ...] = ()
    digest: str = ""
    ladder: Ladder = field(default_factory=Ladder)

    @property
    def name(self) -> str:
        """`id@version`, as assessments cite it."""
        return f"{self.id}@{self.version}"

    def clause(self, id: str) -> Clause:
        """The clause `id`; KeyError where the policy has none."""
        for clause in self.clauses:
            if clause.id == id:
                return clause
        raise KeyError(id)


class Level(StrEnum):
    """An error refuses the policy; a warning tells of something that is likely unmeant."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing wrong with a policy document: where (line and column from 1), what, and how to mend it."""

    line: int
    column: int
    level: Level
    problem: Text
    mend: Text
    field: str = ""

    def in_language(self, language: str) -> str:
        """`line:column level problem mend` in `zh` or `en`."""
        pick = 0 if language.startswith("zh") else 1
        level = {Level.ERROR: ("错误", "error"), Level.WARNING: ("提醒", "warning")}[self.level][pick]
        return f"{self.line}:{self.column} {level} {self.problem[pick]} {self.mend[pick]}"


class PolicyError(LinliError):
    """A policy that cannot be used; `findings` holds every error, `str()` tells the first with its line."""

    def __init__(self, source: str, findings: tuple[Finding, ...]) -> None:
        first, more = findings[0], len(findings) - 1
        self.findings = findings
        rest = (f"（另有 {more} 处）", f" ({more} more)") if more else ("", "")
        super().__init__(
            Text(
                f"第 {first.line} 行第 {first.column} 列：{first.problem.zh}{rest[0]}",
                f"Line {first.line}, column {first.column}: {first.problem.en}{rest[1]}",
            ),
            field="policy",
            value=source,
            mend=first.mend,
        )
